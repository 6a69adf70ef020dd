"""Which removed passage another one took the place of. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from storage.model import Passage


def replaced(passages: Sequence[Passage], went: Iterable[int], came: Iterable[int]) -> set[int]:
    """Those of `went` that were removed where one of `came` was added.

    Where more went than came, an edit may be among them: none counts as replaced.
    """
    found: set[int] = set()
    places = Counter(_place(passages[i]) for i in came if passages[i].kind == "added")
    gone = [i for i in went if passages[i].kind == "removed"]
    for place, count in places.items():
        here = [i for i in gone if place in {_place(passages[i]), _slot(passages, i)}]
        found.update(here if len(here) <= count else ())
    return found


def _place(passage: Passage) -> tuple[str | None, int]:
    return passage.section, passage.paragraph


def _slot(passages: Sequence[Passage], index: int) -> tuple[str | None, int]:
    """Where a removed passage would stand in the newer text, by the paragraphs before it."""
    section, paragraph = _place(passages[index])
    before = [passage for passage in passages[:index] if passage.section == section]
    went = {one.paragraph for one in before if one.kind == "removed"} - {paragraph}
    came = {one.paragraph for one in before if one.kind == "added"}
    return section, paragraph - len(went) + len(came)
