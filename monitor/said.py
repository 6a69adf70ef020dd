"""What a publisher said of a change: of a page's notes those that came with it."""


def new_notes(before: str | None, after: str | None) -> str | None:
    """Of a page's notes those that it did not have before, a line each."""
    known = set((before or "").split("\n"))
    return "\n".join(note for note in (after or "").split("\n") if note not in known) or None
