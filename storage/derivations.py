"""Derivations: what was read from a capture under one set of rules."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.model import Derivation, Verdict
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
