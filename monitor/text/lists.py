"""The numbers of list items, as a browser would write them."""

import re
import unicodedata
from dataclasses import dataclass

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_AFTER_LABEL = re.compile(r"[.)、:]|\s|$")


@dataclass(slots=True, kw_only=True)
class Counter:
    """The running number of one ordered list."""

    number: int
    style: str  # one of 1, a, A, i, I
    step: int

    @classmethod
    def of(cls, *, start: str | None, style: str | None, items: int | None) -> "Counter":
        """A list's counter; `items` is how many it has, if it counts down."""
        first = _integer(start)
        if first is None:
            first = 1 if items is None else items
        return cls(number=first, style=style or "1", step=1 if items is None else -1)

    def label(self, value: str | None) -> str:
        """The number of the next item, as text; `value` is the item's own, if it has one."""
        own = _integer(value)
        if own is not None:
            self.number = own
        text = numeral(self.number, self.style)
        self.number += self.step
        return text


def numeral(number: int, style: str) -> str:
    """A list number in the style of HTML's `type`; what cannot be so written is in digits."""
    written = str(number)
    if style in {"a", "A"} and number > 0:
        written = _letters(number)
    elif style in {"i", "I"} and 0 < number < 4000:
        written = _roman(number)
    return written.upper() if style in {"A", "I"} else written


def labelled(text: str, label: str) -> str:
    """The item with its number before it, unless the page's own text begins with that number."""
    begins = unicodedata.normalize("NFKC", text[:12]).lstrip("~( ")
    if begins.startswith(label) and _AFTER_LABEL.match(begins, len(label)):
        return text
    return f"{label}. {text}"


def _integer(text: str | None) -> int | None:
    found = re.match(r"\s*([+-]?[0-9]{1,9})(?![0-9])", text or "")
    return int(found[1]) if found else None


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
