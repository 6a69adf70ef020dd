"""What is counted of statements, and which texts arrived of late: alike on both stores."""

from storage import entries, sources, statements
from storage.model import Entry
from storage.statements import Arrival, Counted
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def test_statements_are_counted_with_their_standing_versions(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx, "one", statement="pact")
        build.source(tx, "two", statement="pact")
        build.source(tx, "three", statement="accord")
        build.source(tx, "four")
        build.source(tx, "press", statement="pact", kind="listing")
        build.version(tx, one)
        build.version(tx, one, "Another text.")
        assert statements.every(tx) == [
            Counted(name="accord", sources=1, versions=0),
            Counted(name="pact", sources=2, versions=2),
        ]


def test_first_texts_are_told_with_what_listings_say_of_them(store: Store) -> None:
    with store.write() as tx:
        press = build.source(tx, "press", kind="listing")
        ids = {}
        for name in ("known", "news", "old", "gone"):
            ids[name] = build.source(tx, name, listing_id=press)
            sources.announce(tx, ids[name], NOW if name == "known" else later(minutes=1))
        made = {
            name: build.version(
                tx, source_id, first_seen=later(days=-9) if name == "old" else later(minutes=n)
            )
            for n, (name, source_id) in enumerate(ids.items())
        }
        build.version(tx, ids["news"], "A later text.", first_seen=later(minutes=9))
        sources.pass_over(tx, ids["gone"], NOW)
        entry = Entry(
            listing_id=press, key="//example.org/news", url="https://example.org/news", title=None,
            published="2025-02-08", source_id=ids["news"], first_seen=NOW, missing_since=None,
            unlisted_at=None, is_listed=True, not_before=None,
        )  # fmt: skip
        entries.add(tx, [entry])
        assert statements.arrivals(tx, later(days=-1)) == [
            Arrival(
                source_id=ids["news"], version_id=made["news"].version_id,
                first_seen=later(minutes=1), published="2025-02-07", listed="2025-02-08",
                is_news=True,
            ),
            Arrival(
                source_id=ids["known"], version_id=made["known"].version_id, first_seen=NOW,
                published="2025-02-07", listed=None, is_news=False,
            ),
        ]  # fmt: skip
