"""A notice beside a text which says that it was taken back: a state, while the text stands."""

from collections.abc import Callable

import pytest

from monitor.clock import SystemClock
from monitor.report import pages
from monitor.report.sight import Sight
from monitor.text.notes import publisher_said, taken_back
from storage import sources, watches
from tests.monitor.conftest import Desk, ScriptedSite, page
from tests.monitor.follow.test_kinds import remarked
from tests.monitor.test_noted import TEXT, printed, say, watched

NOTICE = "This guidance was withdrawn on 2 March 2026"
EDITED = (TEXT[0].replace("oppose", "regret"), TEXT[1])


def state(one: Desk) -> tuple[str, str | None]:
    """How watching the one source goes, and why."""
    with one.scheduler.store.read() as rx:
        (watch,) = watches.load(rx).values()
    return watch.state, watch.reason


def _in_report(one: Desk) -> tuple[bool, str]:
    """Whether the report says that the page is read, and why it is not well."""
    with one.scheduler.store.read() as rx:
        (watch,) = watches.load(rx).values()
        said = pages.state(sources.by_id(rx, watch.source_id), Sight(watch=watch), "UTC")
    assert said is not None
    return said["read"], said["why"]


def minutes(one: Desk, count: int) -> None:
    """Let minutes pass, a look in each."""
    for _ in range(count):
        one.clock.pass_by(minutes=1)
        one.look()


def test_a_notice_beside_the_text_is_told_once_as_a_state(
    desk: Callable[..., Desk], site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = watched(desk, site)
    say(site, NOTICE)
    one.round()
    assert one.mails == []  # one look is no proof
    minutes(one, 11)
    assert len(one.mails) == 1
    assert f'WITHDRAWN: the page says "{NOTICE}"' in one.mails[0]
    assert "Its text stands on the page as it was" in one.texts[0]
    assert "NOT COMPARED" not in one.texts[0]
    assert state(one) == ("withdrawn", f'withdrawn: the page says "{NOTICE}"')
    monkeypatch.setattr(SystemClock, "now", lambda _: one.clock.at)
    shown = printed(one, "status")
    assert "NEEDS YOU" in shown
    assert "its text still stands there and is compared on" in shown
    assert "NOT SEEN" not in printed(one, "log", "a")
    assert _in_report(one) == (True, f'the page says "{NOTICE}"')
    for _ in range(12):  # three hours
        one.round()
    assert len(one.mails) == 1
    assert len(remarked(one, "a")) == 1


def test_an_edit_of_a_withdrawn_text_is_told(desk: Callable[..., Desk], site: ScriptedSite) -> None:
    one = watched(desk, site)
    say(site, NOTICE)
    one.round()
    one.round()
    say(site, NOTICE, text=EDITED)
    one.round()
    assert [mail.split(":")[0] for mail in one.mails][:1] == ["WITHDRAWN"]
    assert '"oppose" → "regret"' in one.mails[1]
    assert state(one)[0] == "withdrawn"


def test_its_end_is_told_and_a_bad_spell_is_none(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    say(site, NOTICE)
    one.round()
    one.round()
    there = site.answers["/a"]
    site.answers["/a"] = (503, b"<title>Service unavailable</title>")
    one.round()
    site.answers["/a"] = there
    one.round()
    assert len(one.mails) == 1
    assert state(one)[0] == "withdrawn"
    say(site)
    one.round()
    assert "NO LONGER SAID TO BE WITHDRAWN" in one.mails[1]
    assert "no longer says that its text was withdrawn" in one.texts[1]
    assert state(one) == ("ok", None)
    assert len(one.mails) == 2


def test_a_notice_for_a_moment_is_told_to_nobody(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    say(site, NOTICE)
    one.look()
    one.clock.pass_by(minutes=15)
    one.look()
    say(site)
    minutes(one, 20)
    assert one.mails == []
    assert state(one) == ("ok", None)


def test_what_was_withdrawn_when_it_was_first_read_is_a_state_and_no_news(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site, NOTICE)
    one.round()
    assert one.mails == []
    assert state(one)[0] == "withdrawn"


def test_a_notice_within_the_text_is_told_as_its_change_alone(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    site.answers["/a"] = (200, page(f"{NOTICE}.", *TEXT))
    for _ in range(3):
        one.round()
    assert len(one.mails) == 1
    assert "ADDED" in one.mails[0]
    assert state(one)[0] == "ok"


def test_three_of_one_host_each_say_their_notice(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    for path in ("/a", "/b", "/c"):
        site.say(path, *TEXT)
    one = desk("/a", "/b", "/c")
    one.baseline()
    say(site, NOTICE)
    site.answers["/b"] = site.answers["/c"] = site.answers["/a"]
    one.round()
    one.round()
    assert len(one.mails) == 3
    assert all("WITHDRAWN" in mail for mail in one.mails)


@pytest.mark.parametrize(
    "note",
    [
        NOTICE, "This world news story was withdrawn on 3 May 2026", "This page is now withdrawn.",
        "The above statement has been officially retracted.",
        "この談話は、3月2日に撤回しました。", "本声明已于3月2日撤回。",
        "이 보도자료는 3월 2일 철회되었습니다.",
        "Ce communiqué a été retiré le 2 mars.", "Diese Erklärung wurde am 2. März zurückgezogen.",
        "Este comunicado ha sido retirado.", "Это заявление было отозвано.", "تم سحب هذا البيان.",
    ],
)  # fmt: skip
def test_a_notice_of_withdrawal_is_known(note: str) -> None:
    said = publisher_said(
        f"<html><body><p>{note}</p></body></html>".encode(), "text/html; charset=utf-8"
    )
    assert taken_back(said) == note


@pytest.mark.parametrize(
    "text",
    [
        "[Withdrawn] Guidance of 2020", "Withdrawn: 3 May 2026", "Troops were withdrawn in 2021.",
        "This statement was corrected on 5 May 2026.", "2 May 2026: withdrawn form removed.",
        "The treaty from which this country has withdrawn", "この条約から撤回しない。",
    ],
)  # fmt: skip
def test_what_speaks_of_something_else_is_none(text: str) -> None:
    said = publisher_said(
        f"<html><body><p>{text}</p></body></html>".encode(), "text/html; charset=utf-8"
    )
    assert taken_back(said) is None
