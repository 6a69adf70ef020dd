"""What came of the last `alerts test` of a channel, so that `doctor` can say it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage import meta

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample that was sent; `error` says why the channel did not take it."""

    at: datetime
    error: str | None


def note(tx: "Connection", channel: str, sample: Sample) -> None:
    """Keep what came of the channel's sample, in place of an earlier one's."""
    value = {"at": sample.at.isoformat(), "error": sample.error}
    meta.put(tx, _key(channel), json.dumps(value))


def last(rx: "Connection", channel: str) -> Sample | None:
    """The channel's last sample, if there was one."""
    kept = meta.get(rx, _key(channel))
    if kept is None:
        return None
    value = json.loads(kept)
    return Sample(at=datetime.fromisoformat(value["at"]), error=value["error"])


def _key(channel: str) -> str:
    return f"sample:{channel}"
