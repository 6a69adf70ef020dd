"""A passage as a message shows it: inert, on one line, and short where nothing changed."""

from dataclasses import dataclass

from alerts import sentences
from alerts.inert import cut, cut_front, one_line, part_of_line
from storage.model import EditOp, Passage

_BEFORE, _BETWEEN, _AFTER = 110, 160, 60  # characters of unchanged text shown around the edits

Edits = tuple[tuple[EditOp, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """One passage, every text of it on one line and inert."""

    ordinal: str
    labels: tuple[str, ...]
    place: str
    edits: Edits  # whole
    folded: Edits  # unchanged stretches shortened
    before: str
    after: str


def view(passage: Passage, ordinal: str, labels: tuple[str, ...]) -> PassageView:
    """A passage with what is said above it: which it is, of how many, and its flags."""
    edits = tuple((op, part_of_line(text)) for op, text in passage.edits)
    return PassageView(
        ordinal=ordinal,
        labels=labels,
        place=sentences.place(passage),
        edits=edits,
        folded=_folded(edits),
        before=one_line(passage.before),
        after=one_line(passage.after),
    )


def _folded(edits: Edits) -> Edits:
    """The edits with long unchanged stretches shortened to what stands next to a change."""
    last = len(edits) - 1
    return tuple(
        (op, text if op != "=" else _fold(text, first=place == 0, last=place == last))
        for place, (op, text) in enumerate(edits)
    )


def _fold(text: str, *, first: bool, last: bool) -> str:
    if first and last:
        return cut(text, _BEFORE + _AFTER)
    if first:
        return cut_front(text, _BEFORE)
    if last:
        return cut(text, _AFTER)
    if len(text) <= _BETWEEN:
        return text
    return f"{cut(text, _BETWEEN // 2)} {cut_front(text, _BETWEEN // 2)}"
