"""Pages whose elements stand inside or beside each other by the thousand, which no limit refuses.

A page twice as large may take little more than twice the steps: no clock is asked.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from lxml import etree

from monitor.reading import Before, read_page
from monitor.text import furniture, places
from monitor.text.lists import labelled
from monitor.text.rules import Rules

OURS = str(Path(read_page.__code__.co_filename).parent)
TEXT = "<main><p>Correction: the ministers met on Friday in the harbour city.</p></main>"
SHAPES: dict[str, Callable[[int], str]] = {
    "nested": lambda n: TEXT + "<div>" * n,
    "nested, with little text in each": lambda n: TEXT + "<div>a" * n,
    "nested notes": lambda n: TEXT + "<div class=correction>a" * n,
    "a list of links": lambda n: "<main>" + "<li><a href=x>A story told</a></li>" * n,
    "links with a word beside each": lambda n: "<main>" + "<div><a href=x>A story</a> a</div>" * n,
    "links in what is nested": lambda n: TEXT + "<div>" * n + "<a href=x>A story</a> of it" * n,
    "nested boxes of links": lambda n: (
        "<main>" + "<div class=related>" * n + "<a href=x>A story</a>" * n
    ),
    "nested share bars": lambda n: "<main>" + "<div class=share>" * n + "<b> </b>" * n,
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


class Page(str):
    """A page that counts how often something is looked for on it."""

    __slots__ = ("asked",)

    def find(self, *args: Any) -> int:  # noqa: ANN401 - str's
        self.asked = getattr(self, "asked", 0) + 1
        return super().find(*args)


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [([f"No{at}." for at in range(100)], 21), (["Yes."] * 100, 2), (["No."] * 100, 1)],
)
def test_a_text_that_left_a_page_is_not_looked_for_to_its_end(
    wanted: list[str], asked: int
) -> None:
    page = Page("Theministersmet.Yes.")
    assert len(places.stand_in_order(page, wanted, 80)) < 80
    assert page.asked == asked


def test_the_words_of_a_heading_are_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    squashed = furniture._squashed

    def counted(element: etree._Element) -> str:
        asked.append(element.tag)
        return squashed(element)

    monkeypatch.setattr(furniture, "_squashed", counted)
    root = etree.HTML("<h2>" + "<button>a</button>" * 50 + "</h2>")
    assert list(furniture._headings(root)) == []
    assert asked.count("h2") == 1


def test_an_item_takes_no_expression_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("re._compile", None)
    assert labelled("1. The ministers", "1") == "1. The ministers"
    assert labelled("12 ministers", "1") == "1. 12 ministers"
