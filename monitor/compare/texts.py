"""One side of a comparison: its blocks, their places, and the sentences of those that matter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.compare import doubts, units
from monitor.compare import language as languages
from monitor.compare.doubts import Side
from monitor.compare.units import Place, Unit
from storage.model import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document; `units` are the sentences of its blocks within some stretches of it.

    `cuts` are the places in `units` at which each stretch begins, and the end of the last.
    """

    blocks: Sequence[Block]
    units: Sequence[Unit]
    cuts: Sequence[int]
    places: Sequence[Place]
    language: str | None


def read(
    side: Side,
    stretches: Sequence[tuple[int, int]],
    language: str | None,
    *,
    counted: frozenset[str],
) -> Text:
    """Cut the blocks of each stretch into sentences; `counted` are the forms of labels."""
    found: list[Unit] = []
    cuts = [0]
    for start, stop in stretches:
        for index in range(start, stop):
            found += units.cut(side.blocks[index], index, language, counted=counted)
        cuts.append(len(found))
    if side.settled is not side.blocks:
        found = [replace(unit, text=doubts.settled(unit.text, side.words)) for unit in found]
    return Text(
        blocks=side.settled,
        units=found,
        cuts=cuts,
        places=units.places(side.settled),
        language=language,
    )


def raw(text: Text, start: int, stop: int) -> str:
    """The sentences from `start` to `stop` as they stand; a line break where a block ends."""
    parts: list[str] = []
    for at in range(start, stop):
        unit = text.units[at]
        if at > start and unit.block != text.units[at - 1].block:
            parts[-1] = parts[-1].rstrip() + "\n"
        parts.append(unit.text)
    return "".join(parts).strip()


def folded(text: Text, start: int, stop: int) -> str:
    """The folds of the sentences from `start` to `stop`, a space where the text has one."""
    parts: list[str] = []
    for at in range(start, stop):
        unit = text.units[at]
        if at > start and (unit.spaced or unit.block != text.units[at - 1].block):
            parts.append(" ")
        parts.append(unit.key)
    return "".join(parts)


def is_english(text: Text, block: int) -> bool:
    """Whether the words of a block may be looked up in the list of English words."""
    if text.language is not None:
        return text.language[:2].lower() == "en"
    found = languages.detect(text.blocks[block].text)
    return (found or languages.detect(sample(text.blocks))) == "en"


def sample(blocks: Sequence[Block]) -> str:
    """Enough of a document to tell its language."""
    parts: list[str] = []
    size = 0
    for block in blocks:
        parts.append(block.text)
        size += len(block.text)
        if size > 2000:
            break
    return "\n".join(parts)
