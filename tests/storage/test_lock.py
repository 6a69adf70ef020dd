import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from storage import lock
from storage.errors import StoreLocked
from storage.lock import Holder
from storage.store import Store, open_store
from tests.storage.build import NOW

_SINCE = NOW.replace(microsecond=0)

_CHILD = """
import sys
from datetime import datetime
from storage import lock
from storage.store import open_store
since = datetime.fromisoformat(sys.argv[2])
lock.acquire(open_store(sys.argv[1], mode="write"), pid=4711, command="run --once", now=since)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def _holding(location: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of the store."""
    command = [sys.executable, "-c", _CHILD, location, _SINCE.isoformat()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


def test_who_holds_the_lock_is_said(store: Store) -> None:
    assert lock.holder(store) is None
    held = lock.acquire(store, pid=os.getpid(), command="run", now=_SINCE)
    try:
        assert lock.holder(store) == Holder(pid=os.getpid(), command="run", since=_SINCE)
        with pytest.raises(StoreLocked) as refused:
            lock.acquire(store, pid=1, command="check", now=_SINCE)
    finally:
        lock.release(held)
    assert str(refused.value) == (
        f"The store {store.location} is in use by `readout run` (process {os.getpid()}) "
        "since 2025-02-07 16:55:00 UTC."
    )
    assert refused.value.pid == os.getpid()
    assert lock.holder(store) is None


def test_a_released_lock_can_be_taken_again(store: Store) -> None:
    for _ in range(3):
        lock.release(lock.acquire(store, pid=1, command="check", now=_SINCE))


def test_another_process_holds_it_and_readers_see_who(location: str) -> None:
    with _holding(location), closing(open_store(location, mode="read")) as reader:
        assert lock.holder(reader) == Holder(pid=4711, command="run --once", since=_SINCE)
        with pytest.raises(StoreLocked, match="process 4711"):
            lock.acquire(reader, pid=1, command="check", now=_SINCE)


def test_the_lock_dies_with_its_process(location: str, store: Store) -> None:
    with _holding(location) as child:
        child.kill()
        child.wait()
        for _ in range(200):  # a server notices the end of a session a little later
            if lock.holder(store) is None:
                break
        lock.release(lock.acquire(store, pid=1, command="check", now=_SINCE))


def test_writing_goes_on_beside_the_lock(location: str, store: Store) -> None:
    with _holding(location), store.write():
        pass
