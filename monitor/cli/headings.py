"""What is watched, as it is named above lines about it."""

from typing import TYPE_CHECKING

from monitor.cli.render import safe

if TYPE_CHECKING:
    from storage.model import Source


def called(source: "Source") -> str:
    """What is watched, whose it is and in which language."""
    return " | ".join(part for part in (source.name, source.publisher, source.language) if part)


def heading(source: "Source") -> str:
    """What is watched, and in whose time the lines below speak."""
    return f"{safe(called(source))}    times: {source.timezone}"
