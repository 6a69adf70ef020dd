"""What is advised of a source that cannot be read."""

from typing import TYPE_CHECKING

import pytest

from monitor.remedies import remedy

if TYPE_CHECKING:
    from storage.model import SourceKind, State


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


@pytest.mark.parametrize(
    ("verdict", "reason", "advice"),
    [
        ("empty", "no link on the page matches 'ul.news a' (was 20)", "mend links of press"),
        ("failed", "'ul..a' is not a CSS selector: no", "mend links of press"),
        ("failed", "an index page where a feed was before", "look for its new feed"),
        ("failed", "the body is no page, no feed and no sitemap", "look for its new feed"),
        ("empty", "the feed holds no entry (was 9)", "look for its new feed"),
        ("truncated", "the sitemap breaks off: of its entries 7 came whole", "its new feed"),
        ("truncated", "the body breaks off: more than 20 MB", "raise max_size of press"),
        (
            "failed",
            "match '(a+)+b' takes more than 2 s: write it more simply",
            "mend match of press",
        ),
        ("gone", "404: not found", "find its new address and change url of press"),
        ("failed", "press.example could not be reached", "does a browser open the url of press"),
        ("blocked", "403", "via: [direct, wayback] of press in sources.yaml"),
    ],
)
def test_of_a_listing_it_speaks_of_its_links(verdict: str, reason: str, advice: str) -> None:
    said = remedy(verdict, "press", reason, kind="listing")
    assert advice in said
    assert "select" not in said
    assert "the last text" not in said


def test_a_further_page_of_a_listing_has_the_keys_of_the_listing() -> None:
    said = remedy("empty", "press-2", "no link on the page matches 'a'", led_by="press",
                  kind="listing")  # fmt: skip
    assert "mend links of press:" in said
    said = remedy("gone", "press-2", "404", state="gone", led_by="press", kind="listing")
    assert "if press moved as a whole" in said


@pytest.mark.parametrize("kind", ["source", "listing"])
@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("failed", "the archive does not answer: 503"),
        ("failed", "the archive has no capture of this page from the last year"),
        ("blocked", "in the archive's capture of 2 Mar 2026 07:00 UTC: a challenge page"),
    ],
)
def test_where_an_archive_alone_is_asked_no_browser_helps(
    verdict: str, reason: str, kind: "SourceKind"
) -> None:
    said = remedy(verdict, "pact", reason, kind=kind)
    assert "an archive is asked for it" in said
    assert "browser" not in said
