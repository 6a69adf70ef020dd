"""The browser: screens over a store that is only read."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from monitor.tui.sources import Sources
from storage.store import Store


class Browser(App[Exception]):
    """Sources, their versions, and what changed between them; the error that ended it, if one."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "readout"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit"),
        Binding("ctrl+c", "quit", "Quit", show=False, priority=True),
    ]

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        super().__init__(ansi_color=True)
        self.store = store
        self.now = now

    def on_mount(self) -> None:
        """The terminal's own colours, light or dark; then the sources."""
        self.theme = "ansi-dark"
        self.push_screen(Sources())
