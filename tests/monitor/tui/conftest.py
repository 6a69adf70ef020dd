"""The browser as somebody who presses keys sees it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from monitor.tui.app import Browser
from storage.store import open_store
from tests.monitor.conftest import Desk
from tests.monitor.report.conftest import watched  # noqa: F401 - a fixture

_SNAPSHOTS = Path(__file__).with_name("snapshots")


@dataclass(frozen=True)
class Seen:
    """A browser at work."""

    app: Browser
    pilot: Pilot[Exception]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and wait until all is drawn."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Search by a phrase."""
        await self.press("slash")
        self.app.screen.query_one(Input).value = text
        await self.press("enter")

    @property
    def lines(self) -> list[str]:
        """What stands on the terminal."""
        drawn = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in drawn]

    @property
    def text(self) -> str:
        """The same in one."""
        return "\n".join(self.lines)

    @property
    def marked(self) -> list[str]:
        """The lines of the item that is chosen."""
        return [line.removeprefix("▌ ") for line in self.lines if line.startswith("▌ ")]

    def check(self, name: str) -> None:
        """Compare with what it looked like; a new file is written for you to look at."""
        path = _SNAPSHOTS / f"{name}.txt"
        if not path.exists():
            path.write_text(f"{self.text.rstrip()}\n", encoding="utf-8")
            pytest.fail(f"{path} was not there; look at it, and keep it if it is right")
        assert self.text.rstrip() == path.read_text(encoding="utf-8").rstrip()


Steps = Callable[[Seen], Awaitable[None]]
Browse = Callable[..., Exception | None]


@pytest.fixture
def browse() -> Browse:
    """Walk through a desk's store, which is opened for reading; the error that ended it."""

    def start(desk: Desk, steps: Steps, width: int = 80, height: int = 24) -> Exception | None:
        store = open_store(str(desk.folder / "readout.db"), mode="read")

        async def run() -> Exception | None:
            app = Browser(store, desk.clock.now)
            async with app.run_test(size=(width, height), notifications=True) as pilot:
                await pilot.pause()
                await steps(Seen(app=app, pilot=pilot))
            return app.return_value

        try:
            return asyncio.run(run())
        finally:
            store.close()

    return start
