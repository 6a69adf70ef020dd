from dataclasses import replace

from storage import entries, families, remarks, sources, statements, watches
from storage.model import Entry, Remark
from storage.store import Store
from storage.watches import Watch
from tests.storage import build
from tests.storage.build import NOW, later


def entry(listing_id: int, source_id: int | None, key: str = "//example.org/a") -> Entry:
    return Entry(
        listing_id=listing_id,
        key=key,
        url=f"https:{key}",
        title="Joint statement",
        published="2025-02-07",
        source_id=source_id,
        first_seen=NOW,
        not_before=None,
        is_listed=True,
        missing_since=None,
        unlisted_at=None,
    )


def test_what_a_listing_names_is_kept_as_it_stands_now(store: Store) -> None:
    with store.write() as tx:
        press = build.source(tx, slug="press", kind="listing")
        document = build.source(tx, slug="press-a", listing_id=press)
        first = entry(press, document)
        entries.add(tx, [first, entry(press, None, "//example.org/b")])
        (kept, other) = entries.of_listing(tx, press)
        assert (kept.title, other.source_id) == ("Joint statement", None)
        entries.save(tx, [replace(kept, title="Statement", missing_since=later(hours=1))])
        (missing,) = entries.missing(tx, press)
        assert (missing.title, missing.first_seen) == ("Statement", NOW)
        assert entries.of_source(tx, document) == [missing]
        assert entries.source_of(tx, first.key) == document
        assert entries.source_of(tx, "//example.org/b") is None
        assert entries.counts(tx) == {press: (2, 1)}


def test_the_family_of_a_listing_is_all_that_it_led_to(store: Store) -> None:
    with store.write() as tx:
        index = build.source(tx, slug="index", kind="listing")
        part = build.source(tx, slug="index-part", kind="listing", listing_id=index)
        page = build.source(tx, slug="index-page", listing_id=part)
        file = build.source(tx, slug="index-page-file", listing_id=page)
        pinned = build.source(tx, slug="pinned")
        build.source(tx, slug="other", kind="listing")
        entries.add(
            tx,
            [
                entry(index, part, "//example.org/part"),
                entry(part, page, "//example.org/page"),
                entry(part, pinned, "//example.org/pinned"),
                entry(part, None, "//example.org/old"),
                entry(page, file, "//example.org/file"),
            ],
        )
        assert families.members(tx, index) == {index, part, page, file, pinned}
        assert families.members(tx, page) == {page, file}
        assert families.members(tx, pinned) == {pinned}


def test_unlisted_is_what_no_listing_names_any_more(store: Store) -> None:
    with store.write() as tx:
        press, other = (build.source(tx, slug=slug, kind="listing") for slug in ("press", "other"))
        one, two = (build.source(tx, slug=slug, listing_id=press) for slug in ("one", "two"))
        gone = later(days=1)
        entries.add(
            tx,
            [
                replace(entry(press, one, "//example.org/1"), unlisted_at=gone),
                replace(entry(press, two, "//example.org/2"), unlisted_at=gone),
                entry(other, two, "//example.org/2"),
            ],
        )
        assert entries.missing(tx, press) == []
        assert entries.unlisted(tx) == {one: gone}


def test_finds_are_followed_until_they_are_passed_over(store: Store) -> None:
    with store.write() as tx:
        press = build.source(tx, slug="press", kind="listing")
        one, two = (build.source(tx, slug=slug, listing_id=press) for slug in ("one", "two"))
        assert [(source.slug, by) for source, by in sources.found(tx)] == [
            ("one", "press"),
            ("two", "press"),
        ]
        assert sources.announced_at(tx, one) is None
        sources.announce(tx, one, later(minutes=1))
        assert sources.announced_at(tx, one) == later(minutes=1)
        sources.pass_over(tx, two, NOW)
        sources.relocate(tx, one, "https://ministry.example/elsewhere")
        sources.assign(tx, one, "harbour-2025", "hand")
        ((source, _),) = sources.found(tx)
        assert (source.url, source.statement) == (
            "https://ministry.example/elsewhere",
            "harbour-2025",
        )
        assert sources.ids(tx) == {"press": press, "one": one, "two": two}
        assert sources.listings_under(tx, press) == 0
        build.source(tx, slug="press-2", kind="listing", listing_id=press)
        assert sources.listings_under(tx, press) == 1


def test_what_a_page_attaches_goes_with_it_but_for_what_was_assigned_by_itself(
    store: Store,
) -> None:
    with store.write() as tx:
        page = build.source(tx, slug="page", statement="a")
        pdf = build.source(tx, slug="pdf", statement="a", listing_id=page)
        inner = build.source(tx, slug="inner", statement="a", listing_id=pdf)
        own = build.source(tx, slug="own", statement="a", listing_id=page)
        sources.assign(tx, own, "b", "hand")
        build.version(tx, page)
        build.version(tx, page, "Another text.")
        assert statements.every(tx) == [
            statements.Counted(name="a", sources=3, versions=2),
            statements.Counted(name="b", sources=1, versions=0),
        ]
        sources.assign(tx, page, "c", "overlap")
        assert [one.source_id for one in sources.of_statement(tx, "c")] == [page, pdf, inner]
        assert [one.slug for one in sources.of_statement(tx, "b")] == ["own"]
        assert [sources.by_id(tx, one).assigned_by for one in (page, pdf, own)] == [
            "overlap", None, "hand",
        ]  # fmt: skip
        sources.assign(tx, page, None, "hand")
        assert [one.name for one in statements.every(tx)] == ["b"]


def test_what_is_quickened_is_asked_for(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        watches.save(tx, [Watch(source_id=one, next_check_at=NOW, state="new", state_since=NOW)])
        watches.quicken(tx, one, later(hours=1))
        assert watches.requests(tx) == [one]
        assert watches.load(tx)[one].quickened_at == later(hours=1)


def test_remarks_are_told_in_the_order_of_time(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        second = Remark(source_id=one, at=later(hours=2), kind="retitled", before="a", after="b")
        first = Remark(source_id=one, at=NOW, kind="unlisted", before="press", after=None)
        remarks.add(tx, second)
        remarks.add(tx, first)
        assert remarks.history(tx, one) == [first, second]
