"""What hosts told us, kept in the store, so that another process need not ask again."""

import queue
from datetime import datetime
from typing import TYPE_CHECKING

from storage import hosts
from storage.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from monitor.fetch.robots import Rules
    from storage.hosts import Pause
    from storage.store import Store


class HostMemory:
    """Read and told by the threads of the host queues; written by the scheduler's alone."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._news: queue.SimpleQueue[Callable[[Connection], None]] = queue.SimpleQueue()

    def pauses(self) -> "dict[str, Pause]":
        """The pause that each host asked for last, by host; most are over."""
        with self._store.read() as rx:
            return hosts.pauses(rx)

    def recall(self, origin: str) -> "Rules | None":
        """The rules of robots.txt that any process read last; they may be old."""
        from monitor.fetch import robots

        try:
            with self._store.read() as rx:
                said = hosts.robots(rx, origin)
        except StoreError:  # whoever writes will find that, too; the host can be asked
            return None
        return None if said is None else robots.loads(said)

    def keep(self, origin: str, rules: "Rules") -> None:
        """Remember these rules, from the next `write` on."""
        from monitor.fetch import robots

        said = robots.dumps(rules)
        self._news.put(lambda tx: hosts.keep_robots(tx, origin, said))

    def keep_pause(self, host: str, pause: "Pause") -> None:
        """Remember that a host wants to be left alone, from the next `write` on."""
        self._news.put(lambda tx: hosts.keep_pause(tx, host, pause))

    def write(self) -> None:
        """Write down what was learnt since the last time."""
        if self._news.empty():
            return
        with self._store.write() as tx:
            while not self._news.empty():
                self._news.get()(tx)


def left_alone(until: datetime) -> str:
    """Why a page was not visited whose host asked for a pause."""
    return f"not visited: the host asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
