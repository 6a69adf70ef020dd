"""What `status` and `doctor` put first, and when `status` says no."""

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.e2e.mail import free_port, mail_server
from tests.e2e.site import Page

if TYPE_CHECKING:
    from trustme import CA

    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_BLOCKED = Page(
    body=b"<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser</p>",
    status=403,
    headers={"Server": "cloudflare", "cf-mitigated": "challenge"},
)
_CONFIG = """\
heartbeat: false
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk],
           broken_after: 2, broken_for: 0s}}
channels:
  desk:
    email:
      smtp: smtp://127.0.0.1:{port}
      from: readout@desk.example
      to: [desk@desk.example]
sources:
  - {{id: pact, url: "{pact}", select: "#text", timezone: Asia/Tokyo}}
  - {{id: press, url: "{press}"}}
"""


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    """A page with an edit, one that refuses, and a mail server that is not there."""
    site.pages["/press"] = _BLOCKED
    readout.configure(
        _CONFIG.format(port=free_port(), pact=site.url("/pact"), press=site.url("/press"))
    )
    for sentence in (OPPOSE, SUPPORT):
        site.say("/pact", sentence, *REST)
        readout("check", "pact")
    return readout


def test_a_mail_server_that_is_away(watched: "Readout") -> None:
    shown = watched("status")
    (line,) = (one for one in shown.splitlines() if one.startswith("  desk"))
    assert "channel  1 message waiting since" in line
    assert "127.0.0.1" in line
    assert "→ tried again by itself; readout alerts test desk" in line
    assert shown.index("NEEDS YOU") < shown.index("desk ") < shown.index("  pact ")
    assert "no message yet | 1 message waiting" in shown
    assert shown.splitlines()[-1].endswith("24 h: 1 wording")
    (channel,) = (one for one in watched.json("status") if one["kind"] == "channel")
    assert (channel["state"], channel["pending_alerts"]) == ("ok", 1)
    assert "127.0.0.1" in channel["reason"]
    watched("doctor", code=1)


def test_messages_that_were_given_up(watched: "Readout") -> None:
    with closing(sqlite3.connect(watched.folder / "readout.db")) as store:
        store.execute("UPDATE deliveries SET state = 'dead', next_attempt_at = NULL")
        store.commit()
    assert "1 message given up" in watched("status")
    assert "→ readout alerts retry" in watched("status")
    assert "1 message given up" in watched("doctor", code=1)


def test_a_page_that_refuses(watched: "Readout") -> None:
    watched("check", "press")
    first = watched("status")  # it may yet be a bad minute
    assert "  press                    source   blocked" in first
    watched("check", "press")
    shown = watched("status", code=1)
    (line,) = (one for one in shown.splitlines() if one.startswith("  press"))
    assert "403: Cloudflare challenge page   → the site refuses programs from here" in line
    assert "unseen" in shown.splitlines()[-1]
    assert "NOT SEEN" in watched("log", "press")
    watched("mute", "press", "--for", "3d", "--note", "known, WAF")
    muted = watched("status")
    assert '("known, WAF")' in muted
    assert "MUTED  press until" in muted
    watched("unmute", "press")
    watched("status", code=1)


def test_checks_that_have_not_come_for_long(watched: "Readout") -> None:
    watched("status", "pact")
    with closing(sqlite3.connect(watched.folder / "readout.db")) as store:
        store.execute("UPDATE watches SET next_check_at = next_check_at - 86400000000")
        store.execute("UPDATE watches SET last_check_at = last_check_at - 86400000000")
        store.commit()
    shown = watched("status", "pact", code=1)
    assert "overdue by" in shown
    (row, _) = watched.json("status", "pact", code=1)
    assert row["state"] == "overdue"
    assert "bad   pact: not looked at: overdue by" in watched("doctor", code=1)
    watched("check", "pact")
    watched("status", "pact")


def _earlier(readout: "Readout", slug: str, minutes: int) -> None:
    """As if that source had become due so much earlier."""
    with closing(sqlite3.connect(readout.folder / "readout.db")) as store:
        store.execute(
            "UPDATE watches SET next_check_at = next_check_at - ? WHERE source_id = "
            "(SELECT source_id FROM sources WHERE slug = ?)",
            (minutes * 60_000_000, slug),
        )
        store.commit()


def test_a_page_that_waits_as_another_made_its_host_pause(readout: "Readout", site: "Site") -> None:
    site.say("/pact", OPPOSE, *REST)
    site.pages["/press"] = Page(status=503, headers={"Retry-After": "3600"})
    config = _CONFIG.format(port=free_port(), pact=site.url("/press"), press=site.url("/pact"))
    readout.configure(config)
    refused, waits = readout.json("check")
    why = "not visited: the host asked to be left alone until 20"
    assert (refused["source"], refused["verdict"]) == ("pact", "failed")
    assert (waits["source"], waits["verdict"], waits["checked_at"]) == ("press", None, None)
    assert waits["reason"].startswith(why)
    assert f"  not seen      {why}" in readout("check", "press")
    _, row, _ = readout.json("status")
    assert (row["state"], row["verdict"], row["reason"]) == ("new", None, waits["reason"])
    assert f"next now   {why}" in readout("status")
    _earlier(readout, "press", 11)
    _, row, _ = readout.json("status", code=1)
    assert (row["state"], row["verdict"], row["reason"]) == ("overdue", None, waits["reason"])
    (line,) = (one for one in readout("status", code=1).splitlines() if one[2:7] == "press")
    assert f"overdue by 11 min   {why}" in line
    assert "/pact" not in site.visits


def test_words_for_a_diff_and_a_gap(watched: "Readout", site: "Site") -> None:
    site.say("/pact", OPPOSE, "They met in Port Ansel on\u00a0Tuesday.", REST[1])
    watched("check", "pact")
    shown = watched("diff", "pact")
    assert "wording   1 sentence changed   at " in shown
    assert " JST   confirmed" in shown
    assert shown.endswith("not told, but noted: 1 typographic difference (--typography)\n")
    assert "1 sentence changed, the rest identical" in watched("diff", "pact", "1", "2")
    site.pages["/pact"] = _BLOCKED
    watched("check", "pact")
    site.say("/pact", OPPOSE, *REST)
    watched("check", "pact")
    (gap,) = (one for one in watched("log", "pact").splitlines() if "NOT SEEN" in one)
    assert gap.startswith(" .   20")
    assert gap.endswith("NOT SEEN for under a minute: blocked (403: Cloudflare challenge page)")


def test_remedies_fit_what_went_wrong(readout: "Readout", site: "Site") -> None:
    config = _CONFIG + '  - {{id: big, url: "{big}", max_size: 1kB}}\n'
    site.pages["/pact"] = Page(body=b"", status=503)
    site.pages["/press"] = Page(body=b"<html><body></body></html>")
    site.say("/big", *REST * 30)
    urls = {name: site.url(f"/{name}") for name in ("pact", "press", "big")}
    readout.configure(config.format(port=free_port(), **urls))
    readout("check")
    found = {one["about"]: one["remedy"] for one in readout.json("doctor", code=1)}
    assert found["big"] == "raise max_size of big in sources.yaml"
    assert (
        found["pact"] == "tried again at its pace; does a browser open the url of pact from here?"
    )
    assert found["press"].startswith("readout extract URL shows what is read")


def test_sources_that_a_configuration_ends_are_named(watched: "Readout") -> None:
    before = (watched.folder / "sources.yaml").read_text(encoding="utf-8")
    watched.configure(before[: before.index("  - {id: press")])
    said = watched.call("check").stderr
    assert (
        "readout: 1 source of this store is no longer watched, not being in sources.yaml: press"
        in said
    )
    assert "no longer watched" not in watched.call("check").stderr
    shown = watched.call("status", "press", "--json").stdout.splitlines()[0]
    assert {"state": "ended", "next_check": None}.items() <= json.loads(shown).items()
    told = watched.call("status", "press").stdout
    assert "no longer in sources.yaml" in told
    assert "\nremoved 1 " in told
    assert "follow ended" not in told
    assert "not watched any more" in watched.refused("mute", "press", "--for", "3d", code=2)
    watched("mute", "pact", "--for", "3d")
    assert watched.call("unmute", "pact").stderr == "pact is no longer muted\n"
    assert watched.call("unmute", "pact").stderr == "pact is not muted\n"


def _channel(found: list[dict[str, str]]) -> dict[str, str]:
    (line,) = (one for one in found if one["about"] == "channel desk")
    return line


def test_doctor_says_of_a_channel_only_what_was_seen(
    readout: "Readout", site: "Site", authority: "CA"
) -> None:
    port = free_port()
    site.say("/pact", OPPOSE, *REST)
    login = f"readout%40desk.example@127.0.0.1:{port}\n      password: ${{{{SMTP_PASSWORD}}}}"
    config = _CONFIG.replace("127.0.0.1:{port}", login)
    readout.configure(config.format(pact=site.url("/pact"), press=site.url("/pact")))
    never = _channel(readout.json("doctor"))
    assert (never["state"], never["finding"]) == ("note", "nothing sent yet")
    assert never["remedy"] == "readout alerts test desk"
    readout("check")
    assert _channel(readout.json("doctor")) == never
    readout.refused("alerts", "test", "desk", code=3)
    refused = _channel(readout.json("doctor", code=1))
    assert refused["state"] == "bad"
    assert "127.0.0.1" in refused["finding"]
    with mail_server(authority, port):
        readout("alerts", "test", "desk")
        assert _channel(readout.json("doctor"))["finding"].startswith("took a sample 20")
        site.say("/pact", SUPPORT, *REST)
        readout("check", "pact")
        assert _channel(readout.json("doctor"))["finding"].startswith("took a ")
    site.say("/pact", OPPOSE, *REST)
    readout("check", "pact")
    waiting = _channel(readout.json("doctor", code=1))
    assert waiting["finding"].startswith("1 message waiting: 127.0.0.1")
