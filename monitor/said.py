"""What a publisher said of a change: a new date, and of a page's notes those that came with it."""

from storage.model import Version


def redated(before: Version, after: Version) -> tuple[str | None, str | None]:
    """The dates a page gave itself before and gives itself now; None twice where they are equal."""
    old, new = before.modified or before.published, after.modified or after.published
    return (old, new) if old != new else (None, None)


def new_notes(before: str | None, after: str | None) -> str | None:
    """Of a page's notes those that it did not have before, a line each."""
    known = set((before or "").split("\n"))
    return "\n".join(note for note in (after or "").split("\n") if note not in known) or None
