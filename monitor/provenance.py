"""Where a version's capture is from, where it was not fetched here, as it is said to a person."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Version
    from storage.origins import Brought

SHORT = {"import": "imported", "wayback": "archive"}
_ALONE = {
    "import": "seen by others, not by us",
    "wayback": "seen by the Wayback Machine, not by us",
}


def of(rx: "Connection", version: "Version") -> "Brought":
    """From where, and with which words, the capture came that a version was read from."""
    from storage import origins  # two files are compared without a store

    return origins.of(rx, version.capture_id)


def line(brought: "Brought", version: "Version") -> str | None:
    """The same as a sentence, with words of others in it; None where it was fetched here."""
    from monitor.archive.mementos import memento_of  # a history is told without it

    told = memento_of(brought.provenance) or brought.provenance
    said = f": {told}" if told else ""
    match brought.origin:
        case "direct":
            return None
        case "import":
            return f"imported{said}"
        case "wayback":
            at = f"{version.first_seen:%Y-%m-%d %H:%M:%S} UTC"
            return f"captured by the Wayback Machine at {at}{said}"


def memento(brought: "Brought") -> str | None:
    """The address at which an archive shows the capture; None of what is none of an archive's."""
    from monitor.archive.mementos import memento_of

    return memento_of(brought.provenance)


def name(version: "Version", brought: "Brought") -> str:
    """`@3`, or `@3 (archive)`."""
    short = SHORT.get(brought.origin)
    return f"@{version.number}" + (f" ({short})" if short else "")


def alone(version: "Version", brought: "Brought") -> str | None:
    """That nobody but others saw it so far, where that is so."""
    return None if version.confirmed_at else _ALONE.get(brought.origin)
