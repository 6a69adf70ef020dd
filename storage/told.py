"""What people were told of a source: the alerts of its changes that went out or still may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select

from storage.tables.outbox import ALERTS, DELIVERIES

_TELLS = exists().where(
    DELIVERIES.c.alert_id == ALERTS.c.alert_id, DELIVERIES.c.state != "withdrawn"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert of a change, and the version that the change led to."""

    alert_id: int
    version_id: int
    created_at: datetime


_OF_SOURCE = (
    select(*[ALERTS.c[name] for name in Told.__dataclass_fields__])
    .where(ALERTS.c.source_id == bindparam("source"), ALERTS.c.kind == "change", _TELLS)
    .order_by(ALERTS.c.alert_id)
)


def changes_of(rx: Connection, source_id: int) -> list[Told]:
    """The alerts of the source's changes that were not withdrawn, in the order they came."""
    return [Told(**row) for row in rx.execute(_OF_SOURCE, {"source": source_id}).mappings()]
