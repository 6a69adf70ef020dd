"""What a publisher says of its own changes, and what is no such note."""

import json

import pytest

from monitor.text.notes import publisher_said

HTML = "text/html; charset=utf-8"


def said(inner: str) -> str | None:
    page = f"<html><head><title>Readout</title></head><body><div>{inner}</div></body></html>"
    return publisher_said(page.encode(), HTML)


@pytest.mark.parametrize(
    "note",
    [
        "Amended: one name.",
        "Corrected on 13 February 2025", "Correction: the talks were held on Friday.",
        "CORRECTION (May 5): an earlier text named the wrong minister.",
        "[Editor’s note: paragraph 3 was amended.]",
        "This transcript has been updated to reflect the interpreter's words.",
        "This statement was corrected on 5 May 2026.",
        "An earlier version of this page gave another figure.",
        "Updated 13 February 2025: added the PDF version.", "*Updated to correct a name.",
        "This guidance was withdrawn on 1 January 2026", "（訂正）2月7日の発表を訂正しました。",
        "※一部訂正がありました。", "更正：数字有误。", "정정: 회담 날짜",
        "Rectificatif : le nom du ministre.",
        "Berichtigung: Das Treffen war am Freitag.", "Corrección: la fecha era otra.",
        "Исправлено 5 мая.", "تصحيح: ورد اسم خاطئ.",
    ],
)  # fmt: skip
def test_a_note_is_found_wherever_it_stands(note: str) -> None:
    assert said(f"<p>The ministers met.</p><div><p><em>{note}</em></p></div>") == note


@pytest.mark.parametrize(
    "text",
    [
        "Last updated: 13 February 2025", "Updated 13 February 2025", "Press release",
        "The ministers corrected the course of the talks.", "憲法改正について", "修正主義",
        "They spoke of the revised treaty.", "Editorial", "Clarity is needed.",
        "The statement will be updated.", "Correct answers were given. " * 20,
    ],
)  # fmt: skip
def test_a_date_or_a_sentence_is_no_note(text: str) -> None:
    assert said(f"<p>{text}</p>") is None


def test_an_update_history_is_read_newest_first() -> None:
    history = "".join(
        f'<li><time>{day} May</time><p class="gem-c-published-dates__change-note">{note}</p></li>'
        for day, note in ((9, "Added the Welsh text."), (5, "First published."))
    )
    assert said(f"<ol>{history}</ol>") == "Added the Welsh text.\nFirst published."


def test_what_stands_around_a_note_is_not_the_note() -> None:
    inner = "<p>Correction: it was Friday.</p> <a href='/'>Back</a>"
    assert said(f'<div class="correction">{inner}</div>') == "Correction: it was Friday."


def test_linked_data() -> None:
    linked = {"@type": "NewsArticle", "correction": {"@type": "CorrectionComment", "text": "A."}}
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    assert said(script) == "A."
    assert said('<script type="application/ld+json">{"correction": </script>') is None


def test_no_page_has_no_note() -> None:
    assert publisher_said(b"", HTML) is None
    assert publisher_said(b"\x89PNG Correction: x", HTML) is None


def test_words_within_words_keep_their_order() -> None:
    note = "<p>This <b>page <i>was</i></b> corrected<style>p {}</style> on <u>5 <i>May</i></u>.</p>"
    assert said(note) == "This page was corrected on 5 May."


def test_a_marked_note_is_cut_and_a_long_text_is_none() -> None:
    words = "Added a word. " * 100
    assert said(f"<p class=change-note>{words}</p>") == words[:1000]
    assert said(f"<p>Correction: {words}</p>") is None
