"""What changed from one version to another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from monitor import pairs, provenance
from monitor.cli.render import one_line
from monitor.report.history import ReportEntry
from monitor.report.times import said
from monitor.tui import drawn
from monitor.tui.screens import Listed
from monitor.tui.whole import Whole
from storage.model import Source

if TYPE_CHECKING:
    from monitor.pairs import Pair
    from monitor.tui.drawn import Shown, Way


class Difference(Listed):
    """The passages of a change: side by side where there is room, else in one text."""

    choosing = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "flag(1)", "Flag", key_display="f/F"),
        Binding("F", "flag(-1)", "Flag before", show=False),
        Binding("n", "match(1)", "Match", key_display="n/N"),
        Binding("N", "match(-1)", "Match before", show=False),
        Binding("v", "view", "View"),
        Binding("y", "typography", "Marks"),
        Binding("t", "text", "Text"),
        Binding("left", "other(1)", "Change", key_display="←/→"),
        Binding("right", "other(-1)", "Newer", show=False),
    ]

    def __init__(
        self, source: Source, entries: Sequence[ReportEntry], at: int, phrase: str
    ) -> None:
        super().__init__()
        self._source, self._entries, self._at = source, entries, at
        self._pair: Pair | None = None
        self._way: Way | None = None  # None: as the width has it
        self._typography = False
        self._shown: list[Shown] = []
        self.phrase = phrase

    def read(self) -> None:
        """The two versions and how they differ."""
        entry = self._entries[self._at]
        assert entry.before is not None
        with self.browser.store.read() as rx:
            self._pair = pairs.gather(rx, self._source, entry.before, entry.version, entry.change)

    def draw(self, at: int = 0) -> None:
        """The change for this width."""
        assert self._pair is not None
        pair, zone = self._pair, self._source.timezone
        way = self._way or ("beside" if self.size.width >= drawn.WIDE else "inline")
        self.items.marking = True
        self._shown = drawn.change(pair, self.room, way, self.phrase, typography=self._typography)
        times = said(pair.not_before, pair.after.first_seen, zone)
        doubt = provenance.alone(pair.after, pair.brought[1]) or "not confirmed"
        sure = "confirmed" if pair.after.confirmed_at else doubt
        ends = " → ".join(map(provenance.name, (pair.before, pair.after), pair.brought))
        left_out = len(pair.comparison.passages) - len(self._shown)
        more = f"; {left_out} of typography not shown (y)" if left_out else ""
        self.show(
            f"{one_line(self._source.name)} {ends}",
            f"{pairs.summary(pair.comparison)}{more}\n{times} {zone}  {sure}",
            [one.lines for one in self._shown],
            at,
        )

    def searched(self) -> None:
        """Mark the phrase, and go to where it stands first."""
        self.draw()
        if self.phrase:
            self.action_match(0)

    def action_match(self, step: int) -> None:
        """The next passage with the phrase."""
        if self.phrase:
            missing = f'No further "{one_line(self.phrase)}" in this change.'
            self.jump(self._matches(), step, missing)
        else:
            self.say("Search first: /")

    def action_flag(self, step: int) -> None:
        """The next passage with a flag; where this change has no further, that of another."""
        here = self.items.at
        ahead = [n for n in self._flagged() if (n > here if step > 0 else n < here)]
        if ahead:
            self.items.go(ahead[0] if step > 0 else ahead[-1])
            return
        places = range(self._at + step, len(self._entries) if step > 0 else -1, step)
        other = next((n for n in places if self._flags(n)), None)
        if other is None:
            self.say("No further flag.")
            return
        self._open(other)
        ends = self._flagged()
        if ends:
            self.items.go(ends[0] if step > 0 else ends[-1])

    def action_view(self) -> None:
        """Side by side, or in one text."""
        now = self._way or ("beside" if self.size.width >= drawn.WIDE else "inline")
        self._way = "inline" if now == "beside" else "beside"
        self.draw(self.items.in_sight())

    def action_typography(self) -> None:
        """With what is no change of wording, or without."""
        self._typography = not self._typography
        self.draw()

    def action_text(self) -> None:
        """The whole text of the newer version."""
        assert self._pair is not None
        self.app.push_screen(Whole(self._source, self._pair.after, self.phrase))

    def action_other(self, step: int) -> None:
        """The change before this one, or the one after it."""
        if 0 <= self._at + step < len(self._entries):
            self._open(self._at + step)
        else:
            self.say("No older change." if step > 0 else "No newer change.")

    def _open(self, at: int) -> None:
        self._at = at
        if self.load():
            self.draw()

    def _flagged(self) -> list[int]:
        return [n for n, one in enumerate(self._shown) if one.passage.flags]

    def _flags(self, at: int) -> bool:
        change = self._entries[at].change
        return change is not None and any(one.flags for one in change.comparison.passages)

    def _matches(self) -> list[int]:
        told = [(n, one.passage) for n, one in enumerate(self._shown)]
        return [
            n
            for n, one in told
            if drawn.holds(one.before, self.phrase) or drawn.holds(one.after, self.phrase)
        ]
