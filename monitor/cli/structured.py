"""How two editions in different languages correspond, on a terminal and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from alerts.siblings import language_name
from monitor.cli import redline, render
from monitor.cli.render import safe

if TYPE_CHECKING:
    from monitor.compare.across import Lone, Side, Structure
    from monitor.compare.across_items import Item
    from monitor.compare.across_pairs import Pair

_BEGINNING = 60  # characters by which an item is known


def show(names: tuple[str, str], found: "Structure", how: dict[str, bool]) -> None:
    """Print the comparison; `how` are the options of the command."""
    if how["as_json"]:
        click.echo(render.json_line(as_json(names, found)))
    elif how["side_by_side"] or how["full"]:
        rows = [_row(pair) for pair in found.pairs]
        rows += [(_begins(item), "") for item in found.before.alone]
        rows += [("", _begins(item)) for item in found.after.alone]
        redline.beside("\n".join(_head(names, found)), names, rows)
    else:
        render.page([*_head(names, found), *_lines(names, found)], plain=False)


def as_json(names: tuple[str, str], found: "Structure") -> dict[str, object]:
    """The object of `compare --json` for texts in two languages."""
    return {
        "from": names[0],
        "to": names[1],
        "change": None,
        "cause": None,
        "flags": [],
        "typography": [],
        "passages": [],
        "compared": "structure",
        "summary": {
            "common": len(found.pairs),
            "changed": _differing(found),
            "only_before": len(found.before.alone),
            "only_after": len(found.after.alone),
        },
        "structure": {
            "languages": [found.before.language, found.after.language],
            "pairs": [
                {
                    "before": [item.number for item in pair.before],
                    "after": [item.number for item in pair.after],
                    "by": list(pair.by),
                }
                for pair in found.pairs
            ],
            "in_both": found.common,
            "only_before": _side(found.before),
            "only_after": _side(found.after),
        },
    }


def _differing(found: "Structure") -> int:
    """How many items that correspond hold a figure or a date that stands in one text only."""
    lone = [{one.item.number for one in side.lone} for side in (found.before, found.after)]
    return sum(
        any(item.number in lone[0] for item in pair.before)
        or any(item.number in lone[1] for item in pair.after)
        for pair in found.pairs
    )


def _side(side: "Side") -> dict[str, object]:
    def lone(sort: str) -> list[dict[str, object]]:
        return [
            {"written": one.written, "value": one.value, "item": one.item.number}
            for one in side.lone
            if one.sort == sort
        ]

    items = [{"item": one.number, "label": one.label, "text": one.own} for one in side.alone]
    return {"items": items, "figures": lone("figure"), "dates": lone("date")}


def _head(names: tuple[str, str], found: "Structure") -> list[str]:
    one, other = (language_name(side.language) for side in (found.before, found.after))
    a, b = render.short_names(names)
    return [
        safe(
            f"{names[0]} → {names[1]}   structure, not wording: {one} and {other} are compared by "
            "the numbers, figures, dates and names of their items"
        ),
        safe(
            f"items: {len(found.pairs)} correspond, {len(found.before.alone)} only in {a}, "
            f"{len(found.after.alone)} only in {b}; figures and dates: {found.common} in both, "
            f"{found.before.lone_count} only in {a}, {found.after.lone_count} only in {b}"
        ),
    ]


def _lines(names: tuple[str, str], found: "Structure") -> Iterator[str]:
    for name, side in zip(render.short_names(names), (found.before, found.after), strict=True):
        if side.alone or side.lone:
            yield f"\nonly in {safe(name)}:"
        for one in side.lone:
            yield f"  {one.sort:<6}  {_written(one)}   in {_begins(one.item)}"
        for item in side.alone:
            yield f"  item    {_begins(item)}"
    if found.same:
        yield "\nno item, figure or date stands in one of them only"


def _written(one: "Lone") -> str:
    return safe(one.written.strip())


def _begins(item: "Item") -> str:
    """`5. The two leaders had a frank …`: enough to find an item by."""
    text = " ".join(item.own.split())
    short = text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()}…"
    return safe(f"{item.label}. {short}" if item.label else short)


def _row(pair: "Pair") -> tuple[str, str]:
    left, right = (" / ".join(map(_begins, items)) for items in (pair.before, pair.after))
    return f"{left}   (by {', '.join(pair.by)})", right
