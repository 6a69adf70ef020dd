"""README's pictures, from a run of the demo: `python -m docs.tools.pictures` draws them anew.

The clock is set to the day of the story and goes on a quarter of an hour from step to step, so
that the pictures say the same times whenever they are drawn.
"""

import html
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from monitor.clock import SystemClock
from monitor.config.load import load
from monitor.demo import story
from monitor.demo.site import Site
from monitor.scheduler import Scheduler
from storage.store import open_store

FOLDER = Path(__file__).parents[1] / "pictures"
WIDTH = 104  # columns
_BEGIN = datetime(2026, 6, 18, 8, 10, 2, tzinfo=UTC)
_QUARTER = timedelta(minutes=15)
_MARKED = re.compile(r"\[-(?P<old>.*?)-\]|\{\+(?P<new>.*?)\+\}")
_LABEL = re.compile(
    r"^ *(Subject|WHEN|WAS|NOW|THIS PHRASE|NOT TOLD|NOT SEEN NOW|SAME STATEMENT"
    r"|PAGE|CAPTURE|MORE)\b"
    r":?|^\d+/\d+  .*?(?=   §)|CHAIN HEAD(?= )",
    re.MULTILINE,
)
_RUN = re.compile(r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<letters>[^<]+)</text>')
_PAPER = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [(31, 35, 40), (176, 0, 32), (11, 107, 46), (122, 31, 162)] * 2
    + [(26, 79, 156), (122, 31, 162), (26, 79, 156), (110, 118, 129)] * 2,
)
# Like rich's own, but for the letters: they come from the reader's machine, not from a CDN.
_SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono",
    "Noto Sans Mono CJK JP", monospace;
  font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font: bold 18px system-ui, "DejaVu Sans", sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class _StoryClock(SystemClock):
    """The machine's clock, as if the story had begun on its day; `turn` sets it forward."""

    def __init__(self) -> None:
        self._ahead = _BEGIN - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def turn(self) -> None:
        self._ahead += _QUARTER


def draw(folder: Path) -> None:
    """Run the demo and draw an alert of it and two of its differences into the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        _live(home)
        mail = _mail(home / "mails", "oppose")
        _export(folder / "alert.svg", _alert(mail), title="an alert, by mail")
        terminal = Text("\n").join(
            _typed(home, command)
            for command in ("diff avelland-statement 1 2", "diff sorahama-readout 1 2")
        )
        _export(folder / "diff.svg", terminal, title="readout diff")


def _live(home: Path) -> None:
    """The demo's story, its store and messages left in `home`."""
    clock = _StoryClock()

    def say(line: str) -> None:
        if line.startswith("\n"):  # a step of the story begins
            clock.turn()

    with Site(clock=clock) as site:
        config = load(story.prepare(site, home), {})
        store = open_store(str(home / "readout.db"), mode="write")
        scheduler = Scheduler(store, config, clock)
        faults = list(story.tell(site, scheduler, home / "mails", clock, say))
        scheduler.stop()
        store.close()
    if faults:
        sys.exit("\n".join(faults))


def _mail(folder: Path, word: str) -> EmailMessage:
    """The first message whose subject begins with that word."""
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in folder.glob("*.eml")
    ]
    wanted = [mail for mail in mails if str(mail["Subject"]).startswith(f'"{word}')]
    return min(wanted, key=lambda mail: str(mail["Date"]))


def _alert(mail: EmailMessage) -> Text:
    """The plain part, its marks in the colours of the HTML part."""
    part = mail.get_body(("plain",))
    assert part is not None
    body = "\n".join(line.rstrip() for line in part.get_content().splitlines())
    text = Text(f"Subject: {mail['Subject']}\n\n{body}")
    text.highlight_regex(_LABEL, "bold")
    for found in _MARKED.finditer(text.plain):
        text.stylize("strike red" if found["old"] is not None else "bold green", *found.span())
    return text


def _typed(home: Path, command: str) -> Text:
    """A command as it is typed, and what the program writes to a terminal of that width."""
    settings = {"READOUT_STORE": str(home / "readout.db"), "COLUMNS": str(WIDTH)}
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as reading:
        with subprocess.Popen(
            [Path(sys.executable).with_name("readout"), *command.split()],
            stdout=theirs,
            env=os.environ | settings | {"TERM": "xterm-256color", "LANG": "C.UTF-8"},
        ) as process:
            os.close(theirs)
            written = b"".join(_until_closed(reading.fileno()))
        if process.returncode:
            sys.exit(f"readout {command} ended with {process.returncode}")
    shown = Text.from_ansi(written.decode("utf-8").replace("\r\n", "\n"))
    return Text.assemble((f"$ readout {command}\n", "bold blue"), shown, "\n")


def _until_closed(handle: int) -> Iterable[bytes]:
    """What is written to a terminal until nobody holds its other end."""
    while True:
        try:
            part = os.read(handle, 65536)
        except OSError:  # Linux says so by an error
            return
        if not part:
            return
        yield part


def _export(path: Path, text: Text, *, title: str) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        console.print(text)
        svg = console.export_svg(
            title=title, theme=_PAPER, code_format=_SVG, unique_id=f"readout-{path.stem}"
        )
    svg = _RUN.sub(_measured, svg)
    svg = svg.replace("rgba(255,255,255,0.35)", "#d0d7de")  # a frame that is seen on white paper
    path.write_text("\n".join(map(str.rstrip, svg.splitlines())) + "\n", encoding="utf-8")


def _measured(run: re.Match[str]) -> str:
    """A run of letters with its true length: rich counts a Japanese letter as one column."""
    letters = html.unescape(run["letters"])
    length = float(run["length"]) * cell_len(letters) / len(letters)
    return f'textLength="{length:g}"{run["rest"]}>{run["letters"]}</text>'


if __name__ == "__main__":
    draw(FOLDER)
