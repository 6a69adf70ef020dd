"""Where a page stands: whether, when and whereto it moved for good."""

from typing import TYPE_CHECKING

from storage import origins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from storage.model import Exchange, Hop
    from storage.origins import Way

_FOR_GOOD = {301, 308}


def since(tx: "Connection", capture_id: int, exchange: "Exchange") -> bool:
    """Whether the page moved for good since that capture, or back: where it stood is evidence."""
    known = origins.way(tx, capture_id)
    return exchange.final_url != known.read and (for_good(exchange.hops) or for_good(known.hops))


def for_good_of(ways: "Sequence[Way]") -> "list[Way]":
    """Those of the ways by which a page was led for good."""
    return [way for way in ways if for_good(way.hops)]


def for_good(hops: "Sequence[Hop]") -> bool:
    """Whether a page was moved to where these redirects led: each was a permanent one."""
    return bool(hops) and all(hop.status in _FOR_GOOD for hop in hops)
