"""Passages that differ from look to look, a counter or a rotating teaser: how they are known. Pure.

A passage is known again by what stays the same in it ("It was read ⟦…⟧ times so far."), or by its
whole text, where the same few texts take turns. What differed between two looks on three visits is
muted. A passage that says anything weightier than a number, date or name is never muted by what
stays the same in it, and one that grew is told.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence

from monitor import places
from storage.model import Passage

ENOUGH = 3  # visits on which a passage differed
GAP = "⟦…⟧"
_LIGHT = frozenset({"number", "date", "name", "mark", "spacing", "same_value", "quote"})
_STABLE = 4  # letters that must stay the same, for a passage to be known by them
_CHANGING = 40  # characters that may take turns in one gap
_LONGEST = 400  # characters of a signature
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")  # re.escape would mark the spaces, too
_LETTER = re.compile(r"[^\W\d_]")


def signatures(passages: Iterable[Passage]) -> frozenset[str]:
    """By what these passages, which differed between two looks, are known again."""
    found: set[str] = set()
    for passage in passages:
        if passage.change != "wording" or passage.kind == "moved":
            continue
        found.update(_texts(passage))
        if (known := pattern(passage)) is not None:
            found.add(known)
    return frozenset(found)


def is_muted(passage: Passage, muted: Collection[str]) -> bool:
    """Whether this passage is one that differs from look to look."""
    if not muted or passage.change != "wording":
        return False
    if pattern(passage) in muted:
        return True
    return passage.kind != "moved" and all(text in muted for text in _texts(passage))


def told(passages: Sequence[Passage], muted: Collection[str]) -> tuple[int, ...]:
    """Indices of the passages that are not muted.

    What was removed where a muted passage stands now took its turn there and is muted with it.
    """
    every = range(len(passages))
    silent = {i for i in every if is_muted(passages[i], muted)}
    if silent:
        silent |= places.replaced(passages, every, silent)
    return tuple(i for i in every if i not in silent)


def shown(signature: str) -> str:
    """What bears the signature, as people read it."""
    return signature[1:].partition(":")[2] if signature.startswith("=") else signature[1:]


def rule(signature: str) -> str:
    """The regular expression for `ignore_text` that takes it out of the text."""
    return ".*".join(_SPECIAL.sub(r"\\\g<0>", text) for text in shown(signature).split(GAP))


def remedy(signature: str) -> str:
    """What to write into sources.yaml, in quotes as YAML has them."""
    quoted = rule(signature).replace("'", "''")
    return f"ignore_text: ['{quoted}']"


def _texts(passage: Passage) -> list[str]:
    return [f"={_digest(text)}:{text[:200]}" for text in (passage.before, passage.after) if text]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def pattern(passage: Passage) -> str | None:
    """What stays the same in a changed sentence, with a gap for what does not."""
    changed = passage.kind == "changed" or (
        passage.kind == "moved" and passage.before != passage.after
    )  # a counter counts as moved where what stood before it was taken out
    if not changed or not set(passage.flags) - {"restored"} <= _LIGHT:
        return None
    stable = "".join(text for op, text in passage.edits if op == "=")
    changing = max((len(text) for op, text in passage.edits if op != "="), default=0)
    if len(_LETTER.findall(stable)) < _STABLE or changing > _CHANGING:
        return None
    pieces = [text if op == "=" else GAP for op, text in passage.edits]
    joined = re.sub(f"(?:{GAP})+", GAP, "".join(pieces))
    return f"~{joined}" if len(joined) <= _LONGEST else None
