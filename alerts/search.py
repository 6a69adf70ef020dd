"""How to look for the words of a message elsewhere: a command to paste into a shell."""

import re
import shlex
from collections.abc import Sequence

from alerts import words
from alerts.inert import one_line
from storage.model import Passage

_ACTIVE = re.compile(r"[<>@`$\\:|⟦]")
_MOST = 60  # characters of a phrase: its beginning finds it, too


def commands(passages: Sequence[Passage]) -> tuple[str, ...]:
    """`readout find '…'` for the phrase that the first passage names, if it names one.

    It is text of a page, and so quoted that a shell does nothing with it but hand it on; what might
    do something elsewhere, or in a chat, is not offered.
    """
    phrase = words.phrase(passages[0]) if passages else None
    if phrase is None or phrase.startswith("-") or _ACTIVE.search(phrase):
        return ()
    short = one_line(phrase)
    if len(short) > _MOST:
        short = short[:_MOST].rpartition(" ")[0] or short[:_MOST]
    return (f"readout find {shlex.quote(short)}",)
