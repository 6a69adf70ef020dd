"""One process of the fuzzing: `python -m bench.fuzz_worker SEED FIRST LAST STEP`.

Writes a line before each input (its number) and one after it: its CPU seconds, and what escaped.
Memory is limited; whoever started it ends it when an input takes too long.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bench.accuracy.chance import Chance
from bench.fuzz_inputs import KINDS, headers, spoiled
from monitor.config.errors import ConfigErrors
from monitor.config.load import load
from monitor.fetch.headers import conditional, retry_at
from monitor.fetch.robots import read as read_robots
from monitor.judge.charset import judge_charset, mended
from monitor.judge.exchange import closed, judge_exchange
from monitor.reading import Before, read_capture
from monitor.text.rules import Rules
from storage.model import Block, Document, Exchange, Failure

MEMORY = 2_000_000_000  # bytes, the address space of the process and of each child of it
_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_ADDRESSES = ("https://www.example.org/a", "https://www.example.org/", "http://xn--a/%00?#%")
_SHARES = (("html", 50), ("feed", 16), ("headers", 17), ("config", 16), ("pdf", 1))
_RULES = (
    Rules(select=("#text", "main", "article", "body"), ignore=(".share", ".date")),
    Rules(),
    Rules(pin="body"),
    Rules(select=("div",), until=".related", ignore_text=("^Last updated",), language="en"),
)


def kind_of(number: int) -> str:
    """Of which kind an input is: by its number, in fixed shares."""
    left = number * 37 % 100
    for kind, share in _SHARES:
        if left < share:
            return kind
        left -= share
    raise AssertionError(KINDS)


def one(seed: int, number: int, folder: Path) -> None:
    """Feed one input in. What the design allows is a value, or ConfigErrors; all else escapes."""
    kind = kind_of(number)
    chance = Chance(f"fuzz {seed} {kind} {number}")
    body = spoiled(kind, chance)
    if kind == "config":
        _configure(body, folder)
    else:
        _read(body, kind, chance)


def _configure(body: bytes, folder: Path) -> None:
    path = folder / "sources.yaml"
    path.write_bytes(body)
    try:
        load(path, {"SMTP_PASSWORD": "x", "SLACK_WEBHOOK": "https://hooks.example.org/x"})
    except ConfigErrors as error:
        str(error)


def _read(body: bytes, kind: str, chance: Chance) -> None:
    exchange = _exchange(body, kind, chance)
    judge_exchange(exchange, previous_closed=bool(chance.below(2)))
    closed(body)
    before = _before()
    reading = read_capture(
        exchange, chance.pick(_RULES), Before(frame_sha256=None, document=lambda: before)
    )
    if reading.document is not None:
        judge_charset(before, reading.document)
        mended(before, reading.document)
    if kind == "headers":
        retry_at(exchange.header("Retry-After"), _NOW)
        conditional(exchange.header("ETag"), exchange.header("Last-Modified"))
        read_robots(200, body, _NOW)


def _exchange(body: bytes, kind: str, chance: Chance) -> Exchange:
    plain = {"pdf": "application/pdf", "feed": "application/rss+xml"}.get(kind, "text/html")
    odd = kind == "headers"
    return Exchange(
        url="https://www.example.org/a",
        final_url=chance.pick(_ADDRESSES) if odd else "https://www.example.org/a",
        hops=(),
        status=chance.pick((200, 200, 200, 403, 404, 503, 202, 0, None)) if odd else 200,
        headers=headers(chance) if odd else (("Content-Type", plain),),
        body=body,
        declared_bytes=None,
        received_bytes=len(body),
        started_at=_NOW,
        ended_at=_NOW,
        failure=Failure(kind="timeout", text="no answer") if odd and not chance.below(9) else None,
        retry_at=None,
    )


@cache
def _before() -> Document:
    texts = ("Both sides “oppose” it.", "Ils se réuniront à l’été.", "双方は一致した。")
    return Document(
        title=None, headline=None, language=None, published=None, modified=None,
        blocks=tuple(Block(kind="paragraph", text=text) for text in texts),
    )  # fmt: skip


def main() -> None:
    """Feed the inputs in, one after the other."""
    seed, first, last, step = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as name:
        for number in range(first, last, step):
            print(number, flush=True)
            began = time.process_time()
            escaped = ""
            try:
                one(seed, number, Path(name))
            except BaseException as error:  # noqa: BLE001 - counted, whatever it is
                escaped = f"{type(error).__name__}: {error}"[:300].replace("\n", " ")
            print(f"{time.process_time() - began:.3f} {escaped}", flush=True)


if __name__ == "__main__":
    main()
