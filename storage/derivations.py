"""Derivations: what was read from a capture under one set of rules."""

from sqlalchemy import Connection, bindparam, insert, select

from storage.model import Derivation
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
