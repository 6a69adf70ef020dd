"""What a visit changed, for whoever reads the daemon's journal."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.watches import Watch

_log = logging.getLogger(__name__)


def say(slug: str, before: "Watch", after: "Watch") -> None:
    """Log how the watch of a source differs after a visit from before it."""
    if after.version_id != before.version_id:
        what = "first version kept" if before.version_id is None else "new version, looked at again"
        _log.info("%s: %s", slug, what)
    elif before.look and not after.look:
        _log.info("%s: confirmed", slug)
    if (after.verdict, after.reason) != (before.verdict, before.reason) and after.reason:
        _log.info("%s: %s: %s", slug, after.verdict, after.reason)
    if before.state not in {after.state, "new"}:
        _log.info("%s: now %s, was %s", slug, after.state, before.state)
