"""Two looks before anyone is told: what a further look at a difference means. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from monitor import due, places
from storage.model import Passage

if TYPE_CHECKING:
    from storage.watches import Watch

THIRD_LOOK = timedelta(minutes=10)
GIVE_UP = timedelta(minutes=10)
_TRY_AGAIN = timedelta(minutes=1)

Meaning = Literal["confirmed", "withdrawn", "third", "volatile"]


def meaning(watch: "Watch", version_id: int, *, as_confirmed: bool) -> Meaning:
    """What a look that read `version_id` says of the difference that caused it.

    `as_confirmed`: the text is the last confirmed version's again.
    """
    if version_id == watch.version_id:
        return "confirmed"
    if as_confirmed:
        return "withdrawn"
    return "third" if watch.look == 1 else "volatile"


def is_due(watch: "Watch", now: datetime) -> bool:
    """Whether a look is open and its time has come, or was, before the clock was set back."""
    return watch.look_due_at is not None and (
        watch.look_due_at <= now or due.set_back(watch.look_since, now)
    )


def early(watch: "Watch", now: datetime) -> bool:
    """Whether the open look is not due yet: an ordinary visit came, perhaps to a cache."""
    return watch.look_due_at is not None and not is_due(watch, now)


def failed(watch: "Watch", now: datetime) -> datetime | None:
    """When to look again after a look that read no text; None: tell it as unconfirmed."""
    # A third look is begun ten minutes after the first, and has ten minutes of its own.
    patience = GIVE_UP if watch.look == 1 else THIRD_LOOK + GIVE_UP
    if watch.look_since is None or abs(now - watch.look_since) >= patience:
        return None
    return now + _TRY_AGAIN


def shared(
    passages: Sequence[Passage], seen_before: Iterable[Passage]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Indices of the wording passages that the look before showed too, and of those it did not.

    A removed sentence in whose place each look shows another one (a rotating teaser) belongs to
    the latter, though both looks miss it.
    """
    known = Counter(_wording(passage) for passage in seen_before)
    both: list[int] = []
    only: list[int] = []
    for index, passage in enumerate(passages):
        if passage.change != "wording":
            continue
        key = _wording(passage)
        known[key] -= 1
        (both if known[key] >= 0 else only).append(index)
    replaced = places.replaced(passages, both, only)
    return tuple(i for i in both if i not in replaced), tuple(sorted({*only, *replaced}))


def turned(passages: Sequence[Passage], came: Collection[str]) -> tuple[int, ...]:
    """Indices of the wording passages from one look to the next by which what came before turned.

    `came`: the texts that the look before had brought. Each went again, or another took its place.
    """
    every = [i for i, passage in enumerate(passages) if passage.change == "wording"]
    went = {i for i in every if passages[i].before and passages[i].before in came}
    return tuple(i for i in every if i in went or places.replaced(passages, went, [i]))


def brought(passages: Sequence[Passage], indices: Iterable[int] | None = None) -> frozenset[str]:
    """The new texts of the wording passages, or of the chosen of them."""
    chosen = passages if indices is None else [passages[i] for i in indices]
    return frozenset(one.after for one in chosen if one.after and one.change == "wording")


def late(
    passages: Sequence[Passage], known: Iterable[Passage], in_turn: Collection[str]
) -> tuple[int, ...]:
    """Indices of the wording passages that a third look leaves to a further one.

    Neither what is known already nor what shows a text `in_turn`, or went where one stands.
    """
    _, only = shared(passages, known)
    volatile = {i for i in only if passages[i].after in in_turn}
    volatile |= places.replaced(passages, only, volatile)
    return tuple(i for i in only if i not in volatile)


def news(
    passages: Sequence[Passage], in_turn: Collection[str], waiting: Iterable[Passage]
) -> tuple[int, ...]:
    """Indices of the wording passages from the second look to the third that people must hear of.

    Not that a sentence is again as it was, where nobody heard otherwise.
    """
    unheard = {(passage.after, passage.before) for passage in waiting}
    found = late(passages, (), in_turn)
    return tuple(i for i in found if (passages[i].before, passages[i].after) not in unheard)


def _wording(passage: Passage) -> tuple[str, str, str]:
    return passage.kind, passage.before, passage.after
