"""What hosts told us, kept in the store, so that another process need not ask again."""

import queue
from typing import TYPE_CHECKING

from storage import hosts
from storage.errors import StoreError

if TYPE_CHECKING:
    from monitor.fetch.robots import Rules
    from storage.store import Store


class HostMemory:
    """Read and told by the threads of the host queues; written by the scheduler's alone."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._robots: queue.SimpleQueue[tuple[str, Rules]] = queue.SimpleQueue()

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
        """Remember these rules from the next `write` on."""
        self._robots.put((origin, rules))

    def write(self) -> None:
        """Write down what was learnt since the last time."""
        if self._robots.empty():
            return
        from monitor.fetch import robots

        with self._store.write() as tx:
            while not self._robots.empty():
                origin, rules = self._robots.get()
                hosts.keep_robots(tx, origin, robots.dumps(rules))
