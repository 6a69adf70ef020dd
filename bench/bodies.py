"""What 200 one-word edits of a page of 63 kB take on disk, and what reading any of them costs.

`python -m bench.bodies` prints bytes on disk in a store of nothing else, by SQLite's own count of
its pages, for the bodies and for the texts read from them, with their indexes and what versions
say of where their texts stand; then the CPU time to read a body back, which is checked against its
SHA-256, and a text: the slowest of all, each at its best of some attempts.
"""

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from bench.frame import frame
from bench.words import article, pair
from monitor.reading import Before, read_capture
from monitor.text.rules import Rules
from storage import captures, sources, versions
from storage.model import Exchange
from storage.store import open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.store import Store

GOAL_KB, GOAL_MS = 100, 10
BODIES = ("bodies",)
TEXTS = ("texts", "blocks", "uses", "volumes")
_START = datetime(2026, 3, 2, tzinfo=UTC)
_RULES = Rules(select=(".field--name-body",))
_ATTEMPTS = 5
_PAGES = text(
    "SELECT coalesce(sum(d.pgsize), 0) FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name "
    "WHERE s.tbl_name IN (SELECT value FROM json_each(:tables))"
)
_PLACES = text("SELECT coalesce(sum(length(blocks)), 0) FROM versions")


def pages(edits: int) -> Iterator[bytes]:
    """The page, then again and again with one more of its words replaced."""
    before, after = frame(0)
    words = re.split(r"(?<=[a-z]) (?=[a-z])", article(1))
    yield before + " ".join(words).encode() + after
    for number in range(edits):
        words[number * 7919 % len(words)] = pair(number * 31).replace(" ", "")
        yield before + " ".join(words).encode() + after


def keep(tx: "Connection", edits: int) -> tuple[list[int], list[int]]:
    """Keep the page and its edits as captures and versions; the ids of both."""
    source_id = sources.register(
        tx, slug="page", url="https://ministry.example/", name="Page", publisher=None,
        language="en", timezone="UTC", statement=None, now=_START,
    )  # fmt: skip
    capture_ids: list[int] = []
    version_ids = []
    for number, body in enumerate(pages(edits)):
        at = _START + timedelta(hours=number)
        new = captures.NewCapture(
            source_id=source_id, origin="direct", exchange=_exchange(body, at),
            basis=capture_ids[-1] if capture_ids else None,
        )  # fmt: skip
        (capture,) = captures.keep(tx, [new])
        capture_ids.append(capture.capture_id)
        document = read_capture(capture.exchange, _RULES, _NOTHING).document
        assert document is not None
        version = versions.record(
            tx, source_id=source_id, capture_id=capture.capture_id, rules_sha256=bytes(32),
            cause=None, first_seen=at, not_before=None, document=document, supersedes=None,
        )  # fmt: skip
        version_ids.append(version.version_id)
    return capture_ids, version_ids


_NOTHING = Before(frame_sha256=None, document=lambda: None)


def _exchange(body: bytes, at: datetime) -> Exchange:
    url = "https://ministry.example/"
    return Exchange(
        url=url, final_url=url, hops=(), status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),), body=body,
        declared_bytes=len(body), received_bytes=len(body), started_at=at, ended_at=at,
        failure=None, retry_at=None,
    )  # fmt: skip


def taken(rx: "Connection", tables: tuple[str, ...]) -> int:
    """Bytes of these tables and their indexes on disk, half-filled pages and all."""
    return int(rx.execute(_PAGES, {"tables": json.dumps(tables)}).scalar_one())


def placed(rx: "Connection") -> int:
    """Bytes by which versions say where their texts stand."""
    return int(rx.execute(_PLACES).scalar_one())


def slowest(read: Callable[["Connection", int], object], store: "Store", ids: list[int]) -> float:
    """Milliseconds of the slowest of these reads, each at its best."""
    worst = 0.0
    with store.read() as rx:
        for one in ids:
            best = float("inf")
            for _ in range(_ATTEMPTS):
                begun = time.process_time()
                read(rx, one)
                best = min(best, time.process_time() - begun)
            worst = max(worst, best)
    return 1000 * worst


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200)
    edits = parser.parse_args().edits
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "readout.db"), mode="write")
        with store.write() as tx:
            capture_ids, version_ids = keep(tx, edits)
        with store.read() as rx:
            bodies, texts = taken(rx, BODIES), taken(rx, TEXTS) + placed(rx)
        body_ms = slowest(captures.read, store, capture_ids)
        text_ms = slowest(versions.document, store, version_ids)
        store.close()
    print(f"{edits} one-word edits of a page of {len(next(pages(0))) / 1000:.0f} kB")
    print(f"bodies {bodies / 1000:.1f} kB + texts {texts / 1000:.1f} kB on disk = ", end="")
    print(f"{(bodies + texts) / 1000:.1f} kB (goal {GOAL_KB})")
    print(f"reading, checked: body {body_ms:.2f} ms, text {text_ms:.2f} ms (goal {GOAL_MS})")


if __name__ == "__main__":
    main()
