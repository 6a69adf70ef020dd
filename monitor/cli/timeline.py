"""`timeline`: all texts of one statement on one axis."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from alerts.inert import bare
from monitor.cli import lanes, render
from monitor.cli.completing import STATEMENT
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError
from monitor.phrasing import many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.timeline import Timeline

_NAMED = 10  # statements that a mistake is answered with


@click.command()
@click.argument("name", type=STATEMENT, required=False, metavar="[STATEMENT]")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def timeline(settings: Settings, name: str | None, *, as_json: bool) -> None:
    """All sources of one statement on one axis, newest last.

    Who had a text when, who changed what, who dropped or added a phrase first, and when which of
    them was not seen. Without STATEMENT the statements there are.
    """
    from monitor import timeline as gathering

    store = settings.open_store("read")
    with store.read() as rx:
        if name is None:
            render.page(list(_statements(rx, as_json=as_json)), plain=as_json)
            return
        found = gathering.gather(rx, name)
        if found is None:
            raise UsageError(_unknown(rx, name))
    lines = map(render.json_line, _as_json(found)) if as_json else lanes.lines(found, SYSTEM.now())
    render.page(list(lines), plain=as_json)


def _statements(rx: "Connection", *, as_json: bool) -> Iterator[str]:
    from storage import statements

    every = statements.every(rx)
    widest = max((len(one.name) for one in every), default=0)
    for one in every:
        if as_json:
            told = {"statement": one.name, "sources": one.sources, "versions": one.versions}
            yield render.json_line({**told})
        else:
            texts = many(one.sources, "text")
            yield f"{one.name:<{widest}}  {texts:>9}  {many(one.versions, 'version')}"


def _unknown(rx: "Connection", name: str) -> str:
    """What there is instead: the nearest names first."""
    from difflib import get_close_matches

    from storage import sources, statements

    if (source := sources.get(rx, name)) is not None:
        where = f"it is in {source.statement}" if source.statement else "it is in no statement"
        return f"{name} is a source, no statement; {where}"
    known = [one.name for one in statements.every(rx)]
    if not known:
        return (
            f"no statement {name!r} in this store, nor any other; write `statement: {name}` in the "
            "sources that are texts of it"
        )
    near = get_close_matches(name, known, n=_NAMED)
    shown = list(dict.fromkeys((*near, *known)))[:_NAMED]
    left = len(known) - len(shown)
    more = f" and {left} more: readout timeline" if left else ""
    return f"no statement {name!r} in this store; there are: {', '.join(shown)}{more}"


def _as_json(found: "Timeline") -> Iterator[dict[str, object]]:
    for place, event in enumerate(found.events):
        turns = [first for first in found.firsts if place in first.places]
        yield {
            "statement": found.name,
            "source": event.source,
            "version": event.version,
            "at": render.instant(event.at),
            "kind": event.kind,
            "summary": bare(event.summary),
            "not_before": render.instant(event.since),
            "until": render.instant(event.until),
            "flags": list(event.flags),
            "origin": event.origin,
            "firsts": [
                {
                    "way": first.turn.way,
                    "phrase": None if first.turn.is_term else first.turn.said,
                    "term": first.turn.said if first.turn.is_term else None,
                    "first": first.turn.source,
                    "followers": [one.source for one in first.followers],
                    "either": [one.source for one in first.followers if not first.is_before(one)],
                }
                for first in turns
            ],
        }
