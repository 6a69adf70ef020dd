"""The stamps that were kept, and whether they still hold."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.proof import authority, merkle
from storage import audit, stamps

if TYPE_CHECKING:
    from sqlalchemy import Connection


def verify(rx: "Connection", since: datetime | None) -> Iterator[str | None]:
    """What does not hold of the stamps whose heads were read since; None for one that does."""
    for stamp_id in stamps.ids(rx, since):
        try:
            wrong = _wrong(rx, stamp_id)
        except Exception as error:
            if not audit.is_damage(error):
                raise
            wrong = "it, or what it rests on, is gone or cannot be read"
        yield wrong and f"stamp {stamp_id}: {wrong}"


def _wrong(rx: "Connection", stamp_id: int) -> str | None:
    one = stamps.by_id(rx, stamp_id)
    if merkle.root(stamps.heads(rx, stamp_id)) != one.root_sha256:
        return "its root does not come out of the chains now"
    answer = authority.checked_again(one.token, one.root_sha256, one.certificate)
    if isinstance(answer, authority.Refused):
        return f"its token does not hold for its root under the kept certificate: {answer.why}"
    if answer.at != one.stamped_at:
        return f"its token says another time: {answer.at:%Y-%m-%d %H:%M:%S} UTC"
    return None if stamps.is_as_kept(rx, stamp_id) else "it is not as it was kept"
