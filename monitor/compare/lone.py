"""A sentence alone among what stands, taken out where another was put in: it was changed.

Sentences are paired by their words. A heading of one or two has none left when it is changed, and
would come out as removed and added.
"""

import bisect
from collections.abc import Sequence
from itertools import groupby

from monitor.compare.anchors import Gap
from monitor.compare.edits import common
from monitor.compare.groups import Group
from monitor.compare.texts import Text
from monitor.compare.units import Unit

_SHORT = 60  # characters: a longer sentence without a word in common is another one


def pair(one: Text, other: Text, groups: Sequence[Group], stretches: Sequence[Gap]) -> list[Group]:
    """The groups, where a short block alone that went and the one that came in its place are one.

    `groups` cover these stretches of both texts; what stands between them is the same.
    """
    starts = [stretch[0] for stretch in stretches], [stretch[2] for stretch in stretches]

    def run_of(group: Group) -> tuple[bool, int]:
        side, at = (0, group.a0) if group.a0 < group.a1 else (1, group.b0)
        return _is_single(group), bisect.bisect_right(starts[side], at)

    found: list[Group] = []
    for (single, _), run in groupby(groups, key=run_of):
        these = list(run)
        if single and len(these) == 2:
            gone, come = sorted(these, key=lambda group: group.b0 < group.b1)
            if gone.b0 == gone.b1 and come.a0 == come.a1 and _belong(one, other, gone, come):
                these = [Group(a0=gone.a0, a1=gone.a1, b0=come.b0, b1=come.b1)]
        found += these
    return found


def _is_single(group: Group) -> bool:
    return group.a0 == group.a1 or group.b0 == group.b1


def _belong(one: Text, other: Text, gone: Group, come: Group) -> bool:
    """Whether both are short whole blocks of a kind: headings, or such as share their letters."""
    old, new = _block(one, gone.a0), _block(other, come.b0)
    if old is None or new is None or max(len(old.key), len(new.key)) > _SHORT:
        return False
    kinds = {one.blocks[old.block].kind, other.blocks[new.block].kind}
    return kinds == {"heading"} or (len(kinds) == 1 and _share_letters(old.key, new.key))


def _block(text: Text, at: int) -> Unit | None:
    """The sentence at a place, where it is all of its block."""
    unit = text.units[at]
    beside = [text.units[i].block for i in (at - 1, at + 1) if 0 <= i < len(text.units)]
    return None if unit.block in beside else unit


def _share_letters(one: str, other: str) -> bool:
    """Whether half of the longer text, spaces aside, begins or ends the other, too."""
    left, right = one.replace(" ", ""), other.replace(" ", "")
    return 2 * sum(common(left, right)) >= max(len(left), len(right))
