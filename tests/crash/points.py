"""Names for the moments at which a process may die, and dying at one of them.

Every write transaction of the program is two points, before and after its COMMIT, named by the
function that opened it; sending a message is two more. The program knows nothing of them: they are
put into its process by `tests/crash/launcher.py`.
"""

import contextlib
import inspect
import os
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from sqlalchemy import Connection

    from storage.store import Store

DIED = 86  # the exit code of a process that died at a point


@dataclass(kw_only=True)
class Points:
    """Notes each point that is reached in `record`; dies at the `number`th time of `die_at`.

    `where`: of a transaction, only one counts at the end of which this question has an answer.
    """

    record: Path
    die_at: str | None = None
    number: int = 1
    where: str | None = None
    _met: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self, tx: "Connection") -> bool:
        """Whether this transaction, at its end, is one to die in."""
        return self.where is None or tx.exec_driver_sql(self.where).first() is not None

    def reach(self, name: str, *, counts: bool = True) -> None:
        """This point is reached: by os._exit, nothing is cleaned up behind it."""
        with self._lock:
            self._met[name] += counts
            with self.record.open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")
            if counts and name == self.die_at and self._met[name] == self.number:
                os._exit(DIED)


def install(points: Points) -> None:
    """Put the points into this process."""
    _around_writes(points)
    _around_making(points)
    _around_sending(points)


def _around_writes(points: Points) -> None:
    from storage.store import Store

    real = Store.write

    @contextlib.contextmanager
    def write(self: "Store") -> "Iterator[Connection]":
        name = _caller()
        with real(self) as tx:
            yield tx
            counts = points.counts(tx)
            points.reach(f"{name}, before COMMIT", counts=counts)
        points.reach(f"{name}, after COMMIT", counts=counts)

    Store.write = write  # type: ignore[method-assign]


def _caller() -> str:
    """The function that opened the transaction, and which of those it opens this one is."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") in {"contextlib", __name__}:
        frame = frame.f_back
    assert frame is not None
    lines, first = inspect.getsourcelines(frame.f_code)
    above = lines[: frame.f_lineno - first + 1]
    count = sum(".write() as" in line for line in above)
    which = "" if sum(".write() as" in line for line in lines) == 1 else f" {count}"
    module = str(frame.f_globals["__name__"]).removeprefix("monitor.")
    return f"{module}.{frame.f_code.co_name}{which}"


def _around_making(points: Points) -> None:
    from storage import schema

    create, make = schema.create, schema._make

    def created(tx: "Connection") -> None:
        create(tx)
        points.reach("storage.schema.create, before COMMIT")

    def made(*given: object, **named: object) -> None:
        make(*given, **named)  # type: ignore[arg-type]
        points.reach("storage.schema.create, after COMMIT")

    schema.create = created
    schema._make = made


def _around_sending(points: Points) -> None:
    from monitor import outbox

    real = outbox.send  # type: ignore[attr-defined]

    def send(*given: Any, **named: Any) -> Any:  # noqa: ANN401
        points.reach("alerts.send, before it is sent")
        outcome = real(*given, **named)
        points.reach("alerts.send, after the server's answer")
        return outcome

    outbox.send = send  # type: ignore[attr-defined]
