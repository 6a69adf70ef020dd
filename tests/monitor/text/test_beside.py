"""Main text beside a pinned container."""

import pytest

from monitor.text.beside import beside

PACT = (
    "The two leaders met in Port Ansel on Tuesday to speak of the harbour and its tolls.",
    "They oppose any unilateral change of the harbour rules, and said so at length.",
    "Both delegations agreed that the fishing grounds stay open until the autumn.",
    "The ministers will meet again within the year, in the capital of the other side.",
)
NOTE = "Correction: an earlier text said that the ministers would meet in the spring of next year."


def page(after: str = "", *, lead: str = "") -> bytes:
    text = "".join(f"<p>{one}</p>" for one in PACT)
    return (
        "<html lang=en><head><title>Readout</title></head><body><nav><a href=/>Home</a></nav>"
        f"<main>{lead}<div class=story>{text}</div>{after}</main>"
        "<footer><p>Ministry of the Arland Isles</p></footer></body></html>"
    ).encode()


@pytest.mark.parametrize("box", ["<div class=note><p>{}</p></div>", "<p>{}</p>", "<p>{}”</p>"])
def test_a_correction_appended_below_the_pin_is_found(box: str) -> None:
    (found,) = beside(page(), page(box.format(NOTE)), None, ".story")
    assert found.startswith(NOTE)


@pytest.mark.parametrize(
    "after",
    [
        "",
        "<p>Share this page</p>",
        f"<aside><p>{NOTE}</p></aside>",
        f"<p hidden>{NOTE}</p>",
        f"<p><a href=/x>{NOTE}</a></p>",
        f"<p>{PACT[0]}</p>",
    ],
)
def test_furniture_labels_links_and_what_stood_there_before_are_not(after: str) -> None:
    assert beside(page(), page(after), None, ".story") == ()


def test_what_stood_beside_it_when_it_was_pinned_is_no_news() -> None:
    noted = page(f"<p>{NOTE}</p>")
    assert beside(noted, noted, None, ".story") == ()
    assert beside(page(), noted, None, "main") == (), "it is inside"


def test_a_pin_that_is_gone_or_a_page_that_is_none_says_nothing() -> None:
    noted = page(f"<p>{NOTE}</p>")
    assert beside(page(), noted, None, "#gone") == ()
    assert beside(page(), noted, None, "[") == ()
    assert beside(b"", noted, None, ".story") == ()
    assert beside(page(), b"", None, ".story") == ()
