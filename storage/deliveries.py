"""What `readout alerts` lists: deliveries with the names of what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.model import AlertKind, DeliveryState
from storage.tables.outbox import ALERTS, DELIVERIES
from storage.tables.texts import VERSIONS
from storage.tables.watching import SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """A delivery as people see it."""

    delivery_id: int
    alert_id: int
    kind: AlertKind
    slug: str | None  # of the source; None: it concerns the machine
    version_number: int | None
    channel: str
    state: DeliveryState
    urgent: bool
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    error: str | None
    message_id: str | None


_OWN = (
    "delivery_id alert_id channel state urgent attempts created_at next_attempt_at error message_id"
)
_ROWS = (
    select(
        *[DELIVERIES.c[name].label(name) for name in _OWN.split()],
        ALERTS.c.kind,
        SOURCES.c.slug,
        VERSIONS.c.number.label("version_number"),
    )
    .join_from(DELIVERIES, ALERTS, ALERTS.c.alert_id == DELIVERIES.c.alert_id)
    .outerjoin(SOURCES, SOURCES.c.source_id == ALERTS.c.source_id)
    .outerjoin(VERSIONS, VERSIONS.c.version_id == ALERTS.c.version_id)
    .order_by(DELIVERIES.c.delivery_id.desc())
)


def listing(
    tx: Connection,
    *,
    states: Collection[DeliveryState] | None = None,
    source_id: int | None = None,
    limit: int | None = None,
) -> list[DeliveryRow]:
    """The deliveries, newest first; only those in these states or about this source, if given."""
    wanted = _ROWS
    if states is not None:
        wanted = wanted.where(DELIVERIES.c.state.in_(states))
    if source_id is not None:
        wanted = wanted.where(ALERTS.c.source_id == source_id)
    if limit is not None:
        wanted = wanted.limit(limit)
    return [DeliveryRow(**row) for row in tx.execute(wanted).mappings()]
