"""The few marks in which the demo's texts are kept: `#`, `##`, `-`, `1.` and plain paragraphs."""

import re
from dataclasses import dataclass, replace
from typing import Literal

_NUMBERED = re.compile(r"(\d+)\. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What becomes one element of the page; a list holds several items."""

    kind: Literal["title", "heading", "paragraph", "bullets", "numbers"]
    items: tuple[str, ...]
    start: int = 1  # the number of the first item


def parse(text: str) -> tuple[Group, ...]:
    """Read a marked text: groups are set apart by blank lines, numbered items stand alone."""
    groups: list[Group] = []
    for chunk in text.strip().split("\n\n"):
        group = _group(chunk)
        if groups and group.kind == "numbers" == groups[-1].kind:
            groups[-1] = replace(groups[-1], items=groups[-1].items + group.items)
        else:
            groups.append(group)
    return tuple(groups)


def _group(chunk: str) -> Group:
    if chunk.startswith("# "):
        return Group(kind="title", items=(chunk[2:],))
    if chunk.startswith("## "):
        return Group(kind="heading", items=(chunk[3:],))
    if chunk.startswith("- "):
        return Group(kind="bullets", items=tuple(line[2:] for line in chunk.splitlines()))
    if numbered := _NUMBERED.match(chunk):
        return Group(kind="numbers", items=(chunk[numbered.end() :],), start=int(numbered[1]))
    return Group(kind="paragraph", items=(chunk,))
