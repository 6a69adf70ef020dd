from storage import volatiles
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def test_what_differed_often_enough_is_muted(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx), build.source(tx, slug="other")
        for day, seen in enumerate(({"~a", "=b"}, {"~a"}, {"~a", "=c\0"})):
            assert volatiles.muted(tx, one) == frozenset()
            volatiles.differed(tx, one, seen, enough=3, now=later(days=day))
        volatiles.differed(tx, other, {"~a"}, enough=3, now=NOW)
        assert volatiles.muted(tx, one) == {"~a"}
        assert volatiles.muted(tx, other) == frozenset()
        (listed,) = volatiles.listing(tx)
        assert (listed.signature, listed.differed_count, listed.muted_at) == (
            "~a",
            3,
            later(days=2),
        )


def test_texts_that_never_come_twice_do_not_fill_the_store(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        for day in range(2):
            volatiles.differed(tx, one, {"~a"}, enough=9, now=later(days=day))
        volatiles.differed(tx, one, {f"={n}" for n in range(400)}, enough=2, now=NOW)
        volatiles.differed(tx, one, {"={1}", "~a"}, enough=3, now=NOW)
        assert volatiles.muted(tx, one) == {"~a"}
