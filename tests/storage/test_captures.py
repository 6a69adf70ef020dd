from datetime import UTC, datetime
from hashlib import shake_128

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from storage import bodies, captures, chain, derivations, origins, sightings
from storage.errors import EvidenceDamaged, NoSuchRow
from storage.model import Capture, Derivation, Failure, Hop
from storage.origins import Way
from storage.store import Store
from storage.tables.evidence import BODIES
from tests.storage import build
from tests.storage.build import NOW, RULES, later

UNLIKE = shake_128(b"unlike").digest(2000)
PAGE = b"".join(b"<li class='menu__item'>Section %d of the newsroom</li>\n" % n for n in range(400))


def test_a_capture_is_read_as_it_was_kept(store: Store) -> None:
    hostile = build.exchange(
        b"\x00\xff" * 10,
        url="https://ministry.example/old",
        final_url="https://ministry.example/new",
        hops=(Hop(url="https://ministry.example/old", status=301, location="/new"),),
        status=200,
        headers=(("Set-Cookie", "a=1"), ("set-cookie", "b=\x85\ud800"), ("X-Empty", "")),
        declared_bytes=10**15,
        retry_at=later(hours=1),
    )
    with store.write() as tx:
        source_id = build.source(tx)
        kept = build.kept(tx, source_id, hostile, origin="import")
    with store.read() as tx:
        assert captures.read(tx, kept.capture_id) == kept
    assert kept.exchange == hostile


def test_a_failure_is_kept_too(store: Store) -> None:
    failed = build.exchange(
        b"",
        status=None,
        headers=(),
        declared_bytes=None,
        failure=Failure(kind="timeout", text="no answer within 30 s"),
    )
    with store.write() as tx:
        source_id = build.source(tx)
        kept = build.kept(tx, source_id, failed)
        assert captures.read(tx, kept.capture_id).exchange == failed


def test_the_same_body_is_kept_once(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first = build.capture(tx, source_id, PAGE)
        second = build.capture(tx, source_id, PAGE, basis=first.capture_id)
        assert first.capture_id != second.capture_id
        assert tx.execute(select(func.count()).select_from(BODIES)).scalar_one() == 1
        assert captures.body_sha256(tx, second.capture_id) == first.body_sha256


def test_a_page_that_differs_by_a_nonce_costs_little(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LINKS", 16)
    with store.write() as tx:
        source_id = build.source(tx)
        last = build.capture(tx, source_id, PAGE)
        for n in range(40):
            last = build.capture(tx, source_id, PAGE + b"nonce %d" % n, basis=last.capture_id)
            assert captures.read(tx, last.capture_id) == last
        sizes = tx.execute(select(BODIES.c.position, func.length(BODIES.c.data))).all()
    assert max(position for position, _size in sizes) == bodies.LINKS - 1
    assert sum(position == 0 for position, _size in sizes) == 3
    assert max(size for position, size in sizes if position) < 250


def test_a_body_rests_on_few_others(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        last = build.capture(tx, source_id, PAGE)
        for n in range(70):
            last = build.capture(tx, source_id, PAGE + b"nonce %d" % n, basis=last.capture_id)
        found = {row.body_id: row for row in tx.execute(select(BODIES)).all()}
    for row in found.values():
        steps = 0
        while row.basis_id is not None:
            basis = found[row.basis_id]
            assert basis.position == bodies.basis_position(row.position)
            row, steps = basis, steps + 1  # noqa: PLW2901
        assert steps <= 6


def test_a_body_unlike_its_basis_stands_for_itself(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first = build.capture(tx, source_id, PAGE)
        other = build.capture(tx, source_id, UNLIKE, basis=first.capture_id)
        positions = tx.execute(select(BODIES.c.position)).scalars().all()
        assert captures.read(tx, other.capture_id) == other
    assert list(positions) == [0, 0]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=25), st.booleans())
def test_any_bodies_come_back(store: Store, some: list[bytes], alike: bool) -> None:  # noqa: FBT001
    with store.write() as tx:
        source_id = build.source(tx)
        kept: list[Capture] = []
        for body in some:
            basis = kept[-1].capture_id if kept else None
            kept.append(build.capture(tx, source_id, PAGE + body if alike else body, basis=basis))
        assert [captures.read(tx, one.capture_id) for one in kept] == kept


def test_a_damaged_body_is_not_given_out(store: Store) -> None:
    with store.write() as tx:
        kept = build.capture(tx, build.source(tx), PAGE)
        for broken in (bodies.compress(PAGE + b"!"), b"no frame at all"):
            tx.execute(update(BODIES).values(data=broken))
            with pytest.raises(EvidenceDamaged, match="is not what was kept"):
                captures.read(tx, kept.capture_id)


def test_a_capture_that_is_not_there_is_said_so(store: Store) -> None:
    with store.read() as tx, pytest.raises(NoSuchRow, match="The store has no capture 7"):
        captures.read(tx, 7)


def test_underived_captures_come_oldest_first(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        ids = [build.capture(tx, source_id, b"%d" % n).capture_id for n in range(3)]
        derivations.record(tx, _derivation(ids[1]))
        assert captures.underived(tx) == [ids[0], ids[2]]


def test_a_page_moves_with_the_captures_that_were_read_well(store: Store) -> None:
    hop = Hop(url="https://ministry.example/old", status=301, location="/new")
    asked, new = "https://ministry.example/old", "https://ministry.example/new"
    with store.write() as tx:
        source_id = build.source(tx)
        version_id = build.version(tx, source_id, "A").version_id
        for at, (read, hops) in enumerate([(asked, ()), (new, (hop,)), (asked, (hop,))]):
            exchange = build.exchange(
                b"%d" % at, url=asked, final_url=read, hops=hops, ended_at=later(hours=at)
            )
            kept = build.kept(tx, source_id, exchange)
            if at < 2:
                derivations.record(tx, _derivation(kept.capture_id, version_id=version_id))
        assert origins.moving(tx, [source_id]) == {
            source_id: [Way(at=later(hours=1), asked=asked, read=new, hops=(hop,))]
        }


def test_the_latest_derivation_counts(store: Store) -> None:
    with store.write() as tx:
        capture_id = build.capture(tx, build.source(tx)).capture_id
        assert derivations.latest(tx, capture_id) is None
        for verdict in ("empty", "ok"):
            derivations.record(tx, _derivation(capture_id, verdict=verdict))
        assert derivations.latest(tx, capture_id) == _derivation(capture_id, verdict="ok")


def test_many_are_kept_as_if_one_by_one(store: Store) -> None:
    pages = [b"<p>%d %s</p>" % (n, b"of many words " * 20) for n in (1, 2, 1, 3)]
    with store.write() as tx:
        ids = [build.source(tx, f"source-{n}") for n in range(4)]
        firsts = [build.capture(tx, one, b"<p>%d before</p>" % one) for one in ids]
        sightings.see(tx, [(one.source_id, one.capture_id, NOW) for one in firsts[:2]])
        new = [
            captures.NewCapture(
                source_id=one.source_id,
                origin="direct",
                exchange=build.exchange(page),
                basis=one.capture_id,
            )
            for one, page in zip(firsts, pages, strict=True)
        ]
        kept = captures.keep(tx, new)
        assert [captures.read(tx, one.capture_id) for one in kept] == kept
        assert [one.exchange.body for one in kept] == pages
        linked = [[link.kind for link in chain.links(tx, one)] for one in ids]
    assert linked == [["capture", "sighting", "capture"]] * 2 + [["capture", "capture"]] * 2


def test_keeping_none_keeps_none(store: Store) -> None:
    with store.write() as tx:
        assert captures.keep(tx, []) == []


def test_history_is_in_order_of_time_not_of_keeping(store: Store) -> None:
    old = datetime(2024, 1, 1, tzinfo=UTC)
    with store.write() as tx:
        source_id = build.source(tx)
        assert captures.latest(tx, source_id) is None
        today = build.capture(tx, source_id, b"today")
        archived = build.kept(
            tx, source_id, build.exchange(b"then", ended_at=old), origin="wayback"
        )
        rows = captures.history(tx, source_id)
        assert captures.latest(tx, source_id) == today
    assert [row.capture_id for row in rows] == [archived.capture_id, today.capture_id]
    assert (rows[0].origin, rows[0].size, rows[0].ended_at) == ("wayback", 4, old)
    assert rows[0].body_sha256 == archived.body_sha256


def _derivation(capture_id: int, **told: object) -> Derivation:
    row: dict[str, object] = {
        "capture_id": capture_id,
        "rules_sha256": RULES,
        "verdict": "ok",
        "reason": None,
        "version_id": None,
        "frame_sha256": RULES,
        "derived_at": NOW,
    }
    return Derivation(**(row | told))  # type: ignore[arg-type]
