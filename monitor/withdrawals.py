"""A notice beside a text which says that it was taken back: a state, while the text stands."""

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.inert import cut
from monitor.commit import Commit
from storage import versions
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.pipeline import Derived

_LONGEST = 200  # characters of the notice


def note(commit: Commit, watch: Watch, version_id: int, derived: "Derived") -> Watch:
    """The watch with what a good capture says of it.

    A notice that stands in the text itself is told with the text, and is none.
    """
    from monitor.text import notes, places  # only for a page that was read anew

    said = notes.taken_back(derived.reading.publisher_said)
    if said is None:
        return replace(watch, withdrawal=None, withdrawal_since=None)
    if watch.withdrawal is None:
        text = derived.reading.document or versions.document(commit.tx, version_id)
        blocks = (places.squash(block.text) for block in text.compared)
        if any(places.squash(said) in block for block in blocks):
            return watch
    return replace(watch, withdrawal=said, withdrawal_since=watch.withdrawal_since or commit.now)


def with_reason(watch: Watch) -> Watch:
    """The watch of a page that was read, with what it says of its withdrawal as the reason."""
    if watch.withdrawal is None:
        return watch
    return replace(watch, reason=f'withdrawn: the page says "{cut(watch.withdrawal, _LONGEST)}"')
