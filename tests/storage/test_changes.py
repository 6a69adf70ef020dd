from dataclasses import replace
from typing import Any

from storage import changes
from storage.changes import ChangeSummary
from storage.model import Comparison
from storage.store import Store
from tests.storage import build
from tests.storage.build import later


def test_a_change_is_read_as_it_was_recorded(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        before, after = (build.version(tx, source_id, text) for text in "AB")
        change = build.change(tx, source_id, before, after)
    with store.read() as tx:
        assert changes.by_id(tx, change.change_id) == change
        assert changes.between(tx, before.version_id, after.version_id) == change
        assert changes.between(tx, after.version_id, before.version_id) is None
        assert changes.arriving_at(tx, after.version_id) == change
        assert changes.arriving_at(tx, before.version_id) is None
        assert changes.history(tx, source_id) == [change]
        assert changes.by_id(tx, 99) is None


def test_what_typography_consists_in_is_kept_and_is_evidence_only_where_it_is_said(
    store: Store,
) -> None:
    plain = build.comparison()
    (passage,) = plain.passages
    told = replace(
        passage, change="typography", typography=("quotes",), layout="heading → paragraph",
        counters=("1. ", "2. "),
    )  # fmt: skip
    with store.write() as tx:
        source_id = build.source(tx)
        before, after, last = (build.version(tx, source_id, text) for text in "ABC")
        kept = build.change(
            tx, source_id, before, after, comparison=replace(plain, passages=(told,))
        )
        assert changes.by_id(tx, kept.change_id) == kept
        older = build.change(tx, source_id, after, last, comparison=plain)
    # As it was written before these words were known: its link in the chain must hold.
    said: Any = changes.evidence(older)["passages"]
    assert set(said[0]) == {
        "kind", "change", "before", "after", "edits", "flags", "section", "paragraph",
    }  # fmt: skip


def test_a_change_without_passages_is_a_change(store: Store) -> None:
    nothing = Comparison(kind=None, passages=(), flags=(), words_added=0, words_removed=0)
    with store.write() as tx:
        source_id = build.source(tx)
        before, after = (build.version(tx, source_id, "A") for _ in range(2))
        change = build.change(tx, source_id, before, after, comparison=nothing, cause="rules")
        assert changes.by_id(tx, change.change_id) == change


def test_the_last_recorded_comparison_counts(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        before, after = (build.version(tx, source_id, text) for text in "AB")
        build.change(tx, source_id, before, after)
        typography = build.comparison(kind="typography", flags=())
        again = build.change(tx, source_id, before, after, comparison=typography)
        assert changes.between(tx, before.version_id, after.version_id) == again
        assert changes.arriving_at(tx, after.version_id) == again


def test_a_change_arrives_from_the_version_before_it_in_time(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        today = build.version(tx, source_id, "today", first_seen=later(days=2))
        then = build.version(tx, source_id, "then", first_seen=later(days=0))
        between = build.version(tx, source_id, "between", first_seen=later(days=1))
        build.change(tx, source_id, then, today)
        nearest = build.change(tx, source_id, between, today)
        build.change(tx, source_id, today, between)  # backwards, as somebody once asked
        assert changes.arriving_at(tx, today.version_id) == nearest
        assert changes.arriving_at(tx, between.version_id) is None


def test_what_came_between_later_is_not_what_brought_a_version(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first, second, third = (
            build.version(tx, source_id, text, first_seen=later(days=day))
            for day, text in enumerate("ABC")
        )
        brought = build.change(tx, source_id, second, third)
        build.change(tx, source_id, first, third)  # since the confirmed one
        between = build.version(tx, source_id, "between", first_seen=later(days=1, hours=1))
        arriving = build.change(tx, source_id, between, third)
        assert changes.brought(tx, third.version_id) == brought
        assert changes.arriving_at(tx, third.version_id) == arriving
        assert changes.brought(tx, first.version_id) is None


def test_summaries_leave_the_passages_out(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        for source_id in (one, other):
            before, after = (build.version(tx, source_id, text) for text in "AB")
            change = build.change(tx, source_id, before, after)
        assert len(changes.summaries(tx)) == 2
        (summary,) = changes.summaries(tx, other)
    told = change.comparison
    assert summary == ChangeSummary(
        change_id=change.change_id,
        source_id=other,
        from_version_id=before.version_id,
        to_version_id=after.version_id,
        cause="page",
        kind="wording",
        flags=told.flags,
        words_added=3,
        words_removed=1,
        recorded_at=change.recorded_at,
    )
