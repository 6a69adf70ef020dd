"""What tells which affair a document is about, whatever its language: days, figures, names, words.

Wording is not understood here; what is taken is what two texts about one meeting have in common and
two texts about two meetings have not.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from monitor.compare import across, across_items, sentences
from monitor.compare.fold import fold
from monitor.discover.dates import said_date
from storage.model import Block, Document

Token = tuple[str, object]  # its sort and its value

_SENTENCE = (
    40  # letters: two texts do not hold a longer one by chance; an ideograph counts for three
)
_SMALL = 12  # a figure up to that, without a unit, counts something in any text
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
_STEM = 5  # letters: `Japan` and `Japanese` are one word of a title
# What titles of statements are made of, and says nothing of which one it is.
_OF_ANY_TITLE = """
    the and for with from between after before during into over under about his her their our its
    new not this that are was were has have will all statement statements joint press release
    releases readout remarks meeting meetings call telephone phone talk talks conversation summit
    visit visits briefing conference comments comment speech address transcript fact sheet
    holds held meets met speaks spoke hosts hosted receives received
    declaration communique communiqué minister ministers ministry foreign secretary state president
    prime vice deputy office government leaders affairs spokesperson department
    déclaration déclarations conjointe conjoint entretien entretiens ministre ministres
    étrangères affaires président présidente premier première avec sur les des pour entre dans
    erklärung gemeinsame gemeinsamer presse gespräch treffen außenminister ministerin bundeskanzler
    bundesregierung mit der die das und über zur zum von vom
    declaración conjunta comunicado reunión ministro ministra exteriores presidente con sobre
    заявление совместное встреча переговоры министр министра иностранных дел президент президента
    беседа телефонный разговор
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a document for telling which statement it belongs to.

    `source` is the id of its source, `statement` the one it is in already, `day` the day it was
    published, `host` where it is listed. `tokens` stand in a text of any language, `title` are the
    telling words of the title, `said` its longer sentences, folded.
    """

    source: str
    publisher: str | None
    host: str | None
    language: str | None
    day: date | None
    statement: str | None
    heading: str
    title: frozenset[str]
    tokens: frozenset[Token]
    said: frozenset[str]


def facts_of(
    document: Document,
    *,
    source: str,
    publisher: str | None = None,
    host: str | None = None,
    published: str | None = None,
    called: str | None = None,
    statement: str | None = None,
    terms: Collection[str] = (),
) -> Facts:
    """The facts of a document as it was read.

    `published` is what the listing says, ISO 8601; else the page's own date counts. `called` is
    what the listing calls it, where it has no title of its own, as many a PDF. `terms` are the
    names of the watched term sets that stand in it: they mean the same in all languages.
    """
    day = _day(published) or _day(document.published)
    language = (document.language or next(iter(across.languages(document.blocks)), "")).lower()
    first = next((block.text for block in document.blocks[:3] if block.kind == "heading"), None)
    heading = document.headline or first or document.title or called or ""
    return Facts(
        source=source,
        publisher=publisher,
        host=host,
        language=language.partition("-")[0] or None,
        day=day,
        statement=statement,
        heading=heading,
        title=_telling(heading),
        tokens=_tokens(document.blocks, language, day) | {("term", name) for name in terms},
        said=frozenset(_said(document.blocks)),
    )


def _day(said: str | None) -> date | None:
    found = said_date(said)
    return date.fromisoformat(found[:10]) if found else None


def _telling(heading: str) -> frozenset[str]:
    """The words of a title that tell it from others; of ideographs each two neighbours."""
    text = fold(heading).lower()
    words = set(_WORD.findall(_IDEOGRAPHS.sub(" ", text))).difference(_OF_ANY_TITLE.split())
    pairs = {run[at : at + 2] for run in _IDEOGRAPHS.findall(text) for at in range(len(run) - 1)}
    return frozenset(word[:_STEM] for word in words) | pairs


def persons(heading: str, names: Collection[str]) -> int:
    """How many a title names: of the names, by their stems, those side by side are of one."""
    runs, was = 0, False
    for word in _WORD.findall(fold(heading).lower()):
        known = word[:_STEM] in names
        runs, was = runs + (known and not was), known
    return runs


def _tokens(blocks: Collection[Block], language: str, day: date | None) -> frozenset[Token]:
    found: set[Token] = set()
    lower = {word for block in blocks for word in re.findall(r"(?<![\w.])[a-z]+", block.text)}
    for item in across_items.read(list(blocks), language):
        for figure in item.figures:
            if figure.unit is not None or figure.value > _SMALL or figure.value.denominator > 1:
                found.add(("figure", figure.value))
        for moment in item.dates:
            if moment.month and moment.day and not _is_near(moment.month, moment.day, day):
                found.add(("date", (moment.month, moment.day)))
        found |= {("name", name) for name in item.names if name not in lower and len(name) > 2}
    return frozenset(found)


def _is_near(month: int, at: int, day: date | None) -> bool:
    """Whether a day of the year is that of publication or a neighbour: every text names it."""
    if day is None:
        return False
    try:
        other = date(day.year, month, at)
    except ValueError:
        return False
    return abs((other - day).days) <= 1


def _said(blocks: Collection[Block]) -> set[str]:
    """The sentences that no two texts hold by chance."""
    folded = (
        unicodedata.normalize("NFKC", fold(sentence)).strip()
        for block in blocks
        for sentence in sentences.split(block.text)
    )
    return {one for one in folded if len(one) + 2 * len(_IDEOGRAPH.findall(one)) >= _SENTENCE}
