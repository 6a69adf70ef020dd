"""Page text is inert wherever it goes: a page of orders, and all the program says of it."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.inprocess import heard
from tests.e2e.mail import part
from tests.e2e.program import Readout
from tests.e2e.site import Page, Site, page
from tests.slack import Slack

# Every control character, the 8-bit ones as well, what reorders text, and what hides in it.
ORDERS = (
    "\x1b[31mred\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\link "
    "\x9b2J\x9d0;t\x9c \x7f\x08\x00"
    "\u202egnihtyreve\u202c \u2066iso\u2069 \ufeff \U000e0041"
)
MARKUP = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> <!channel> <!here> <@U1> <#C1> "
    "@everyone *bold* _it_ ~no~ `code` <https://evil.example|click> https://evil.example/x "
    '[md](https://evil.example) =HYPERLINK("https://evil.example") +1 -1 @SUM(A1) '
    "Bcc: victim@evil.example"
)
EVIL = f"{MARKUP} {ORDERS}"
BEFORE, AFTER = "We oppose any change.", "We support any change."
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
WRONG = {"Content-Type": "image/\x9b31m\x1b]0;x\x07png"}
CONFIG = """\
heartbeat: false
operator: [box]
defaults:
  {{every: 1s, second_look: 0s, spacing: 0s, allow_private: true, broken_for: 1s, broken_after: 1}}
channels:
  box: {{file: {{path: alerts/}}}}
  room: {{slack: {{webhook: "{slack}/services/T1/B1/secret"}}}}
  hook: {{webhook: {{url: "{slack}/hook"}}}}
sources:
  - {{id: pact, url: "{site}/pact", select: "#text", alert: [box, room, hook]}}
  - {{id: found, url: "{site}/found", alert: [box, room, hook]}}
  - {{id: wrong, url: "{site}/wrong", select: "#text", alert: [box, room, hook]}}
"""  # fmt: skip


def _evil(sentence: str) -> Page:
    """A page whose every part gives orders: title, heading, text, list, table, dates, notes."""
    said = html.escape(EVIL).replace("\x00", "&#0;")
    breaks = "Readout&#13;&#10;Bcc: victim@evil.example&#10;&#10;body"
    inner = (
        f"<h1>{said}</h1><p>{sentence} {said}</p><ul><li>{said}</li></ul>"
        f"<table><tr><td>{said}</td><td>=1+1</td></tr></table>"
        f"<p class=correction>Correction: {said}</p>"
    )
    meta = f'<meta property="article:modified_time" content="{said}">'
    return page(inner, title=f"{breaks} {said}", before=meta)


@pytest.fixture(scope="module")
def told(readout: Readout, site: Site, service: Slack) -> Readout:
    """The program after it has seen the page change, and another refuse it with such words."""
    readout.configure(CONFIG.format(slack=service.url, site=site.url("")))
    for path, sentence in (("/pact", BEFORE), ("/found", BEFORE)):
        site.pages[path] = _evil(sentence)
    site.pages["/wrong"] = Page(body=b"x", headers=WRONG)
    heard(readout.folder, {}, ("check",))
    for path in ("/pact", "/found"):
        site.pages[path] = _evil(AFTER)
    site.pages["/wrong"] = Page(body=b"x", status=503)
    heard(readout.folder, {}, ("check", "pact", "found", "wrong"))
    return readout


COMMANDS = (
    ("check", "pact", "wrong"), ("status",), ("status", "wrong"), ("log",), ("log", "pact"),
    ("log", "pact", "-p"), ("show", "pact"), ("show", "pact@1"), ("diff", "pact"),
    ("diff", "pact", "--side-by-side"), ("diff", "pact", "--full"), ("diff", "found"),
    ("sources",), ("alerts",), ("doctor",), ("-vv", "check", "pact", "wrong"),
    ("compare", "pact@1", "pact@2"), ("log", "-p"), ("log", "--stat"), ("log", "pact", "--stat"),
    ("blame", "pact"), ("diff", "pact", "--stat"), ("diff", "pact", "--html", "-"),
)  # fmt: skip
PLAIN_ONLY = {"-p", "--side-by-side", "--full", "--html", "-vv"}


def test_no_command_passes_on_an_order(told: Readout, site: Site) -> None:
    extract = ("extract", site.url("/pact"), "--select", "#text")
    words = 0
    for command in (*COMMANDS, extract):
        kinds = [()] if PLAIN_ONLY.intersection(command) else [(), ("--json",)]
        for kind in kinds:
            said = heard(told.folder, {}, (*command, *kind))
            words += "evil.example" in said
            assert not UNWANTED.search(said), (command, kind, UNWANTED.findall(said))
    assert words > 10


def test_json_says_the_characters_nevertheless(told: Readout) -> None:
    shown = json.loads(heard(told.folder, {}, ("show", "pact", "--json")))
    assert "\u202e" in shown["text"]


def test_a_mail_is_one_mail(told: Readout) -> None:
    assert len(told.mails) >= 3
    for mail in told.mails:
        assert "Bcc" not in mail
        assert mail.get_all("Subject") is not None
        for name, value in mail.items():
            assert "\n" not in value, name
            assert not UNWANTED.search(value), name
        assert set(mail.keys()) <= {
            "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
            "Auto-Submitted", "List-Id", "MIME-Version", "Content-Type",
        }  # fmt: skip
        assert not UNWANTED.search(part(mail, "plain").replace("\r\n", "\n"))


def test_html_of_a_mail_holds_no_markup_of_the_page(told: Readout) -> None:
    for mail in told.mails:
        for piece in mail.walk():
            if piece.get_content_type() != "text/html":
                continue
            content = str(piece.get_content())
            assert "<script" not in content
            assert "<img" not in content
            assert not re.search(r"<[^>]*\sonerror", content)
            assert not re.search(r'href="https?://evil', content)
            assert not UNWANTED.search(content.replace("\r\n", "\n"))


def test_slack_is_given_neither_mention_nor_link_nor_markup(told: Readout, service: Slack) -> None:
    assert service.taken
    for message in service.taken:
        assert not re.search(r"<[!@#]|<https?://evil|(?<!\w)@everyone", message["text"])
        assert {node["type"] for node in _nodes(message["blocks"])}.isdisjoint(
            {"user", "usergroup", "broadcast", "channel", "mrkdwn"}
        )
        assert "evil" not in str([node.get("url") for node in _nodes(message["blocks"])])
        assert not UNWANTED.search("\n".join(_strings(message)))


def test_a_webhook_is_given_data(told: Readout, service: Slack) -> None:
    sent = [
        raw for raw, (path, _) in zip(service.raw, service.posts, strict=True) if path == "/hook"
    ]
    assert sent
    for raw in sent:
        assert not UNWANTED.search(raw.decode())
        assert "evil.example" in str(json.loads(raw)) or "wrong" in str(json.loads(raw))


def test_names_of_files_are_ours(told: Readout) -> None:
    for path in (told.folder / "alerts").iterdir():
        assert re.fullmatch(r"[A-Za-z0-9.@_-]+\.eml", path.name)


def test_the_journal_of_the_daemon_is_of_plain_lines(told: Readout, site: Site) -> None:
    daemon = told.start()
    site.pages["/wrong"] = Page(body=b"x", headers=WRONG)
    site.wait_for_visits("/wrong", site.count("/wrong") + 2)
    told.stop(daemon)
    assert "wrong" in told.journal
    assert not UNWANTED.search(told.journal)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _strings(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(node, str):
        yield node
    for value in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _strings(value)
