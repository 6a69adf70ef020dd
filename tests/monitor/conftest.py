"""A scripted site on loopback, a clock that tests turn by hand, and a scheduler over both."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from monitor.config.load import load
from monitor.scheduler import Scheduler
from storage import engines
from storage.store import open_store

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

Answer = tuple[int, bytes] | tuple[int, bytes, dict[str, str]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL scenarios are slow tests: that it does as SQLite does, tests/storage shows."""
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if Path(__file__).parent in item.path.parents and given.get("location") == "postgresql":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _no_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power fails here; that a commit is on the disk, tests/storage shows."""
    real = engines._prepare

    def prepare(opened: "DBAPIConnection", entry: "ConnectionPoolEntry") -> None:
        real(opened, entry)
        opened.cursor().execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(engines, "_prepare", prepare)


def page(*paragraphs: str) -> bytes:
    """A small whole page whose text stands in #text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        "<!DOCTYPE html><html lang=en><head><title>Readout</title></head>"
        f"<body><p>Ministry of the Arland Isles</p><div id=text>{text}</div></body></html>"
    ).encode()


def json_lines(text: str) -> list[Any]:
    """What a command printed with `--json`."""
    return [json.loads(line) for line in text.splitlines()]


class HandClock:
    """Time stands still until a test moves it; waiting is short, though deadlines come by it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self.wait = 0.0  # seconds by which each sleep moves it
        self.spared = 0.0  # seconds that were to be waited, and were not

    def now(self) -> datetime:
        """The instant the test set."""
        return self.at

    def monotonic(self) -> float:
        """Seconds for deadlines: the real ones, and those that were spared."""
        return time.monotonic() + self.spared

    def sleep(self, seconds: float) -> None:
        """A short real wait."""
        really = min(seconds, 0.002)
        time.sleep(really)
        self.spared += seconds - really
        self.at += timedelta(seconds=self.wait)

    def uniform(self, low: float, high: float) -> float:
        """No chance in tests: the middle."""
        return (low + high) / 2

    def pass_by(self, **length: float) -> None:
        """Let time pass: `minutes=15`."""
        self.at += timedelta(**length)


@dataclass
class ScriptedSite:
    """What each path answers: a status and a body, or a function that is asked at each visit."""

    answers: dict[str, Answer | Callable[[], Answer]] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)  # the User-Agent of each visit
    port: int = 0

    def say(self, path: str, *paragraphs: str) -> None:
        """Serve a page of these paragraphs."""
        self.answers[path] = (200, page(*paragraphs))


@pytest.fixture
def site() -> Iterator[ScriptedSite]:
    scripted = ScriptedSite()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = scripted.answers.get(self.path, (404, b"<title>Not found</title>"))
            scripted.visits.append(self.path)
            scripted.agents.append(self.headers.get("User-Agent", ""))
            status, body, *more = answer() if callable(answer) else answer
            self.send_response(status)
            given = more[0] if more else {}
            if "Content-Type" not in given:
                self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scripted.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield scripted
    server.shutdown()
    server.server_close()


@dataclass
class Desk:
    """One watched site: its scheduler, its clock, and the mails that came."""

    scheduler: Scheduler
    clock: HandClock
    folder: Path

    def look(self, *, rounds: int = 1) -> None:
        """Tick until nothing is under way."""
        for _ in range(rounds):
            self.scheduler.tick(self.clock.now())
            end = time.monotonic() + 20
            while self.scheduler.busy or self.scheduler.sending:
                assert time.monotonic() < end, "the scheduler does not come to rest"
                time.sleep(0.002)
                self.scheduler.absorb(self.clock.now())
            self.scheduler.tick(self.clock.now())
            while self.scheduler.sending:
                time.sleep(0.002)

    def round(self) -> None:
        """A quarter of an hour later: one look, and the second look it may have caused."""
        self.clock.pass_by(minutes=15)
        self.look()
        self.clock.pass_by(seconds=11)
        self.look()

    def baseline(self) -> None:
        """The first version, and its second look."""
        self.look()
        self.round()

    def configure(self, text: str) -> None:
        """What SIGHUP does with this sources.yaml."""
        path = self.folder / "sources.yaml"
        path.write_text(text, encoding="utf-8")
        self.scheduler.configure(load(path, {}))

    @property
    def mails(self) -> list[str]:
        """The subjects of the messages so far, in the order of their time."""
        return [str(mail["Subject"]) for mail in self._messages()]

    @property
    def texts(self) -> list[str]:
        """Their plain texts, likewise."""
        bodies = (mail.get_body(("plain",)) for mail in self._messages())
        return [body.get_content() for body in bodies if isinstance(body, EmailMessage)]

    def _messages(self) -> list[EmailMessage]:
        from email import message_from_bytes, policy

        parsed = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in self.folder.glob("alerts/*.eml")
        ]
        return sorted(parsed, key=lambda mail: mail["Date"].datetime)


_CONFIG = """\
operator: [ops]
heartbeat: false
defaults: {{spacing: 0s, allow_private: true, alert: [desk]}}
channels:
  desk: {channel}
  ops: {{file: {{path: ops/}}}}
sources:
{sources}
"""


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nothing stands yet."""
    path = tmp_path_factory.mktemp("new") / "readout.db"
    open_store(str(path), mode="write").close()
    return path


@pytest.fixture
def desk(site: ScriptedSite, new_store: Path, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Start watching these paths; `extra` goes into each source, `channel` is the desk's."""
    made: list[Desk] = []

    def start(
        *paths: str,
        extra: str = 'select: "#text"',
        channel: str = "file: {path: alerts/}",
        env: Mapping[str, str] | None = None,
    ) -> Desk:
        sources = "\n".join(
            f"  - {{id: {path[1:]}, url: 'http://127.0.0.1:{site.port}{path}', {extra}}}"
            for path in paths
        )
        config = tmp_path / "sources.yaml"
        config.write_text(
            _CONFIG.format(sources=sources, channel="{" + channel + "}"), encoding="utf-8"
        )
        clock = HandClock()
        if not (tmp_path / "readout.db").exists():
            shutil.copy(new_store, tmp_path)
        store = open_store(str(tmp_path / "readout.db"), mode="write")
        made.append(Desk(Scheduler(store, load(config, env or {}), clock), clock, tmp_path))
        return made[-1]

    yield start
    for one in made:
        one.scheduler.stop()
        one.scheduler.store.close()
