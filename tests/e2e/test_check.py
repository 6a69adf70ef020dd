"""`check` from cron, as a process: a site, a mail server, and every face in between."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from trustme import CA

    from tests.e2e.mail import Mailbox
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in “Port Ansel” on Tuesday.", "They agreed to meet again within the year.")
_FILE = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
channels:
  desk: {{file: {{path: alerts/}}}}
sources:
  - {{id: pact, url: "{pact}", select: "#text", name: Harbour Pact, language: en}}
  - {{id: other, url: "{other}", select: "#text"}}
"""
_MAIL = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
channels:
  desk:
    email:
      smtp: smtp://readout%40desk.example@127.0.0.1:{port}
      password: ${{SMTP_PASSWORD}}
      from: readout@desk.example
      to: [desk@desk.example]
sources:
  - {{id: pact, url: "{pact}", select: "#text", name: Harbour Pact}}
"""


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    site.say("/other", "Another text stands here.", "It does not change.")
    readout.configure(_FILE.format(pact=site.url("/pact"), other=site.url("/other")))
    return readout


@pytest.mark.slow
def test_baseline_noise_and_an_edit(watched: "Readout", site: "Site") -> None:
    first = watched.json("check")
    assert [(one["source"], one["verdict"], one["version"]) for one in first] == [
        ("pact", "ok", 1),
        ("other", "ok", 1),
    ]
    assert all(one["change"] is None and one["confirmed"] for one in first)
    site.say("/pact", OPPOSE, 'They met in\u00a0"Port Ansel" on Tuesday.', REST[1])
    (pact,) = watched.json("check", "pact")
    assert (pact["change"], pact["version"]) == ("typography", 2)
    assert watched.mails == []
    site.say("/pact", SUPPORT, *REST)
    (pact,) = watched.json("check", "pact")
    assert (pact["change"], pact["cause"], pact["confirmed"]) == ("wording", "page", True)
    (mail,) = watched.mails
    assert str(mail["Subject"]).startswith('"oppose" → "do not support" | ')
    assert "Harbour Pact" in str(mail["Subject"])


@pytest.mark.slow
def test_a_pass_calls_the_dead_man_switch(watched: "Readout", site: "Site") -> None:
    path = watched.folder / "sources.yaml"
    watched.configure(f'ping: "{site.url("/alive")}"\n{path.read_text(encoding="utf-8")}')
    watched("check")
    assert site.count("/alive") == 1


@pytest.mark.slow
def test_the_json_faces(watched: "Readout", site: "Site") -> None:
    watched("check")
    site.say("/pact", SUPPORT, *REST)
    (checked,) = watched.json("check", "pact")
    assert list(checked) == [
        "source", "url", "checked_at", "verdict", "reason", "version", "change", "cause",
        "confirmed", "origin",
    ]  # fmt: skip
    assert _TIME.fullmatch(checked["checked_at"])
    newest, oldest = watched.json("log", "pact")
    assert list(newest) == [
        "source", "version", "first_seen", "last_seen", "not_before", "change", "cause", "arrival",
        "flags", "typography", "words_added", "words_removed", "same_as", "confirmed",
        "sha256", "gaps",
        "moves", "remarks", "witness", "memento", "superseded_by", "origin", "note",
    ]  # fmt: skip
    assert (newest["version"], oldest["version"], oldest["change"]) == (2, 1, None)
    assert all(_TIME.fullmatch(newest[key]) for key in ("first_seen", "last_seen", "not_before"))
    assert (newest["words_added"], newest["words_removed"]) == (3, 1)
    (shown,) = watched.json("show", "pact@1")
    assert shown["text"] == "\n\n".join([OPPOSE, *REST])
    assert shown["blocks"][0] == {"kind": "paragraph", "text": OPPOSE}
    (status, *_) = watched.json("status")
    assert list(status) == [
        "kind", "source", "state", "verdict", "reason", "last_good", "last_check", "next_check",
        "failures", "versions", "pending_alerts", "archive",
    ]  # fmt: skip
    assert (status["state"], status["versions"]) == ("ok", 2)
    (alert,) = watched.json("alerts")
    assert list(alert) == [
        "id", "source", "version", "kind", "channel", "state", "attempts", "next_attempt",
        "error", "message_id",
    ]  # fmt: skip
    assert (alert["state"], alert["kind"], alert["version"]) == ("sent", "change", 2)


@pytest.mark.slow
def test_a_diff_rebuilds_both_texts(watched: "Readout", site: "Site") -> None:
    watched("check")
    site.say("/pact", SUPPORT, *REST)
    watched("check", "pact")
    (diff,) = watched.json("diff", "pact")
    assert (diff["from"], diff["to"], diff["change"], diff["cause"]) == (1, 2, "wording", "page")
    assert "negation" in diff["flags"]
    (passage,) = diff["passages"]
    assert (passage["before"], passage["after"]) == (OPPOSE, SUPPORT)
    joined = {
        kept: "".join(text for op, text in passage["edits"] if op in kept) for kept in ("=-", "=+")
    }
    assert joined == {"=-": OPPOSE, "=+": SUPPORT}
    shown = watched("diff", "pact")
    assert "[-oppose-]{+do not support+}" in shown


@pytest.mark.slow
def test_a_mail_over_starttls_threads_what_follows(
    readout: "Readout", site: "Site", mailbox: "Mailbox"
) -> None:
    site.say("/pact", OPPOSE, *REST)
    readout.configure(_MAIL.format(port=mailbox.port, pact=site.url("/pact")))
    readout("check")
    for sentence in (SUPPORT, OPPOSE):
        site.say("/pact", sentence, *REST)
        readout("check", "pact")
    first, second = mailbox.messages
    assert second["In-Reply-To"] == first["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    plain = first.get_body(("plain",))
    assert plain is not None
    assert "[-oppose-]{+do not support+}" in plain.get_content()
    assert first.get_body(("html",)) is not None
    again = second.get_body(("plain",))
    assert again is not None
    assert "version 1" in again.get_content()


@pytest.mark.slow
def test_a_mail_server_that_is_away_delays_and_loses_nothing(
    readout: "Readout", site: "Site", authority: "CA"
) -> None:
    from tests.e2e.mail import free_port, mail_server

    port = free_port()
    site.say("/pact", OPPOSE, *REST)
    readout.configure(_MAIL.format(port=port, pact=site.url("/pact")))
    readout("check")
    site.say("/pact", SUPPORT, *REST)
    readout("check", "pact")
    (waiting,) = readout.json("alerts")
    assert (waiting["state"], waiting["attempts"]) == ("pending", 1)
    assert waiting["error"]
    assert "waiting" in readout("status")
    with mail_server(authority, port) as box:
        readout("alerts", "retry")
        readout("check", "pact")
    assert [mail["Message-ID"] for mail in box.messages] == [waiting["message_id"]]


def test_a_wrong_configuration_starts_nothing(readout: "Readout") -> None:
    readout.configure("sources:\n  - {id: A, url: ftp://x.example/, selct: p}\n")
    done = readout.call("check")
    assert done.returncode == 2
    assert done.stderr.count("sources.yaml:2:") >= 3
    assert not (readout.folder / "readout.db").exists()


@pytest.mark.slow
def test_readers_of_a_missing_or_foreign_store_get_a_sentence(readout: "Readout") -> None:
    for command in (["log"], ["status"], ["show", "a"], ["alerts"]):
        done = readout.call(*command)
        assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    (readout.folder / "readout.db").write_bytes(b"no database at all, but long enough" * 99)
    done = readout.call("log")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
