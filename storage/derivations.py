"""Derivations: what was read from a capture under one set of rules."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.model import Derivation, Judgement, Verdict
from storage.tables.evidence import CAPTURES
from storage.tables.readings import DERIVATIONS

_NAMES = tuple(Derivation.__dataclass_fields__)
_INSERT = insert(DERIVATIONS)
_LATEST = (
    select(*[DERIVATIONS.c[name] for name in _NAMES])
    .where(DERIVATIONS.c.capture_id == bindparam("capture"))
    .order_by(DERIVATIONS.c.derivation_id.desc())
    .limit(1)
)


def made(
    capture_id: int,
    judgement: Judgement,
    rules_sha256: bytes,
    now: datetime,
    *,
    version_id: int | None = None,
    frame_sha256: bytes | None = None,
) -> Derivation:
    """What was read from a capture now, as it is worth."""
    return Derivation(
        capture_id=capture_id,
        rules_sha256=rules_sha256,
        verdict=judgement.verdict,
        reason=judgement.reason,
        version_id=version_id,
        frame_sha256=frame_sha256,
        derived_at=now,
    )


def record_news(tx: Connection, derivation: Derivation) -> None:
    """Keep what was read from a capture, unless just that was read from it the last time."""
    known = latest(tx, derivation.capture_id)
    if known is None or replace(known, derived_at=derivation.derived_at) != derivation:
        record(tx, derivation)


def record(tx: Connection, derivation: Derivation) -> None:
    """Keep what was read from a capture; earlier derivations of it stay."""
    tx.execute(_INSERT, {name: getattr(derivation, name) for name in _NAMES})


def latest(tx: Connection, capture_id: int) -> Derivation | None:
    """The last derivation of the capture; None if nothing was read from it yet."""
    row = tx.execute(_LATEST, {"capture": capture_id}).mappings().one_or_none()
    return Derivation(**row) if row else None


def verdict_before(tx: Connection, source_id: int, at: datetime) -> Verdict | None:
    """What the source's last capture before that instant was worth; None if there is none."""
    found = (
        select(DERIVATIONS.c.verdict)
        .join_from(DERIVATIONS, CAPTURES, DERIVATIONS.c.capture_id == CAPTURES.c.capture_id)
        .where(CAPTURES.c.source_id == source_id, CAPTURES.c.ended_at < at)
        .order_by(CAPTURES.c.ended_at.desc(), DERIVATIONS.c.derivation_id.desc())
    )
    verdict: Verdict | None = tx.execute(found.limit(1)).scalar_one_or_none()  # type: ignore[assignment]
    return verdict
