"""Which links left a listing, and which only made room for new ones at its end. Pure."""

from collections.abc import Sequence
from itertools import takewhile


def departed(before: Sequence[str], now: Sequence[str], *, ordered: bool) -> frozenset[str]:
    """The keys that left, of those that stood there before.

    A listing of the newest documents drops its oldest as new ones come: as many as came, from its
    end, have not left it. What is missing from among those that stay has, and what another took the
    place of at the end: that one came beneath all that stay, and pushed nothing. `ordered`: the
    listing is of that kind; of a sitemap whatever is missing has left.
    """
    stay, were = frozenset(now), dict.fromkeys(before)
    missing = [key for key in were if key not in stay]
    if not ordered:
        return frozenset(missing)
    end = max((place for place, key in enumerate(now) if key in were), default=len(now))
    came = sum(key not in were for key in dict.fromkeys(now[:end]))
    tail = list(takewhile(lambda key: key not in stay, reversed(were)))
    return frozenset(missing) - frozenset(tail[:came])
