"""Texts for the benchmarks: the words of the demo's English texts, shuffled two by two.

Deterministic: the same number gives the same text on every machine.
"""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import shake_128
from itertools import pairwise

from monitor.demo.catalogue import AVELLAND_READOUT, AVELLAND_STATEMENT, baseline_text

WORDS = 1500
_SENTENCES_A_PARAGRAPH = 5
_PARAGRAPHS_A_SECTION = 3


def article(number: int) -> str:
    """The number-th text as HTML: 1,500 words in paragraphs under headings."""
    sentences = list(_sentences(number))
    parts = []
    for index in range(0, len(sentences), _SENTENCES_A_PARAGRAPH):
        paragraph = sentences[index : index + _SENTENCES_A_PARAGRAPH]
        if index % (_SENTENCES_A_PARAGRAPH * _PARAGRAPHS_A_SECTION) == 0:
            parts.append(f"<h2>{' '.join(paragraph[0].split()[:4]).rstrip('.,')}</h2>")
        parts.append(f"<p>{' '.join(paragraph)}</p>")
    return "\n" + "\n".join(parts) + "\n"


def _sentences(number: int) -> Iterator[str]:
    chance = _chance(number)
    left = WORDS
    while left > 0:
        pairs = min(left // 2, 6 + next(chance) % 9)
        words = " ".join(pair(next(chance)) for _ in range(pairs))
        yield f"{words[0].upper()}{words[1:]}."
        left -= 2 * pairs


def pair(chance: int) -> str:
    """Two neighbouring words of the demo's texts, chosen by a number."""
    pairs = _pairs()
    return pairs[chance % len(pairs)]


def _chance(number: int) -> Iterator[int]:
    drawn = shake_128(str(number).encode()).digest(4 * 2 * WORDS)
    return (int.from_bytes(drawn[at : at + 2]) for at in range(0, len(drawn), 2))


@cache
def _pairs() -> tuple[str, ...]:
    """Each two neighbouring words of the demo's texts, so that common words come more often."""
    text = baseline_text(AVELLAND_STATEMENT) + baseline_text(AVELLAND_READOUT)
    words = re.findall(r"[A-Za-z]+(?:[’-][A-Za-z]+)*", text)
    return tuple(" ".join(pair) for pair in pairwise(words))
