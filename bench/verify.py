"""How fast `verify` is, against zstandard and SHA-256 alone over the same bodies.

`python -m bench.verify` fills a store with pages of some 63 kB, of which one in twenty has an edit,
and prints MB of pages a second: bare, checked, and with the edited ones read again from their
captures. The goal is 20 MB/s.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import zstandard
from sqlalchemy import Connection, select

from bench.frame import frame
from bench.words import article
from monitor.config.model import SourceConfig
from monitor.proof.again import rules_known
from monitor.proof.verify import summed, verify
from monitor.reading import Before, differ, read_capture
from monitor.text.rules import Rules, rules_sha256
from storage import captures, changes, sources, versions
from storage.model import Document, Exchange, Version
from storage.store import open_store
from storage.tables.evidence import BODIES

GOAL = 20.0  # MB a second
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
Stored = tuple[int, int | None, bytes]  # a body's id, that of its dictionary, its data
_NOTHING = Before(frame_sha256=None, document=lambda: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A watched page while the store is filled: its last capture and version."""

    source: SourceConfig
    source_id: int
    rules: Rules


def fill(tx: Connection, page: Page, count: int, every: int) -> None:
    """Keep some captures of a page, each with other bytes; every so many-th has an edit."""
    last: tuple[Version, Document] | None = None
    basis = None
    for n in range(count):
        exchange = _exchange(page, n, n // every)
        new = captures.NewCapture(
            source_id=page.source_id, origin="direct", exchange=exchange, basis=basis
        )
        (capture,) = captures.keep(tx, [new])
        basis = capture.capture_id
        if n % every == 0:
            last = _version(tx, page, basis, exchange, last)


def _exchange(page: Page, n: int, edits: int) -> Exchange:
    before, after = frame(n)
    text = article(page.source_id).replace("the", f"the {edits}", 1)
    at = _BEGAN + timedelta(minutes=15 * n)
    body = before + text.encode() + after
    return Exchange(
        url=page.source.url, final_url=page.source.url, hops=(), status=200, headers=_HEADERS,
        body=body, declared_bytes=None, received_bytes=len(body), started_at=at, ended_at=at,
        failure=None, retry_at=None,
    )  # fmt: skip


def _version(
    tx: Connection,
    page: Page,
    capture_id: int,
    exchange: Exchange,
    last: tuple[Version, Document] | None,
) -> tuple[Version, Document]:
    document = read_capture(exchange, page.rules, _NOTHING).document
    assert document is not None
    version = versions.record(
        tx, source_id=page.source_id, capture_id=capture_id, rules_sha256=rules_sha256(page.rules),
        cause="page" if last else None, first_seen=exchange.ended_at, not_before=None,
        document=document, supersedes=None,
    )  # fmt: skip
    if last:
        changes.record(
            tx, source_id=page.source_id, from_version_id=last[0].version_id,
            to_version_id=version.version_id, cause="page",
            comparison=differ(page.source, last[1], document), now=exchange.ended_at,
        )  # fmt: skip
    return version, document


def bare(rows: list[Stored]) -> int:
    """Decompress and hash every body, and nothing else; the bytes there were."""
    needed = {basis_id for _, basis_id, _ in rows}
    found: dict[int, bytes] = {}
    size = 0
    for body_id, basis_id, data in rows:
        like = (
            zstandard.ZstdCompressionDict(found[basis_id], dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            if basis_id
            else None
        )
        body = zstandard.ZstdDecompressor(dict_data=like).decompress(data[4:])
        hashlib.sha256(body).digest()
        size += len(body)
        if body_id in needed:
            found[body_id] = body
    return size


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _verify(rx: Connection, known: Mapping[int, Mapping[bytes, Rules]]) -> None:
    for source_id, rules in known.items():
        found = summed(verify(rx, source_id, rules, None))
        assert not found.wrong, found.what


def _pages(tx: Connection, count: int) -> Iterator[Page]:
    for n in range(count):
        url = f"https://ministry.example/{n}"
        source = SourceConfig(id=f"page-{n}", url=url, name=url, select=(".field--name-body",))
        source_id = sources.register(
            tx, slug=source.id, url=url, name=url, publisher=None, language="en", timezone="UTC",
            statement=None, now=_BEGAN,
        )  # fmt: skip
        (rules,) = rules_known(source, ()).values()
        yield Page(source=source, source_id=source_id, rules=rules)


def _rows(rx: Connection) -> list[Stored]:
    stored = select(BODIES.c.body_id, BODIES.c.basis_id, BODIES.c.data).order_by(BODIES.c.body_id)
    return [(row.body_id, row.basis_id, row.data or b"") for row in rx.execute(stored)]


def measure(folder: str, given: argparse.Namespace) -> tuple[float, dict[str, float]]:
    """MB of pages, and the CPU seconds that each way took at the least."""
    path = str(Path(folder) / "readout.db")
    with closing(open_store(path, mode="write")) as store, store.write() as tx:
        pages = list(_pages(tx, given.pages))
        for page in pages:
            fill(tx, page, given.captures, given.every)
    with closing(open_store(path, mode="read")) as store, store.read() as rx:
        known = {one.source_id: {rules_sha256(one.rules): one.rules} for one in pages}
        rows = _rows(rx)
        works: dict[str, Callable[[], object]] = {
            "bare": partial(bare, rows),
            "checked": partial(_verify, rx, {source_id: {} for source_id in known}),
            "read again": partial(_verify, rx, known),
        }
        took = {
            name: min(_timed(work) for _ in range(given.rounds)) for name, work in works.items()
        }
        return bare(rows) / 1e6, took


def main() -> None:
    """Fill, measure in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--captures", type=int, default=200)
    parser.add_argument("--every", type=int, default=20, help="one in so many has an edit")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size, took = measure(folder, given)
    print(f"{given.pages * given.captures} captures, {size:.0f} MB of pages")
    for name, seconds in took.items():
        print(
            f"{name:<12}{size / seconds:>8.0f} MB/s{seconds / took['bare']:>8.1f} times the floor"
        )
    print(f"goal {GOAL:.0f} MB/s")


if __name__ == "__main__":
    main()
