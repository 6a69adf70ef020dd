"""What a published history is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from storage import changes, episodes, published, remarks, sources, versions, witnesses
from storage.model import Remark, Version
from storage.store import Store
from tests.storage import build


@dataclass(frozen=True)
class Here:
    """A source with two versions."""

    source_id: int
    first: Version
    second: Version


@pytest.fixture
def here(store: Store) -> Here:
    with store.write() as tx:
        source_id = build.source(tx)
        first = build.version(tx, source_id, "We oppose it.")
        second = build.version(tx, source_id, "We do not support it.", cause="page",
                               first_seen=build.later(hours=1))  # fmt: skip
        build.change(tx, source_id, first, second)
        build.source(tx, "other")
    return Here(source_id=source_id, first=first, second=second)


Step = Callable[[Connection, Here], object]


def _mark(store: Store, here: Here) -> published.Mark:
    with store.read() as rx:
        return published.marks(rx)[here.source_id]


def _saved(tx: Connection, here: Here) -> None:
    witnesses.want(tx, here.second.version_id, "https://ministry.example/a", build.NOW)
    due = witnesses.due(tx, build.NOW)
    assert due is not None
    witnesses.saved(tx, due.witness_id, "https://archive.example/1", build.NOW)


_SHOWN: dict[str, Step] = {
    "a version": lambda tx, here: build.version(tx, here.source_id, "We welcome it."),
    "a further look": lambda tx, here: versions.confirm(
        tx, here.second.version_id, build.later(hours=1, seconds=11)
    ),
    "a version that gave way": lambda tx, here: versions.supersede(
        tx, [here.first.version_id], here.second.version_id
    ),
    "a change": lambda tx, here: build.change(tx, here.source_id, here.second, here.first),
    "a state": lambda tx, here: episodes.enter(
        tx, source_id=here.source_id, state="broken", verdict="blocked", reason="403",
        now=build.NOW,
    ),
    "a note": lambda tx, here: versions.annotate(tx, here.first.version_id, "asked"),
    "a page that was saved": _saved,
    "a remark": lambda tx, here: remarks.add(
        tx,
        Remark(source_id=here.source_id, at=build.NOW, kind="retitled", before="A", after="B"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", _SHOWN)
def test_a_mark_alters_with_what_is_shown(store: Store, here: Here, what: str) -> None:
    before = _mark(store, here)
    with store.write() as tx:
        _SHOWN[what](tx, here)
    after = _mark(store, here)
    assert after != before
    assert _mark(store, here) == after


def test_a_note_that_is_written_anew_alters_the_mark(store: Store, here: Here) -> None:
    marks = set()
    for text in ("asked", "asked again", None):
        with store.write() as tx:
            versions.annotate(tx, here.first.version_id, text)
        marks.add(_mark(store, here))
    assert len(marks) == 3


def test_a_mark_stays_as_it_is_with_each_visit(store: Store, here: Here) -> None:
    before = _mark(store, here)
    with store.write() as tx:
        versions.see(tx, here.second.version_id, build.later(days=1))
        build.capture(tx, here.source_id, b"<p>the same text in another frame</p>")
        other = sources.get(tx, "other")
        assert other is not None
        build.version(tx, other.source_id)
    assert _mark(store, here) == before


def test_what_people_were_told_and_what_is_only_held(store: Store, here: Here) -> None:
    with store.write() as tx:
        change = changes.between(tx, here.first.version_id, here.second.version_id)
        assert change is not None
        told = build.alert(tx, here.source_id, kind="change", change_id=change.change_id)
        waits = build.alert(tx, here.source_id, kind="change", change_id=change.change_id)
        new = build.alert(tx, here.source_id, kind="new", version_id=here.first.version_id)
        build.delivery(tx, waits.alert_id, state="held")
        build.delivery(tx, new.alert_id)
    with store.read() as rx:
        found = published.told(rx)
    assert found.changes == {}
    assert found.found == {here.source_id: {here.first.version_id}}
    with store.write() as tx:
        build.delivery(tx, told.alert_id, state="withdrawn")
        build.delivery(tx, told.alert_id, channel="newsroom")
    with store.read() as rx:
        assert published.told(rx).changes == {here.source_id: {change.change_id}}


def test_where_each_version_is_from(store: Store, here: Here) -> None:
    moved = build.exchange(final_url="https://ministry.example/moved")
    with store.write() as tx:
        capture = build.kept(tx, here.source_id, moved, origin="import")
        version = build.version(tx, here.source_id, "We said so.", capture_id=capture.capture_id)
    with store.read() as rx:
        found = published.whence(rx, here.source_id)
    assert set(found) == {one.version_id for one in (here.first, here.second, version)}
    assert found[here.first.version_id].origin == "direct"
    assert found[version.version_id] == published.Whence(
        origin="import", read="https://ministry.example/moved"
    )


def test_what_was_passed_over_is_known(store: Store, here: Here) -> None:
    with store.write() as tx:
        over = build.source(tx, "press-weather", listing_id=here.source_id)
        sources.pass_over(tx, over, build.NOW)
    with store.read() as rx:
        assert published.passed_over(rx) == {over}
