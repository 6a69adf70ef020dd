"""What a confirmed change sets going outside: a stamp, a page saved by an archive."""

from typing import TYPE_CHECKING

from monitor.proof import stamping
from storage import witnesses

if TYPE_CHECKING:
    from monitor.commit import Commit
    from storage.watches import Watch


def note(commit: "Commit", before: "Watch", after: "Watch") -> None:
    """Note, in the commit that closes the looks at a change, whom to ask to witness it."""
    version_id = after.confirmed_version_id
    was = before.confirmed_version_id
    if not before.look or after.look or version_id is None or was in (None, version_id):
        return
    if commit.config.stamp is not None:
        stamping.want(commit.tx, commit.now)
    if commit.source.witness is not None:
        witnesses.want(commit.tx, version_id, commit.source.url, commit.now)
