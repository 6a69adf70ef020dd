"""What of an item stands in any language: its number, figures, dates, and Latin names."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitor.compare import across_dates as dates
from monitor.compare import across_figures as figures
from monitor.compare import across_letters as letters
from monitor.compare import lexicon
from monitor.compare.across_dates import Moment
from monitor.compare.across_figures import Figure
from storage.model import Block

# The smaller numbers of each language are in the files of `data/`.
_ENGLISH = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4), "fifth": Fraction(1, 5), "hundredth": Fraction(100),
    "twenty": Fraction(20), "thirty": Fraction(30), "forty": Fraction(40), "fifty": Fraction(50),
    "sixty": Fraction(60), "seventy": Fraction(70), "eighty": Fraction(80), "ninety": Fraction(90),
}  # fmt: skip
_TITLE = 100  # characters; no title is longer
_LABEL = re.compile(r"\s*[(]?(\d{1,3})(?:[.)]\s*(?=\D)|\s+(?=[^\d\s]))")
_NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]+(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One block. `words`: the values of numbers that are written out, or are part of a name.

    `title`: it is a heading, or reads like one, as in a text without marks. `text` is what is
    compared, behind the label; `block_text` as the page has it, in which that begins at `behind`.
    """

    number: int  # of the block in its text, from 1
    title: bool
    label: str | None  # the number it bears
    text: str
    block_text: str
    behind: int  # characters of the block, as they are read
    figures: tuple[Figure, ...]
    dates: tuple[Moment, ...]
    words: frozenset[Fraction]
    names: frozenset[str]

    def written(self, start: int, end: int) -> str:
        """A stretch of `text` as the page writes it."""
        return letters.own(self.block_text, self.behind + start, self.behind + end)

    @property
    def own(self) -> str:
        """The text as the page writes it."""
        return self.written(0, len(self.text))


def read(blocks: Sequence[Block], language: str) -> list[Item]:
    """The items of a text, one a block; those of headings too."""
    return [_item(block, at, language) for at, block in enumerate(blocks, start=1)]


def _item(block: Block, number: int, language: str) -> Item:
    text = letters.plain(block.text)
    label = _LABEL.match(text)
    body = text[label.end() :] if label else text
    moments = dates.find(body)
    without = dates.blanked(body, moments)
    return Item(
        number=number,
        title=block.kind == "heading" or _is_title(body),
        label=label[1] if label else None,
        text=body,
        block_text=block.text,
        behind=label.end() if label else 0,
        figures=tuple(figures.find(without, language)),
        dates=tuple(moments),
        words=_words(without, language),
        names=frozenset(name.casefold() for name in _NAME.findall(body)),
    )


def _is_title(text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= _TITLE and text[-1] not in ".。!?;:,)」』؟۔"


def _words(text: str, language: str) -> frozenset[Fraction]:
    """Values that may be meant by words, by Chinese numerals, or by the 3 of Tern-3."""
    known = _numerals(language)
    found = {Fraction(int(digits)) for digits in re.findall(r"\d{1,15}", text)}
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()):
        parts = [known[part] for part in word.split("-") if part in known]
        found.update(parts)
        if len(parts) > 1:
            found.add(Fraction(sum(parts)))  # seventy-two
    found.update(value for sign, value in known.items() if not sign.isascii() and sign in text)
    return frozenset(found)


@functools.cache
def _numerals(language: str) -> dict[str, Fraction]:
    words = lexicon.load(language)
    found = {word: Fraction(value) for word, value in words.numerals.items()} if words else {}
    return found | (_ENGLISH if language[:2] == "en" else {})
