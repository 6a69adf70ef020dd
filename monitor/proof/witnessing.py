"""Pages of confirmed changes are saved by an archive: one at a time, spaced, beside the rounds."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.due import rests
from monitor.errand import Errand
from monitor.version import user_agent
from storage import witnesses

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.fetch.save_page import NotSaved, Saved
    from storage.store import Store
    from storage.witnesses import Witness

_SPACING = timedelta(seconds=30)
_PAUSES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))  # then it is given up


class Saver:
    """Asks the Internet Archive for what waits to be saved. Used from one thread."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._errand: Errand[Saved | NotSaved] = Errand("asking the archive")
        self._asked: Witness | None = None
        self._not_before: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether an answer is waited for."""
        return self._errand.under_way

    def tick(self, config: "Config", now: datetime) -> None:
        """Record what came of the last one, ask for the next; returns at once."""
        if self._errand.under_way:
            return
        if self._asked is not None:
            self._answered(self._asked, now)
            self._asked = None
        wanted = any(source.witness for source in config.sources)
        if not wanted or rests(self._not_before, now, _SPACING):
            return
        with self._store.read() as rx:
            self._asked = witnesses.due(rx, now)
        if self._asked is None:
            return
        from monitor.fetch.save_page import save  # most have no witness

        self._not_before = now + _SPACING
        self._errand.start(partial(save, self._asked.url, user_agent(config.contact), now))

    def _answered(self, asked: "Witness", now: datetime) -> None:
        from monitor.fetch.save_page import NotSaved

        answer = self._errand.take() or NotSaved(why="a fault of this program: see its log")
        with self._store.write() as tx:
            if isinstance(answer, NotSaved):
                again = _again(asked, answer, now)
                witnesses.refused(tx, asked.witness_id, answer.why, now, again)
            else:
                witnesses.saved(tx, asked.witness_id, answer.memento, now)
        self._not_before = now + _SPACING


def _again(asked: "Witness", answer: "NotSaved", now: datetime) -> datetime | None:
    """When to ask again; None: the page is no longer what it was when the change was seen."""
    if asked.attempts >= len(_PAUSES):
        return None
    return max(now + _PAUSES[asked.attempts], answer.again_at or now)
