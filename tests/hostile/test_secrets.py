"""A marked secret in each place that takes one, and everything the program then says or keeps."""

import urllib.parse

import pytest

from tests.e2e.inprocess import heard
from tests.e2e.mail import free_port
from tests.e2e.program import Readout
from tests.e2e.site import Page, Site, page, until
from tests.slack import Slack

SECRETS = {
    name: f"hush{number}hush{number}hush"
    for number, name in enumerate(
        ("IN_SMTP_URL", "SMTP_KEY", "SLACK_HOOK", "SLACK_TOKEN", "HOOK_KEY", "HOOK_URL", "PING",
         "PASSWORD")
    )
}  # fmt: skip
CONFIG = """\
heartbeat: false
operator: [box]
ping: "http://127.0.0.1:{closed}/${{PING}}"
defaults: {{every: 1s, second_look: 0s, spacing: 0s, allow_private: true}}
channels:
  box: {{file: {{path: alerts/}}}}
  mail1: {{email: {{smtp: "smtp://u:${{IN_SMTP_URL}}@127.0.0.1:{closed}", from: a@b.example,
    to: [c@d.example]}}}}
  mail2: {{email: {{smtp: "smtps://u@127.0.0.1:{closed}", password: "${{SMTP_KEY}}",
    from: a@b.example, to: [c@d.example]}}}}
  room1: {{slack: {{webhook: "{service}/services/T1/B1/${{SLACK_HOOK}}"}}}}
  room2: {{slack: {{token: "${{SLACK_TOKEN}}", channel: "#none"}}}}
  hook: {{webhook: {{url: "{service}/hook?key=${{HOOK_URL}}", secret: "${{HOOK_KEY}}"}}}}
sources:
  - id: pact
    url: "http://user:${{PASSWORD}}@127.0.0.1:{port}/pact"
    select: "#text"
    alert: [box, mail1, mail2, room1, hook]
  - id: lost
    url: "http://user:${{PASSWORD}}@127.0.0.1:{closed}/lost"
"""
COMMANDS = (
    ("check",), ("status",), ("log", "pact"), ("show", "pact"), ("diff", "pact"), ("sources",),
    ("alerts",), ("doctor",), ("-vv", "check", "pact", "lost"), ("alerts", "test", "mail1"),
    ("alerts", "test", "mail2"), ("alerts", "test", "room1"), ("alerts", "test", "hook"),
    ("alerts", "retry"), ("sources", "--json"), ("status", "--json"), ("alerts", "--json"),
    ("doctor", "--json"), ("check", "--json", "pact", "lost"), ("log", "--json"),
)  # fmt: skip


@pytest.fixture(scope="module")
def said(readout: Readout, site: Site, service: Slack) -> dict[str, str]:
    """What each command and the daemon said, by its name."""
    readout.env |= SECRETS
    service.always = (403, {}, "invalid_token")
    site.pages["/pact"] = page("We oppose any change.")
    readout.configure(CONFIG.format(closed=free_port(), service=service.url, port=site.port))
    told = {"first": heard(readout.folder, readout.env, ("check",))}
    site.pages["/pact"] = Page(status=302, headers={"Location": "/other"})
    site.pages["/other"] = page("We support any change.")
    for command in COMMANDS:
        told[" ".join(command)] = heard(readout.folder, readout.env, command)
    daemon = readout.start()
    site.wait_for_visits("/pact", site.count("/pact") + 3)
    readout.stop(daemon)
    return told | {"the journal": readout.journal}


def _shown(text: str) -> set[str]:
    return {name for name, secret in SECRETS.items() if secret in urllib.parse.unquote(text)}


def test_the_secrets_were_in_use(said: dict[str, str], service: Slack, site: Site) -> None:
    used = str(service.posts) + str([visit.headers for visit in site.seen])
    assert SECRETS["SLACK_HOOK"] in used
    assert any("authorization" in visit.headers for visit in site.seen)


def test_nothing_said_shows_one(said: dict[str, str]) -> None:
    assert {name: shown for name, text in said.items() if (shown := _shown(text))} == {}


def test_nothing_kept_holds_one(said: dict[str, str], readout: Readout) -> None:
    kept = [path for path in readout.folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in kept)
    held = {
        path.name: shown
        for path in kept
        if path.name != "sources.yaml" and (shown := _shown(path.read_bytes().decode("latin-1")))
    }
    assert held == {}


def test_changes_were_told_nevertheless(readout: Readout, said: dict[str, str]) -> None:
    until(lambda: bool(readout.mails), "a message in alerts/")
