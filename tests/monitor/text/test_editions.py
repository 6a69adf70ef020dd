"""One statement as a web page, as a PDF and as plain text: typography at most."""

import re
from collections.abc import Callable, Sequence
from itertools import combinations, permutations

import pytest

from monitor.compare.compare import compare
from monitor.text.extract import Extraction, extract
from monitor.text.rules import Rules
from storage.model import DOUBT, Block

Placed = list[tuple[float, float, float, str]]

TITLE = "Joint Statement of the Ministers of the Isles"
PARAGRAPHS = (
    (
        "The ministers “reaffirmed” the 2026 accord – the first of its kind – and agreed on the "
        "co-production of ferries, on cooperation in the northern fisheries and on U.S.-built ones."
    ),
    (
        "They noted that 1,000,000 tonnes (3.5%) had been landed, and that the Indo-Pacific fleet "
        "didn’t sail in FY 2027."
    ),
    "Both sides intend to meet again in the harbour city before the end of the year.",
)
# The same over the lines of two columns, with the printer's hyphens and the words' own.
LEFT = [
    "The ministers “reaffirmed” the 2026 accord –", "the first of its kind – and agreed on the co-",
    "production of ferries, on coop-", "eration in the northern fisheries and on U.S.-",
    "built ones.",
]  # fmt: skip
RIGHT = [
    "They noted that 1,000,000 tonnes (3.5%) had", "been landed, and that the Indo-",
    "Pacific fleet didn’t sail in FY 2027.",
]  # fmt: skip
LAST = ["Both sides intend to meet again in the harbour", "city before the end of the year."]


def _html() -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{TITLE}</title>"
        f"<body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    ).encode()


# Of Helvetica, in thousandths of its size: letters that are not of the usual 556.
_NARROW = dict.fromkeys("ijl’", 222) | dict.fromkeys("ft.,I", 278) | dict.fromkeys("ckvxyzs", 500)
_WIDTHS = _NARROW | {"r": 333, "-": 333, "m": 833, "w": 722}


def width_of(text: str) -> float:
    """In points, of type of 11 points."""
    return sum(_WIDTHS.get(char, 556) for char in text) * 11 / 1000


def _plain() -> bytes:
    straight = str.maketrans("“”’–", '""\'-')
    return "\n\n".join((TITLE, *PARAGRAPHS)).translate(straight).encode()


def _pdf(one_pdf: Callable[..., bytes], placed: Callable[..., Placed]) -> bytes:
    head = [(72.0, 815.0, 8.0, "Ministry of Harbours")]
    feet = [[(290.0, 30.0, 8.0, str(number))] for number in (1, 2)]
    title = [(72.0, 780.0, 18.0, TITLE)]
    first = head + title + placed(LEFT) + placed(RIGHT, x=310) + feet[0]
    return one_pdf(first, head + placed(LAST) + feet[1])


def _blocks(body: bytes, content_type: str, language: str = "en") -> tuple[Block, ...]:
    found = extract(body, content_type, "https://example.org/statement", Rules(language=language))
    assert isinstance(found, Extraction), found
    return found.document.compared


def test_html_pdf_and_text_of_one_statement_have_the_same_wording(
    one_pdf: Callable[..., bytes], placed: Callable[..., Placed]
) -> None:
    editions = {
        "html": _blocks(_html(), "text/html"),
        "pdf": _blocks(_pdf(one_pdf, placed), "application/pdf"),
        "text": _blocks(_plain(), "text/plain"),
    }
    for (name, one), (other_name, other) in combinations(editions.items(), 2):
        found = compare(one, other, language="en")
        told = [passage.edits for passage in found.passages if passage.change == "wording"]
        assert (name, other_name, told) == (name, other_name, [])


# One statement a language: `|` is where a narrow column may break a word. Each has words with a
# hyphen of their own (re-sign, Indo-Pacific), hyphens that wait for a word, and plain words.
STATEMENTS = {
    "en": (
        (
            "The min|is|ters agreed on the co-op|er|a|tion of the Indo-Pa|cif|ic fleets and"
            " on the well-be|ing of all fish|er|men. They will re-sign the pre- and "
            "post-war ac|cords and will not re|sign. Some 1,000,000 tonnes were landed by "
            "the state-of-the-art ships in 2025-26."
        ),
        (
            "The gov|ern|ments re|af|firmed their coun|ter-ter|ror|ism com|mit|ments and "
            "so|cio-eco|nom|ic de|vel|op|ment in the north|ern har|bours be|fore the end of"
            " the year."
        ),
    ),
    "de": (
        (
            "Die Mi|nis|ter ver|ein|bar|ten ei|ne en|ge Zu|sam|men|ar|beit im See- und "
            "Luft|ver|kehr, ein deutsch-fran|zö|si|sches Ab|kom|men und die "
            "Wie|der|auf|nah|me der Ge|sprä|che."
        ),
        (
            "Die EU-Mit|glied|staa|ten be|kräf|tig|ten ih|re si|cher|heits|po|li|ti|sche "
            "Ver|ant|wor|tung für den in|do|pa|zi|fi|schen Raum, die Kü|sten|ge|bie|te und "
            "die Nord-Süd-Zu|sam|men|ar|beit."
        ),
    ),
    "fr": (
        (
            "Les mi|nis|tres ont réaf|fir|mé leur co|opé|ra|tion dans la ré|gion "
            "in|do-pa|ci|fi|que et le par|te|na|riat fran|co-al|le|mand, c’est-à-di|re les "
            "en|ga|ge|ments so|cio-éco|no|mi|ques."
        ),
        (
            "Au-de|là de cet|te dé|cla|ra|tion, les gou|ver|ne|ments sou|hai|tent-ils un "
            "rendez-vous an|nu|el sur les pê|che|ries sep|ten|trio|na|les et le bien-être "
            "des ma|rins ?"
        ),
    ),
}


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a narrow column, broken within words wherever more fits so."""
    lines, line = [], ""
    for word in text.split(" "):
        pieces = re.findall(r"[^|-]+-?|-", word)
        for at, piece in enumerate(pieces):
            gap = " " if line and at == 0 else ""
            last = at == len(pieces) - 1 or piece.endswith("-")
            if line and len(line) + len(gap) + len(piece) + (not last) > width:
                lines.append(line if at == 0 or line.endswith("-") else line + "-")
                line = piece
            else:
                line += gap + piece
    return [*lines, line]


def _columns(one_pdf: Callable[..., bytes], paragraphs: Sequence[str], width: int) -> bytes:
    """Two justified columns, and the last lines on a second page, under a running head."""
    lines: list[tuple[str, bool]] = []  # with whether it fills the column
    for paragraph in paragraphs:
        wrapped = _wrapped(paragraph, width)
        lines += [(line, at < len(wrapped) - 1) for at, line in enumerate(wrapped)]
    column = 1.04 * max(width_of(line) for line, _ in lines)
    tall = (len(lines) - 2) // 2
    pages: list[Placed] = []
    for number, shown in ((1, lines[: 2 * tall]), (2, lines[2 * tall :])):
        page = [(72.0, 815.0, 8.0, "Ministry of Harbours"), (290.0, 30.0, 8.0, str(number))]
        for at, (line, full) in enumerate(shown):
            left = 72.0 + (column + 30) * (at // tall)
            page += _set(line, left, 740 - 14 * (at % tall), column, full=full)
        pages.append(page)
    return one_pdf(*pages)


def _set(line: str, x: float, y: float, column: float, *, full: bool) -> Placed:
    """A line word by word, spread over the column where it fills it with no gaping hole."""
    words = line.split()
    spare = column - sum(map(width_of, words))
    gap = min(spare / (len(words) - 1), 20.0) if full and len(words) > 1 else 3.0
    shown: Placed = []
    for word in words:
        shown.append((x, y, 11.0, word))
        x += width_of(word) + gap
    return shown


def _editions(
    one_pdf: Callable[..., bytes], texts: Sequence[str], language: str
) -> dict[str, tuple[Block, ...]]:
    plain = [text.replace("|", "") for text in texts]
    page = "".join(f"<p>{text}</p>" for text in plain)
    html = f"<!DOCTYPE html><html><meta charset=utf-8><body><article>{page}</article></body></html>"
    found = {
        "html": _blocks(html.encode(), "text/html", language),
        "text": _blocks("\n\n".join(plain).encode(), "text/plain", language),
    }
    for width in (24, 27, 31):
        body = _columns(one_pdf, texts, width)
        found[f"pdf{width}"] = _blocks(body, "application/pdf", language)
    return found


@pytest.mark.parametrize("language", STATEMENTS)
def test_narrow_hyphenated_columns_have_the_wording_of_the_page(
    one_pdf: Callable[..., bytes], language: str
) -> None:
    editions = _editions(one_pdf, STATEMENTS[language], language)
    marks = [sum(b.text.count(DOUBT) for b in found) for found in editions.values()]
    assert marks[:2] == [0, 0]
    assert min(marks[2:]) >= 3, "too few words were broken to show anything"
    for (name, one), (other_name, other) in permutations(editions.items(), 2):
        found = compare(one, other, language=language)
        told = [passage.edits for passage in found.passages if passage.change == "wording"]
        assert (name, other_name, told) == (name, other_name, [])
        assert found.kind in {None, "typography"}
        assert (found.words_added, found.words_removed, found.flags) == (0, 0, ())


CHANGES = [  # with the word that went and the one that came
    ("en", ("were landed", "are landed"), "were", "are"),
    ("en", ("re-sign the", "resign the"), "re-sign", "resign"),
    ("en", ("1,000,000", "1,000"), "1,000,000", "1,000"),
    ("de", ("ei|ne en|ge", "kei|ne en|ge"), "eine", "keine"),
    ("fr", ("leur co", "sa co"), "leur", "sa"),
]


@pytest.mark.parametrize(("language", "change", "minus", "plus"), CHANGES)
def test_a_change_beside_the_hyphens_is_named_and_nothing_else(
    one_pdf: Callable[..., bytes], language: str, change: tuple[str, str], minus: str, plus: str
) -> None:
    before = STATEMENTS[language]
    after = [text.replace(*change) for text in before]
    pdf = _columns(one_pdf, before, 28)
    lines = [line for text in before for line in _wrapped(text, 28)]
    assert any(minus in line for line in lines), "broken itself: nothing could be seen"
    newer = _columns(one_pdf, after, 31), "application/pdf"
    html = "".join(f"<p>{text.replace('|', '')}</p>" for text in after).encode(), "text/html"
    for body, content_type in (newer, html):
        found = compare(
            _blocks(pdf, "application/pdf", language),
            _blocks(body, content_type, language),
            language=language,
        )
        edits = [e for one in found.passages if one.change == "wording" for e in one.edits]
        assert [edit for edit in edits if edit[0] != "="] == [("-", minus), ("+", plus)]
