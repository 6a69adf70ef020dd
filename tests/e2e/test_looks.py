"""Two looks before anyone is told: what is gone, what turns, and what stands beside it."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.mail import part
from tests.e2e.site import Page, page

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
channels:
  desk: {{file: {{path: alerts/}}}}
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    readout.configure(_CONFIG.format(url=site.url("/pact")))
    readout("check")
    return readout


def test_a_difference_gone_at_the_second_look_is_withdrawn(
    watched: "Readout", site: "Site"
) -> None:
    site.turn("/pact", page(SUPPORT, *REST), page(OPPOSE, *REST))
    (checked,) = watched.json("check", "pact")
    assert (checked["verdict"], checked["change"]) == ("ok", None)
    assert [visit.fresh for visit in site.seen if visit.path == "/pact"] == [
        False, True, False, True,
    ]  # fmt: skip
    assert watched.mails == []
    (withdrawn,) = watched.json("alerts")
    assert (withdrawn["state"], withdrawn["message_id"]) == ("withdrawn", None)
    third, second, first = watched.json("log", "pact")
    assert (third["same_as"], third["sha256"]) == (1, first["sha256"])
    assert not second["confirmed"]
    assert third["confirmed"]


def test_a_counter_inside_the_text_tells_nobody(watched: "Readout", site: "Site") -> None:
    site.pages["/pact"] = lambda number: page(OPPOSE, *REST, f"It was read {number} times so far.")
    for _ in range(3):
        assert watched.json("check", "pact")[0]["change"] == "wording"
    assert watched.mails == []
    states = {one["state"] for one in watched.json("alerts")}
    assert states <= {"held", "withdrawn"}


def test_a_counter_is_learned_and_listed_with_the_rule_to_write(
    watched: "Readout", site: "Site"
) -> None:
    site.pages["/pact"] = lambda number: page(OPPOSE, *REST, f"It was read {number} times so far.")
    found = [watched.json("check", "pact")[0]["version"] for _ in range(8)]
    assert found[-1] == found[-2] == found[-3]
    assert watched.mails == []
    rule = r"ignore_text: ['It was read .* times so far\.']"
    assert rule in watched("status")
    noted = [one for one in watched.json("doctor") if one["about"] == "pact"]
    assert rule in {one["remedy"] for one in noted}


def test_an_edit_beside_a_rotating_teaser_is_told_without_it(
    watched: "Readout", site: "Site"
) -> None:
    teasers = (f"See also our page on lighthouse number {n}." for n in range(1, 100))
    site.pages["/pact"] = lambda _: page(SUPPORT, *REST, next(teasers))
    watched("check", "pact")
    (mail,) = watched.mails
    assert str(mail["Subject"]).startswith('"oppose" → "do not support"')
    assert "unconfirmed" not in str(mail["Subject"]), "both looks saw it"
    assert "Seen twice" in part(mail, "plain")
    assert "lighthouse" not in part(mail, "plain") + part(mail, "html")
    states = sorted(one["state"] for one in watched.json("alerts"))
    assert states == ["held", "sent", "withdrawn"]


def test_a_second_look_that_is_refused_holds_the_edit_back(
    watched: "Readout", site: "Site"
) -> None:
    refused = Page(
        body=b"<!DOCTYPE html><title>Just a moment...</title>", status=403,
        headers={"cf-mitigated": "challenge", "Server": "cloudflare"},
    )  # fmt: skip
    site.turn("/pact", page(SUPPORT, *REST), refused, page(SUPPORT, *REST))
    (checked,) = watched.json("check", "pact")
    assert (checked["verdict"], checked["confirmed"]) == ("blocked", False)
    assert watched.mails == []
    (held,) = watched.json("alerts")
    assert held["state"] == "held"
    (checked,) = watched.json("check", "pact")
    assert (checked["verdict"], checked["confirmed"]) == ("ok", True)
    (mail,) = watched.mails
    assert str(mail["Subject"]).startswith('"oppose" → "do not support"')


def test_a_page_unchanged_by_its_etag_is_a_sighting_and_no_parse(
    readout: "Readout", site: "Site"
) -> None:
    first = page(OPPOSE, *REST)
    site.pages["/pact"] = Page(body=first.body, etag='"one"')
    readout.configure(_CONFIG.format(url=site.url("/pact")))
    readout("check")
    (again,) = readout.json("check", "pact")
    assert (again["verdict"], again["version"]) == ("not_modified", 1)
    assert [visit.status for visit in site.seen if visit.path == "/pact"] == [200, 200, 304]
    (told,) = readout.json("log", "pact")
    (row, *_) = readout.json("status", "pact")
    assert told["last_seen"] == row["last_good"]
    assert row["last_good"] >= again["checked_at"]
    changed = page(SUPPORT, *REST)
    site.pages["/pact"] = Page(body=changed.body, etag='"two"')
    (told,) = readout.json("check", "pact")
    assert (told["verdict"], told["change"]) == ("ok", "wording")
    assert len(readout.mails) == 1
