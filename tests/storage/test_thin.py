"""Bodies that no capture needs go; all others, the rows and the chain stay."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from storage import captures, chain, derivations, thin
from storage.errors import BodyThinned
from storage.model import Capture, Derivation
from storage.store import Store
from storage.tables.evidence import BODIES
from storage.thinning import AGE, Held, unneeded
from tests.storage import build
from tests.storage.build import NOW, RULES

if TYPE_CHECKING:
    from sqlalchemy import Connection

LATER = NOW + timedelta(days=90)
MENU = b"".join(b"<li class='menu__item'>Section %d of the newsroom</li>\n" % n for n in range(300))


def _page(number: int, size: int = 1100) -> bytes:
    """A page that differs from every other by some bytes that do not shrink."""
    import hashlib

    return MENU + hashlib.shake_128(b"%d" % number).digest(size)


def _run(tx: "Connection", source_id: int, count: int, *, first: int = 0) -> list[Capture]:
    """Captures of one text, four a day, each with a body of its own; the text is the first's."""
    kept: list[Capture] = []
    version_id = None
    for number in range(first, first + count):
        exchange = build.exchange(_page(number), ended_at=NOW + timedelta(hours=6 * number))
        basis = kept[-1].capture_id if kept else None
        kept.append(build.kept(tx, source_id, exchange, basis=basis))
        if version_id is None:
            of = kept[0].capture_id
            version_id = build.version(tx, source_id, f"Text {first}", capture_id=of).version_id
        _derive(tx, kept[-1], version_id)
    return kept


def _derive(tx: "Connection", capture: Capture, version_id: int | None, **told: object) -> None:
    row: dict[str, object] = {
        "capture_id": capture.capture_id, "rules_sha256": RULES, "verdict": "ok", "reason": None,
        "version_id": version_id, "frame_sha256": None, "derived_at": NOW,
    }  # fmt: skip
    derivations.record(tx, Derivation(**(row | told)))  # type: ignore[arg-type]


def _all(store: Store, source_id: int, now: datetime = LATER) -> thin.Thinned:
    done = thin.Thinned()
    while True:
        with store.write() as tx:
            some = thin.step(tx, source_id, now)
        if not some.bodies:
            return done
        done += some


def _left(store: Store, kept: list[Capture]) -> list[int]:
    """The numbers of those captures that still have their body; each is read, and checked."""
    left = []
    with store.read() as rx:
        for number, capture in enumerate(kept):
            try:
                assert captures.read(rx, capture.capture_id) == capture
            except BodyThinned as error:
                assert "it was thinned out" in str(error)  # noqa: PT017
            else:
                left.append(number)
    return left


def test_first_last_and_one_a_day_stay_and_the_chain_holds(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 40)
        links = chain.links(tx, source_id)
    done = _all(store, source_id)
    first_of_days = [n for n in range(40) if (NOW + timedelta(hours=6 * n)).hour < 6]
    expected = sorted({0, 39, *first_of_days})
    assert _left(store, kept) == expected
    assert done.bodies == 40 - len(expected)
    assert done.freed > 1000 * (40 - 2 * len(expected))
    with store.read() as rx:
        assert chain.links(rx, source_id) == links
        rows = captures.history(rx, source_id)
        assert [row.body_sha256 for row in rows] == [one.body_sha256 for one in kept]
    assert _all(store, source_id) == thin.Thinned()


def test_what_is_not_old_yet_stays(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 12)
    assert _all(store, source_id, NOW + AGE) == thin.Thinned()
    assert len(_left(store, kept)) == 12


def test_what_was_read_differently_or_not_at_all_stays(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 3)
        for number in range(3, 9):
            at = NOW + timedelta(minutes=number)
            kept.append(build.kept(tx, source_id, build.exchange(_page(number), ended_at=at)))
        for number in (3, 4, 5):  # and nothing was read from the last three
            _derive(tx, kept[number], None, verdict="failed", reason=f"HTTP 50{number}")
    _all(store, source_id)
    assert _left(store, kept) == list(range(9))


def test_a_body_that_another_source_has_too_stays(store: Store) -> None:
    with store.write() as tx:
        source_id, other = build.source(tx), build.source(tx, "other")
        kept = _run(tx, source_id, 12)
        build.capture(tx, other, _page(7))
    _all(store, source_id)
    assert 7 in _left(store, kept)


def test_a_body_that_comes_again_is_kept_again(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 12)
    _all(store, source_id)
    assert 7 not in _left(store, kept)
    with store.write() as tx:
        again = build.kept(tx, source_id, kept[7].exchange, basis=kept[11].capture_id)
        assert captures.read(tx, again.capture_id) == again
    assert 7 in _left(store, kept)


def test_a_dry_run_says_what_would_go_and_drops_nothing(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 20)
    with store.read() as rx:
        would = thin.would_go(rx, source_id, LATER)
    assert len(_left(store, kept)) == 20
    assert _all(store, source_id).bodies == would.bodies > 0
    assert would.freed > 900 * would.bodies


def test_a_step_that_is_undone_loses_nothing(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        kept = _run(tx, source_id, 20)
    with pytest.raises(ZeroDivisionError):
        _step_and_fail(store, source_id)
    assert len(_left(store, kept)) == 20


def _step_and_fail(store: Store, source_id: int) -> None:
    with store.write() as tx:
        assert thin.step(tx, source_id, LATER).bodies
        raise ZeroDivisionError


def test_the_room_is_free_for_what_comes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thin, "_AT_ONCE", 7)  # several steps
    with store.write() as tx:
        source_id = build.source(tx)
        _run(tx, source_id, 120)
    done = _all(store, source_id)
    with store.read() as rx:
        assert rx.execute(select(func.count()).where(BODIES.c.data.is_(None))).scalar_one() == 88
        if rx.dialect.name == "sqlite":
            assert not rx.execute(text("PRAGMA foreign_key_check")).all()
            free = rx.execute(text("PRAGMA freelist_count")).scalar_one()
            assert free * 4096 > 0.8 * done.freed > 50_000


_HELD = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 400), st.booleans()),
    max_size=40,
)


@given(_HELD)
def test_what_stays_tells_the_same_story(told: list[tuple[int, int, int, bool]]) -> None:
    hours = sorted(hour for _, _, hour, _ in told)
    held = [
        Held(
            capture_id=number, body_id=100 + body, at=NOW + timedelta(hours=hour),
            said=(said,) if said else None, needed=needed,
        )
        for number, ((body, said, _, needed), hour) in enumerate(zip(told, hours, strict=True))
    ]  # fmt: skip
    gone = unneeded(held, LATER)
    left = [one for one in held if one.body_id not in gone]
    assert all(not one.needed and one.said is not None for one in held if one.body_id in gone)
    assert _days(left) == _days(held)
    assert _turns(left) == _turns(held)
    assert unneeded(left, LATER) == set()


def _days(held: list[Held]) -> set[object]:
    return {(one.said, one.at.date()) for one in held}


def _turns(held: list[Held]) -> list[object]:
    """What was said, one after the other, each with the first and the last instant."""
    turns: list[tuple[object, datetime, datetime]] = []
    for one in held:
        if turns and turns[-1][0] == one.said:
            turns[-1] = (one.said, turns[-1][1], one.at)
        else:
            turns.append((one.said, one.at, one.at))
    return list(turns)
