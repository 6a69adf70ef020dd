"""A site that changes by script, a mail server, and the program between them, from start to end."""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import trustme

from tests.crash.fleet import Fleet, Process
from tests.e2e.mail import PASSWORD, Mailbox, free_port, mail_server
from tests.e2e.program import ROOT
from tests.e2e.site import Page, Site, page, serving

SPEED = 60.0  # times as fast as the machine's clock
TICK = 0.02  # seconds between two steps of the daemon
_REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
_SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
_NEVER = "The two leaders will never support a unilateral change of the harbour rules."
_QUOTED = "Both sides reaffirmed their “harbour pact” of 1987 in full."
_SHUT = Page(
    body=b"<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser</p>",
    status=403,
    headers={"Server": "cloudflare", "cf-mitigated": "challenge"},
)


def index(*links: tuple[str, str]) -> Page:
    """What a listing names: address and words of each."""
    items = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in links)
    html = f"<!DOCTYPE html><html><head><title>Press</title></head><body><ul id=list>{items}"
    return Page(body=f"{html}</ul></body></html>".encode())


_HARBOUR, _FERRIES, _TUGS = (
    (f"/press-{words.lower()}", words) for words in ("Harbour", "Ferries", "Tugs")
)
# What each page shows, one after the other, each until the store has settled on it. What a listing
# leads to has the slug that its address is.
SCRIPT: dict[str, tuple[Page, ...]] = {
    "/pact": tuple(page(one, *_REST) for one in (_OPPOSE, _SUPPORT, _NEVER, _OPPOSE)),
    "/joint": (
        page(_QUOTED, *_REST, title="Joint"),
        page(_QUOTED.replace("“", '"').replace("”", '"'), *_REST, title="Joint"),
        page(_QUOTED.replace("in full", "in no part"), *_REST, title="Joint"),
    ),
    "/shy": (
        page("Port Ansel stays open to all ships.", *_REST, title="Ports"),
        _SHUT,
        page("Port Ansel does not stay open to all ships.", *_REST, title="Ports"),
    ),
    "/press": (
        index(_HARBOUR),
        index(_FERRIES, _HARBOUR),
        index(_TUGS, _FERRIES, _HARBOUR),
    ),
    "/press-harbour": tuple(
        page(f"The harbour has {berths} berths for ships of any flag.", *_REST, title="Harbour")
        for berths in ("twelve", "twenty")
    ),
    "/press-ferries": (page("Ferries run to the island twice a day.", *_REST, title="Ferries"),),
    "/press-tugs": (page("Tugs wait at the mole day and night.", *_REST, title="Tugs"),),
}
_CONFIG = """\
defaults:
  every: {every}
  second_look: 0s
  spacing: 0s
  timeout: 10m
  allow_private: true
  broken_after: 3
  broken_for: 1s
  alert: [desk]
operator: [desk]
heartbeat: false
channels:
  desk:
    email:
      smtp: smtp://readout%40desk.example@localhost:{mail}
      password: ${{SMTP_PASSWORD}}
      from: readout@desk.example
      to: [desk@desk.example]
sources:
  - {{id: pact, url: "{site}/pact", select: "#text", language: en, statement: harbour}}
  - {{id: joint, url: "{site}/joint", language: en, statement: harbour}}
  - {{id: shy, url: "{site}/shy", select: "#text", language: en}}
listings:
  - id: press
    url: "{site}/press"
    links: "#list a"
    document: {{every: {every}, select: "#text", language: en, attachments: a.file}}
"""


_SETTLED = "SELECT state FROM watches JOIN sources USING (source_id) WHERE look = 0"
_WAITING = "SELECT count(*) FROM deliveries WHERE state IN ('held', 'pending')"


@dataclass(kw_only=True)
class World:
    """One site, one mailbox and one folder in which the program is started, perhaps often."""

    folder: Path
    site: Site
    mailbox: Mailbox
    fleet: Fleet
    env: dict[str, str]
    store: Path
    speed: float = SPEED
    epoch: float = field(default_factory=time.time)  # noqa: TID251 - the machine's
    processes: list[Process] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # which page of its script each path shows
    _numbers: "count[int]" = field(default_factory=count)

    def play(self) -> None:
        """Serve the script: each page until the store has settled on it, however often it dies."""
        for path in SCRIPT:
            self.site.pages[path] = self._turning(path)

    def _turning(self, path: str) -> Callable[[int], Page]:
        def show(_number: int) -> Page:
            place = self.places.get(path, 0)
            if place + 1 < len(SCRIPT[path]) and self.settled(path):
                self.places[path] = place = place + 1
            return SCRIPT[path][place]

        return show

    def settled(self, path: str) -> bool:
        """Whether the page as it is was looked at twice, or people were told that it refuses."""
        page = SCRIPT[path][self.places.get(path, 0)]
        sha256 = hashlib.sha256(page.body).hexdigest()
        asked = f"{_SETTLED} AND slug = '{path[1:]}' AND lower(hex(body_sha256)) = '{sha256}'"
        return self.ask(asked) == [("ok" if page.status == 200 else "broken",)]

    def start(self, *arguments: str, **order: object) -> Process:
        """Start the program: `run`, or the command given."""
        number = next(self._numbers)
        process = self.fleet.start(
            {
                "folder": str(self.folder),
                "env": self.env | {"READOUT_STORE": str(self.store)},
                "arguments": list(arguments or ("run",)),
                "journal": str(self.folder / "run.log"),
                "record": str(self.folder / "points.log"),
                "ended": str(self.folder / f"ended-{number}"),
                "shift": str(self.folder / "shift"),
                "archive": self.site.url(""),
                "epoch": self.epoch,
                "speed": self.speed,
                "tick": TICK,
                **order,
            }
        )
        self.processes.append(process)
        return process

    def now(self) -> datetime:
        """What the program's clock says as long as it does not jump."""
        passed = time.time() - self.epoch  # noqa: TID251 - the machine's
        return datetime.fromtimestamp(self.epoch + passed * self.speed, UTC)

    def jump(self, seconds: float) -> None:
        """Put the program's clock that far off the machine's, at once."""
        part = self.folder / "shift.part"
        part.write_text(str(seconds))
        part.replace(self.folder / "shift")

    @property
    def journal(self) -> str:
        """What the program has said, all its processes."""
        path = self.folder / "run.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def points(self) -> list[str]:
        """The points that were reached, in order."""
        path = self.folder / "points.log"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def finished(self) -> bool:
        """Whether the script is over, and every message sent and noted."""
        at_last = all(self.places.get(path, 0) == len(SCRIPT[path]) - 1 for path in SCRIPT)
        return at_last and all(map(self.settled, SCRIPT)) and self.ask(_WAITING) == [(0,)]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """What the store answers; nothing while it is being made."""
        try:
            address = f"file:{self.store}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as store:
                return store.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []

    def run_to_the_end(self, process: Process, seconds: float = 60.0) -> None:
        """Wait until the script is over; then end the program as a supervisor does."""
        end = time.monotonic() + seconds
        while process.alive and not (process.watching and self.finished()):
            assert time.monotonic() < end, f"no end of the script: {self.places}\n{self.journal}"
            time.sleep(0.02)
        assert process.alive, self.journal
        assert process.terminate() == 0, self.journal


@contextmanager
def world(
    folder: Path, fleet: Fleet, authority: trustme.CA, *, every: str = "1s"
) -> Iterator[World]:
    """A world in that folder; what was started in it ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        site = stack.enter_context(serving())
        mailbox = stack.enter_context(mail_server(authority, free_port()))
        trust = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(trust))
        said = _CONFIG.format(every=every, mail=mailbox.port, site=site.url(""))
        (folder / "sources.yaml").write_text(said, encoding="utf-8")
        env = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT),
            "SSL_CERT_FILE": str(trust), "SMTP_PASSWORD": PASSWORD,
        }  # fmt: skip
        one = World(
            folder=folder, site=site, mailbox=mailbox, fleet=fleet, env=env,
            store=folder / "readout.db",
        )  # fmt: skip
        try:
            yield one
        finally:
            for process in one.processes:
                process.kill()
