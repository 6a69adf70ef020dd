import hashlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage import captures, chain, changes, messages, outbox, sightings, sources, versions
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def _recomputed(tx: Connection, source_id: int) -> list[bytes]:
    """The chain as an outsider computes it from the rows alone."""
    sighted = {one.sighting_id: one for one in sightings.history(tx, source_id)}
    of_kind: dict[str, Callable[[int], dict[str, object]]] = {
        "capture": lambda row: captures.evidence(captures.read(tx, row)),
        "version": lambda row: versions.evidence(versions.by_id(tx, row)),
        "sighting": lambda row: sightings.evidence(sighted[row]),
        "change": lambda row: _change(tx, row),
        "message": lambda row: _message(tx, row),
    }
    head, heads = b"", []
    for link in chain.links(tx, source_id):
        content = chain.content(link.kind, of_kind[link.kind](link.row_id))
        head = hashlib.sha256(head + content).digest()
        heads.append(head)
    return heads


def _change(tx: Connection, change_id: int) -> dict[str, object]:
    change = changes.by_id(tx, change_id)
    assert change is not None
    return changes.evidence(change)


def _message(tx: Connection, number: int) -> dict[str, object]:
    return messages.evidence_of(tx, [number])[number]


def _live(tx: Connection, source_id: int, steps: Sequence[str]) -> None:
    """Let things happen to a source."""
    last = build.version(tx, source_id, "start")
    for n, step in enumerate(steps):
        if step == "capture":
            build.capture(tx, source_id, b"body %d" % n, basis=last.capture_id)
        elif step == "see":
            sightings.see(tx, [(source_id, last.capture_id, later(minutes=n))])
        elif step == "seal":
            sightings.seal(tx, source_id)
        elif step == "version":
            new = build.version(tx, source_id, f"“text” {n}", capture_id=last.capture_id)
            build.change(tx, source_id, last, new)
            last = new
        else:
            alert = build.alert(tx, source_id)
            name = f"<{alert.alert_id}@readout>"
            _fix(tx, name, [build.delivery(tx, alert.alert_id)])
            outbox.mark_sent(tx, name, later(minutes=n), remote_id="r")


def _fix(tx: Connection, message_id: str, delivery_ids: list[int]) -> None:
    outbox.fix(
        tx,
        delivery_ids=delivery_ids,
        channel="desk",
        message_id=message_id,
        thread=None,
        now=NOW,
    )


_STEPS = st.lists(st.sampled_from(["capture", "see", "seal", "version", "message"]), max_size=12)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_STEPS)
def test_the_chain_can_be_recomputed_from_the_rows(store: Store, steps: list[str]) -> None:
    with store.write() as tx:
        example = len(sources.listing(tx))  # all examples share one store
        source_id, other = (build.source(tx, f"{slug}-{example}") for slug in ("this", "other"))
        build.version(tx, other)
        _live(tx, source_id, steps)
        links = chain.links(tx, source_id)
        assert [link.position for link in links] == list(range(1, len(links) + 1))
        assert [link.link_sha256 for link in links] == _recomputed(tx, source_id)
        assert chain.head(tx, source_id) == links[-1].link_sha256
        assert chain.heads(tx)[source_id] == links[-1].link_sha256
        assert len(chain.links(tx, other)) == 2


def test_a_source_without_evidence_has_no_head(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        assert chain.head(tx, source_id) is None
        assert chain.links(tx, source_id) == []
        assert chain.heads(tx) == {}


def test_bookkeeping_leaves_the_chain_alone(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        version = build.version(tx, source_id)
        head = chain.head(tx, source_id)
        sightings.see(tx, [(source_id, version.capture_id, NOW)])
        versions.confirm(tx, version.version_id, NOW)
        versions.see(tx, version.version_id, NOW)
        versions.annotate(tx, version.version_id, "a remark")
        outbox.alert(
            tx,
            kind="new",
            source_id=source_id,
            version_id=None,
            change_id=None,
            facts={},
            now=NOW,
        )
        assert chain.head(tx, source_id) == head
        assert [link.link_sha256 for link in chain.links(tx, source_id)] == _recomputed(
            tx, source_id
        )


def test_a_message_about_two_sources_stands_in_both_chains(store: Store) -> None:
    with store.write() as tx:
        ids = [build.source(tx, slug) for slug in "ab"]
        for source_id in (*ids, None):
            build.delivery(tx, build.alert(tx, source_id).alert_id)
        due = [one.delivery_id for one in outbox.due(tx, NOW)]
        _fix(tx, "<1@readout>", due)
        outbox.mark_sent(tx, "<1@readout>", NOW)
        for source_id in ids:
            (link,) = chain.links(tx, source_id)
            assert (link.kind, link.link_sha256) == ("message", _recomputed(tx, source_id)[0])


def test_content_is_canonical() -> None:
    expected = (
        '{"a":["é",null],"at":"2025-02-07T16:55:00.123456Z","b":"00ff","kind_of_row":"change"}'
    )
    told = {"b": b"\x00\xff", "at": NOW, "a": ("é", None)}
    assert chain.content("change", told) == hashlib.sha256(expected.encode()).digest()
    with pytest.raises(TypeError, match="no canonical form"):
        chain.content("change", {"a": {1, 2}})
