"""What a publisher said of a change: a new date, and of a page's notes those that came with it."""

from storage.model import Version

_NOT_ONE = "not one date"  # none at all, or several of which none is said to be the page's


def redated(before: Version, after: Version) -> tuple[str | None, str | None]:
    """The dates a page gave itself before and gives itself now; None twice where they are equal.

    None alone: not one date. A page that gains a second time, as an update history does, takes
    none away. Where only the date of its last change is said no more, the page is not of the day
    it was published on again.
    """
    old, new = before.modified or before.published, after.modified or after.published
    if old == new:
        return None, None
    lost = before.modified is not None and after.modified is None
    return old, None if lost and new == before.published else new


def dates(before: Version, after: Version) -> tuple[str, str] | None:
    """The same in words, for one line; None where the date is as it was."""
    old, new = redated(before, after)
    return (old or _NOT_ONE, new or _NOT_ONE) if old or new else None


def new_notes(before: Version, after: Version) -> str | None:
    """Of a page's notes those that came with a change, a line each."""
    return unknown(before, after.publisher_said)


def unknown(version: Version, notes: str | None) -> str | None:
    """Of these notes those that the page had neither with the version nor while it stood."""
    known = {*lines(version.publisher_said), *lines(version.noted_since)}
    return "\n".join(note for note in lines(notes) if note not in known) or None


def lines(notes: str | None) -> list[str]:
    """Each note by itself."""
    return (notes or "").splitlines()
