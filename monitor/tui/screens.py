"""What all screens of the browser share: a title, items, a line to search by, the keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Input, Label, Static

from monitor.tui.items import Item, Items
from storage.errors import StoreError

if TYPE_CHECKING:
    from monitor.tui.app import Browser


class Listed(Screen[None]):
    """A screen of items. What it shows is drawn anew when the window's width changes."""

    choosing: ClassVar[bool] = True
    CSS = """
    Listed { layout: vertical; }
    #title { height: auto; max-height: 3; text-style: bold; }
    #head { height: auto; max-height: 3; }
    #search { height: 1; display: none; }
    #search Label { width: auto; }
    #search Input { border: none; height: 1; padding: 0 1; width: 1fr; }
    Items { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.phrase = ""
        self._drawn_at = 0

    @property
    def browser(self) -> "Browser":
        """The program this is a screen of."""
        return cast("Browser", self.app)

    @property
    def items(self) -> Items:
        """The items."""
        return self.query_one(Items)

    @property
    def room(self) -> int:
        """Columns for an item's lines, beside the bar and the scroll bar."""
        return max(20, self.size.width - 3)

    def compose(self) -> ComposeResult:
        """Title, head, items, the line to search by, keys."""
        yield Static(id="title", markup=False)
        yield Static(id="head", markup=False)
        yield Items(choosing=self.choosing)
        with Horizontal(id="search"):
            yield Label("Search:")
            yield Input(compact=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Read what is shown; it is drawn once the size of the window is known."""
        self.load()
        self.items.focus()

    def load(self) -> bool:
        """Read from the store; where that fails the program ends with what it said."""
        try:
            self.read()
        except (StoreError, OSError) as error:
            self.browser.exit(error)
            return False
        return True

    def on_resize(self, _event: events.Resize) -> None:
        """Draw anew for the width there is."""
        if self._drawn_at != self.size.width:
            self._drawn_at = self.size.width
            self.draw(self.items.at)

    def on_screen_resume(self) -> None:
        """Back from another screen: the keys are for the items."""
        self.items.focus()

    def read(self) -> None:
        """Read from the store what is shown."""

    def draw(self, at: int = 0) -> None:
        """Show it, at that item."""
        raise NotImplementedError

    def searched(self) -> None:
        """A phrase is searched by from now on, or none."""
        self.draw()

    def show(self, title: str, head: str, items: Sequence[Item], at: int) -> None:
        """Fill the screen."""
        self.query_one("#title", Static).update(Text(title, no_wrap=True, overflow="ellipsis"))
        shown = Text(head, no_wrap=True, overflow="ellipsis")
        self.query_one("#head", Static).update(shown)
        self.items.fill(items, at)

    def jump(self, places: Sequence[int], step: int, missing: str) -> None:
        """To the next of these items, before or behind; by no step to the first of all."""
        here = self.items.at
        ahead = [n for n in places if step == 0 or (n > here if step > 0 else n < here)]
        if ahead:
            self.items.go(ahead[-1] if step < 0 else ahead[0])
        else:
            self.say(missing)

    def say(self, text: str) -> None:
        """Tell something for a moment."""
        self.notify(text, markup=False, timeout=3)

    def action_search(self) -> None:
        """Ask for the phrase."""
        self.query_one("#search").styles.display = "block"
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search by what was written; by nothing where that is empty."""
        self.phrase = event.value.strip()
        self._close()
        self.searched()

    def action_back(self) -> None:
        """Out of the search, out of what was searched, or back to where one came from."""
        if self.query_one(Input).has_focus:
            self._close()
        elif self.phrase:
            self.phrase = ""
            self.query_one(Input).value = ""
            self.searched()
        elif len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def _close(self) -> None:
        self.query_one("#search").styles.display = "none"
        self.items.focus()
