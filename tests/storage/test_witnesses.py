"""Pages that an archive was asked to save: who waits, and what came of it."""

from storage import witnesses
from storage.store import Store
from tests.storage import build


def test_those_that_wait_come_in_turn_and_what_came_of_it_stays(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first, second = (build.version(tx, source_id, text).version_id for text in ("a", "b"))
        witnesses.want(tx, second, "https://ministry.example/b", build.later(minutes=2))
        witnesses.want(tx, first, "https://ministry.example/a", build.later(minutes=1))
        assert witnesses.due(tx, build.NOW) is None
        one = witnesses.due(tx, build.later(minutes=2))
        assert one is not None
        assert (one.version_id, one.attempts) == (first, 0)
        witnesses.saved(tx, one.witness_id, "https://archive.example/1", build.later(minutes=3))
        two = witnesses.due(tx, build.later(minutes=2))
        assert two is not None
        again = build.later(minutes=9)
        witnesses.refused(tx, two.witness_id, "busy", build.later(minutes=4), again)
        assert witnesses.due(tx, build.later(minutes=8)) is None
        witnesses.refused(tx, two.witness_id, "still busy", again, None)
        assert witnesses.due(tx, build.later(days=9)) is None
        found = witnesses.of_source(tx, source_id)
    assert (found[first].state, found[first].memento) == ("saved", "https://archive.example/1")
    assert (found[second].state, found[second].error) == ("refused", "still busy")
    assert found[second].attempts == 2
