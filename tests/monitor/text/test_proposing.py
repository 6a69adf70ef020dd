"""Selectors that may stand for a pin: names that people gave, holding the same text."""

import pytest

from monitor.text.proposing import selectors_like

PAGE = """<html><body><nav>Home</nav>{}<footer>Foot</footer></body></html>"""
STORY = ("div.story",)
TEXT = "<p>They met.</p><p>They agreed.</p>"


@pytest.mark.parametrize(
    ("inner", "pin", "proposed"),
    [
        (f"<div id=main>{TEXT}</div>", "#main", ("#main",)),
        (f"<div><div class=css-1a2b3c4d>{TEXT}</div></div>", "body > div > div", ()),
        (
            f"<div class=story><div class=css-1a2b3c4d>{TEXT}</div></div>",
            "div.story > div",
            ("div.story",),
        ),
        (
            f"<div class=css-9z8><div class=story>{TEXT}</div></div>",
            "body > div",
            ("div.story",),
        ),
        (f"<div class=story id=text>{TEXT}</div>", "div.story", ("#text", "div.story")),
        (f"<div id=post-48213><main>{TEXT}</main></div>", "body > div", ("main",)),
        (f"<main><p>Lead.</p><div class=body>{TEXT}</div></main>", "div.body", ("div.body",)),
        (f"<div class=a>{TEXT}</div><div class=a>x</div>", "body > div:nth-of-type(1)", ()),
    ],
)
def test_names_that_last_are_proposed(inner: str, pin: str, proposed: tuple[str, ...]) -> None:
    assert selectors_like(PAGE.format(inner).encode(), None, pin) == proposed


def test_of_a_page_without_the_pin_nothing_is_proposed() -> None:
    assert selectors_like(PAGE.format(TEXT).encode(), None, "#gone") == ()
    assert selectors_like(b"\x89PNG\r\n", "image/png", "body") == ()
