"""A list of items of some lines each, of which only those in sight are drawn."""

from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

Item = Sequence[Text]  # its lines

_HERE, _ELSE = "▌ ", "  "


class Items(ScrollView, can_focus=True, inherit_bindings=False):
    """Items one below the other. The one that is chosen, or was jumped to, has a bar at its left.

    `choosing`: keys lead from item to item; else they scroll, and others jump.
    """

    DEFAULT_CSS = "Items { overflow-x: hidden; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown,space", "turn(1)", "Page down", show=False),
        Binding("home,g", "end(0)", "First", show=False),
        Binding("end,G", "end(-1)", "Last", show=False),
    ]

    class Opened(Message):
        """Enter was pressed on an item."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self, *, choosing: bool) -> None:
        super().__init__()
        self.choosing = choosing
        self.marking = choosing
        self.at = 0
        self._items: list[Item] = []
        self._starts: list[int] = [0]
        self._of: list[int] = []  # by line, the item it is of
        if choosing:
            self._bindings.bind("enter", "open", "Open")

    def fill(self, items: Sequence[Item], at: int = 0) -> None:
        """Show these items, at that one."""
        self._items = list(items)
        self._starts = [0, *accumulate(len(item) for item in self._items)]
        self._of = [n for n, item in enumerate(self._items) for _ in item]
        self.virtual_size = Size(self.size.width, self._starts[-1])
        self.at = 0
        self.go(at)

    def go(self, at: int) -> None:
        """Choose an item, or jump to it."""
        if not self._items:
            self.refresh()
            return
        self.at = max(0, min(at, len(self._items) - 1))
        first, last = self._starts[self.at], self._starts[self.at + 1]
        top, height = int(self.scroll_y), max(1, self.size.height)
        if not self.choosing or first < top:
            top = first
        elif last > top + height:
            top = min(first, last - height)
        self.scroll_to(y=top, animate=False, force=True)
        self.refresh()

    def action_move(self, by: int) -> None:
        """One item on where one is chosen, else one line."""
        if self.choosing:
            self.go(self.at + by)
        else:
            self._scroll(int(self.scroll_y) + by)

    def action_turn(self, by: int) -> None:
        """A page on."""
        height = max(1, self.size.height - 1)
        top = max(0, min(int(self.scroll_y) + by * height, max(0, self._starts[-1] - 1)))
        if self.choosing and self._items:
            line = self._starts[self.at] + by * height
            self.go(self._of[max(0, min(line, len(self._of) - 1))])
        else:
            self._scroll(top)

    def action_end(self, at: int) -> None:
        """The first item or the last."""
        if self.choosing:
            self.go(at % len(self._items) if self._items else 0)
        else:
            self._scroll(0 if at == 0 else self._starts[-1])

    def action_open(self) -> None:
        """Open the item that is chosen."""
        if self._items:
            self.post_message(self.Opened(self.at))

    def in_sight(self) -> int:
        """The item at the top."""
        line = int(self.scroll_y)
        return self._of[min(line, len(self._of) - 1)] if self._of else 0

    def _scroll(self, top: int) -> None:
        """Scroll; an item that leaves the window is not the one that is looked at any more."""
        self.scroll_to(y=top, animate=False, force=True)
        if self._items:
            first, last = self._starts[self.at], self._starts[self.at + 1]
            if last <= int(self.scroll_y) or first >= int(self.scroll_y) + self.size.height:
                self.at = self.in_sight()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width, line = self.size.width, int(self.scroll_y) + y
        if line >= len(self._of):
            return Strip.blank(width, self.rich_style)
        item = self._of[line]
        here = self.marking and item == self.at
        text = Text(_HERE if here else _ELSE) + self._items[item][line - self._starts[item]]
        if here and self.choosing:
            text.stylize("bold")
        segments = [
            Segment(one.text, self.rich_style + (one.style or self.rich_style))
            for one in text.render(self.app.console)
            if one.text != "\n"
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
