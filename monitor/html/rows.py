"""Two whole texts side by side: rows of blocks that correspond, with what changed marked. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.compare import anchors
from storage.model import Block, BlockKind, Passage

Mark = Literal["=", "-", "+", "moved"]
Parts = tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A block, cut into what stayed and what did not."""

    kind: BlockKind
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Blocks that correspond; `same` where they are equal to the character."""

    before: tuple[Marked, ...]
    after: tuple[Marked, ...]
    same: bool


def rows(
    before: Sequence[Block], after: Sequence[Block], passages: Iterable[Passage]
) -> tuple[Row, ...]:
    """Both texts in their order: equal blocks in a row, and each stretch between them in one."""
    left = [(block.kind, block.text) for block in before]
    right = [(block.kind, block.text) for block in after]
    ends = (0, len(left), 0, len(right))
    sizes = [len(text) for _, text in left], [len(text) for _, text in right]
    pairs = anchors.steady(anchors.match(left, right), ends, sizes)
    told = list(passages)
    wanted = _lines(told, "-"), _lines(told, "+")
    found: list[Row] = []
    at = (0, 0)
    for i, j in [*pairs, (len(left), len(right))]:
        if i > at[0] or j > at[1]:
            found.append(_stretch(before[at[0] : i], after[at[1] : j], wanted))
        if i < len(left):
            same = (_plain(before[i]),), (_plain(after[j]),)
            found.append(Row(before=same[0], after=same[1], same=True))
        at = i + 1, j + 1
    return tuple(found)


def _stretch(
    before: Sequence[Block], after: Sequence[Block], wanted: tuple[list[Parts], list[Parts]]
) -> Row:
    return Row(
        before=tuple(_marked(block, wanted[0]) for block in before),
        after=tuple(_marked(block, wanted[1]) for block in after),
        same=False,
    )


def _plain(block: Block) -> Marked:
    return Marked(kind=block.kind, parts=(("=", block.text),))


def _lines(passages: Iterable[Passage], sign: Literal["-", "+"]) -> list[Parts]:
    """One side of each passage, line by line: a line break stands where a block ends."""
    found: list[Parts] = []
    for passage in passages:
        line: list[tuple[Mark, str]] = []
        for op, text in passage.edits:
            if op not in {"=", sign}:
                continue
            mark: Mark = "moved" if op == "=" and passage.kind == "moved" else op
            first, *rest = text.split("\n")
            line.append((mark, first))
            for part in rest:
                found.append(tuple(line))
                line = [(mark, part)]
        found.append(tuple(line))
    return [line for line in found if any(mark != "=" and text for mark, text in line)]


def _marked(block: Block, wanted: list[Parts]) -> Marked:
    """The block with the lines that stand in it marked; those found leave `wanted`."""
    parts: list[tuple[Mark, str]] = []
    rest = block.text
    for line in list(wanted):
        text = "".join(part for _, part in line)
        start = rest.find(text)
        if start < 0:
            continue
        parts += [("=", rest[:start]), *line]
        rest = rest[start + len(text) :]
        wanted.remove(line)
    parts.append(("=", rest))
    return Marked(kind=block.kind, parts=tuple((mark, text) for mark, text in parts if text))
