"""The first screen: all sources, what changed last on top."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from alerts import when
from monitor.cli.render import one_line
from monitor.cli.status import Row, rows_of
from monitor.phrasing import many
from monitor.tui import drawn
from monitor.tui.items import Items
from monitor.tui.screens import Listed
from monitor.tui.versions import Versions
from storage import lock, overview, sources

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_NAMED = 24  # cells of an id, where the window has no more room for it
_HEAD = (("STATE", 9), ("VERS", 4), ("CHANGED (UTC)", 16), ("NAME", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source with how watching it goes, and when its words last changed."""

    row: Row
    changed: datetime | None

    @property
    def said(self) -> str:
        """All by which it is found."""
        one = self.row.source
        return " ".join(
            filter(None, (one.slug, one.name, one.publisher, one.language, one.statement,
                          one.url, self.row.state))
        )  # fmt: skip


class Sources(Listed):
    """The sources; Enter opens the versions of one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "again", "Read again")]

    def __init__(self) -> None:
        super().__init__()
        self._known: list[Known] = []
        self._shown: list[Known] = []

    def read(self) -> None:
        """All sources, what changed last first."""
        holder = lock.holder(self.browser.store)
        with self.browser.store.read() as rx:
            now = self.browser.now()
            removed = [one.slug for one in sources.listing(rx) if one.removed_at is not None]
            rows = rows_of(rx, (), holder, now)
            rows += rows_of(rx, tuple(removed), holder, now) if removed else []
            changed = overview.last_changes(rx)
        known = [Known(row=row, changed=changed.get(row.source.source_id)) for row in rows]
        known.sort(key=lambda one: one.row.source.slug)
        self._known = sorted(known, key=lambda one: one.changed or _BEGIN, reverse=True)

    def draw(self, at: int = 0) -> None:
        """Those that are searched for, or all."""
        self._shown = [
            one for one in self._known if not self.phrase or drawn.holds(one.said, self.phrase)
        ]
        count = many(len(self._shown), "source")
        longest = max((len(one.row.source.slug) for one in self._shown), default=0)
        named = max(_NAMED, min(longest, self.room // 3))
        found = f' with "{one_line(self.phrase)}"' if self.phrase else ""
        self.show(
            f"readout: {count}{found}",
            f"  {drawn.cells(('ID', named), *_HEAD).plain}",
            [[self._line(one, named)] for one in self._shown],
            at,
        )

    def action_again(self) -> None:
        """Read the store again: the daemon writes to it meanwhile."""
        if self.load():
            self.draw(self.items.at)

    def on_items_opened(self, event: Items.Opened) -> None:
        """The versions of the source."""
        self.app.push_screen(Versions(self._shown[event.at].row.source))

    def _line(self, one: Known, named: int) -> Text:
        source, widths = one.row.source, [named, *(width for _, width in _HEAD)]
        changed = when.minute(one.changed) if one.changed else "-"
        slug = drawn.middle(source.slug, named)
        told = (slug, one.row.called, str(one.row.versions), changed, one_line(source.name))
        return drawn.cells(*zip(told, widths, strict=True))
