"""Slack from end to end: the daemon as a process, and a stand-in that enforces Slack's limits."""

import json
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.site import page, until
from tests.slack import Slack, slack_serving

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
EVIL = "<!channel> <@U1> *bold* <https://evil.example|click> & so on."
_CONFIG = """\
defaults: {{every: 1s, second_look: 0s, spacing: 0s, allow_private: true, alert: [newsroom]}}
heartbeat: false
operator: [ops]
channels:
  newsroom: {{slack: {slack}, timezone: Asia/Tokyo}}
  ops: {{file: {{path: ops/}}}}
sources:
  - {{id: pact, url: "{url}", select: "#text", name: Harbour Pact, publisher: Port Office}}
"""
_BY_WEBHOOK = '{webhook: "${SLACK_WEBHOOK}"}'
_BY_TOKEN = '{token: "${SLACK_TOKEN}", channel: "#desk"}'
# The program knows no other Slack than Slack's own; for the stand-in, its address is exchanged
# in the process before the program starts. Everything else is the program as it is.
_TOWARDS_STAND_IN = """\
import os
from alerts.channels import Slack
Slack.__init__.__kwdefaults__["api_url"] = os.environ["SLACK_API"]
from monitor.cli.main import main
main()
"""


@pytest.fixture
def slack() -> Iterator[Slack]:
    with slack_serving() as service:
        yield service


@pytest.fixture
def watched(readout: "Readout", site: "Site", slack: Slack) -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    readout.env["SLACK_WEBHOOK"] = f"{slack.url}/services/T1/B1/very-secret"
    readout.env |= {"SLACK_API": f"{slack.url}/api/", "SLACK_TOKEN": "xoxb-good"}
    readout.configure(_CONFIG.format(slack=_BY_WEBHOOK, url=site.url("/pact")))
    return readout


def _texts(node: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + _texts(node.get("elements", []))


def _said(body: dict[str, Any]) -> str:
    return "\n".join([body["text"], *_texts(body["blocks"])])


def test_an_edit_is_posted_once_and_page_text_does_nothing(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    site.say("/pact", SUPPORT, *REST, EVIL.replace("<", "&lt;"))
    until(lambda: bool(slack.taken), "a post")
    site.wait_for_visits("/pact", site.count("/pact") + 3)
    assert watched.stop(process) == 0
    (body,) = slack.taken
    said = _said(body)
    assert body["text"].endswith(" | Port Office: Harbour Pact")
    assert {"oppose", "support"} <= set(_texts(body["blocks"]))
    assert "Tokyo" in said
    assert "readout diff pact 1 2" in said
    sent = json.dumps(body, ensure_ascii=False)
    assert not [bad for bad in ("<!channel>", "<@U1>", "https://evil") if bad in sent]
    kinds = {element["type"] for element in _elements(body["blocks"])}
    assert kinds <= {"text", "link"}
    (delivery,) = watched.json("alerts")
    assert (delivery["state"], delivery["attempts"]) == ("sent", 1)
    assert "very-secret" not in watched.journal


def _elements(blocks: list[Any]) -> list[dict[str, Any]]:
    return [leaf for block in blocks for part in block["elements"] for leaf in part["elements"]]


def test_a_rewritten_page_keeps_to_the_limits_and_counts_what_it_leaves_out(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    def text(word: str) -> list[str]:
        return [f"Clause {n} {'of the treaty ' * 60}is {word}." for n in range(80)]

    site.pages["/pact"] = page(*text("old"))
    watched("check")
    site.pages["/pact"] = page(*text("new"))
    watched("check", "pact")
    (body,) = slack.taken
    assert "75 more sentences are left out here: readout diff pact 1 2" in _said(body)
    assert [path for path, _ in slack.posts] == ["/services/T1/B1/very-secret"]


def test_too_many_requests_is_waited_for(watched: "Readout", site: "Site", slack: Slack) -> None:
    watched("check")
    slack.always = (429, {"Retry-After": "3600"}, "rate_limited")
    site.say("/pact", SUPPORT, *REST)
    process = watched.start()
    until(lambda: len(slack.posts) == 1, "the post that is refused")
    site.say("/pact", OPPOSE, *REST)
    until(lambda: len(watched.json("alerts")) == 2, "the second change")
    site.wait_for_visits("/pact", site.count("/pact") + 4)
    assert watched.stop(process) == 0
    assert len(slack.posts) == 1, "the second waits, too"
    waiting = watched.json("alerts")
    assert [one["state"] for one in waiting] == ["pending", "pending"]
    assert [one["attempts"] for one in waiting] == [0, 1]
    assert "429" in waiting[1]["error"]


def test_a_revoked_webhook_is_said_and_nothing_is_lost(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    watched("check")
    slack.always = (404, {}, "no_service")
    site.say("/pact", SUPPORT, *REST)
    process = watched.start()
    until(lambda: bool(watched.written("ops")), "the operator is told")
    (told,) = watched.written("ops")
    assert "channel newsroom takes no messages" in str(told["Subject"])
    assert "404 no_service" in told.as_string()
    (delivery,) = (one for one in watched.json("alerts") if one["channel"] == "newsroom")
    assert (delivery["state"], delivery["error"]) == ("dead", "Slack answered 404 no_service")
    status = watched("status", code=1)
    assert "newsroom" in status
    assert "404 no_service" in status
    assert "1 dead" in status
    channels = [one for one in watched.json("status", code=1) if one["kind"] == "channel"]
    assert {one["source"]: one["state"] for one in channels} == {"newsroom": "broken", "ops": "ok"}
    watched("status", "--daemon", code=1)
    assert len(slack.posts) == 1
    slack.always = None
    watched.env["SLACK_WEBHOOK"] = f"{slack.url}/services/T1/B1/another"
    assert watched.stop(process) == 0
    process = watched.start()  # with another environment, as a service is restarted
    until(lambda: bool(slack.taken), "what was dead arrives")
    until(lambda: len(watched.written("ops")) == 2, "the operator hears that it works")
    watched("status")
    assert watched.stop(process) == 0
    assert [one["state"] for one in watched.json("alerts") if one["channel"] == "newsroom"] == [
        "sent"
    ]
    assert "very-secret" not in watched.journal + told.as_string()


def test_a_mended_webhook_is_tried_at_once_on_sighup_and_on_retry(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    watched("check")
    slack.answers += [(410, {}, "gone"), (410, {}, "gone")]
    site.say("/pact", SUPPORT, *REST)
    process = watched.start()
    until(lambda: bool(watched.written("ops")), "the operator is told")
    process.send_signal(signal.SIGHUP)
    until(lambda: len(slack.posts) == 2, "tried on SIGHUP")
    until(lambda: watched.json("alerts")[-1]["state"] == "dead", "dead again")
    watched("alerts", "retry")
    until(lambda: bool(slack.taken), "tried on retry")
    assert watched.stop(process) == 0


def test_a_hanging_post_holds_up_neither_the_end_nor_the_message(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    watched("check")
    slack.hang = True
    site.say("/pact", SUPPORT, *REST)
    process = watched.start()
    until(lambda: bool(slack.raw), "the post that hangs")
    assert watched.stop(process, within=10.0) == 0
    assert "Traceback" not in watched.journal
    slack.hang = False
    process = watched.start()
    until(lambda: bool(slack.taken), "the post")
    assert watched.stop(process) == 0
    assert len(slack.taken) == 1


def test_by_token_in_a_thread_with_the_long_diff_as_a_file(
    watched: "Readout", site: "Site", slack: Slack
) -> None:
    watched.program = [sys.executable, "-c", _TOWARDS_STAND_IN]
    watched.configure(_CONFIG.format(slack=_BY_TOKEN, url=site.url("/pact")))
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    site.say("/pact", SUPPORT, *REST)
    until(lambda: len(slack.taken) == 2, "the news, and WAS and NOW in its thread")
    many = [f"Clause {n} of the treaty stands." for n in range(60)]
    site.say("/pact", SUPPORT, *REST, *many)
    until(lambda: bool(slack.uploads), "the file")
    assert watched.stop(process) == 0
    first, detail, second, *_ = slack.taken
    assert first["channel"] == "#desk"
    stamp = "1739456789.000001"
    assert (detail["thread_ts"], second["thread_ts"]) == (stamp, stamp)
    assert second["reply_broadcast"] is True
    assert OPPOSE in _texts(detail["blocks"])
    (uploaded,) = slack.uploads
    assert b"Clause 59 of the treaty stands." in uploaded
    assert {one["state"] for one in watched.json("alerts")} == {"sent"}
    assert "xoxb" not in watched.journal
