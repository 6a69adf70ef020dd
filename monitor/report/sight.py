"""How watching a source goes, as its pages say it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.watches import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Its watch, since when no listing names it any more, and since when nobody looked.

    `not_read_since` is the last good sight, of one that waits for its visit longer than it should.
    """

    watch: "Watch | None"
    unlisted_at: datetime | None = None
    not_read_since: datetime | None = None

    @property
    def stamp(self) -> tuple[object, ...]:
        """Alters with what is said of it, and not with each visit."""
        watch = self.watch
        how = watch and (watch.state, watch.state_since, watch.verdict, watch.reason)
        failing = watch and (watch.failures > 0, watch.failing_since)
        return (how, failing, self.unlisted_at, self.not_read_since)
