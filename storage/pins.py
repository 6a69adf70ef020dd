"""Pins: the selector under which a source's text was found, with its history."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables.bookkeeping import PINS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A selector, and the capture it was found in."""

    source_id: int
    selector: str
    capture_id: int
    pinned_at: datetime


def pin(tx: Connection, *, source_id: int, selector: str, capture_id: int, now: datetime) -> None:
    """Read the source's text under this selector from now on."""
    row = {
        "source_id": source_id,
        "selector": selector,
        "capture_id": capture_id,
        "pinned_at": now,
    }
    tx.execute(insert(PINS), row)


def current(tx: Connection, source_id: int) -> str | None:
    """The selector the source is read under; None if none was found yet."""
    found = select(PINS.c.selector).where(PINS.c.source_id == source_id)
    return tx.execute(found.order_by(PINS.c.pin_id.desc()).limit(1)).scalar_one_or_none()


def history(tx: Connection, source_id: int) -> list[Pin]:
    """The source's pins, the first one first."""
    names = [PINS.c[name] for name in Pin.__dataclass_fields__]
    found = select(*names).where(PINS.c.source_id == source_id).order_by(PINS.c.pin_id)
    return [Pin(**row) for row in tx.execute(found).mappings()]
