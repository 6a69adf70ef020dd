"""What the evidence says of itself, on both back ends; through the whole of `verify`."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import Connection, text

from monitor.proof.verify import verify
from storage import audit, bodywalk, chain, outbox
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def _wrong(tx: Connection, source_id: int, since: datetime | None = None) -> list[str]:
    found = [*verify(tx, source_id, {}, since), *audit.strays(tx)]
    return [finding for finding in found if finding]


def test_all_that_can_be_kept_holds(store: Store) -> None:
    with store.write() as tx:
        source_id = build.everything(tx)
        assert _wrong(tx, source_id) == []
        assert len(audit.chained(tx)) == 2
        assert set(chain.tips(tx)) == {"avelland-statement", "other"}


_SWAPPED = "UPDATE versions SET blocks = (SELECT blocks FROM versions WHERE version_id = 1)"


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE captures SET provenance = 'by another'"], "capture 1 is not what link 1 of"),
        (["UPDATE captures SET retry_at = NULL"], "capture 1 is not what link 1 of"),
        (["UPDATE bodies SET basis_id = NULL WHERE basis_id = 1"], "its checksum differs"),
        (["UPDATE bodies SET basis_id = 2 WHERE body_id = 3"], "its checksum differs"),
        (["UPDATE bodies SET position = 7"], "its checksum differs"),
        (["UPDATE changes SET kind = 'typography'"], "change 1 is not what link"),
        ([_SWAPPED], "its text's SHA-256 differs"),
        (["UPDATE blocks SET position = position + 9"], "the digest of its block 0 differs"),
        (["DELETE FROM sightings"], "sighting 1 is gone"),
    ],
)
def test_what_was_altered_is_said(store: Store, statements: Sequence[str], said: str) -> None:
    with store.write() as tx:
        source_id = build.everything(tx)
        assert _wrong(tx, source_id) == []
        for statement in statements:
            tx.execute(text(statement))
        assert any(said in finding for finding in _wrong(tx, source_id))


def test_each_body_is_read_once_however_long_its_road(store: Store) -> None:
    with store.write() as tx:
        source_id, basis = build.source(tx), None
        for n in range(40):
            page = b"<p>The same words on every page, %d.</p>" % n * 9
            basis = build.capture(tx, source_id, page, basis=basis).capture_id
        walked = list(bodywalk.walk(tx, source_id, after=0))
        assert [one.wrong for one in walked] == [None] * 40
        assert all(one.size for one in walked)
        assert len(list(bodywalk.walk(tx, source_id, after=30))) == 10


def test_since_begins_behind_the_last_link_that_is_older(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        old = build.exchange(b"old", ended_at=NOW)
        build.kept(tx, source_id, old)
        build.kept(tx, source_id, old, origin="import", provenance="by hand")  # brought later
        build.kept(tx, source_id, build.exchange(b"new", ended_at=later(days=1)))
        assert audit.position_before(tx, source_id, later(hours=1)) == 1
        assert audit.position_before(tx, source_id, later(days=2)) == 3
        assert audit.position_before(tx, source_id, NOW) == 0
        tx.execute(text("UPDATE captures SET status = 404 WHERE capture_id = 1"))
        assert _wrong(tx, source_id, later(hours=1)) == []
        tx.execute(text("UPDATE captures SET status = 404 WHERE capture_id = 2"))
        assert len(_wrong(tx, source_id, later(hours=1))) == 1


def test_a_message_sent_again_in_part_stays_the_evidence_it_was(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        ids = [build.delivery(tx, build.alert(tx, source_id).alert_id) for _ in range(2)]
        outbox.fix(
            tx, delivery_ids=ids, channel="desk", message_id="<1@x>", thread=None, now=NOW
        )  # fmt: skip
        outbox.mark_sent(tx, "<1@x>", NOW)
        outbox.mark_sent(tx, "<1@x>", later(hours=1), remote_id="again")
        assert outbox.read_message(tx, "<1@x>").sent_at == NOW
        assert len(chain.links(tx, source_id)) == 1
        assert _wrong(tx, source_id) == []
