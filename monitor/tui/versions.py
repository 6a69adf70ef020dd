"""The versions of a source, and what became of its page: latest first."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from monitor.cli.render import one_line, quoting, safe
from monitor.cli.wrapping import wrapped
from monitor.phrasing import many
from monitor.report import lines
from monitor.report.asides import Line
from monitor.report.history import History, ReportEntry, gather
from monitor.report.sight import Sight
from monitor.tui import drawn
from monitor.tui.difference import Difference
from monitor.tui.items import Items
from monitor.tui.screens import Listed
from monitor.tui.whole import Whole
from storage import watches
from storage.model import Source
from storage.published import Told

_SHAPES = {"first": "●", "wording": "◆", "unsure": "◇", "typography": "○", "rules": "□", None: "-"}
_NOBODY = Told(changes={}, found={})  # who was told of what is not shown here


class Versions(Listed):
    """The history of a source; Enter opens what changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "text", "Text"),
        Binding("f", "flag(1)", "Flag", key_display="f/F"),
        Binding("F", "flag(-1)", "Flag before", show=False),
    ]

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._history: History | None = None
        self._rows: list[tuple[Line, ReportEntry | None]] = []

    def read(self) -> None:
        """The history of the source."""
        with self.browser.store.read() as rx:
            watch = watches.load(rx, [self._source.source_id]).get(self._source.source_id)
            self._history = gather(rx, self._source.source_id, Sight(watch=watch), _NOBODY)

    def draw(self, at: int = 0) -> None:
        """All that happened, or what holds the phrase that is searched for."""
        assert self._history is not None
        one = self._source
        told = lines.lines(self._history, one.timezone)
        self._rows = [row for row in told if self._is_wanted(*row)]
        found = f' with "{one_line(self.phrase)}"' if self.phrase else ""
        named = (one_line(one.name), one_line(one.publisher or ""), one.language or "")
        self.show(
            " | ".join(filter(None, named)),
            f"{many(len(self._rows), 'line')}{found}, latest first. Times: {one.timezone}",
            [self._item(line) for line, _ in self._rows],
            at,
        )

    def action_flag(self, step: int) -> None:
        """The next version with a flag."""
        places = [n for n, (line, _) in enumerate(self._rows) if line.flags]
        self.jump(places, step, "No further flag.")

    def action_text(self) -> None:
        """The text of the version."""
        entry = self._rows[self.items.at][1] if self._rows else None
        if entry is not None:
            self.app.push_screen(Whole(self._source, entry.version, self.phrase))

    def on_items_opened(self, event: Items.Opened) -> None:
        """What changed; of a first text that text."""
        entry = self._rows[event.at][1]
        if entry is None:
            return
        if entry.change is None:
            self.action_text()
        else:
            changed = [one for _, one in self._rows if one is not None and one.change]
            self.app.push_screen(
                Difference(self._source, changed, changed.index(entry), self.phrase)
            )

    def _is_wanted(self, line: Line, entry: ReportEntry | None) -> bool:
        if not self.phrase:
            return True
        change = entry.change if entry else None
        passages = change.comparison.passages if change else ()
        texts = (line.called, line.note, *line.flags, *line.remarks)
        return any(
            drawn.holds(text, self.phrase)
            for text in (*texts, *(side for one in passages for side in (one.before, one.after)))
        )

    def _item(self, line: Line) -> list[Text]:
        removed, added = line.counts
        times = " to ".join(one.text for one in line.times)
        number = f"@{line.number}" if line.number else ""
        counts = f"-{removed} +{added}" if removed or added else ""
        told = (f"{_SHAPES[line.shape]} {number:<4} {times}", line.called, counts)
        shown = self._with_remarks("  ".join(filter(None, told)), line.remarks)
        if line.flags:
            shown.append(Text(f"    ! {', '.join(line.flags)}"))
        words = (quoting(line.headline), line.note and safe(f"note: {line.note}"))
        shown += [Text(f"    {said}") for said in words if said]
        return [self._fits(text) for text in shown]

    def _with_remarks(self, head: str, remarks: Sequence[str]) -> list[Text]:
        """Remarks behind the head where there is room for all, else on lines below it."""
        whole = Text("  ".join((head, *remarks)))
        if whole.cell_len <= self.room or not remarks:
            return [whole]
        below = wrapped(Text("; ".join(remarks)), self.room - len("    "))
        return [Text(head), *(Text(f"    {line}") for line in below.plain.split("\n"))]

    def _fits(self, text: Text) -> Text:
        text.truncate(self.room, overflow="ellipsis")
        return text
