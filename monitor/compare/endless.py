"""Sentences that do not end: a text without full stops, a list of names over pages.

They are cut between words, so that a change far down is shown, and costs, no more than its
surroundings. Where to cut is told by the words around a place, not by counting from the beginning:
so an edit moves no cut but those beside it.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

LONGEST = 2000  # characters: no sentence that somebody wrote is longer
_REACH = 500  # characters: the place that is least of all within reach is a cut
_READ = 24  # characters before a place that say how great it is
_ONE_IN = 8  # places are asked


def cut(sentence: str) -> list[str]:
    """Parts of some 1,000 characters if it is too long and has spaces; joined, the sentence."""
    if len(sentence) <= LONGEST:
        return [sentence]
    ends = [found.end() for found in _border().finditer(sentence)]
    cuts = [0, *_least(sentence, ends), len(sentence)]
    parts = []
    for start, end in pairwise(cuts):
        while end - start > 4 * LONGEST and (more := bisect_left(ends, start + LONGEST)) < len(
            ends
        ):
            parts.append(sentence[start : (start := min(ends[more], end))])  # all of it alike
        parts.append(sentence[start:end])
    return [part for part in parts if part]


def _least(sentence: str, ends: list[int]) -> Iterator[int]:
    """The places whose number, drawn from what stands before them, is least of all in reach."""
    drawn = (
        (end, zlib.crc32(sentence[max(0, end - _READ) : end].encode(errors="replace")))
        for end in ends
    )
    asked = [(end, number) for end, number in drawn if number % _ONE_IN == 0]
    for at, (end, number) in enumerate(asked):
        if _above(asked, at, -1, end, number) and _above(asked, at, 1, end, number):
            yield end


def _above(asked: list[tuple[int, int]], at: int, step: int, end: int, number: int) -> bool:
    at += step
    while 0 <= at < len(asked) and abs(asked[at][0] - end) <= _REACH:
        if asked[at][1] <= number:
            return False
        at += step
    return True


@cache
def _border() -> re.Pattern[str]:
    """The space between two words, where no dash and no dots are near."""
    return re.compile(r"(?<=\w\w),?\s+(?=[^\W\d_])")
