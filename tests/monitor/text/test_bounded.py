"""Pages whose elements stand inside or beside each other by the thousand, which no limit refuses.

A page twice as large may take little more than twice the steps: no clock is asked.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from monitor.reading import Before, read_page
from monitor.text.rules import Rules

OURS = str(Path(read_page.__code__.co_filename).parent)
TEXT = "<main><p>Correction: the ministers met on Friday in the harbour city.</p></main>"
SHAPES: dict[str, Callable[[int], str]] = {
    "nested": lambda n: TEXT + "<div>" * n,
    "nested, with little text in each": lambda n: TEXT + "<div>a" * n,
    "nested notes": lambda n: TEXT + "<div class=correction>a" * n,
}


def steps(work: Callable[[], object]) -> int:
    """How many lines of ours are run: the same on every machine, once all is loaded."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:  # noqa: ANN401 - typeshed's
        nonlocal count
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def reading(inner: str, rules: Rules) -> Callable[[], object]:
    body = f"<html><body>{inner}".encode()
    before = Before(frame_sha256=None, document=lambda: None)
    return lambda: read_page(body, "text/html; charset=utf-8", "https://x.example/", rules, before)


@pytest.mark.parametrize("rules", [Rules(), Rules(pin="main")], ids=["found", "pinned"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_twice_as_large_takes_twice_the_steps(shape: str, rules: Rules) -> None:
    reading(SHAPES[shape](200), rules)()
    small, large = (steps(reading(SHAPES[shape](size), rules)) for size in (400, 800))
    assert large < 2.2 * small
