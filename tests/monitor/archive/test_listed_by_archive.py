"""A listing whose site refuses programs: what the archive saw of it leads on, told as such."""

import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.clock import SystemClock
from storage import captures, sources, versions
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.archive.conftest import Loopback
    from tests.monitor.conftest import Desk, ScriptedSite

BLOCKED = (403, b"<title>Just a moment...</title>")
TEXT = ("The ministers met in the capital on Monday.", "They agreed to continue their talks.")
_LISTING = """
listings:
  - id: press
    url: 'http://127.0.0.1:{port}/press'
    links: "ul.links a"
    via: [direct, wayback]
    document: {{select: "#text", watch: [talks]}}
"""


def _index(*links: tuple[str, str]) -> bytes:
    items = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in links)
    return f"<!DOCTYPE html><title>Press</title><ul class=links>{items}</ul></html>".encode()


def _round(here: "Desk", minutes: float) -> None:
    here.clock.pass_by(minutes=minutes)
    here.look()
    end = time.monotonic() + 20
    while here.scheduler.look_at_archive(here.clock.now()):
        assert time.monotonic() < end
        here.clock.pass_by(seconds=0.05)
        time.sleep(0.002)
    here.look()


@pytest.fixture
def press(site: "ScriptedSite", desk: "Callable[..., Desk]", archive: "Loopback") -> "Desk":
    """A desk that watches a listing of one document, read once; then the site refuses."""
    site.answers["/press"] = (200, _index(("/a", "First readout")))
    site.say("/a", "The first text.", *TEXT)
    one = desk()
    path = one.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8").replace("sources:\n\n", "sources: []\n")
    one.configure(text + _LISTING.format(port=site.port))
    one.look(rounds=3)
    one.round()
    for path_ in ("/press", "/a", "/c"):
        site.answers[path_] = BLOCKED
    return one


def test_a_document_that_the_archive_saw_listed_is_told_and_read_from_there(
    press: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    at = f"http://127.0.0.1:{site.port}"
    listed = _index(("/c", "Third readout"), ("/a", "First readout"))
    archive.keep("20260302083000", f"{at}/press", body=listed)
    archive.keep("20260302083500", f"{at}/c", body=page("The third text.", *TEXT))
    for _ in range(8):
        _round(press, 15)
    told = [mail for mail in press.mails if mail.startswith("NEW")]
    assert told == ['NEW "Third readout" | press', 'NEW "Readout" | Third readout']
    (text,) = (text for text in press.texts if "The third text." in text)
    assert "THE ARCHIVE'S SIGHT, not ours" in text
    assert "found in press" in text
    assert f"/web/20260302083500/{at}/c" in text
    with press.scheduler.store.read() as rx:
        ids = sources.ids(rx)
        (version,) = versions.history(rx, ids["press-third-readout"])
        origins = [one.origin for one in captures.history(rx, ids["press"])]
    assert version.first_seen.minute == 35
    assert "wayback" in origins


def test_an_unaltered_listing_leads_to_nothing(
    press: "Desk", site: "ScriptedSite", archive: "Loopback"
) -> None:
    listed = _index(("/a", "First readout"))
    archive.keep("20260302083000", f"http://127.0.0.1:{site.port}/press", body=listed)
    for _ in range(4):
        _round(press, 15)
    assert len(press.scheduler.sources) == 2
    assert not [mail for mail in press.mails if mail.startswith(("NEW", "UNLISTED"))]


def test_what_a_listing_found_has_a_past_too(
    press: "Desk", site: "ScriptedSite", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(press.folder)
    monkeypatch.setattr("monitor.cli.backfilling.SYSTEM", press.clock)
    archive.keep("20250201000000", f"http://127.0.0.1:{site.port}/a", "An older text.", *TEXT)
    called = ["backfill", "press-first-readout", "--from", "2025-01-01"]
    done = CliRunner().invoke(cli, called)
    assert done.exit_code == 0, done.exception
    (press.folder / "saved.html").write_bytes(page("Another text.", *TEXT))
    seen = ["--as", "press-first-readout", "--seen", "2025-03-01"]
    assert CliRunner().invoke(cli, ["import", "saved.html", *seen]).exit_code == 0
    with press.scheduler.store.read() as rx:
        of = sources.ids(rx)["press-first-readout"]
        assert [one.number for one in versions.history(rx, of)] == [2, 3, 1]
        assert sources.by_id(rx, of).slug == "press-first-readout"
    press.scheduler.configure(press.scheduler.config)
    assert len(press.scheduler.sources) == 2


@pytest.mark.slow
def test_before_the_archive_was_asked_nobody_is_advised_to_watch_it(
    press: "Desk", archive: "Loopback", monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document is watched as its listing says, whose `via` it has."""
    archive.instead["/cdx"] = [(503, b"", {"Retry-After": "86400"})]
    for _ in range(20):
        press.round()
    monkeypatch.setattr(SystemClock, "now", lambda _: press.clock.at)
    store = ["--store", str(press.folder / "readout.db")]
    config = ["--config", str(press.folder / "sources.yaml")]
    for command in ("status", "doctor"):
        said = CliRunner().invoke(cli, [*store, *config, command]).output
        assert said.count("the site refuses programs from here, and an archive comes late") == 2
        assert "has an archive's captures watched" not in said
    assert len(press.texts) >= 1
    for text in press.texts:
        assert "has an archive's captures watched" not in " ".join(text.split())
