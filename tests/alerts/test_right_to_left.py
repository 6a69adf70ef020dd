"""Lines of ours around words in Arabic and Hebrew: the arrow leads from the old to the new."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from alerts import compose, slack_blocks
from alerts.as_json import as_json
from alerts.headline import headline, passage_headline, subject
from alerts.inert import bare, isolated
from alerts.notices import ChangeNotice, Envelope, NewNotice, SourceCard
from alerts.sentences import place
from storage.model import EditOp, Passage

Passages = Callable[..., Passage]
Changes = Callable[..., ChangeNotice]
SUPPORT: tuple[tuple[EditOp, str], ...] = (
    ("=", "الطرف الأول "),
    ("-", "لا يدعم"),
    ("+", "يدعم"),
    ("=", " الاستقلال."),
)
NOW = datetime(2025, 2, 13, 14, 26, tzinfo=UTC)
ARROW = '"\u2068لا يدعم\u2069" → "\u2068يدعم\u2069"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("יתמוך", "\u2068יתמוך\u2069"),
        ("the party's name, حزب", "\u2068the party's name, حزب\u2069"),
        ("支持する", "支持する"),
        ("2,000", "2,000"),
        ("", ""),
    ],
)
def test_only_what_holds_right_to_left_script_is_set_apart(text: str, expected: str) -> None:
    assert isolated(text) == expected
    assert bare(isolated(text)) == text


def test_each_side_of_an_arrow_is_set_apart(passage: Passages) -> None:
    assert passage_headline(passage(*SUPPORT)) == ARROW


def test_other_quotations_are_set_apart_too(passage: Passages) -> None:
    gone = passage(kind="removed", before="تم حذف هذه الجملة.", after="", edits=())
    assert passage_headline(gone) == 'REMOVED "\u2068تم حذف هذه الجملة.\u2069"'


def test_an_isolate_of_the_page_is_named_and_ends_none_of_ours(passage: Passages) -> None:
    forged = passage(("-", "لا\u2069 يدعم"), ("+", "يدعم"))
    assert passage_headline(forged) == '"\u2068لا⟦U+2069⟧ يدعم\u2069" → "\u2068يدعم\u2069"'


def test_the_heading_of_its_section_is_set_apart(passage: Passages) -> None:
    assert (
        place(passage(*SUPPORT, section="بيان", paragraph=2)) == '§ "\u2068بيان\u2069", paragraph 2'
    )
    assert place(passage(*SUPPORT, section="Funds", paragraph=2)) == '§ "Funds", paragraph 2'


def test_a_subject_sets_apart_who_says_it(
    passage: Passages, change: Changes, source: Callable[..., SourceCard]
) -> None:
    told = change(passage(*SUPPORT), source=source(publisher="وزارة الخارجية", name="بيان مشترك"))
    assert subject(told) == f"{ARROW} | \u2068وزارة الخارجية: بيان مشترك\u2069"


def test_what_is_cut_in_a_subject_is_cut_inside_its_isolate(
    passage: Passages, change: Changes, source: Callable[..., SourceCard]
) -> None:
    long = "كلمة " * 60
    told = change(
        passage(kind="removed", before=long, after="", edits=()),
        source=source(publisher=None, name=long),
    )
    said = subject(told)
    assert said.count("\u2068") == said.count("\u2069") == 2
    assert len(bare(said)) <= 110
    assert said.endswith("…\u2069")


def test_the_title_of_a_new_document_is_set_apart(source: Callable[..., SourceCard]) -> None:
    told = NewNotice(
        alert_id=1, source=source(), title="הצהרה משותפת", number=1, excerpt="", word_count=9,
        first_seen=NOW, capture_sha256="9f" * 32, chain_head="77" * 32,
    )  # fmt: skip
    assert headline(told) == 'NEW "\u2068הצהרה משותפת\u2069"'


def test_the_words_that_raised_a_flag_are_set_apart(
    passage: Passages, change: Changes, envelope: Callable[..., Envelope]
) -> None:
    told = change(
        passage(*SUPPORT, flags=("strength",)),
        evidence=((("strength", "up", "لا يدعم → يدعم"),),),
    )
    said = compose.text(told, envelope())
    assert "STRENGTH UP: \u2068لا يدعم\u2069 → \u2068يدعم\u2069" in said


def test_mail_and_slack_show_it_and_json_has_the_words_alone(
    passage: Passages, change: Changes, envelope: Callable[..., Envelope]
) -> None:
    told = change(passage(*SUPPORT))
    assert ARROW.replace('"', "&#34;") in compose.html(told, envelope())
    slack = slack_blocks.message(told, envelope(), threaded=False)
    assert ARROW in slack.text
    assert json.dumps(ARROW, ensure_ascii=False)[1:-1] in json.dumps(
        slack.blocks, ensure_ascii=False
    )
    assert as_json(told)["headline"] == '"لا يدعم" → "يدعم"'
