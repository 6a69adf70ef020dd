"""Stamps: the heads a root was made of come back, whatever moved, came, went or was renamed."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, func, select

from storage import chain, sources, stamps
from storage.store import Store
from storage.tables.witnesses import AUTHORITIES, STAMPS
from tests.storage import build


def stamp(tx: Connection, **told: object) -> tuple[int, Mapping[str, chain.Tip]]:
    heads = chain.tips(tx)
    given = {
        "url": "https://stamps.example/tsr",
        "certificate": b"PEM",
        "root_sha256": bytes(32),
        "heads": heads,
        "read_at": build.NOW,
        "stamped_at": build.later(seconds=1),
        "token": b"token",
    }
    return stamps.keep(tx, **(given | told)), heads  # type: ignore[arg-type]


def hashes(heads: Mapping[str, chain.Tip]) -> dict[str, bytes]:
    return {slug: head.link_sha256 for slug, head in heads.items()}


def test_the_heads_of_each_stamp_come_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_LINKS", 12)
    with store.write() as tx:
        ids = [build.source(tx, f"s{n}") for n in range(3)]
        made = []
        for turn in range(30):
            build.capture(tx, ids[turn % 3], f"<p>{turn}</p>".encode())
            if turn == 14:
                ids.append(build.source(tx, "later"))
                build.capture(tx, ids[-1], b"<p>later</p>")
            if turn == 18:
                sources.rename(tx, "s1", "renamed")
            made.append(stamp(tx))
    with store.read() as rx:
        for stamp_id, heads in made:
            assert stamps.heads(rx, stamp_id) == hashes(heads)
        assert {"s1", "renamed"} & hashes(made[-1][1]).keys() == {"renamed"}
        every = list(stamps.places(rx, ids[1]))
        expected = [
            stamps.Place(stamp_id=i, slug=slug, position=head.position)
            for i, heads in made
            for slug, head in heads.items()
            if head.source_id == ids[1]
        ]
        assert every == expected
        assert len(every) == 29
        sizes = [len(row) for row in rx.execute(select(STAMPS.c.heads)).scalars()]
        assert sorted(sizes)[len(sizes) // 2] < 40


def test_an_authority_is_kept_once_for_each_certificate(store: Store) -> None:
    with store.write() as tx:
        build.capture(tx, build.source(tx))
        for certificate in (b"one", b"one", b"other"):
            stamp(tx, certificate=certificate)
        assert tx.execute(select(func.count()).select_from(AUTHORITIES)).scalar_one() == 2
        last = stamps.latest(tx)
        assert last is not None
        assert (last.certificate, last.url) == (b"other", "https://stamps.example/tsr")
        assert last == stamps.by_id(tx, last.stamp_id)


def test_a_source_without_evidence_has_no_head(store: Store) -> None:
    with store.write() as tx:
        build.source(tx)
        assert chain.tips(tx) == {}
        assert stamps.latest(tx) is None
