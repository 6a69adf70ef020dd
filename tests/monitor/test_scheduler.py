"""The road, walked by `tick` over a real site and store with a clock turned by hand."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor import history
from monitor.cli import logbook
from monitor.cli.logbook import View
from monitor.cli.main import cli
from storage import captures, changes, outbox, versions
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from storage.model import DeliveryState
    from tests.monitor.conftest import Desk, ScriptedSite

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
REST = (
    "They met in Port Ansel on Tuesday.",
    "They agreed to meet again within the year.",
    "The text was agreed by both delegations.",
)


def _numbers(desk: "Desk", source_id: int = 1) -> list[int]:
    with desk.scheduler.store.read() as rx:
        return [version.number for version in versions.history(rx, source_id)]


def _deliveries(desk: "Desk", state: "DeliveryState") -> int:
    with desk.scheduler.store.read() as rx:
        return outbox.counts(rx).get((1, state), 0)


def _state(desk: "Desk") -> str:
    return desk.scheduler.watches[1].state


def test_a_first_version_is_a_silent_baseline(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    assert _numbers(here) == [1]
    assert here.mails == []
    assert _state(here) == "ok"


def test_a_changed_word_is_told_once_after_the_second_look(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    site.say("/a", SUPPORT, *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    assert here.mails == []
    assert _deliveries(here, "held") == 1
    here.clock.pass_by(seconds=11)
    here.look()
    here.round()
    assert len(here.mails) == 1
    assert here.mails[0].startswith('"oppose" → "support" | ')


def test_what_is_gone_at_the_second_look_is_withdrawn(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    site.say("/a", SUPPORT, *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    site.say("/a", OPPOSE, *REST)
    here.clock.pass_by(seconds=11)
    here.look()
    here.round()
    assert here.mails == []
    assert _deliveries(here, "withdrawn") == 1
    assert _numbers(here) == [1, 2, 3]
    assert here.scheduler.watches[1].look == 0


def test_an_edit_beside_a_rotating_teaser_is_told_without_the_teaser(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    teasers = (f"See also our page on lighthouse number {n}." for n in count(1))

    def serving(sentence: str, teasers: Iterator[str]) -> None:
        site.answers["/a"] = lambda: (200, page(sentence, *REST, next(teasers)))

    site.say("/a", OPPOSE, *REST, "See also our page on lighthouse number 0.")
    here = desk("/a")
    here.look()
    here.round()
    serving(SUPPORT, teasers)
    here.round()
    here.clock.pass_by(minutes=11)
    here.look()
    assert len(here.mails) == 1
    assert "oppose" in here.mails[0]
    assert not any("lighthouse" in mail for mail in here.mails)


def test_a_second_look_that_fails_delays_and_then_tells_as_unconfirmed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    site.say("/a", SUPPORT, *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    site.answers["/a"] = (500, b"oops")
    for _ in range(12):
        here.clock.pass_by(minutes=1)
        here.look()
    assert len(here.mails) == 1
    with here.scheduler.store.read() as rx:
        latest = versions.latest(rx, 1)
    assert latest is not None
    assert latest.confirmed_at is None


def test_typography_is_a_version_and_no_alert(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, "They met in “Port Ansel”.")
    here = desk("/a")
    here.look()
    here.round()
    site.say("/a", OPPOSE, 'They met in\N{NO-BREAK SPACE}"Port Ansel".')
    here.round()
    assert _numbers(here) == [1, 2]
    assert here.mails == []


def test_a_blocked_page_is_kept_apart_and_told_as_broken_once(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    site.answers["/a"] = (403, b"<html><title>Just a moment...</title></html>")
    for _ in range(8):
        here.round()
    assert _numbers(here) == [1]
    assert _state(here) == "broken"
    assert len(here.mails) == 1
    with here.scheduler.store.read() as rx:
        assert len(captures.history(rx, 1)) == 2  # the page, and one of the refusals
    site.say("/a", OPPOSE, *REST)
    here.round()
    assert _state(here) == "ok"
    assert len(here.mails) == 2
    assert _numbers(here) == [1]


def test_a_page_that_is_gone_is_told_within_a_quarter_of_an_hour(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    del site.answers["/a"]
    here.clock.pass_by(minutes=15)
    for _ in range(4):
        here.look()
        here.clock.pass_by(minutes=5)
    assert _state(here) == "gone"
    assert len(here.mails) == 1


def test_a_selector_that_matches_nothing_is_empty_and_never_other_text(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    site.answers["/a"] = (
        200,
        b"<html><body><div id=other><p>Quite other words.</p></div></body></html>",
    )
    here.round()
    assert _numbers(here) == [1]
    watch = here.scheduler.watches[1]
    assert watch.verdict == "empty"
    assert "#text" in (watch.reason or "")
    assert here.mails == []


def test_another_selector_is_our_change_and_the_next_true_edit_is_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    here.scheduler.stop()
    here.scheduler.store.close()
    again = desk("/a", extra="select: body")
    again.clock.at = here.clock.now()
    again.round()
    assert _numbers(again) == [1, 2]
    assert again.mails == []
    with again.scheduler.store.read() as rx:
        first, read_anew = versions.history(rx, 1)
    assert read_anew.not_before is not None
    assert read_anew.first_seen >= read_anew.not_before
    assert read_anew.confirmed_at is not None, "two looks found the page as it is"
    assert read_anew.capture_id == first.capture_id, "it is the old capture that was read anew"
    site.say("/a", SUPPORT, *REST)
    again.round()
    assert len(again.mails) == 1
    store = str(again.folder / "readout.db")
    logged = CliRunner().invoke(cli, ["--store", store, "log", "a"]).stdout
    numbers = [line.split()[0] for line in logged.splitlines() if line.startswith("@")]
    assert numbers == ["@3", "@2", "@1"]


def test_a_reversal_says_which_version_returns(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    here.round()
    for sentence in (SUPPORT, OPPOSE):
        site.say("/a", sentence, *REST)
        here.round()
    with here.scheduler.store.read() as rx:
        latest = versions.latest(rx, 1)
    assert latest is not None
    assert (latest.number, latest.same_as) == (3, 1)
    assert len(here.mails) == 2


@pytest.mark.slow
def test_six_edits_at_once_come_as_one_digest(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    paths = [f"/p{n}" for n in range(7)]
    for path in paths:
        site.say(path, "The harbour is open on Monday.", *REST)
    here = desk(*paths)
    here.look()
    here.round()
    for path in paths:
        site.say(path, "The harbour is open on Friday.", *REST)
    here.round()
    here.round()
    assert len(here.mails) == 1


def test_the_pin_follows_a_frame_that_moved_and_no_edit_hides_behind_it(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    words = [
        f"Paragraph {n} speaks of the harbour, the ferries and the toll of {n} crowns."
        for n in range(9)
    ]

    def served(container: str, paragraphs: list[str]) -> tuple[int, bytes]:
        text = "".join(f"<p>{one}</p>" for one in paragraphs)
        return 200, f"<html><body><div>Menu</div><{container}>{text}</div></body></html>".encode()

    site.answers["/a"] = served("div class=story", words)
    here = desk("/a", extra="language: en")
    here.look()
    here.round()
    site.answers["/a"] = served("div class=article-text", [*words[:4], *words[5:]])
    here.round()
    assert len(here.mails) == 1
    assert "Paragraph 4" in here.mails[0]


def test_a_page_in_another_character_set_is_a_verdict_and_no_change(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    texts = [f"“The Isles’ fleet – all of it – won’t sail”, said minister {n}." for n in range(9)]
    site.say("/a", *texts)
    here = desk("/a")
    here.baseline()
    site.say("/a", *(text.encode().decode("cp1252", "replace") for text in texts))
    here.round()
    watch = here.scheduler.watches[1]
    assert (watch.verdict, _numbers(here), here.mails) == ("failed", [1], [])
    assert watch.reason == (
        "the text is in another character set than before: UTF-8 read as windows-1252"
    )
    here.round()
    assert here.scheduler.watches[1].verdict == "failed"
    site.say("/a", *(text.replace("won’t", "will") for text in texts))
    here.round()
    assert (here.scheduler.watches[1].verdict, _numbers(here)) == ("ok", [1, 2])
    assert len(here.mails) == 1


def test_a_text_that_was_garbled_before_is_mended_and_only_true_edits_are_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    texts = [f"“The Isles’ fleet – all of it – won’t sail”, said minister {n}." for n in range(9)]
    site.say("/a", *(text.encode().decode("cp1252", "replace") for text in texts))
    here = desk("/a")
    here.baseline()
    site.say("/a", texts[0].replace("all of it", "none of it"), *texts[1:])
    here.round()
    assert (here.scheduler.watches[1].verdict, _numbers(here)) == ("ok", [1, 2, 3])
    assert len(here.mails) == 1
    assert here.mails[0].startswith('"all" → "none" | ')


@pytest.mark.parametrize(
    ("note", "date", "logged"),
    [
        (None, None, ""),
        (None, "2026-05-09", "; re-dated, no note"),
        ("Corrected: a verb.", None, '; noted: "Corrected: a verb."'),
    ],
)
def test_an_edit_of_which_the_page_says_nothing_is_silent(
    site: "ScriptedSite",
    desk: "Callable[..., Desk]",
    note: str | None,
    date: str | None,
    logged: str,
) -> None:
    def say(sentence: str, date: str, note: str | None) -> None:
        head = f'<meta property="article:modified_time" content="{date}">'
        foot = f"<footer><p>{note}</p></footer>" if note else ""
        body = page(sentence, *REST).decode().replace("</head>", f"{head}</head>")
        site.answers["/a"] = (200, body.replace("</body>", f"{foot}</body>").encode())

    say(OPPOSE, "2026-05-05", None)
    here = desk("/a")
    here.look()
    here.round()
    say(SUPPORT, date or "2026-05-05", note)
    here.clock.pass_by(minutes=15)
    here.look()
    here.clock.pass_by(seconds=11)
    here.look()
    here.round()
    with here.scheduler.store.read() as rx:
        (change,) = changes.history(rx, 1)
        lines = logbook.version_lines(history.whole(rx, 1, superseded=False)[-1], View())
    silent = () if note or date else ("silent_edit",)
    assert change.comparison.flags == ("negation", "strength", *silent)
    assert lines[0].endswith(f"confirmed{logged}")
    (mail,) = here.texts
    mail = " ".join(mail.split())
    assert ("no note of what changed" in mail.lower()) == (note is None)
    if note:
        assert f'publisher says: "{note}"' in mail
