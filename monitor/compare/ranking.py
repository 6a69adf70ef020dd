"""In which order flags, and the passages that have them, are named: the weightiest first."""

from collections.abc import Sequence

from storage.model import Passage

# Of flags in every list, the most telling first.
_ORDER = (
    "negation", "strength", "term", "expect", "restored", "number", "modality", "date", "name",
    "quote", "mark", "spacing", "same_value",
)  # fmt: skip


def rank(found: Sequence[Passage]) -> list[Passage]:
    """Passages by what should be named first: wording, the gravest flag, what was taken out."""
    return sorted(found, key=_weight)


def position(flag: str) -> tuple[int, str]:
    """Where a flag stands in a list of flags; `term:…` by the name of the term."""
    name = flag.partition(":")[0]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), flag)


def _weight(passage: Passage) -> tuple[bool, int, int, bool]:
    gravest = min((position(flag)[0] for flag in passage.flags), default=len(_ORDER))
    removes = any(op == "-" for op, _ in passage.edits)
    return (passage.change != "wording", gravest, -len(passage.flags), not removes)
