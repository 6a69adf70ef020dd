"""One call at a time beside the rounds: whatever it waits for, they do not."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_log = logging.getLogger(__name__)
Brought = TypeVar("Brought")


class Errand(Generic[Brought]):
    """A thread of its own for one call after the other. Used from one thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._brought: Brought | None = None

    @property
    def under_way(self) -> bool:
        """Whether a call has not come back yet."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, call: Callable[[], Brought]) -> None:
        """Call it, without waiting for what it brings."""
        assert not self.under_way
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def take(self) -> Brought | None:
        """What the last call brought, once; None where there is nothing yet, or it failed."""
        if self.under_way:
            return None
        brought, self._brought = self._brought, None
        return brought

    def _run(self, call: Callable[[], Brought]) -> None:
        try:
            self._brought = call()
        except Exception:  # noqa: BLE001 - the rounds go on
            _log.exception("a fault of this program: %s", self._name)
