"""`python -m bench.heavy`: what pages made to take long do take, and what their verdict is.

Each is read as the daemon reads a capture, in a fresh process: what is large or odd in a child of
it, where the child's limits hold, what is just not so large or odd in the process itself. Seconds
are CPU of both; memory is the most that the one which read took. It ends with 1 where a page takes
longer than a child may.
"""

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from monitor.apart import is_heavy
from monitor.reading import Before, read_capture
from monitor.text.limits import SECONDS
from monitor.text.rules import Rules
from storage.model import Exchange

_SIZE = 20_000_000  # bytes: max_size as sources.yaml has it by default
_SENTENCE = "<p>The ministers met in Port Ellis and agreed on a treaty of forty articles.</p>\n"
_LINK = "<li><a href=x>A story about the harbour</a></li>"
_NOTE = "<p>Correction: it was Friday.</p>"
_AT = datetime(2026, 3, 2, tzinfo=UTC)
_SELECTED, _FOUND = Rules(select=("main",)), Rules()

PAGES: dict[str, tuple[Rules, Callable[[], str]]] = {
    "2 MB of paragraphs": (_SELECTED, lambda: _SENTENCE * (2_000_000 // len(_SENTENCE))),
    "20 MB of paragraphs": (_SELECTED, lambda: _SENTENCE * (_SIZE // len(_SENTENCE))),
    "20 MB in one paragraph": (_SELECTED, lambda: "<p>" + "word " * (_SIZE // 5)),
    "20 MB of entities": (_SELECTED, lambda: "<p>" + "&amp;&lt;&#8212;" * (_SIZE // 16)),
    "one attribute of 19 MB": (_SELECTED, lambda: f"<p title='{'x' * 19_000_000}'>x</p>"),
    "elements of 15,000 attributes": (_SELECTED, lambda: _with_attributes(15_000) * 150),
    "60,000 rows of a table": (
        _SELECTED,
        lambda: "<table>" + "<tr><td>a</td><td>b</td></tr>" * 60_000,
    ),
    "100,000 nested divs": (_SELECTED, lambda: "<div>" * 100_000 + "x"),
    "100,000 nested lists": (_SELECTED, lambda: "<ul><li>a" * 100_000),
    "100,000 struck paragraphs": (_SELECTED, lambda: "<s><p>x</p>" * 100_000),
    "95,000 links in a list": (_FOUND, lambda: "<ul>" + _LINK * 95_000),
    "4,900 links in a list": (_FOUND, lambda: "<ul>" + _LINK * 4_900),
    "6,000 paragraphs": (_FOUND, lambda: _SENTENCE * 6_000),
    "7,000 struck words": (_FOUND, lambda: "<p>" + "<del>a</del> b " * 7_000),
    "14,900 cells of a row": (_FOUND, lambda: "<table><tr>" + "<td>a" * 14_900),
    "19,900 numbered items": (_SELECTED, lambda: "<ol>" + "<li>a" * 19_900),
    "1,900 nested divs and a note": (_SELECTED, lambda: _NOTE + "</main>" + "<div>a" * 1_900),
    "1,000 nested boxes of 9,000 links": (
        _FOUND,
        lambda: "<div class=related>" * 1_000 + "<a>b</a>" * 9_000,
    ),
}


def main() -> int:
    """Print a line for each page."""
    late = False
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for name in PAGES:
            seconds, megabytes, where, said = pool.submit(_read, name).result()
            late |= seconds > SECONDS
            print(f"{name:<34} {where:<5} {seconds:6.1f} s  {megabytes:5.0f} MB  {said}")
    return late


def _read(name: str) -> tuple[float, float, str, str]:
    rules, make = PAGES[name]
    before = Before(frame_sha256=None, document=lambda: None)
    read_capture(_exchange(_SENTENCE), rules, before)  # what is loaded once is no page's fault
    exchange = _exchange(make())
    started = _cpu()
    reading = read_capture(exchange, rules, before)
    seconds = _cpu() - started
    who = resource.RUSAGE_CHILDREN if is_heavy(exchange.body) else resource.RUSAGE_SELF
    megabytes = resource.getrusage(who).ru_maxrss / 1024
    where = "child" if who == resource.RUSAGE_CHILDREN else "here"
    blocks = len(reading.document.blocks) if reading.document else 0
    return seconds, megabytes, where, reading.judgement.reason or f"blocks: {blocks:,}"


def _cpu() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _with_attributes(count: int) -> str:
    return "<p " + " ".join(f"a{at}=1" for at in range(count)) + ">x</p>"


def _exchange(inner: str) -> Exchange:
    body = f"<html><body><main>{inner}</main></body></html>".encode()
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
    raise SystemExit(main())
