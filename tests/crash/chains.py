"""What of a store does not hold, as `readout verify` finds it."""

from typing import TYPE_CHECKING

from monitor.proof.verify import verify
from storage import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection


def broken(rx: "Connection") -> list[str]:
    """What does not hold, a line each."""
    found = [*audit.strays(rx)]
    for source_id in audit.chained(rx):
        found += verify(rx, source_id, {}, None)
    return [finding for finding in found if finding]
