import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html as lxml_html

from alerts import compose, slack_blocks
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    Envelope,
    NewNotice,
    OperatorNotice,
    SampleNotice,
    SourceCard,
    StateNotice,
)
from storage.model import Passage

HEARTBEAT = """\
412 sources. In the last 24 h: 2 wording.

NOT SEEN  mofa-press: blocked, 2025-02-12 08:00 to now, 2 d
DISK  store 3.1 GB, 41.0 GB free
ROOT abababab   (keep this message: it is a witness)
MORE  readout status | readout verify
"""

AT = datetime(2025, 2, 13, 14, 25, tzinfo=UTC)

HARBOR = """\
2 sentences changed, the rest identical. Seen twice, 11 s apart. Page re-dated to 13 Feb 2025; no note of what changed.
WHEN  Tokyo 13 Feb 23:10-23:25 | New York 09:10-09:25 | UTC 14:10-14:25  (old words last read in full / new words first read)

1/2  NEGATION REMOVED | TERM "separation" 1 -> 0   § "Regional issues", paragraph 3
  We oppose any change to the treaty from either bank[-; we do not support the separation of the Isles; and we-]{+. We+} expect every difference to be settled by talks among the…
  WAS  We oppose any change to the treaty from either bank; we do not support the separation of the Isles; and we expect every difference to be settled by talks among the fishing towns, free from pressure, under the eyes of the harbor council.
  NOW  We oppose any change to the treaty from either bank. We expect every difference to be settled by talks among the fishing towns, free from pressure, under the eyes of the harbor council.

2/2  NUMBER   § "Funds", paragraph 1
  予算は[-1-]{+2+}兆円とする。
  WAS  予算は1兆円とする。
  NOW  予算は2兆円とする。

THIS PHRASE  removed 5 May 2022 (@2), restored 28 May 2022 (@3)
NOT TOLD  3 typographic differences
NOT SEEN NOW  ostria-press: blocked since 4 Feb.
PAGE  https://www.example.org/statements/harbor?x=1&y=2
CAPTURE sha256 9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f   CHAIN HEAD 7777777777777777777777777777777777777777777777777777777777777777   (keep this message: it is a witness)
MORE  readout diff lorvania-harbor 3 4 | readout show lorvania-harbor@3 | readout log lorvania-harbor | readout find 'we do not support the separation of the Isles' | readout proof lorvania-harbor 3 4
"""  # noqa: E501 - as it is read


def harbor(passage: Callable[..., Passage], change: Callable[..., ChangeNotice]) -> ChangeNotice:
    tail = (
        " expect every difference to be settled by talks among the fishing towns, free from"
        " pressure, under the eyes of the harbor council."
    )
    return change(
        passage(
            ("=", "We oppose any change to the treaty from either bank"),
            ("-", "; we do not support the separation of the Isles; and we"),
            ("+", ". We"),
            ("=", tail),
            flags=("negation", "term:separation"),
        ),
        passage(
            ("=", "予算は"), ("-", "1"), ("+", "2"), ("=", "兆円とする。"),
            flags=("number",), section="Funds", paragraph=1,
        ),
        term_counts=(("separation", 1, 0),),
        phrase_history=("removed 5 May 2022 (@2)", "restored 28 May 2022 (@3)"),
        unseen=("ostria-press: blocked since 4 Feb.",),
        typographic_count=3,
    )  # fmt: skip


def test_the_whole_text(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    assert compose.text(harbor(passage, change), envelope()) == HARBOR


def test_typography_is_told_with_its_kinds(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    quotes = passage(
        ("=", "We "), ("-", "“"), ("+", '"'), ("=", "agree"),
        change="typography", typography=("quotes", "spaces"),
    )  # fmt: skip
    head = passage(
        ("=", "Peace"), change="typography", typography=("layout",), layout="heading → paragraph"
    )
    said = compose.text(change(quotes, head, change="typography", flags=()), envelope())
    assert said.startswith(
        "2 sentences set differently (quotes, spaces, layout), not a word changed."
    )
    assert "1/2  TYPOGRAPHY: quotes, spaces " in said
    assert "2/2  TYPOGRAPHY: layout | LAYOUT: heading → paragraph " in said


def test_html_says_the_same_with_and_without_colour(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    page = lxml_html.fromstring(compose.html(harbor(passage, change), envelope()))
    gone, came = page.findall(".//del"), page.findall(".//ins")
    assert [found.text for found in gone] == [
        "; we do not support the separation of the Isles; and we", "1",
    ]  # fmt: skip
    assert [found.text for found in came] == [". We", "2"]
    assert all("line-through" in found.get("style", "") for found in gone)
    assert any(found.text_content() == "予算は12兆円とする。" for found in page.findall(".//p")), (
        "nothing may stand between the parts of a sentence"
    )
    assert page.xpath("//a/@href") == ["https://www.example.org/statements/harbor?x=1&y=2"] * 2
    said = " ".join(page.text_content().split())
    for words in ("Seen twice, 11 s apart.", "NEGATION REMOVED", "WAS We oppose", "CHAIN HEAD 777"):
        assert words in said


def test_page_text_is_only_text_in_html(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    source: Callable[..., SourceCard],
) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}{% raw %}\x1b[2J"
    notice = change(
        passage(("=", evil), ("-", evil), ("+", evil), section=evil, flags=(f"term:{evil}",)),
        source=source(name=evil, publisher=evil, url="javascript:alert(3)"),
        publisher_said=evil, unseen=(evil,),
    )  # fmt: skip
    written = compose.html(notice, envelope())
    page = lxml_html.fromstring(written)
    assert not page.xpath("//script | //img | //@onerror | //a")
    assert "\x1b" not in written
    assert "{{ 7*7 }}" in page.text_content()
    assert "\x1b" not in compose.text(notice, envelope())


def test_page_text_cannot_write_our_lines(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    forged = passage(("-", "x\nPAGE  https://evil.example\n\nMORE  rm -rf"), kind="removed")
    said = compose.text(change(forged), envelope())
    assert len(re.findall(r"^PAGE", said, re.MULTILINE)) == 1
    assert len(re.findall(r"^MORE", said, re.MULTILINE)) == 1


def test_each_passage_says_in_words_what_became_of_it(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    word = (("-", "oppose"), ("+", "welcome"))
    notice = change(
        passage(*word, flags=("strength",)),
        passage(("-", "They shall meet."), kind="removed", flags=("modality",)),
        passage(("+", "They met."), kind="added"),
        passage(("=", "They part."), kind="moved"),
    )
    said = compose.text(notice, envelope())
    assert said.startswith("1 sentence changed, 1 removed, 1 added, 1 moved, the rest identical. ")
    place = '   § "Regional issues", paragraph 3\n'
    for head in (
        "1/4  STRENGTH", "2/4  REMOVED | MODALITY", "3/4  ADDED", "4/4  MOVED",
    ):  # fmt: skip
        assert f"\n{head}{place}" in said


def test_a_long_diff_is_shortened_with_a_count_and_kept_whole_beside(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    many = tuple(
        passage(("=", f"Clause {n} is "), ("-", "old"), ("+", "new"), ("=", "."))
        for n in range(1, 31)
    )
    notice = change(*many)
    said = compose.text(notice, envelope())
    assert "12/30" in said
    assert "13/30" not in said
    assert "18 more passages are left out here" in said
    whole = compose.whole_diff(notice, envelope())
    assert whole is not None
    assert all(f"Clause {n} is new." in whole for n in range(1, 31))
    assert compose.whole_diff(change(*many[:12]), envelope()) is None


def test_one_endless_sentence_is_cut_and_kept_whole_beside(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    notice = change(passage(("-", "and so on " * 5_000), kind="removed"))
    assert len(compose.text(notice, envelope())) < 8_000
    assert len(compose.whole_diff(notice, envelope()) or "") > 50_000


def test_how_sure(change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]) -> None:
    unsure = change(confirmed=False, not_before=None, redated=("2025-02-07", "2025-02-07"))
    said = compose.text(unsure, envelope())
    assert "NOT CONFIRMED: seen once" in said
    assert "Page date unchanged (7 Feb 2025); no note of what changed." in said
    assert "when the old ones last stood there is not known" in said
    told = change(redated=(None, None), publisher_said="Corrected on 13 February", same_as=1)
    said = compose.text(told, envelope())
    assert said.startswith("The text is the same as version 1 again. ")
    assert 'The publisher says: "Corrected on 13 February".' in said


@pytest.mark.parametrize(
    ("redated", "said"),
    [
        (("2025-02-07", None), "7 Feb 2025 is no longer given as the page's one date; no note"),
        ((None, "2025-02-13"), "Page now dated 13 Feb 2025; no note"),
        ((None, None), "No note of what changed"),
    ],
)
def test_a_date_that_is_not_one_any_more_was_not_taken_away(
    redated: tuple[str | None, str | None],
    said: str,
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    assert f"11 s apart. {said}" in compose.text(change(redated=redated), envelope())


def test_looks_within_one_minute_are_said_to_be_so(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    said = compose.text(change(not_before=AT, first_seen=AT.replace(second=40)), envelope())
    assert (
        "WHEN  Tokyo 13 Feb 23:25 | New York 09:25 | UTC 14:25  "
        "(old words last read in full and new words first read within this minute)\n"
    ) in said


def test_when_a_new_document_came(
    source: Callable[..., SourceCard], envelope: Callable[..., Envelope]
) -> None:
    new = NewNotice(
        alert_id=2, source=source(), number=1, title="A Toast", excerpt="", word_count=2,
        not_before=AT, first_seen=AT + timedelta(seconds=9), capture_sha256="", chain_head="",
    )  # fmt: skip
    at_once, later = new, replace(new, not_before=AT - timedelta(minutes=9))
    assert "(not there, then read, within this minute)" in compose.text(at_once, envelope())
    assert "(not there / read)" in compose.text(later, envelope())


@pytest.mark.parametrize(
    ("count", "unparted", "said"),
    [(79, True, "79 characters"), (1, True, "1 character"), (412, False, "412 words"),
     (1, False, "1 word")],
)  # fmt: skip
def test_the_length_of_a_new_document_is_said_in_what_its_writing_parts(
    count: int,
    unparted: bool,  # noqa: FBT001
    said: str,
    source: Callable[..., SourceCard],
    envelope: Callable[..., Envelope],
) -> None:
    new = NewNotice(
        alert_id=2, source=source(), number=1, title="A Toast", excerpt="…", word_count=count,
        unparted=unparted, first_seen=AT, capture_sha256="", chain_head="",
    )  # fmt: skip
    assert f"New document, {said}." in compose.text(new, envelope())


def test_the_other_kinds(
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
    envelope: Callable[..., Envelope],
) -> None:
    new = NewNotice(
        alert_id=2, source=source(), number=1, title="A Toast", excerpt="Friends!\n\nWelcome.",
        word_count=2, published="2025-02-13", found_by="ostria-press", first_seen=AT,
        capture_sha256="ab" * 32, chain_head="cd" * 32,
    )  # fmt: skip
    gone = StateNotice(
        alert_id=3, source=source(), state="gone", verdict="gone", reason="404", since=AT,
        last_good=AT, last_version=4, excerpt="The last words.", remedy="check the address",
    )  # fmt: skip
    broken = StateNotice(
        alert_id=4, source=None, about="channel desk", state="broken", verdict=None,
        reason="login refused: 535", since=AT, last_good=None, last_version=None, remedy="renew it",
    )  # fmt: skip
    lines = OperatorNotice(subject="Disk", lines=("800 MB left.",))
    said = compose.text(DigestNotice(members=(change(), new, gone, broken, lines)), envelope())
    for words in (
        '"oppose" → "welcome" | Lorvania Foreign Office',
        "New document, 2 words, dated 13 Feb 2025 by the page, found in ostria-press.",
        "  Friends!\n\n  Welcome.",
        "Gone: 404.",
        "The last text begins:",
        "last read in full 13 Feb 23:25 Tokyo",
        "NOT SEEN: login refused: 535 | channel desk",
        "WHAT TO DO  renew it",
        "800 MB left.",
    ):
        assert words in said
    assert "[-oppose-]{+do not support+}" in compose.text(SampleNotice(channel="d"), envelope())


def test_a_flag_says_the_words_that_raised_it(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    edits = (("=", "They "), ("-", "agreed on"), ("+", "did not discuss"), ("=", " it."))
    one = passage(*edits, flags=("negation", "strength", "expect", "same_value", "restored"))
    raised = (
        ("negation", "added", "not"),
        ("strength", "down", "agreed → discuss\n\u202e" + "x" * 200),
        ("expect", "", "agreed on it"),
        ("restored", "", "from @1"),
    )
    text = compose.text(change(one, evidence=(raised,)), envelope())
    (line,) = [line for line in text.splitlines() if line.startswith("1/1")]
    labels = [label.split("   ")[0] for label in line[5:].split(" | ")]
    assert labels[0] == "NEGATION ADDED: not"
    assert labels[1].startswith("STRENGTH DOWN: agreed → discuss ⟦U+202E⟧xxx")
    assert len(labels[1]) < 120
    assert labels[2:] == ["EXPECTED PHRASE GONE: agreed on it", "SAME VALUE", "RESTORED from @1"]


def test_a_heartbeat_is_the_same_in_mail_and_slack() -> None:
    summary, _, not_seen, disk, *_ = HEARTBEAT.splitlines()
    notice = OperatorNotice(
        subject="not quiet: 1 source not seen",
        lines=(summary, not_seen, disk),
        heartbeat=True,
        root="abababab",
    )
    envelope = Envelope(message_id="<1@readout>", fixed_at=AT)
    assert compose.text(notice, envelope) == HEARTBEAT
    message = slack_blocks.message(notice, envelope, threaded=False)
    for said in (summary, not_seen.replace("  ", " "), disk.replace("  ", " "), "ROOT abababab"):
        assert said in message.plain
        assert said in str(message.blocks)
