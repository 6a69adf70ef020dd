"""Sources whose changes reach nobody: every channel they are told to takes no messages. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.channels import ChannelState
    from storage.model import Source


_NAMED = 5  # sources named in a sentence; of more, the number


def some(slugs: Sequence[str]) -> str:
    """`a`, `a and b`, or of many `a, b, c, d, e and 4 more`."""
    if len(slugs) > _NAMED + 1:
        return f"{', '.join(slugs[:_NAMED])} and {len(slugs) - _NAMED} more"
    *first, last = slugs
    return f"{', '.join(first)} and {last}" if first else last


def unheard(sources: "Iterable[Source]", states: "Mapping[str, ChannelState]") -> list[str]:
    """The ids of these sources, those that are no longer watched left out."""
    broken = {name for name, one in states.items() if one.state == "broken"}
    return [
        one.slug
        for one in sources
        if one.removed_at is None and one.alert and set(one.alert) <= broken
    ]
