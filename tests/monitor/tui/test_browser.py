"""The browser, key by key: what is seen, and where each key leads."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from monitor.cli.main import cli
from monitor.errors import UsageError
from monitor.tui.difference import Difference
from monitor.tui.sources import Sources
from monitor.tui.versions import Versions
from monitor.tui.whole import Whole
from storage.errors import StoreError
from tests.hostile.test_outputs import UNWANTED
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.report.conftest import EVIL
from tests.monitor.tui.conftest import Browse, Seen

if TYPE_CHECKING:
    from textual.screen import Screen

pytestmark = pytest.mark.slow

LONG = [f"Paragraph {n} says what it says." for n in range(60)]


def test_the_way_from_the_sources_to_the_words_and_back(watched: Desk, browse: Browse) -> None:
    async def steps(seen: Seen) -> None:
        seen.check("sources")
        await seen.press("enter")
        seen.check("versions")
        await seen.press("down", "enter")
        seen.check("change")
        await seen.press("t")
        seen.check("text")
        screens: list[type[Screen[object]]] = []
        for _ in range(5):
            screens.append(type(seen.app.screen))
            await seen.press("escape")
        assert screens == [Whole, Difference, Versions, Sources, Sources]
        await seen.press("q")

    assert browse(watched, steps) is None


def test_a_wide_terminal_has_both_texts_side_by_side_and_v_changes_that(
    watched: Desk, browse: Browse
) -> None:
    async def steps(seen: Seen) -> None:
        await seen.press("enter", "down", "enter")
        seen.check("change-wide")
        await seen.press("v")
        assert "[-oppose-]{+do not support+}" in seen.text
        await seen.press("v")
        assert re.search(r"\[-oppose-\].*│.*\{\+do not support\+\}", seen.text)
        await seen.press("v")
        await seen.pilot.resize_terminal(60, 20)
        await seen.pilot.pause()
        assert "[-oppose-]{+do not support+}" in seen.text

    browse(watched, steps, 120)


@pytest.mark.parametrize("width", [80, 60])
def test_the_keys_stand_below_every_screen(watched: Desk, browse: Browse, width: int) -> None:
    async def steps(seen: Seen) -> None:
        for keys in ((), ("enter",), ("down", "enter"), ("t",)):
            await seen.press(*keys)
            assert "/ Search" in seen.lines[-1]
            assert width < 80 or seen.lines[-1].endswith("q Quit")

    browse(watched, steps, width)


def test_f_leads_from_flag_to_flag_over_the_changes(
    site: ScriptedSite, desk: Callable[..., Desk], browse: Browse
) -> None:
    site.say("/a", "The sides oppose it.", *LONG, "They will pay 2,000 crowns.")
    here = desk("/a")
    here.baseline()
    site.say("/a", "The sides welcome it.", *LONG, "They will pay 20,000 crowns.")
    here.round()
    site.say("/a", "The sides welcome it", *LONG, "They will pay 20,000 crowns.")
    here.round()
    site.say("/a", "The sides oppose it.", *LONG, "They will pay 2,000 crowns.")
    here.round()

    async def steps(seen: Seen) -> None:
        await seen.press("enter", "enter")
        assert "@3 → @4" in seen.lines[0]
        await seen.press("f")
        assert "number" in seen.marked[1]
        await seen.press("f")
        assert "@1 → @2" in seen.lines[0] or "@2 → @3" in seen.lines[0]
        await seen.press(*"ffff")
        assert "@1 → @2" in seen.lines[0]
        assert "No further flag." in seen.text
        await seen.press(*"FFFFFF")
        assert "@3 → @4" in seen.lines[0]
        await seen.press("left")
        assert "@2 → @3" in seen.lines[0]
        await seen.press("right", "right")
        assert "@3 → @4" in seen.lines[0]
        assert "No newer change." in seen.text
        await seen.press("escape", "f")
        assert "@1" not in seen.marked[0]
        assert seen.marked[1].strip().startswith("! ")

    browse(here, steps)


def test_ids_that_begin_alike_are_told_apart(
    site: ScriptedSite, desk: Callable[..., Desk], browse: Browse
) -> None:
    ids = [f"press-joint-statement-on-the-{what}" for what in ("harbour", "fisheries", "strait")]
    for one in ids:
        site.say(f"/{one}", *LONG[:3])
    here = desk(*(f"/{one}" for one in ids))
    here.baseline()

    async def narrow(seen: Seen) -> None:
        shown = [line.removeprefix("▌").split()[0] for line in seen.lines[2:5]]
        assert all("…" in one and len(one) == 25 for one in shown)
        assert {one.rpartition("-")[2] for one in shown} == {"harbour", "fisheries", "strait"}

    async def wide(seen: Seen) -> None:
        assert {line.removeprefix("▌").split()[0] for line in seen.lines[2:5]} == set(ids)

    browse(here, narrow)
    browse(here, wide, width=140)


def test_what_is_remarked_of_a_version_is_not_cut_off(
    site: ScriptedSite, desk: Callable[..., Desk], browse: Browse
) -> None:
    site.say("/a", "The sides oppose it.", *LONG[:3])
    here = desk("/a")
    here.baseline()
    for verb in ("welcome", "oppose"):
        here.clock.pass_by(days=1)
        site.say("/a", f"The sides {verb} it.", *LONG[:3])
        here.round()

    async def steps(seen: Seen) -> None:
        await seen.press("enter")
        assert seen.marked[0].split()[1] == "@3"
        assert "the same text as version 1" in " ".join(seen.marked)
        assert all(cell_len(line) <= 80 for line in seen.lines)

    browse(here, steps)


def test_a_search_narrows_lists_and_marks_words(watched: Desk, browse: Browse) -> None:
    async def steps(seen: Seen) -> None:
        await seen.press("slash", *"broken", "enter")
        assert [line.split()[0] for line in seen.marked] == ["b"]
        assert '1 source with "broken"' in seen.lines[0]
        await seen.press("escape")
        assert "2 sources" in seen.lines[0]
        await seen.press("enter")
        await seen.write("NOT support")
        assert seen.marked[0].split()[1] == "@2", "in the words that changed, in any case"
        await seen.press("enter")
        assert "do not support" in seen.text
        await seen.press("escape", "escape")
        await seen.write("“SUPPORT”")
        assert seen.lines[1].startswith("0 lines with")
        await seen.write("'AUTUMN'")
        assert seen.marked[0].split()[1] == "@3", "in whatever typography"
        await seen.press("enter")
        await seen.write("nowhere")
        assert 'No further "nowhere" in this change.' in seen.text
        await seen.press("escape", "n")
        assert "Search first: /" in seen.text

    browse(watched, steps)


def test_a_search_in_a_text_leads_from_place_to_place(
    site: ScriptedSite, desk: Callable[..., Desk], browse: Browse
) -> None:
    texts = [*LONG[:20], "The  harbour, first.", *LONG[20:40], "The harbour, last.", *LONG[40:]]
    site.say("/a", *texts)
    here = desk("/a")
    here.baseline()

    async def steps(seen: Seen) -> None:
        await seen.press("enter", "enter")
        assert isinstance(seen.app.screen, Whole)
        await seen.write("the harbour")
        assert "first" in seen.marked[0]
        await seen.press("n")
        assert "last" in seen.marked[0]
        await seen.press("n")
        assert 'No further "the harbour".' in seen.text
        await seen.press("N")
        assert "first" in seen.marked[0]
        await seen.press("escape", "home", "pagedown", "down")
        assert seen.lines[2] != "  Paragraph 0 says what it says."

    browse(here, steps)


def test_what_the_daemon_writes_meanwhile_is_there_after_r(
    watched: Desk, browse: Browse, site: ScriptedSite
) -> None:
    async def steps(seen: Seen) -> None:
        before = seen.text
        site.say("/a", "The sides welcome it.", "They will meet in the 'autumn'.")
        watched.round()
        await seen.press("r")
        assert seen.text != before
        await seen.press("enter")
        assert "welcome" in seen.text

    browse(watched, steps)


def test_page_text_gives_a_terminal_no_orders_and_wide_letters_have_their_width(
    site: ScriptedSite, desk: Callable[..., Desk], browse: Browse
) -> None:
    said = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "&#27;")
    wide = "両首脳は、自由で開かれた海の重要性について意見が一致した。" * 4
    site.say("/a", f"The sides oppose {said} \t[bold red]it[/]. {wide}")
    here = desk("/a")
    here.baseline()
    site.say("/a", f"The sides welcome {said} \t[bold red]it[/]. {wide}")
    here.round()

    async def steps(seen: Seen) -> None:
        for keys in ((), ("enter",), ("enter",), ("v",), ("t",)):
            await seen.press(*keys)
            assert not UNWANTED.search(seen.text.replace("\n", ""))
            for line in seen.app.screen._compositor.render_strips():
                assert cell_len(line.text) == 80
        await seen.write("[/]")
        assert "[bold red]it[/]" in seen.text.replace("\n", " ")
        await seen.write("[/none")
        assert "No further" in seen.text

    browse(here, steps)


def test_a_store_that_fails_ends_it_with_what_the_store_says(watched: Desk, browse: Browse) -> None:
    async def steps(seen: Seen) -> None:
        path = watched.folder / "readout.db"
        for one in watched.folder.glob("readout.db*"):
            one.write_bytes(b"no store at all" * 4_000)
        seen.app.store.engine.dispose()
        assert path.exists()
        await seen.press("enter")

    watched.scheduler.stop()
    watched.scheduler.store.close()
    assert isinstance(browse(watched, steps), StoreError)


def test_an_empty_store_is_said_to_be_so(desk: Callable[..., Desk], browse: Browse) -> None:
    async def steps(seen: Seen) -> None:
        await seen.press("enter", "f", "t", "end", "pagedown", "down")
        assert "0 versions" in seen.text or "0 lines" in seen.text

    browse(desk("/a"), steps)


def test_it_needs_a_terminal(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tui needs a terminal"):
        CliRunner().invoke(cli, ["--store", str(tmp_path / "x.db"), "tui"], catch_exceptions=False)
