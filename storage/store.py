"""The store opened: connections for reading and for writing, the same on both back ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import URL, Connection, Engine

from storage import engines, location, schema
from storage.errors import StoreBusy
from storage.failures import told

Mode = Literal["read", "write"]

_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An open store. `location` is fit to be shown: it holds no password."""

    location: str
    url: URL
    engine: Engine
    writer: Engine  # the same, whose transactions take the write lock at once
    mode: Mode
    wait_seconds: float
    writing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store; ends without a trace."""
        with told(self.location, self.wait_seconds), self.engine.connect() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writer, for a short transaction: committed at the end, or undone by an error.

        Raises StoreBusy when another writer does not finish within `wait_seconds`. Threads of
        this process queue at a lock of our own: SQLite's waiting sleeps, and is not fair.
        """
        if not self.writing.acquire(timeout=self.wait_seconds):
            raise StoreBusy(where=self.location, seconds=self.wait_seconds)
        try:
            with told(self.location, self.wait_seconds), self.writer.begin() as tx:
                engines.wait_for_turn(tx)
                yield tx
        finally:
            self.writing.release()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(where: str, *, mode: Mode, wait_seconds: float = _WAIT_SECONDS) -> Store:
    """Open the store at a path or `postgresql://` URL; "write" makes or upgrades it if needed.

    Raises what `storage.errors` lists: missing, not a store, newer, read-only, unreachable …
    """
    url = location.parse(where)
    shown = location.shown(url)
    with told(shown, wait_seconds):
        engine = engines.create(url, shown, mode=mode, wait_seconds=wait_seconds)
        store = Store(
            location=shown,
            url=url,
            engine=engine,
            writer=engines.writer(engine),
            mode=mode,
            wait_seconds=wait_seconds,
        )
        try:
            schema.ensure(store.engine, url, shown, mode=mode)
        except BaseException:
            store.close()
            raise
    return store
