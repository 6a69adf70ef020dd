"""What is advised of a source that cannot be read."""

from typing import TYPE_CHECKING

import pytest

from monitor.remedies import remedy

if TYPE_CHECKING:
    from storage.model import State


@pytest.mark.parametrize(
    ("verdict", "reason", "advice"),
    [
        ("failed", "10.0.0.1 is a private address: refused, as allow_private is not set",
         "if it is meant to be inside: allow_private: true for pact in sources.yaml"),
        ("failed", "the body is larger than 20 MB: more than 20 MB", "raise max_size of pact"),
        ("failed", "pact.example could not be reached", "does a browser open the url of pact"),
        ("gone", None, "change url of pact in sources.yaml"),
    ],
)  # fmt: skip
def test_the_advice_fits_the_reason(verdict: str, reason: str | None, advice: str) -> None:
    assert advice in remedy(verdict, "pact", reason)


def test_of_what_a_listing_led_to_it_names_the_listing() -> None:
    assert "select of the document of press" in remedy("empty", "press-a", led_by="press")
    blocked = remedy("blocked", "press-a", led_by="press")
    assert "via: [direct, wayback] of the document of press" in blocked
    states: tuple[State, ...] = ("gone", "replaced", "withdrawn")
    for state in states:
        said = remedy("gone", "press-a", state=state, led_by="press")
        assert "readout show press-a" in said
        assert "sources.yaml" not in said


def test_of_what_was_never_read_no_text_is_promised() -> None:
    for led_by in (None, "press"):
        said = remedy("gone", "press-a", state="withdrawn", led_by=led_by, read_before=False)
        assert "readout show" not in said
        assert "no text of it was read" in said
    said = remedy("gone", "press-a", state="gone", led_by="press", read_before=False)
    assert "no text of it was read" in said
