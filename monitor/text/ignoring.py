"""Blocks that are furniture by the expressions of sources.yaml, which cannot run on for ever.

The only clock of this room: it has no say in what is read, only in when to give up.
"""

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.text.rules import Rules
from storage.model import Block

if TYPE_CHECKING:
    import regex

SECONDS = 2.0  # for all blocks of a document


class SlowPatternError(Exception):
    """An expression of `ignore_text` takes too long; the message says which, and where it is."""


def without_furniture(blocks: Iterable[Block], rules: Rules) -> tuple[Block, ...]:
    """The blocks that no expression of `ignore_text` is found in; raises SlowPatternError.

    Never some of the blocks: a text with its furniture, or without what stands after it, would
    pass for a change.
    """
    if not rules.ignore_text:
        return tuple(blocks)
    end = time.monotonic() + SECONDS
    return tuple(block for block in blocks if not _is_furniture(block.text, rules, end))


def _is_furniture(text: str, rules: Rules, end: float) -> bool:
    for expression in rules.ignore_text:
        try:
            if _pattern(expression).search(text, timeout=max(end - time.monotonic(), 0.001)):
                return True
        except TimeoutError:
            raise _slow(expression, rules.line) from None
    return False


def _slow(expression: str, line: int | None) -> SlowPatternError:
    where = f" of the source at sources.yaml:{line}" if line else ""
    return SlowPatternError(
        f"ignore_text {expression!r}{where} takes more than {SECONDS:g} s: write it more simply"
    )


@lru_cache(maxsize=1024)
def _pattern(expression: str) -> "regex.Pattern[str]":
    import regex  # unlike `re`, it can be told to stop; heavy, and few sources need it

    return regex.compile(expression)
