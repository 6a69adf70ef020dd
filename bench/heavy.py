"""`python -m bench.heavy`: what pages made to take long do take, and what their verdict is.

Each is read as the daemon reads a capture, so that the child's limits hold. Seconds are the child's
CPU; memory is the largest that a child has taken so far.
"""

import resource
from collections.abc import Callable
from datetime import UTC, datetime

from monitor.reading import Before, read_capture
from monitor.text.rules import Rules
from storage.model import Exchange

_SIZE = 20_000_000  # bytes: max_size as sources.yaml has it by default
_SENTENCE = "<p>The ministers met in Port Ellis and agreed on a treaty of forty articles.</p>\n"
_AT = datetime(2026, 3, 2, tzinfo=UTC)

PAGES: dict[str, Callable[[], str]] = {
    "2 MB of paragraphs": lambda: _SENTENCE * (2_000_000 // len(_SENTENCE)),
    "20 MB of paragraphs": lambda: _SENTENCE * (_SIZE // len(_SENTENCE)),
    "20 MB in one paragraph": lambda: "<p>" + "word " * (_SIZE // 5),
    "20 MB of entities": lambda: "<p>" + "&amp;&lt;&#8212;" * (_SIZE // 16),
    "one attribute of 19 MB": lambda: f"<p title='{'x' * 19_000_000}'>x</p>",
    "elements of 15,000 attributes": lambda: _with_attributes(15_000) * 150,
    "60,000 rows of a table": lambda: "<table>" + "<tr><td>a</td><td>b</td></tr>" * 60_000,
    "100,000 nested divs": lambda: "<div>" * 100_000 + "x",
    "100,000 nested lists": lambda: "<ul><li>a" * 100_000,
    "100,000 struck paragraphs": lambda: "<s><p>x</p>" * 100_000,
}


def main() -> None:
    """Print a line for each page."""
    for name, make in PAGES.items():
        exchange = _exchange(f"<html><body><main>{make()}</main></body></html>".encode())
        started = _cpu()
        reading = read_capture(
            exchange, Rules(select=("main",)), Before(frame_sha256=None, document=lambda: None)
        )
        seconds = _cpu() - started
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        said = reading.judgement.reason or f"{len(reading.document.blocks):,} blocks"  # type: ignore[union-attr] # ok
        print(f"{name:<30} {seconds:6.1f} s  {megabytes:5.0f} MB  {said}")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _with_attributes(count: int) -> str:
    return "<p " + " ".join(f"a{at}=1" for at in range(count)) + ">x</p>"


def _exchange(body: bytes) -> Exchange:
    return Exchange(
        url="http://ministry.example/",
        final_url="http://ministry.example/",
        hops=(),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        declared_bytes=None,
        received_bytes=len(body),
        started_at=_AT,
        ended_at=_AT,
        failure=None,
        retry_at=None,
    )


if __name__ == "__main__":
    main()
