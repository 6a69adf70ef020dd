"""What can go wrong with the store. The docstring of each error is its message."""

# ruff: noqa: N818 - the names say what is the matter with the store

from datetime import datetime


class StoreError(Exception):
    """The store {where} failed: {problem}."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        template = " ".join((type(self).__doc__ or "").split())
        super().__init__(template.format(**facts))


class StoreMissing(StoreError):
    """There is no store at {where}; `readout run` or `readout check` makes it, or name another \
with --store."""


class StoreIsDirectory(StoreError):
    """The store {where} is a directory; name a file in it with --store."""


class NotAStore(StoreError):
    """{where} is not a store of readout ({problem}); name another file with --store."""


class StoreDamaged(StoreError):
    """The store {where} is damaged ({problem}); put the last backup in its place."""


class StoreReadOnly(StoreError):
    """The store {where} cannot be written ({problem}); give its user the right to write the file \
and its directory."""


class StoreUnreadable(StoreError):
    """The store {where} cannot be opened ({problem}); check the path and its permissions."""


class StoreNewer(StoreError):
    """The store {where} was written by a newer readout (its schema is {found}, this one knows up \
to {known}); upgrade readout."""


class StoreBehind(StoreError):
    """The store {where} was written by an older readout (its schema is {found}, this one needs \
{known}); `readout run` or `readout check` brings it up to date."""


class StoreFull(StoreError):
    """The disk of the store {where} is full; nothing was lost, make room and start again."""


class NoRoomForCopy(StoreError):
    """There is no room for a copy of the store {where} at {to}: it takes {needed}, and {free} are \
free; make room first, nothing was changed."""


class StoreIoFailed(StoreError):
    """The store {where} could not be written or read ({problem}); nothing that was kept is lost: \
see to the disk and to limits on the size of files, and start again."""


class StoreBusy(StoreError):
    """The store {where} was busy for {seconds:g} s; another process is writing to it, try again."""


class StoreLocked(StoreError):
    """The store {where} is in use by {who}."""

    def __init__(
        self,
        *,
        where: str,
        pid: int | None = None,
        command: str | None = None,
        since: datetime | None = None,
    ) -> None:
        self.pid, self.command, self.since = pid, command, since
        who = "another process" if since is None else f"`readout {command}` (process {pid})"
        when = "" if since is None else f" since {since:%Y-%m-%d %H:%M:%S} UTC"
        super().__init__(where=where, who=who + when)


class StoreUnreachable(StoreError):
    """The store {where} cannot be reached ({problem}); check the address and that the server \
is up."""


class StoreDriverMissing(StoreError):
    """The store {where} needs a driver that is not installed; install \
readout-monitor[postgresql]."""


class StoreUnnamed(StoreError):
    """The store {where!r} names no file; give --store (or READOUT_STORE) a path or a \
postgresql:// address."""


class StoreUnknown(StoreError):
    """The store {where} is neither a path nor a postgresql:// address."""


class EvidenceDamaged(StoreError):
    """{what} in the store is not what was kept ({problem}); put the last backup in its place."""


class BodyThinned(StoreError):
    """{what} is no longer in the store: it was thinned out, since captures of the same text from \
before and after it stay; its SHA-256 stays in the chain."""


class NoSuchRow(StoreError):
    """The store has no {what}."""
