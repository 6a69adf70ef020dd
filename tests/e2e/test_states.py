"""States of sources, over the whole program: told once, together where they belong together."""

from itertools import cycle
from typing import TYPE_CHECKING

from tests.e2e.mail import part
from tests.e2e.site import Page, page

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
REFUSED = Page(
    body=b"<!DOCTYPE html><title>Just a moment...</title>", status=403,
    headers={"cf-mitigated": "challenge", "Server": "cloudflare"},
)  # fmt: skip
_CONFIG = """\
defaults:
  {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk], select: "#text",
   broken_after: 1, broken_for: 0s}}
heartbeat: false
channels:
  desk: {{file: {{path: alerts/}}}}
sources:
{sources}
"""


def _watch(readout: "Readout", site: "Site", *slugs: str) -> None:
    for slug in slugs:
        site.say(f"/{slug}", OPPOSE, *REST, f"This is text {slug}.")
    sources = "\n".join(f'  - {{id: {slug}, url: "{site.url(f"/{slug}")}"}}' for slug in slugs)
    readout.configure(_CONFIG.format(sources=sources))
    readout("check")


def test_old_and_new_served_in_turn_are_told_once_with_their_words(
    readout: "Readout", site: "Site"
) -> None:
    _watch(readout, site, "pact")
    tail = (*REST, "This is text pact.")
    turns = cycle([page(SUPPORT, *tail), page(OPPOSE, *tail)])
    site.pages["/pact"] = lambda _: next(turns)
    readout("check", "pact")
    (flapping,) = readout.json("check", "pact")
    (mail,) = readout.mails
    assert str(mail["Subject"]).startswith("FLAPPING: versions ")
    assert "do not support" in part(mail, "plain")
    (again,) = readout.json("check", "pact")
    assert (again["change"], again["version"] <= flapping["version"]) == (None, True)
    assert readout.json("status", "pact")[0]["state"] == "flapping"
    assert len(readout.mails) == 1


def test_a_host_that_refuses_many_sources_is_one_message_and_so_is_its_recovery(
    readout: "Readout", site: "Site"
) -> None:
    slugs = ("one", "two", "three", "four")
    _watch(readout, site, *slugs)
    for slug in slugs:
        site.pages[f"/{slug}"] = REFUSED
    readout("check", *slugs)
    (mail,) = readout.mails
    assert str(mail["Subject"]).startswith("NOT SEEN: 4 sources")
    for slug in slugs[:3]:
        site.say(f"/{slug}", OPPOSE, *REST, f"This is text {slug}.")
    readout("check", *slugs)
    (again,) = [one for one in readout.mails if "found again" in str(one["Subject"])]
    assert str(again["Subject"]).startswith("3 found again unchanged, 1 needs you")
    assert "In trouble as well: four" in part(again, "plain")
