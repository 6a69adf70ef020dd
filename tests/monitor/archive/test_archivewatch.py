"""`via: [direct, wayback]`: the archive's sight of a page whose site refuses, told as such."""

import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor import rederived
from monitor.cli.main import cli
from storage import archive_sights, captures, changes, origins, overview, versions
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.archive_sights import ArchiveSight
    from storage.model import Version
    from storage.watches import Watch
    from tests.monitor.archive.conftest import Loopback
    from tests.monitor.conftest import Desk, ScriptedSite

    Start = Callable[..., Desk]

OPPOSE, LIKE, REJECT = (
    (f"The two leaders {verb} any change of the harbour rules.", "They met in Port Ansel.")
    for verb in ("oppose", "do not support", "reject")
)
BOTH = 'select: "#text", via: [direct, wayback]'
BLOCKED = (403, b"<title>Just a moment...</title>")


def _url(site: "ScriptedSite") -> str:
    return f"http://127.0.0.1:{site.port}/a"


def _settle(here: "Desk") -> None:
    """Until the archive was asked for all that is due, and what came of it was sent."""
    end = time.monotonic() + 20
    while here.scheduler.look_at_archive(here.clock.now()):
        assert time.monotonic() < end
        here.clock.pass_by(seconds=0.05)
        time.sleep(0.002)
    here.look()


def _round(here: "Desk", **length: float) -> None:
    here.clock.pass_by(**length)
    here.look()
    _settle(here)


def _refuse(here: "Desk", site: "ScriptedSite") -> None:
    """The site refuses, three times over half an hour, until 08:45."""
    site.answers["/a"] = BLOCKED
    for _ in range(3):
        _round(here, minutes=15)


def _history(here: "Desk") -> "list[Version]":
    with here.scheduler.store.read() as rx:
        return versions.history(rx, 1)


def _watch(here: "Desk") -> "Watch":
    (watch,) = here.scheduler.watches.values()
    return watch


def _sight(here: "Desk") -> "ArchiveSight":
    with here.scheduler.store.read() as rx:
        return archive_sights.load(rx)[1]


def _say(here: "Desk", *arguments: str) -> str:
    called = ["--store", str(here.folder / "readout.db"), *arguments]
    done = CliRunner().invoke(cli, called)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def _is_content(here: "Desk") -> None:
    """`verify` finds nothing wrong, and `rederive` nothing to do."""
    assert "0 wrong" in _say(here, "verify")
    config, store = here.scheduler.config, here.scheduler.store
    now = here.clock.now()
    assert not list(rederived.rederive(store, config, config.sources, now, dry=True))


@pytest.fixture
def here(desk: "Start", site: "ScriptedSite", archive: "Loopback") -> "Desk":
    """A source that was read well once, at 08:00 and 08:15."""
    one = desk("/a", extra=BOTH)
    site.say("/a", *OPPOSE)
    one.baseline()
    return one


def test_while_the_site_answers_the_archive_is_not_asked(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    site.answers["/a"] = BLOCKED
    _round(here, minutes=15)
    _round(here, minutes=15)
    assert archive.asked == []
    assert _watch(here).failures == 2
    _round(here, minutes=15)
    (asked,) = archive.asked
    assert "limit=-50" in asked
    assert archive.agents == site.agents[:1]
    _round(here, minutes=15)
    assert len(archive.asked) == 1  # an hour has not passed


def test_a_change_that_the_archive_saw_and_was_told_counts_as_one_of_today(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    site.answers["/a"] = BLOCKED
    for _ in range(4):
        _round(here, minutes=15)
    now = here.clock.now()
    with here.scheduler.store.read() as rx:
        day = overview.day(rx, now - timedelta(days=1), now, [1])
    assert len(here.mails) >= 1
    assert day.changes == {"wording": 1}


def test_a_change_that_the_archive_saw_is_told_as_its_sight(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302075000", _url(site), *REJECT)  # older than our own sight: no news
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    (subject,) = here.mails
    assert subject.endswith("| a | the archive's sight")
    (text,) = here.texts
    assert (
        "THE ARCHIVE'S SIGHT, not ours: captured by the Wayback Machine at 2026-03-02 08:30 UTC; "
        "the site itself: blocked since 2 Mar 2026."
    ) in " ".join(text.split())
    assert f"ARCHIVE  http://127.0.0.1:{archive.port}/web/20260302083000/{_url(site)}" in text
    assert "second look" not in text
    assert "08:15-08:30" in text
    assert "new words in the archive's capture" in text
    assert archive.fetched == ["20260302083000"]
    first, second = _history(here)
    assert (second.first_seen.minute, second.confirmed_at) == (30, None)
    assert second.not_before == first.confirmed_at  # when we read the old words last
    watch = _watch(here)
    assert (watch.verdict, watch.failures) == ("blocked", 3)  # the site's own state stays
    assert watch.last_ok_at == second.first_seen
    for _ in range(4):
        _round(here, minutes=15)
    assert len([mail for mail in here.mails if "support" in mail]) == 1  # and once
    assert archive.fetched == ["20260302083000"]
    _is_content(here)


def test_when_the_site_answers_again_what_was_told_is_not_told_again(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    asked = len(archive.asked)
    site.say("/a", *LIKE)
    here.round()
    here.round()
    assert len(here.mails) == 1
    assert [one.number for one in _history(here)] == [1, 2]
    assert _history(here)[1].confirmed_at is not None  # by the site itself
    assert _watch(here).state == "ok"
    assert len(archive.asked) == asked
    with here.scheduler.store.read() as rx:
        kept = captures.history(rx, 1)
    assert [(one.origin, one.status) for one in kept] == [
        ("direct", 200), ("wayback", 200), ("direct", 403), ("direct", 200),
    ]  # fmt: skip
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == 2
    assert "do not support" in here.texts[-1]
    assert "archive" not in here.mails[-1]
    assert (
        "The older text is the Wayback Machine's capture of 2026-03-02 08:30 UTC." in here.texts[-1]
    )


def test_the_first_visit_is_compared_with_what_the_archive_saw(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == 2
    assert "do not support" in here.texts[1]
    assert "@2" not in here.mails[1]
    with here.scheduler.store.read() as rx:
        last = changes.brought(rx, _history(here)[-1].version_id)
    assert last is not None
    assert last.from_version_id == _history(here)[1].version_id
    assert _history(here)[2].not_before == _history(here)[1].first_seen
    _is_content(here)


def test_a_site_that_answers_with_the_text_before_the_archives_is_a_return(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    site.say("/a", *OPPOSE)
    here.round()
    assert len(here.mails) == 2
    assert _history(here)[2].same_as == 1


def test_a_later_capture_of_the_same_text_is_a_later_sight(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *OPPOSE, "")
    _refuse(here, site)
    assert here.mails == []
    assert len(_history(here)) == 1
    assert _watch(here).last_ok_at == _sight(here).captured_at
    archive.keep("20260302091000", _url(site), *LIKE)
    for _ in range(4):
        _round(here, minutes=15)
    changed = [text for text in here.texts if "support" in text]
    assert len(changed) == 1
    assert "08:30-09:10" in changed[0]


def test_a_note_that_the_archive_saw_beside_the_same_text_is_remarked(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    note = b"<p>Corrected on 2 March 2026: a name.</p><div id=text>"
    body = page(*OPPOSE).replace(b"<div id=text>", note)
    archive.keep("20260302083000", _url(site), body=body)
    _refuse(here, site)
    said = 'the page says, its text as it was: "Corrected on 2 March 2026: a name."'
    assert f"2026-03-02 08:30   {said}" in _say(here, "log", "a")
    assert here.mails == []


def test_several_captures_since_are_told_each(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302082000", _url(site), *LIKE)
    archive.keep("20260302082500", _url(site), *LIKE)
    archive.keep("20260302083000", _url(site), *OPPOSE)
    _refuse(here, site)
    assert len(here.mails) == 2
    assert [one.same_as for one in _history(here)] == [None, None, 1]
    _is_content(here)


def test_what_the_archive_was_refused_too_is_no_text(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), body=BLOCKED[1] + b"<p>Checking your browser")
    _refuse(here, site)
    assert here.mails == []
    assert len(_history(here)) == 1
    assert _sight(here).verdict in {"blocked", "empty"}
    archive.keep("20260302090000", _url(site), status=503, body=b"<title>Down</title>")
    for _ in range(4):
        _round(here, minutes=15)
    assert _sight(here).reason == "the archive got status 503"


def test_an_archive_that_refuses_is_left_alone(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.instead["/cdx"] = [(429, b"", {"Retry-After": "1200"})]
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    assert _sight(here).refused == "it takes no more requests for now (429)"
    _round(here, minutes=15)
    assert len(archive.asked) == 1
    _round(here, minutes=6)
    assert archive.fetched == ["20260302083000"]
    assert _sight(here).refused is None


def test_a_first_version_may_be_the_archives(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a", extra=BOTH)
    archive.keep("20250601000000", _url(site), *OPPOSE)
    site.answers["/a"] = BLOCKED
    here.look()
    _refuse(here, site)
    assert [one.number for one in _history(here)] == [1]
    assert here.mails == []
    assert _watch(here).confirmed_version_id is not None
    archive.keep("20260302090000", _url(site), *LIKE)
    for _ in range(5):
        _round(here, minutes=15)
    assert len([mail for mail in here.mails if "support" in mail]) == 1


def test_without_a_selector_the_archives_page_is_read_through_the_pin(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a", extra="via: [direct, wayback]")
    site.say("/a", *OPPOSE)
    here.baseline()
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    assert len(here.mails) == 1
    site.say("/a", *LIKE)
    here.round()
    assert len(here.mails) == 1
    _is_content(here)


def test_what_was_backfilled_meanwhile_is_told_when_the_archive_is_watched(
    here: "Desk", site: "ScriptedSite", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here.folder)
    here.clock.pass_by(minutes=20)
    monkeypatch.setattr("monitor.cli.backfilling.SYSTEM", here.clock)
    archive.keep("20260302082000", _url(site), *LIKE)
    _say(here, "backfill", "a", "--from", "2026-01-01")
    assert here.mails == []
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    assert len(here.mails) == 1
    assert len(_history(here)) == 2  # the text was there already
    with here.scheduler.store.read() as rx:
        assert set(origins.brought(rx, 1).values()) == {"wayback"}
    site.say("/a", *LIKE)
    here.round()
    assert len(here.mails) == 1
    _is_content(here)


def test_muted_sources_are_not_told(
    here: "Desk", site: "ScriptedSite", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.cli.muting.SYSTEM", here.clock)
    _say(here, "mute", "a", "--for", "3d")
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    assert here.mails == []
    assert len(_history(here)) == 2


def test_via_the_archive_alone_the_site_is_never_asked(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a", extra='select: "#text", via: [wayback]')
    archive.keep("20260301000000", _url(site), *OPPOSE)
    _round(here, minutes=0)
    assert _watch(here).state == "ok"
    assert [one.number for one in _history(here)] == [1]
    archive.keep("20260302083000", _url(site), *LIKE)
    _round(here, minutes=61)
    assert len(here.mails) == 1
    assert "THE ARCHIVE'S SIGHT, not ours" in here.texts[0]
    assert "the site itself" not in here.texts[0]
    archive.keep("20260302110000", _url(site), body=BLOCKED[1] + b"<p>Checking your browser")
    _round(here, hours=4)
    _round(here, hours=1)
    _round(here, hours=1)
    assert _watch(here).state == "broken"
    assert "in the archive's capture of 2026-03-02 11:00 UTC" in str(_watch(here).reason)
    archive.keep("20260302150000", _url(site), *LIKE)
    _round(here, hours=1)
    assert _watch(here).state == "ok"
    assert site.visits == []


def test_a_page_that_the_archive_does_not_have_is_told_as_broken(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a", extra="via: [wayback]")
    for _ in range(3):
        _round(here, minutes=61)
    assert _watch(here).reason == "the archive has no capture of this page from the last year"
    assert len(here.mails) == 1


def test_check_asks_the_archive_too(
    here: "Desk", site: "ScriptedSite", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.cli.watching.SYSTEM", here.clock)
    _refuse(here, site)
    assert here.mails == []
    archive.keep("20260302083000", _url(site), *LIKE)
    config = str(here.folder / "sources.yaml")
    told = json.loads(_say(here, "--config", config, "check", "a", "--json").splitlines()[-1])
    assert (told["verdict"], told["version"], told["change"]) == ("blocked", 2, "wording")
    assert (told["confirmed"], told["origin"]) == (False, "wayback")
    assert len(here.mails) == 1


def test_an_answer_that_comes_while_the_site_answers_again_is_not_taken(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    site.answers["/a"] = BLOCKED
    for _ in range(2):
        _round(here, minutes=15)
    archive.keep("20260302083000", _url(site), *LIKE)
    here.clock.pass_by(minutes=15)
    here.look()  # the third refusal: the archive is asked
    end = time.monotonic() + 20
    while not archive.fetched:
        assert time.monotonic() < end
        time.sleep(0.002)
    here.scheduler._visits.under_way.add(1)  # the site is visited again meanwhile
    for _ in range(20):
        here.scheduler.look_at_archive(here.clock.now())
        time.sleep(0.01)
    assert len(_history(here)) == 1
    here.scheduler._visits.under_way.remove(1)
    site.say("/a", *OPPOSE)
    here.clock.pass_by(minutes=15)
    here.scheduler.dispatch([1], here.clock.now())
    while here.scheduler.busy:
        here.scheduler.absorb(here.clock.now())
        time.sleep(0.002)
    _settle(here)
    assert len(_history(here)) == 1
    assert here.mails == []


def test_bytes_of_the_archives_do_not_count_as_a_visit_of_ours(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    site.answers["/a"] = (200, page(*LIKE))  # to the byte what the archive kept
    here.round()
    with here.scheduler.store.read() as rx:
        last = captures.history(rx, 1)[-1]
    assert (last.origin, last.status) == ("direct", 200)


def test_status_and_doctor_say_what_the_archive_shows(
    here: "Desk", site: "ScriptedSite", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.cli.status.SYSTEM", here.clock)
    monkeypatch.setattr("monitor.cli.doctor.SYSTEM", here.clock)
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    for _ in range(3):
        _round(here, minutes=16)
    seen = "the archive's sight of 2026-03-02 08:30 UTC was read"
    (line,) = (one for one in _say(here, "status").splitlines() if one.strip().startswith("a "))
    assert "blocked" in line
    assert seen in line
    assert "→ the site refuses programs from here, and an archive comes late" in line
    told = json.loads(_say(here, "status", "--json").splitlines()[0])
    assert (told["state"], told["last_good"]) == ("broken", "2026-03-02T08:30:00Z")
    asked = told["archive"]
    assert asked["asked_at"] < asked["next_ask"]
    assert (asked["captured_at"], asked["verdict"]) == ("2026-03-02T08:30:00Z", "ok")
    assert asked["memento"].endswith(f"/web/20260302083000/{_url(site)}")
    config = str(here.folder / "sources.yaml")
    assert seen in _say(here, "--config", config, "doctor")
    assert "an archive comes late" in here.texts[-1]  # the message that watching is broken
    lines = _say(here, "log", "a").splitlines()
    assert [line[:2] for line in lines if line.startswith(("@", " ."))] == [" .", "@2", "@1"]
    assert next(line for line in lines if line.startswith("@2")).endswith("archive")


def test_without_an_archive_a_refusal_is_told_with_the_way_to_it(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a")
    site.say("/a", *OPPOSE)
    here.baseline()
    site.answers["/a"] = BLOCKED
    for _ in range(6):
        here.round()
    assert "via: [direct, wayback] of a in sources.yaml" in here.texts[-1]
    assert archive.asked == []


def test_who_does_not_want_the_archive_any_more_is_not_told_of_it(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    assert _sight(here).verdict == "ok"
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace(", via: [direct, wayback]", ""))
    with here.scheduler.store.read() as rx:
        assert archive_sights.load(rx) == {}


def test_the_published_report_says_whose_sight_it_is(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    _say(here, "report", str(here.folder / "site"))
    first = (here.folder / "site" / "index.html").read_text(encoding="utf-8")
    assert "seen by the Wayback Machine, not by us" in first
    assert "not confirmed by a second look" not in first
    pages = [path.read_text(encoding="utf-8") for path in here.folder.glob("site/**/*.html")]
    assert any("from the archive" in text for text in pages)
    assert any("Sight of @2" in text for text in pages)


def test_a_text_of_the_same_statement_is_told_with_what_the_archive_shows_of_this_one(
    desk: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = desk("/a", "/b", extra=f"{BOTH}, statement: harbour")
    for path in ("/a", "/b"):
        site.say(path, *OPPOSE)
    here.baseline()
    archive.keep("20260302083000", _url(site), *LIKE)
    _refuse(here, site)
    site.say("/b", *REJECT)
    here.round()
    (text,) = (text for text in here.texts if "readout log b" in text)
    seen = "the archive's sight of 2026-03-02 08:30 UTC was read (@2)."
    assert f"NOT SEEN NOW  a: blocked since 2 Mar 2026; {seen}" in " ".join(text.split(" "))


def test_a_page_that_is_gone_in_two_of_the_archives_captures_is_told_once(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    def told() -> list[str]:
        return [text for text in here.texts if "The last text begins:" in text]

    gone = b"<!DOCTYPE html><title>Page not found</title><p>Not found</p></html>"
    archive.keep("20260302083000", _url(site), status=404, body=gone)
    _refuse(here, site)
    assert _sight(here).verdict == "gone"
    assert told() == []  # one capture may have met a bad moment
    archive.keep("20260302091500", _url(site), status=404, body=gone + b" ")
    for _ in range(5):
        _round(here, minutes=15)
    (text,) = told()
    assert OPPOSE[0] in text
    assert "in the archive's capture of 2026-03-02 09:15 UTC" in text
    archive.keep("20260302101500", _url(site), status=404, body=gone)
    for _ in range(5):
        _round(here, minutes=15)
    assert len(told()) == 1
    assert _watch(here).state == "broken"  # of the site we know that it refuses
    archive.keep("20260302113000", _url(site), *OPPOSE)
    for _ in range(5):
        _round(here, minutes=15)
    assert _sight(here).gone_since is None
    assert len(_history(here)) == 1


def test_an_answer_for_a_source_that_is_no_longer_watched_so_is_dropped(
    here: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    site.answers["/a"] = BLOCKED
    for _ in range(2):
        _round(here, minutes=15)
    archive.keep("20260302083000", _url(site), *LIKE)
    here.clock.pass_by(minutes=15)
    here.look()  # the third refusal: the archive is asked
    end = time.monotonic() + 20
    while not archive.fetched:
        assert time.monotonic() < end
        time.sleep(0.002)
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace("via: [direct, wayback]", "via: [direct]"))
    _settle(here)
    here.configure(text)
    assert len(_history(here)) == 1
    _round(here, minutes=1)
    assert len(_history(here)) == 2
    assert len(here.mails) == 1


def test_what_only_the_archive_shows_is_not_overdue_while_the_archive_pauses(
    desk: "Start", archive: "Loopback"
) -> None:
    here = desk("/a", "/b", extra="via: [wayback]")
    archive.instead["/cdx"] = [(429, b"", {"Retry-After": "7200"})]
    _round(here, minutes=0)
    until = _sight(here).next_ask_at
    assert [watch.next_check_at for watch in here.scheduler.watches.values()] == [until, until]
    assert len(archive.asked) == 1
    _round(here, minutes=60)
    assert len(archive.asked) == 1
    _round(here, minutes=61)
    assert len(archive.asked) == 3


def test_a_fault_of_ours_keeps_nobody_else_from_the_archive(
    desk: "Start", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    here = desk("/a", "/b", extra="via: [wayback]")
    with monkeypatch.context() as broken:
        broken.setattr("monitor.archive.cdx.read", fail)
        _round(here, minutes=0)
    assert _sight(here).refused == "a fault of this program: see its log"
    with here.scheduler.store.read() as rx:
        assert set(archive_sights.load(rx)) == {1, 2}
    _round(here, minutes=61)
    assert _sight(here).refused is None
