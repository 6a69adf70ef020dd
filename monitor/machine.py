"""What concerns the machine: told to the operator's channels."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.commit import Commit
from storage import meta, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection


def operator(
    tx: "Connection", names: Sequence[str], subject: str, lines: Sequence[str], now: datetime
) -> None:
    """Tell these channels, the operator's, something that concerns the machine."""
    alert = outbox.alert(
        tx,
        kind="state",
        source_id=None,
        version_id=None,
        change_id=None,
        facts={"subject": subject, "lines": list(lines)},
        now=now,
    )
    for name in names:
        outbox.deliver(
            tx,
            alert_id=alert.alert_id,
            channel=name,
            state="pending",
            urgent=True,
            next_attempt_at=now,
            now=now,
        )


def channel(
    tx: "Connection",
    names: Sequence[str],
    about: str,
    error: str | None,
    now: datetime,
) -> None:
    """Tell the operator that a channel takes no messages (`error`), or takes them again (None)."""
    if error is None:
        subject, lines = f"channel {about} works again", ["What waited is being sent."]
    else:
        subject = f"channel {about} takes no messages"
        lines = [
            f"Its service says: {error}",
            "It is tried again every 15 minutes; what waits for it is kept and does not age.",
            f"Mend it in sources.yaml or its secrets, then: readout alerts test {about}",
        ]
    operator(tx, names, subject, lines, now)


def fault(commit: Commit, error: Exception) -> None:
    """Tell the operator, once for each kind of fault, that reading a page failed through us."""
    key = f"fault:{commit.source.id}:{type(error).__name__}"
    if meta.get(commit.tx, key) is not None:
        return
    meta.put(commit.tx, key, commit.now.isoformat())
    operator(
        commit.tx,
        commit.config.operator,
        f"a fault of this program in reading {commit.source.id}",
        [
            f"Reading {commit.source.url} failed: {error!r}.",
            "The capture is kept and will be read again under the next release's rules.",
            "The other pages go on. Please report this with the log of the daemon.",
        ],
        commit.now,
    )
