"""The roots that heartbeats carried, and whether they still come out of the chains."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alerts import when
from monitor.proof import merkle
from storage import chain, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Alert


def facts(tips: dict[str, chain.Tip]) -> dict[str, object]:
    """What a heartbeat keeps: the root over the ends of all chains, and where each ended."""
    return {
        "root": root(tips),
        "heads": {slug: [tip.source_id, tip.position] for slug, tip in tips.items()},
    }


def root(tips: dict[str, chain.Tip]) -> str:
    """The root over these ends, in hexadecimal."""
    return merkle.root({slug: tip.link_sha256 for slug, tip in tips.items()}).hex()


def verify(rx: "Connection", since: datetime | None) -> Iterator[str | None]:
    """What does not hold of the heartbeats entered since: a root that does not come out again."""
    for alert in outbox.heartbeats(rx, since):
        again = _again(rx, alert)
        said = f"the heartbeat of {when.utc(alert.created_at)} carried another root"
        yield None if again == alert.facts["root"] else f"{said} than its chains give now"


def _again(rx: "Connection", alert: "Alert") -> str:
    """The root over the links at which the chains ended then."""
    heads: Any = alert.facts["heads"]
    found = {slug: chain.link_at(rx, *place) for slug, place in heads.items()}
    return merkle.root({slug: link or b"" for slug, link in found.items()}).hex()
