import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from storage import captures, chain, meta, versions
from storage.errors import StoreBusy
from storage.store import Store, open_store
from tests.storage import build


def test_threads_write_one_after_another(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)

    def work(thread: int) -> None:
        for n in range(10):
            with store.write() as tx:
                build.version(tx, source_id, f"thread {thread}, text {n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with store.read() as tx:
        numbers = [version.number for version in versions.history(tx, source_id)]
        positions = [link.position for link in chain.links(tx, source_id)]
    assert sorted(numbers) == list(range(1, 41))
    assert positions == list(range(1, 81))


def test_two_stores_write_one_after_another(location: str) -> None:
    with (
        closing(open_store(location, mode="write")) as a,
        closing(open_store(location, mode="write")) as b,
    ):

        def count(store: Store) -> None:
            for _ in range(20):
                with store.write() as tx:
                    meta.put(tx, "count", str(int(meta.get(tx, "count") or 0) + 1))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(count, [a, b]))
        with a.read() as tx:
            assert meta.get(tx, "count") == "40"


def test_readers_see_one_state_and_never_wait(location: str, store: Store) -> None:
    with closing(open_store(location, mode="read")) as reader, store.write() as tx:
        source_id = build.source(tx)
        kept = build.capture(tx, source_id)
        with reader.read() as rx:
            assert captures.underived(rx) == []
        tx.commit()
        with reader.read() as rx:
            assert captures.underived(rx) == [kept.capture_id]


def test_what_failed_is_undone(store: Store) -> None:
    def fail() -> None:
        with store.write() as tx:
            meta.put(tx, "half", "done")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.write() as tx:
        assert meta.get(tx, "half") is None


def test_a_writer_that_does_not_end_is_said_to_be_busy(location: str, store: Store) -> None:
    with (
        closing(open_store(location, mode="write", wait_seconds=0.2)) as other,
        store.write() as tx,
    ):
        meta.put(tx, "a", "b")
        with pytest.raises(StoreBusy, match=r"was busy for 0\.2 s"), other.write() as second:
            meta.put(second, "a", "c")


def test_a_thread_that_does_not_end_is_said_to_be_busy(location: str) -> None:
    with closing(open_store(location, mode="write", wait_seconds=0.2)) as store:
        let_go = threading.Event()
        holds = threading.Event()

        def hold() -> None:
            with store.write():
                holds.set()
                let_go.wait(30)

        thread = threading.Thread(target=hold)
        thread.start()
        holds.wait(30)
        try:
            with pytest.raises(StoreBusy, match="was busy"), store.write():
                pass
        finally:
            let_go.set()
            thread.join()
