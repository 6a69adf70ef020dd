"""The line of time of many sources, a page at a time, the same on both back ends."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, event

from storage import changes, derivations, episodes, histories, origins, versions
from storage.histories import Mark, Wanted
from storage.model import Derivation, Hop, State, Verdict, Version
from storage.store import Store
from storage.tables.watching import SOURCES
from tests.storage import build


def _made(tx: Connection, slug: str, *hours: int, **told: object) -> list[Version]:
    """A source whose versions were first seen so many hours later, each with a change."""
    source_id = build.source(tx, slug, **told)
    made = [
        build.version(tx, source_id, f"Text {hour} of {slug}.", first_seen=build.later(hours=hour))
        for hour in hours
    ]
    for before, after in pairwise(made):
        build.change(tx, source_id, before, after)
    return made


def _all(tx: Connection, wanted: Wanted, size: int) -> list[Version]:
    found: list[Version] = []
    mark: Mark | None = None
    while True:
        page = histories.page(tx, wanted, mark, size)
        found += [version for version, _ in page]
        if len(page) < size:
            return found
        mark = found[-1].first_seen, found[-1].version_id


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_join_to_one_line_newest_first(store: Store, size: int) -> None:
    with store.write() as tx:
        made = [*_made(tx, "a", 0, 2, 2, 5), *_made(tx, "b", 1, 2, 9), *_made(tx, "c", 2)]
        found = _all(tx, Wanted(), size)
    wanted = sorted(made, key=lambda one: (one.first_seen, one.version_id), reverse=True)
    assert found == wanted


def test_a_line_of_some_sources_from_a_time_on(store: Store) -> None:
    with store.write() as tx:
        a = _made(tx, "a", 0, 3, publisher="North", statement="pact")
        b = _made(tx, "b", 1, 4, publisher="South", statement="pact")
        c = _made(tx, "c", 2, publisher=None)
        for wanted, expected in (
            (Wanted(source_id=a[0].source_id), [a[1], a[0]]),
            (Wanted(publishers=["South", "North"]), [b[1], a[1], b[0], a[0]]),
            (Wanted(publishers=["South"], statement="pact"), [b[1], b[0]]),
            (Wanted(statement="none"), []),
            (Wanted(since=build.later(hours=2)), [b[1], a[1], c[0]]),
        ):
            assert _all(tx, wanted, 2) == expected, wanted


def test_superseded_versions_only_where_they_are_wanted(store: Store) -> None:
    with store.write() as tx:
        first, second = _made(tx, "a", 0, 1)
        versions.supersede(tx, [first.version_id], second.version_id)
        assert [one.version_id for one in _all(tx, Wanted(), 5)] == [second.version_id]
        assert len(_all(tx, Wanted(superseded=True), 5)) == 2


@pytest.mark.parametrize("few", [1, 5_000], ids=["many", "few"])
def test_versions_by_what_led_to_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(histories, "_FEW", few)  # above and below, the question is put otherwise
    with store.write() as tx:
        source_id = build.source(tx)
        made = [
            build.version(tx, source_id, f"Text {n}.", first_seen=build.later(hours=n))
            for n in range(5)
        ]
        told: tuple[dict[str, object], ...] = (
            {"comparison": build.comparison(flags=("negation", "number"))},
            {"comparison": build.comparison(kind="typography", flags=())},
            {"comparison": build.comparison(flags=('term:100 % "sure" 台湾',))},
            {"comparison": build.comparison(flags=()), "cause": "rules"},
        )
        for (before, after), facts in zip(pairwise(made), told, strict=True):
            build.change(tx, source_id, before, after, **facts)
        for wanted, expected in (
            (Wanted(kinds=["typography"]), {3}),
            (Wanted(kinds=["wording", "typography"]), {2, 3, 4, 5}),
            (Wanted(by_rules=True), {5}),
            (Wanted(flags=["negation"]), {2}),
            (Wanted(flags=["number", "term"]), {2, 4}),
            (Wanted(flags=['term:100 % "sure" 台湾']), {4}),
            (Wanted(flags=["term:100 x"]), set()),
            (Wanted(flags=["numb"]), set()),
            (Wanted(kinds=["typography"], flags=["negation"]), set()),
        ):
            assert {one.number for one in _all(tx, wanted, 2)} == expected, wanted


def test_the_version_that_comes_next_in_time(store: Store) -> None:
    with store.write() as tx:
        a, b = _made(tx, "a", 0, 1, 4), _made(tx, "b", 2, 3)
        late = build.version(tx, a[0].source_id, "Imported.", first_seen=build.later(hours=2))
        gone = build.version(tx, a[0].source_id, "Gone.", first_seen=build.later(hours=3))
        versions.supersede(tx, [gone.version_id], late.version_id)
        ids = [one.version_id for one in (*a, *b, late, gone)]
        found = histories.following(tx, ids)
        assert {one: after.version_id for one, after in found.items()} == {
            a[0].version_id: a[1].version_id,
            a[1].version_id: late.version_id,
            late.version_id: a[2].version_id,
            b[0].version_id: b[1].version_id,
        }
        assert histories.following(tx, []) == {}


def test_a_change_is_opened_as_it_was_kept(store: Store) -> None:
    with store.write() as tx:
        first, second = _made(tx, "a", 0, 1)
        steps = changes.steps(tx, [first.version_id, second.version_id])
        assert set(steps) == {second.version_id}
        assert steps[second.version_id].opened() == changes.arriving_at(tx, second.version_id)


def test_totals_count_the_changes_that_are_shown(store: Store) -> None:
    with store.write() as tx:
        a, _ = _made(tx, "a", 0, 1, 2), _made(tx, "b", 5)
        between = build.version(tx, a[0].source_id, "Imported.", first_seen=build.later(minutes=90))
        build.change(tx, a[0].source_id, a[1], between)
        build.change(tx, a[0].source_id, between, a[2], cause="rules")  # shown for the other's
        (total,) = histories.totals(tx, Wanted())
        assert (total.source_id, total.changes) == (a[0].source_id, 2)
        assert (total.added, total.removed, total.words) == (6, 2, 8)
        assert histories.totals(tx, Wanted(kinds=["typography"])) == []
        (late,) = histories.totals(tx, Wanted(since=build.later(minutes=61)))
        assert late.changes == 1


def _captured(tx: Connection, source_id: int, hour: int, to: str | None, status: int = 301) -> None:
    url = "https://ministry.example/statement"
    hops = () if to is None else (Hop(url=url, status=status, location=to),)
    at = build.later(hours=hour)
    kept = build.kept(
        tx, source_id,
        build.exchange(f"<p>{hour}</p>".encode(), hops=hops, final_url=to or url, url=url,
                       started_at=at, ended_at=at),
    )  # fmt: skip
    version = build.version(tx, source_id, f"At {hour}.", capture_id=kept.capture_id, first_seen=at)
    read = Derivation(
        capture_id=kept.capture_id, rules_sha256=build.RULES, verdict="ok", reason=None,
        version_id=version.version_id, frame_sha256=None, derived_at=at,
    )  # fmt: skip
    derivations.record(tx, read)


def test_a_page_is_moving_when_it_is_led_elsewhere_than_before(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "a"), build.source(tx, "b")
        for hour, to in enumerate((None, "https://x.example/", "https://x.example/", None,
                                   "https://x.example/", "https://y.example/")):  # fmt: skip
            _captured(tx, one, hour, to)
        _captured(tx, other, 0, "https://z.example/")
        found = origins.moving(tx, [one, other])
        assert [way.read for way in found[one]] == [
            "https://x.example/", "https://x.example/", "https://y.example/",
        ]  # fmt: skip
        assert [way.at for way in found[one]] == [build.later(hours=n) for n in (1, 4, 5)]
        assert [way.read for way in found[other]] == ["https://z.example/"]
        assert [hop.status for hop in found[other][0].hops] == [301]
        assert origins.moving(tx, []) == {}
        span = {"start": build.later(hours=1), "end": build.later(hours=9)}
        assert origins.redirected(tx, **span) == {one}
        assert origins.redirected(tx, start=None, end=None) == {one, other}
        only = SOURCES.c.slug == "b"
        assert origins.redirected(tx, only, start=None, end=None) == {other}


def test_sources_that_were_not_well_in_a_stretch_of_time(store: Store) -> None:
    with store.write() as tx:
        ids = [build.source(tx, name, publisher=name) for name in "abcd"]
        told: tuple[tuple[int, State, Verdict, int], ...] = (
            (0, "broken", "blocked", 1), (0, "ok", "ok", 3), (1, "broken", "gone", 2),
            (2, "ok", "not_modified", 2), (3, "flapping", "ok", 4),
        )  # fmt: skip
        for at, state, verdict, hour in told:
            episodes.enter(tx, source_id=ids[at], state=state, verdict=verdict, reason=None,
                           now=build.later(hours=hour))  # fmt: skip

        def unwell(**span: float) -> set[int]:
            return episodes.unwell(tx, **{name: _hour(at) for name, at in span.items()})

        assert unwell() == {ids[0], ids[1], ids[3]}
        assert unwell(start=2) == {ids[1], ids[3]}
        assert unwell(end=2) == {ids[0]}
        assert unwell(end=3, lasting=3) == {ids[1]}
        assert unwell(lasting=2.5) == {ids[0], ids[1], ids[3]}
        assert episodes.unwell(tx, SOURCES.c.publisher == "b") == {ids[1]}
        assert [one.state for one in episodes.histories(tx, ids)[ids[0]]] == ["broken", "ok"]
        assert episodes.histories(tx, []) == {}


def _hour(at: float) -> datetime:
    return build.NOW + timedelta(hours=at)


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "ix_versions_first_seen_at"),
        (Wanted(since=build.NOW), "ix_versions_first_seen_at"),
        (Wanted(source_id=1), "ix_versions_source_id_first_seen_at"),
    ],
    ids=["all", "since", "one"],
)
def test_a_page_is_read_by_an_index_and_sorts_nothing(
    store: Store, wanted: Wanted, index: str
) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    with store.read() as rx:
        event.listen(rx, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        histories.page(rx, wanted, (build.NOW, 1), 64)
        statement, values = asked[-1]
        plan = rx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    said = "\n".join(str(row[3]) for row in plan)
    assert index in said
    assert "TEMP B-TREE FOR ORDER BY" not in said
