"""`log`: versions and states, newest first, of one source or of all."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import references, render
from monitor.cli.completing import SOURCE_ID, STATEMENT
from monitor.cli.main import Settings
from monitor.cli.render import safe
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from monitor.cli.logasked import Asked
    from monitor.cli.logbook import View
    from monitor.evidence import Past
    from monitor.history import Item, LogEntry
    from monitor.parted import Parted
    from storage.histories import Mark
    from storage.store import Store

_KINDS = ("wording", "typography", "rules", "new", "baseline")
_FIRST, _MOST = 64, 2_048  # versions read at once: a screenful soon, the rest in large steps


@click.command()
@click.argument("source_id", type=SOURCE_ID, required=False, metavar="[ID]")
@click.option("--since", metavar="TIME", help="From then on: 24h, 3d, 2025-02-10T12:00+09:00.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="What the version is; may be given again.",
)
@click.option(
    "--flag",
    "flags",
    multiple=True,
    metavar="FLAG",
    help="A flag of its change: negation, term:NAME, term …; may be given again.",
)
@click.option("--publisher", metavar="NAME", help="Of publishers with this in their name.")
@click.option(
    "--statement", type=STATEMENT, metavar="NAME", help="Of the sources of this statement."
)
@click.option(
    "--grep",
    "phrase",
    metavar="PHRASE",
    help="Changes by which it came or went, in any typographic form.",
)
@click.option(
    "-i", "--ignore-case", is_flag=True, help="With --grep: small letters and capitals alike."
)
@click.option("-n", "count", type=click.IntRange(min=1), metavar="COUNT", help="So many versions.")
@click.option("-p", "full", is_flag=True, help="Show each difference whole.")
@click.option("--stat", is_flag=True, help="Bars of the words added and removed instead.")
@click.option("--all", "superseded", is_flag=True, help="Superseded versions and changes, too.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def log(
    settings: Settings,
    /,
    source_id: str | None,
    *,
    full: bool,
    stat: bool,
    as_json: bool,
    **how: Any,  # noqa: ANN401 - as click gives them
) -> None:  # fmt: skip
    """Versions and states, newest first; of a listing with all that it led to.

    Without ID of all sources. Those of many are told in UTC.
    """
    from monitor.cli import logasked
    from monitor.cli.logbook import View

    store = settings.open_store("read")
    with store.read() as rx:
        one = references.source(rx, source_id) if source_id else None
        asked = logasked.asked(rx, one, how, SYSTEM.now())
    view = View(many=asked.source is None, full=full, superseded=asked.wanted.superseded)
    if stat:
        from monitor.cli import logstat

        if full and as_json:
            raise UsageError("--stat --json has no passages; leave out -p, or --stat")
        bars = logstat.lines(store, asked, as_json=as_json)
        if not full:
            render.page(bars, plain=as_json)
            return
        render.stream(chain([[*bars, ""]], _lines(store, asked, view)), plain=False)
    elif as_json:
        told = partial(_objects, full=full)
        render.stream(pages(store, asked, told, gaps=False), plain=True)
    else:
        render.stream(_lines(store, asked, view), plain=False)


def _lines(store: "Store", asked: "Asked", view: "View") -> Iterator[list[str]]:
    """The lines of a page at a time; a heading where there is anything to tell."""
    from monitor.cli import headings

    if asked.source is not None:
        yield [headings.heading(asked.source)]
    elif asked.listing is not None:
        yield [f"{safe(asked.title)}    times: UTC"]
    began = asked.source is not None or asked.listing is not None
    for lines in pages(store, asked, _Teller(view).told, gaps=asked.gaps):
        if lines and not began:
            yield [f"{safe(asked.title)}    times: UTC"]
            began = True
        yield lines
    if began:
        yield [""]


def pages(
    store: "Store",
    asked: "Asked",
    told: "Callable[[Connection, Sequence[Item]], list[str]]",
    *,
    gaps: bool,
) -> Iterator[list[str]]:
    """What `told` makes of each page; whoever reads it, in a pager, holds no snapshot."""
    from monitor import history

    mark: Mark | None = None
    size, left = _FIRST, asked.count
    while True:
        with store.read() as rx:
            page = history.page(rx, asked.wanted, mark, size, gaps=gaps)
            items = asked.chosen(page.items, left)
            lines = told(rx, items)
        yield lines
        if left is not None:
            left -= sum(isinstance(item, history.LogEntry) for item in items)
        mark, size = page.mark, min(2 * size, _MOST)
        if mark is None or left == 0:
            return


def _objects(rx: "Connection", items: "Sequence[Item]", *, full: bool) -> list[str]:
    from monitor import history
    from monitor.cli import logjson

    found = [item for item in items if isinstance(item, history.LogEntry)]
    reigns = history.reigns(rx, found)
    return [
        render.json_line(
            {
                **logjson.entry(one, reigns[one.version.version_id]),
                **(logjson.passages(one) if full else {}),
            }
        )
        for one in found
    ]


class _Teller:
    """Tells items as lines, and remembers of a source what it takes long to read."""

    def __init__(self, view: "View") -> None:
        self.view = view
        self.now = SYSTEM.now()
        self.past: Past | None = None
        self.counted: dict[int, dict[str, int]] = {}  # terms, by the version they stand in
        self.parted: dict[int, dict[int, list[Parted]]] = {}

    def told(self, rx: "Connection", items: "Sequence[Item]") -> list[str]:
        """The lines of these items."""
        return [line for item in items for line in self._lines(rx, item)]

    def _lines(self, rx: "Connection", item: "Item") -> list[str]:
        from monitor.cli import logbook
        from monitor.history import Gap, Move, Noted

        match item:
            case Gap():
                return [logbook.gap_line(item, self.view, self.now)]
            case Move():
                return [logbook.move_line(item, self.view)]
            case Noted():
                return [logbook.noted_line(item, self.view)]
            case _:
                return logbook.version_lines(
                    item,
                    self.view,
                    behind=self._behind(rx, item),
                    parted=self._parted(rx, item),
                )

    def _behind(self, rx: "Connection", entry: "LogEntry") -> dict[str, str]:
        """What is said of a version's flags; of many sources that takes too long."""
        flags = entry.step.told.flags if entry.step and not self.view.many else ()
        said = self._counts(rx, entry) if any(one.startswith("term:") for one in flags) else {}
        numbers = self._restored(rx, entry) if "restored" in flags else []
        if numbers:
            said["restored"] = "from " + ", ".join(f"@{number}" for number in numbers)
        return said

    def _counts(self, rx: "Connection", entry: "LogEntry") -> dict[str, str]:
        """How often each term stood in the text before, and stands in this."""
        from monitor.compare.flags import term_counts
        from storage import versions

        if entry.before is None:
            return {}
        ids = (entry.before.version_id, entry.version.version_id)
        for version_id in set(ids) - self.counted.keys():
            text = versions.document(rx, version_id).text
            self.counted[version_id] = term_counts(text, entry.source.watch)
        before, after = (self.counted[version_id] for version_id in ids)
        return {f"term:{name}": f"{had}→{after[name]}" for name, had in before.items()}

    def _restored(self, rx: "Connection", entry: "LogEntry") -> list[int]:
        """The versions of which sentences came back."""
        change = entry.change()
        if change is None or entry.before is None:
            return []
        from monitor import evidence

        self.past = self.past or evidence.Past()
        back = [passage for passage in change.comparison.passages if "restored" in passage.flags]
        language = entry.source.language
        numbers = evidence.restored(rx, entry.before, back, language, past=self.past)
        return sorted({number for number in numbers if number is not None})

    def _parted(self, rx: "Connection", entry: "LogEntry") -> "list[Parted]":
        """Changes that led to the version and are not shown any more: asked for with `--all`."""
        if not self.view.superseded:
            return []
        from monitor import history

        source_id = entry.source.source_id
        if source_id not in self.parted:
            self.parted[source_id] = history.parted_changes(rx, source_id)
        return self.parted[source_id].get(entry.version.version_id, [])
