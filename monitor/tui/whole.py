"""The text of a version."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from monitor.cli.render import one_line
from monitor.report.times import time
from monitor.tui import drawn
from monitor.tui.screens import Listed
from storage import versions
from storage.model import Document, Source, Version


class Whole(Listed):
    """A text as it was read, block by block."""

    choosing = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "match(1)", "Match", key_display="n/N"),
        Binding("N", "match(-1)", "Match before", show=False),
    ]

    def __init__(self, source: Source, version: Version, phrase: str) -> None:
        super().__init__()
        self._source, self._version = source, version
        self._document: Document | None = None
        self.phrase = phrase

    def read(self) -> None:
        """The text of the version."""
        with self.browser.store.read() as rx:
            self._document = versions.document(rx, self._version.version_id)

    def draw(self, at: int = 0) -> None:
        """The text for this width."""
        assert self._document is not None
        self.items.marking = bool(self.phrase)
        at_ = time(self._version.first_seen, self._source.timezone).text
        self.show(
            f"{one_line(self._source.name)} @{self._version.number}",
            f"first read {at_} {self._source.timezone}",
            drawn.document(self._document, self.room, self.phrase),
            at,
        )

    def searched(self) -> None:
        """Mark the phrase, and go to where it stands first."""
        self.draw(self.items.in_sight())
        if self.phrase:
            self.action_match(0)

    def action_match(self, step: int) -> None:
        """The next block with the phrase."""
        if self.phrase:
            self.jump(self._matches(), step, f'No further "{one_line(self.phrase)}".')
        else:
            self.say("Search first: /")

    def _matches(self) -> list[int]:
        assert self._document is not None
        blocks = self._document.compared
        return [n for n, block in enumerate(blocks) if drawn.holds(block.text, self.phrase)]
