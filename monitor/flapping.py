"""A page that serves known texts in turn: when it counts as flapping, when as settled. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import volatile

if TYPE_CHECKING:
    from storage.model import Change
    from storage.watches import Watch

ALTERNATIONS = 3  # returns to a known text
WITHIN = timedelta(days=1)
SETTLED = timedelta(hours=1)


def begins(returns: Sequence["Change | None"], turning: Collection[str]) -> bool:
    """Whether the page flaps, by the changes that brought known texts back within a day.

    What only `turning` passages changed does not count: a teaser that takes turns is learned by
    the further looks, and muted.
    """
    return sum(_counts(change, turning) for change in returns) >= ALTERNATIONS


def _counts(change: "Change | None", turning: Collection[str]) -> bool:
    if change is None or change.comparison.kind != "wording":
        return False
    return bool(volatile.told(change.comparison.passages, turning))


def settled(watch: "Watch", now: datetime) -> bool:
    """Whether one and the same text was there for an hour."""
    return watch.alternated_at is not None and now - watch.alternated_at >= SETTLED
