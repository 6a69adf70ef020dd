"""PDFs: written by the tests, read in the child process."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import child
from monitor.text.hyphens import mended, vocabulary
from monitor.text.pdf import is_pdf, read_pdf
from monitor.text.rules import Rules
from storage.model import DOUBT, Document, Judgement

Pages = Callable[..., bytes]
Placed = Callable[..., list[tuple[float, float, float, str]]]


def texts(body: bytes, rules: Rules | None = None) -> list[tuple[str, str]]:
    found = read_pdf(body, rules)
    assert isinstance(found, Document), found
    return [(block.kind, block.text) for block in found.blocks]


def test_paragraphs_over_lines_and_pages(one_pdf: Pages, placed: Placed) -> None:
    first = placed(
        [
            "The two governments met in the harbour city and agreed on the co-",
            "production of ferries, on the exchange of experts and on coop-",
            "eration in the northern fisheries.",
            "A second paragraph begins, since the line above ended short,",
            "and it goes on over the end of the page without any full stop so",
        ]
    )
    second = placed(["that it ends here. The Indo-", "Pacific keeps its mark."])
    assert texts(one_pdf(first, second)) == [
        ("paragraph", ("The two governments met in the harbour city and agreed on the"
         f" co-{DOUBT}production of ferries, on the exchange of experts and on coop{DOUBT}eration"
         " in the northern fisheries.")),
        ("paragraph", ("A second paragraph begins, since the line above ended short, and it goes on"
         " over the end of the page without any full stop so that it ends here. The Indo-Pacific"
         " keeps its mark.")),
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other(one_pdf: Pages, placed: Placed) -> None:
    left = placed(["The left column of this page begins", "here, and its lines are as full as",
                   "they can be, until it is over."])  # fmt: skip
    right = placed(["The right column follows the left", "and is read after all of it, however",
                    "the lines stand in the file."], x=310)  # fmt: skip
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    title = [(120.0, 790.0, 18.0, "A title that spans both of the columns")]
    assert texts(one_pdf(title + mixed)) == [
        ("heading", "A title that spans both of the columns"),
        ("paragraph", ("The left column of this page begins here, and its lines are as full as they"
         " can be, until it is over.")),
        ("paragraph", ("The right column follows the left and is read after all of it, however the"
         " lines stand in the file.")),
    ]  # fmt: skip


# Of Helvetica, in thousandths of its size: letters that are not of the usual 556.
_NARROW = dict.fromkeys("ijl", 222) | dict.fromkeys("ft., ", 278) | dict.fromkeys("ckvxyzs", 500)
_WIDTHS = _NARROW | {"r": 333, "m": 833, "w": 722}


def _width(text: str) -> float:
    return sum(_WIDTHS.get(char, 556) for char in text) * 11 / 1000


def _justified(lines: list[str], x: float, width: float) -> list[tuple[float, float, float, str]]:
    """Each word by itself, spread over the width of its column; the last line is not."""
    shown: list[tuple[float, float, float, str]] = []
    for number, line in enumerate(lines):
        words = line.split()
        gap = (width - _width(line.replace(" ", ""))) / (len(words) - 1)
        left = x
        for word in words:
            shown.append((left, 740 - 14 * number, 11, word))
            left += _width(word) + (gap if number < len(lines) - 1 else 3)
    return shown


def test_justified_columns_with_wide_spaces(one_pdf: Pages) -> None:
    left = ["the ministers spoke of the harbour", "fisheries and of the",
            "establishment of committees", "for all of the northern waters",
            "that are to report next year."]  # fmt: skip
    right = ["a further round of their talks is", "considered by both of",
             "the governments for autumn", "when a new agreement shall be",
             "signed in the harbour city."]  # fmt: skip
    body = one_pdf(_justified(left, 72, 190) + _justified(right, 300, 190))
    assert [text for _, text in texts(body)] == [" ".join(left), " ".join(right)]


def test_a_justified_line_of_two_words_is_no_row_of_a_table(one_pdf: Pages) -> None:
    lines = ["the ministers spoke of the", "harbour state-of-the-art",
             "machines and of the waters", "that lie north of the city."]  # fmt: skip
    assert texts(one_pdf(_justified(lines, 72, 150))) == [("paragraph", " ".join(lines))]


def test_a_table_of_two_columns_stays_a_table(one_pdf: Pages) -> None:
    rows = ["harbour ferries", "waters fisheries", "city committees"]
    wide = [*rows, ""]  # every row is spread
    assert texts(one_pdf(_justified([*wide[:3], "a b"], 72, 300)[:-2])) == [
        ("row", row.replace(" ", " | ")) for row in rows
    ]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_right_column_may_end_early(one_pdf: Pages, count: int) -> None:
    left = [
        "the ministers spoke of the harbour fisheries",
        "and of the establishment of committees for",
        "all of the northern waters that are to report",
        "next year, and they agreed that a further",
        "round of their talks is to be held in a city",
    ]
    right = [
        "which lies at the harbour on the northern side",
        "of the strait, as it has for many years since",
        "the two of them were founded by the settlers",
    ][:count]
    body = one_pdf(_justified(left, 72, 225) + _justified(right, 320, 225))
    assert [text for _, text in texts(body)] == [" ".join(left + right)]


def test_a_date_beside_a_text_is_no_column(one_pdf: Pages, placed: Placed) -> None:
    words = ["The ministers met in the harbour city", "and agreed on a further round of talks"]
    lines = placed([*words, "that is to be held in the autumn."])
    date = [(400.0, lines[0][1], 11.0, "7 February 2025")]
    assert "7 February 2025" in texts(one_pdf(lines + date))[0][1]


def test_running_headers_and_page_numbers_are_no_text(one_pdf: Pages, placed: Placed) -> None:
    def one(number: int) -> list[tuple[float, float, float, str]]:
        header = [(72.0, 805.0, 9.0, "Ministry of Harbours")]
        return header + placed([f"Page {'abc'[number]} says this."]) + [
            (290.0, 30.0, 9.0, f"- {number + 1} -")
        ]  # fmt: skip

    found = texts(one_pdf(one(0), one(1), one(2)))
    assert [text for _, text in found] == [f"Page {name} says this." for name in "abc"]
    alone = [*placed(["A text."]), (290.0, 30.0, 9.0, "1")]
    assert texts(one_pdf(alone)) == [("paragraph", "A text.")]


def test_a_title_that_later_pages_repeat_stays(one_pdf: Pages, placed: Placed) -> None:
    title = [(72.0, 800.0, 16.0, "Harbour Accord")]
    header = [(72.0, 805.0, 9.0, "Harbour Accord")]
    body = one_pdf(title + placed(["One."]), header + placed(["Two."]), header + placed(["Three."]))
    assert [text for _, text in texts(body)] == ["Harbour Accord", "One.", "Two.", "Three."]


def test_japanese_lines_are_joined_without_spaces(one_pdf: Pages, placed: Placed) -> None:
    lines = [
        "　両大臣は、火曜日に港町で会談し、漁業、鉄道及び小麦",
        "の価格について一時間にわたり意見交換を行いました。双",
        "方は協力を続けることで一致しました。",
        "１　冒頭、外務大臣から、会談を歓迎する旨述べました。",
        "　次に、関税の問題を議論しました。",
    ]
    assert texts(one_pdf(placed(lines, size=12, step=18))) == [
        ("paragraph", lines[0] + lines[1] + lines[2]),
        ("item", lines[3]),
        ("paragraph", lines[4]),
    ]


def test_tables_and_lists(one_pdf: Pages, placed: Placed) -> None:
    body = one_pdf(
        placed(["Fish", "Herring", "Cod"]) + placed(["2025", "1,200", "30"], x=300)
        + placed(["• a hotline", "• a joint committee", "(1) a review"], y=600)
    )  # fmt: skip
    assert texts(body) == [
        ("row", "Fish | 2025"),
        ("row", "Herring | 1,200"),
        ("row", "Cod | 30"),
        ("item", "a hotline"),
        ("item", "a joint committee"),
        ("item", "(1) a review"),
    ]


def test_title_language_and_ignored_texts(one_pdf: Pages, placed: Placed) -> None:
    body = one_pdf(placed(["For release at noon."]) + placed(["Text."], y=600), title="港の協定")
    found = read_pdf(body, Rules(language="en", ignore_text=("^For release",)))
    assert isinstance(found, Document)
    assert (found.title, found.language, found.text) == ("港の協定", "en", "Text.")
    assert found.published is found.modified is found.headline is None


def test_pictures_only(picture_pdf: bytes) -> None:
    reason = "the PDF holds only images: no text"
    assert read_pdf(picture_pdf) == Judgement(verdict="empty", reason=reason)


def test_encrypted(one_pdf: Pages, placed: Placed) -> None:
    body = one_pdf(placed(["Secret."]))
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>] /Root"
        % (b"1f" * 32, b"2e" * 32)
    )
    found = read_pdf(body.replace(b"/Root", lock, 1))
    assert found == Judgement(verdict="failed", reason="the PDF is encrypted")


def test_damaged(one_pdf: Pages, placed: Placed) -> None:
    reason = "the PDF is damaged and cannot be opened"
    assert read_pdf(b"%PDF-1.7\nnothing of the kind") == Judgement(verdict="failed", reason=reason)


def _interpreter(monkeypatch: pytest.MonkeyPatch, path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", os.fspath(path))


def test_a_crash_is_contained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _interpreter(monkeypatch, tmp_path / "python", "kill -SEGV $$")
    reason = "reading the PDF brought its process down (signal 11)"
    assert read_pdf(b"%PDF-1.7") == Judgement(verdict="failed", reason=reason)


def test_a_child_that_never_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _interpreter(monkeypatch, tmp_path / "python", "exec sleep 30")
    monkeypatch.setattr(child, "SECONDS", 0.2)
    found = read_pdf(b"%PDF-1.7")
    assert isinstance(found, Judgement)
    assert "took longer than" in str(found.reason)


def test_the_child_sees_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hush")
    _interpreter(monkeypatch, tmp_path / "python", f"env > {tmp_path}/seen; echo")
    read_pdf(b"%PDF-1.7")
    assert "hush" not in (tmp_path / "seen").read_text()


def test_magic() -> None:
    assert is_pdf(b"\r\n  %PDF-1.4")
    assert not is_pdf(b" " * 1100 + b"%PDF-1.4")
    assert not is_pdf(b"<html>")


@settings(max_examples=5)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value(noise: bytes) -> None:
    assert isinstance(read_pdf(b"%PDF-1.4\n" + noise), Judgement)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("on coop-", "eration", "on coop|eration"),
        ("on co-", "production", "on co-|production"),
        ("state-of-the-", "art", "state-of-the-|art"),
        ("a re-", "sign of it", "a re-|sign of it"),
        ("by ship-", "ping", "by ship|ping"),
        ("peace—coop-", "eration", "peace—coop|eration"),
        ("and/or-", "ganised", "and/or|ganised"),
        ("soft\u00ad", "ware", "soft|ware"),
        ("a re\u00ad", "sign of it", "a re-|sign of it"),
        ("in\u2010", "formed", "in|formed"),
        (f"Zusam{DOUBT}menar-", "beit", "Zusam|menar|beit"),
        ("pre-", "and post-war", "pre-| and post-war"),
        ("See-", "und Luftverkehr", "See-| und Luftverkehr"),
        ("thou-", "sand", "thou|sand"),
        ("JOINT SHIP-", "PING", "JOINT SHIP|PING"),
        ("US-", "EU talks", "US-|EU talks"),
        ("by Mac-", "Arthur", "by Mac|Arthur"),
        ("the Indo-", "Pacific", "the Indo-Pacific"),
        ("an F-", "35 jet", "an F-35 jet"),
        ("in 2025-", "26", "in 2025-26"),
        ("U.S.-", "built", "U.S.-built"),
        ("a pause -", "then", None),
        ("-", "then", None),
        ("no hyphen", "here", None),
        ("", "", None),
    ],
)
def test_broken_words(before: str, after: str, expected: str | None) -> None:
    """Where the hyphen's kind is in doubt (here `|`), the more likely reading is shown."""
    words = vocabulary(["They would re-sign the paper.", "the shipping line-"])
    assert mended(before, after, words) == (expected and expected.replace("|", DOUBT))
