"""What becomes of a page beside its words: replaced, withdrawn, rebuilt, moved, read otherwise."""

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.text import rules
from storage import captures, changes, sources, versions
from tests.monitor.conftest import json_lines, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.model import Change
    from tests.monitor.conftest import Desk, ScriptedSite

PACT = (
    "The two leaders met in Port Ansel on Tuesday to speak of the harbour.",
    "They oppose any unilateral change of the harbour rules.",
    "They do not support a toll on foreign ferries.",
    "Both delegations agreed that the fishing grounds stay open until the autumn.",
    "The ministers will meet again within the year.",
    "The text was agreed by both delegations at noon.",
)
OTHER = (
    "Bakers of the northern valley opened their annual fair this morning.",
    "Forty kinds of rye bread compete for a silver whisk.",
    "Visitors may taste whatever stands upon the long table.",
    "A brass band plays twice, before and after judging.",
    "Parking is free beside the old mill.",
)
LIST = tuple(f"Communiqué {n} of spring: see volume {n * 7}, sheet {n * 3}." for n in range(1, 9))


def _numbers(here: "Desk") -> list[int]:
    with here.scheduler.store.read() as rx:
        return [version.number for version in versions.history(rx, 1)]


def _last_change(here: "Desk") -> "Change":
    with here.scheduler.store.read() as rx:
        return changes.history(rx, 1)[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "state", "said"),
    [
        (OTHER, "replaced", "Bakers of the northern valley"),
        (LIST, "replaced", "Communiqué 1 of spring"),
        (
            ("This statement has been withdrawn.",),
            "withdrawn",
            "This statement has been withdrawn.",
        ),
        (("本声明は撤回しました。",), "withdrawn", "本声明は撤回しました。"),
    ],
)
def test_a_page_where_another_text_stands_is_told_once_with_the_last_text(
    site: "ScriptedSite",
    desk: "Callable[..., Desk]",
    now: tuple[str, ...],
    state: str,
    said: str,
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/a", *now)
    here.round()
    assert here.mails == [], "once is not enough"
    here.clock.pass_by(minutes=5)
    here.look()
    here.clock.pass_by(minutes=6)
    here.look()
    assert here.scheduler.watches[1].state == state
    assert len(here.mails) == 1
    assert here.mails[0].startswith(f"{state.upper()}: ")
    assert said in here.texts[0]
    assert PACT[0] in here.texts[0]
    assert "REMOVED" not in here.texts[0]
    assert "NOT COMPARED" in here.texts[0]
    here.round()
    assert (_numbers(here), len(here.mails)) == ([1], 1)
    site.say("/a", PACT[0], "They support any change of the harbour rules.", *PACT[2:])
    here.round()
    assert here.scheduler.watches[1].state == "ok"
    assert sorted(mail.split()[0] for mail in here.mails[1:]) == ['"oppose"', "SEEN"]


def test_a_redirect_to_another_article_is_no_change(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/fair", *OTHER)
    site.answers["/a"] = (302, b"", {"Location": "/fair"})
    here.round()
    for _ in range(2):
        here.clock.pass_by(minutes=6)
        here.look()
    assert [mail.partition(":")[0] for mail in here.mails] == ["REPLACED"]


def test_a_large_rewrite_is_a_change(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/a", *PACT[:2], *OTHER)
    here.round()
    assert _numbers(here) == [1, 2]
    assert len(here.mails) == 1
    assert here.scheduler.watches[1].state == "ok"


def test_a_text_every_sentence_of_which_was_edited_is_a_change(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/a", *(one.replace(".", " today.") for one in PACT))
    here.round()
    assert _numbers(here) == [1, 2]


def test_an_edit_seen_once_before_the_page_is_replaced_is_told_as_unconfirmed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/a", PACT[0], "They support any change of the harbour rules.", *PACT[2:])
    here.clock.pass_by(minutes=15)
    here.look()
    site.say("/a", *OTHER)
    for _ in range(4):
        here.clock.pass_by(minutes=5)
        here.look()
    told = sorted(mail for mail in here.mails)
    assert told[0].startswith('"oppose')
    assert told[0].endswith("unconfirmed")
    assert told[1].startswith("REPLACED")


def _boxed(text: tuple[str, ...], box: str) -> bytes:
    whole = page(*text).decode()
    return whole.replace("</body>", f"<div class=box><p>{box}</p></div></body>").encode()


def test_a_sentence_that_moved_to_a_side_box_is_told_and_flagged(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (200, _boxed(PACT, "Ferries today"))
    here = desk("/a")
    here.baseline()
    site.answers["/a"] = (200, _boxed((*PACT[:2], *PACT[3:]), PACT[2]))
    here.round()
    assert len(here.mails) == 1
    assert here.mails[0].startswith("REMOVED")
    assert "STILL ELSEWHERE ON THE PAGE" in here.texts[0]
    change = _last_change(here)
    assert "elsewhere" in change.comparison.flags
    assert "elsewhere" in change.comparison.passages[0].flags


def test_one_of_two_equal_sentences_removed_is_told_and_not_elsewhere(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT, PACT[2])
    here = desk("/a")
    here.baseline()
    site.say("/a", *PACT)
    here.round()
    assert len(here.mails) == 1
    assert here.mails[0].startswith("REMOVED")
    assert "elsewhere" not in _last_change(here).comparison.flags


def test_a_redesign_in_which_one_negation_went_is_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    def built(container: str, text: tuple[str, ...], around: str) -> tuple[int, bytes]:
        shown = "".join(f"<p>{one}</p>" for one in text)
        return 200, (
            f"<html lang=en><body>{around}<{container}>{shown}</div><footer>Arland</footer></body>"
        ).encode()

    text = (*PACT, *(f"Paragraph {n} speaks of ferry {n} and its berth." for n in range(5)))
    site.answers["/a"] = built("div class=story", text, "<nav>Menu</nav>")
    here = desk("/a", extra="language: en")
    here.baseline()
    here.clock.pass_by(days=2)
    edited = tuple(one.replace("do not support", "support") for one in text)
    site.answers["/a"] = built("div id=copy", edited, "<div class=top><a href=/>Home</a></div>")
    here.round()
    assert len(here.mails) == 1
    assert "NEGATION REMOVED" in here.texts[0]
    change = _last_change(here)
    assert [one.kind for one in change.comparison.passages] == ["changed"]
    assert "redesign" in change.comparison.flags


def test_a_page_that_moved_with_the_same_text_keeps_its_identity(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    site.say("/new", *PACT)
    site.answers["/a"] = (301, b"", {"Location": "/new"})
    here.round()
    here.round()
    assert (here.mails, _numbers(here)) == ([], [1])
    with here.scheduler.store.read() as rx:
        kept = captures.latest(rx, 1)
    assert kept is not None
    assert kept.exchange.final_url.endswith("/new"), "where it was read is evidence"


def test_log_says_when_and_whereto_a_page_moved_for_good(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    for path in ("/new", "/newer", "/passing"):
        site.say(path, *PACT)
    site.answers["/a"] = (302, b"", {"Location": "/passing"})
    here.round()
    for new in ("/new", "/new", "/newer"):
        site.answers["/a"] = (308, b"", {"Location": new})
        here.round()
    site.answers["/gone"] = (404, b"<title>Not found</title>")
    site.answers["/a"] = (301, b"", {"Location": "/gone"})
    here.round()
    log = [*("--store", str(here.folder / "readout.db")), "log", "a"]
    moved = [one for one in CliRunner().invoke(cli, log).output.splitlines() if "MOVED" in one]
    at = f"http://127.0.0.1:{site.port}"
    assert moved == [
        f" .   2026-03-02 09:15   MOVED for good to {at}/newer",
        f" .   2026-03-02 08:45   MOVED for good to {at}/new",
    ]
    (said,) = json_lines(CliRunner().invoke(cli, [*log, "--json"]).output)
    assert [one["url"] for one in said["moves"]] == [f"{at}/new", f"{at}/newer"]
    assert said["moves"][1]["at"].startswith("2026-03-02T09:15")


def test_a_source_that_is_removed_renamed_or_read_otherwise_keeps_its_history(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace("id: a,", "id: pact, formerly: a,"))
    site.say("/a", *PACT[:-1])
    here.round()
    assert len(here.mails) == 1
    assert _numbers(here) == [1, 2]
    here.configure(text.partition("sources:")[0] + "sources: []\n")
    with here.scheduler.store.read() as rx:
        (kept,) = sources.listing(rx)
        assert (kept.slug, kept.removed_at is None) == ("pact", False)
    assert _numbers(here) == [1, 2]
    back = text.replace("id: a,", "id: pact,").replace('select: "#text"', "select: body")
    here.configure(back)
    here.round()
    assert _numbers(here) == [1, 2, 3]
    assert _last_change(here).cause == "rules"
    assert len(here.mails) == 1


def test_an_extractor_that_reads_otherwise_alerts_nobody_and_the_next_edit_is_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.text import read

    plain = read.read
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()

    def otherwise(cut: object, given: object) -> object:
        from dataclasses import replace

        document = plain(cut, given)  # type: ignore[arg-type]
        return replace(document, blocks=document.blocks[1:])

    monkeypatch.setattr(read, "read", otherwise)
    monkeypatch.setattr(rules, "TEXT_RULES", rules.TEXT_RULES + 1)
    monkeypatch.setattr("monitor.text.find.find_container", lambda *_: "body", raising=True)
    site.say("/a", *(one.replace("do not support", "support") for one in PACT))
    here.round()
    assert _numbers(here) == [1, 2, 3]
    assert len(here.mails) == 1
    assert "NEGATION REMOVED" in here.texts[0]
    assert PACT[0] not in here.texts[0], "that it is read no more is ours"
    with here.scheduler.store.read() as rx:
        assert [one.cause for one in versions.history(rx, 1)] == [None, "rules", "page"]


def test_an_edit_made_between_the_two_looks_is_told_after_the_third(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.baseline()
    once = tuple(one.replace("do not support", "support") for one in PACT)
    site.say("/a", *once)
    here.clock.pass_by(minutes=15)
    here.look()
    site.say("/a", *(one.replace("at noon", "at dawn") for one in once))
    here.clock.pass_by(seconds=11)
    here.look()
    assert len(here.mails) == 1, "what both looks share"
    assert "NEGATION REMOVED" in here.texts[0]
    assert "dawn" not in here.texts[0]
    here.clock.pass_by(minutes=11)
    here.look()
    assert len(here.mails) == 2
    assert here.mails[1].startswith('"noon" → "dawn"')
    assert "NEGATION" not in here.texts[1]


def test_a_page_that_moved_and_is_not_modified_there_is_a_sighting(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (200, page(*PACT), {"ETag": '"one"'})
    here = desk("/a")
    here.baseline()
    site.answers["/new"] = (304, b"", {"ETag": '"one"'})
    site.answers["/a"] = (301, b"", {"Location": "/new"})
    here.round()
    watch = here.scheduler.watches[1]
    assert (watch.verdict, watch.state, here.mails) == ("not_modified", "ok", [])
    with here.scheduler.store.read() as rx:
        assert len(captures.history(rx, 1)) == 1
