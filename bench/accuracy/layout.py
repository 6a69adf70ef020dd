"""Blocks moved, split, merged and renumbered.

To add one: write a function from the blocks of a text and chance to the blocks it becomes and the
goal, or None where the text has no such place, and register it in `TABLE`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bench.accuracy.cases import Case, Goal
from bench.accuracy.chance import Chance
from bench.accuracy.texts import Sample
from storage.model import Block

Made = tuple[list[Block], Goal]
Maker = Callable[[Sequence[Block], Chance], Made | None]
_BORDER = r"(?<=[a-zé\u0621-\u064a]{3}[.?]) +(?=[A-ZÀ-Ý\u0621-\u064a])|(?<=。)(?=[^」』）)])"
_TYPOGRAPHY = Goal(kind="typography")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A change of where things stand, and not of what they say, or of one item alone."""

    name: str
    make: Maker


def _long(blocks: Sequence[Block], *, kinds: Sequence[str] = ("paragraph", "item")) -> list[int]:
    return [at for at, block in enumerate(blocks) if block.kind in kinds and len(block.text) > 60]


def _moved_block(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """A paragraph that is not numbered, or an item with its number, stands elsewhere."""
    places = _long(blocks)
    if len(places) < 4:
        return None
    start = chance.pick(places)
    left = [block for at, block in enumerate(blocks) if at != start]
    stop = chance.below(len(left) + 1)
    if abs(stop - start) < 2:
        stop = (start + 4) % (len(left) + 1)
    passed = blocks[min(start, stop) : max(start, stop) + 1]
    others = tuple(block.text for block in passed if block is not blocks[start])
    goal = Goal(kind="wording", moved=((blocks[start].text,), others))
    return [*left[:stop], blocks[start], *left[stop:]], goal


def _moved_sentence(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """The last sentence of a paragraph stands at the end of another."""
    places = [at for at in _long(blocks) if len(_sentence(blocks[at].text)) > 40]
    if not places:
        return None
    start = chance.pick(places)
    # Not to a neighbour: what stands between might as well be said to have moved.
    others = [at for at in _long(blocks) if abs(at - start) > 3]
    if not others:
        return None
    stop = chance.pick(others)
    sentence = _sentence(blocks[start].text)
    made = list(blocks)
    made[start] = replace(blocks[start], text=blocks[start].text.removesuffix(sentence).rstrip())
    gap = "" if sentence.endswith("。") else " "
    made[stop] = replace(blocks[stop], text=blocks[stop].text + gap + sentence)
    return made, Goal(kind="wording", moved=((sentence,),))


def _sentence(text: str) -> str:
    """The last sentence of several; empty where there is but one."""
    borders = [at.end() for at in re.finditer(_BORDER, text)]
    return text[borders[-1] :] if borders and borders[-1] > 20 else ""


def _split(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """A paragraph becomes two, at the end of a sentence."""
    places = [
        (index, at.start(), at.end())
        for index in _long(blocks)
        for at in re.finditer(_BORDER, blocks[index].text)
    ]
    if not places:
        return None
    index, end, start = chance.pick(places)
    text = blocks[index].text
    halves = [replace(blocks[index], text=text[:end]), Block(kind="paragraph", text=text[start:])]
    return [*blocks[:index], *halves, *blocks[index + 1 :]], _TYPOGRAPHY


def _merged(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """Two paragraphs become one."""
    places = [at for at in _long(blocks, kinds=("paragraph", "item")) if at + 1 in _plain(blocks)]
    if not places:
        return None
    at = chance.pick(places)
    gap = "" if blocks[at].text.endswith(("。", "」")) else " "
    one = replace(blocks[at], text=blocks[at].text + gap + blocks[at + 1].text)
    return [*blocks[:at], one, *blocks[at + 2 :]], _TYPOGRAPHY


def _plain(blocks: Sequence[Block]) -> set[int]:
    return {at for at in _long(blocks, kinds=("paragraph",)) if not _number(blocks[at].text)}


def _number(text: str) -> re.Match[str] | None:
    return re.match(r"(\d{1,2})\. ", text)


def _items(blocks: Sequence[Block]) -> list[int]:
    return [at for at, block in enumerate(blocks) if _number(block.text)]


def _renumber(blocks: Sequence[Block]) -> list[Block]:
    made: list[Block] = []
    count = 0
    for block in blocks:
        count += _number(block.text) is not None
        text = re.sub(r"^\d{1,2}(?=\. )", str(count), block.text)
        made.append(replace(block, text=text))
    return made


_NEW_ITEMS = (
    "0. The envoys met the press in the old harbour hall.",
    "0. Nothing else was brought before the assembly of towns.",
    "0. A further note concerns lighthouse keepers and their pensions.",
)


def _inserted(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """An item comes into a numbered list, and those after it are numbered anew."""
    items = _items(blocks)
    if len(items) < 3:
        return None
    at = chance.pick(items)
    new = Block(kind="item", text=chance.pick(_NEW_ITEMS))
    made = _renumber([*blocks[:at], new, *blocks[at:]])
    return made, Goal(kind="wording", added=new.text[3:])


def _dropped(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """An item leaves a numbered list, and those after it are numbered anew."""
    items = _items(blocks)
    if len(items) < 3:
        return None
    at = chance.pick(items)
    gone = re.sub(r"^\d{1,2}\. ", "", blocks[at].text)
    return _renumber([*blocks[:at], *blocks[at + 1 :]]), Goal(kind="wording", removed=gone)


def _as_items(blocks: Sequence[Block], chance: Chance) -> Made | None:
    """Some paragraphs become items with a bullet."""
    places = [at for at in _plain(blocks) if chance.below(2)]
    made = [
        replace(block, kind="item", text="• " + block.text) if at in places else block
        for at, block in enumerate(blocks)
    ]
    return (made, _TYPOGRAPHY) if places else None


TABLE: tuple[Layout, ...] = (
    Layout(name="block moved", make=_moved_block),
    Layout(name="sentence moved", make=_moved_sentence),
    Layout(name="paragraph split", make=_split),
    Layout(name="paragraphs merged", make=_merged),
    Layout(name="item inserted", make=_inserted),
    Layout(name="item dropped", make=_dropped),
    Layout(name="paragraphs as items", make=_as_items),
)


def cases(sample: Sample, each: int) -> Iterator[Case]:
    """Each change at some places, those that give the same text left out."""
    for row in TABLE:
        seen: list[list[Block]] = []
        for number in range(each):
            name = f"{sample.name}/{row.name}/{number}"
            chance = Chance(name)
            made = row.make(sample.blocks, chance)
            if made and made[0] not in seen:
                seen.append(made[0])
                yield Case(
                    name=name,
                    group="layout",
                    category=row.name,
                    language=sample.language,
                    told=sample.language if number % 2 else None,
                    before=sample.blocks,
                    after=tuple(made[0]),
                    goal=made[1],
                )
