"""Today's rules applied to stored captures: versions superseded, numbers kept, nobody alerted."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text, update

from monitor import pipeline, rederived, watchlist
from monitor.cli.main import cli
from monitor.config.load import load
from monitor.config.model import Config
from monitor.rederived import Finding
from storage import captures, changes, lock, pins, sources, told, versions, watches
from storage.errors import StoreLocked
from storage.model import Origin, Version
from storage.store import Store
from storage.tables.evidence import BODIES
from tests.storage import build
from tests.storage.conftest import (  # noqa: F401 - fixtures
    _postgresql_server,
    _postgresql_store,
    _sqlite_template,
    empty_postgresql,
    location,
    store,
)

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
RAIN, TEA, COFFEE = "It rained.", "They drank tea.", "They drank coffee."
_CONFIG = """\
defaults: {{second_look: 0s, alert: [desk]}}
channels: {{desk: {{file: {{path: alerts/}}}}}}
sources:
  - {{id: a, url: "http://a.example/a", {rules}}}
"""


def page(*texts: str, views: int = 0, noise: int = 0) -> bytes:
    lines = "".join(f"<p>{one}</p>" for one in texts)
    return (
        f"<html><head><title>Talks</title></head><body><nav>{noise}</nav><main id='text'>{lines}"
        f"<p class='views'>Views: {views}</p></main></body></html>"
    ).encode()


@dataclass
class Watched:
    """One source whose captures are kept and derived as a crash would have left them."""

    store: Store
    folder: Path
    now: datetime = START
    rules: str = 'select: "#text"'
    visits: list[int] = field(default_factory=list)

    @property
    def config(self) -> Config:
        path = self.folder / "sources.yaml"
        path.write_text(_CONFIG.format(rules=self.rules), encoding="utf-8")
        return load(path, {})

    def begin(self) -> None:
        with self.store.write() as tx:
            ids = watchlist.register(tx, self.config, self.now)
            watches.save(tx, [watchlist.new_watch(i, self.now) for i in ids.values()])

    def visit(self, body: bytes, *, origin: Origin = "direct", status: int = 200) -> None:
        self.now += timedelta(minutes=15)
        exchange = build.exchange(
            body, url="http://a.example/a", final_url="http://a.example/a", status=status,
            started_at=self.now, ended_at=self.now,
        )  # fmt: skip
        with self.store.write() as tx:
            build.kept(tx, 1, exchange, origin=origin)
        pipeline.recover(self.store, self.config, self.now)

    def see(self, *texts: str, views: int = 0) -> None:
        """Two looks at a page of these texts, whose bytes differ beside the text."""
        for noise in (1, 2):
            self.visit(page(*texts, views=views, noise=noise))

    def rederive(self, *, dry: bool = False) -> list[Finding]:
        self.now += timedelta(minutes=1)
        config = self.config
        return list(rederived.rederive(self.store, config, config.sources, self.now, dry=dry))

    def standing(self) -> list[Version]:
        with self.store.read() as rx:
            return versions.standing(rx, 1)

    def texts(self) -> list[str]:
        with self.store.read() as rx:
            return [versions.document(rx, one.version_id).text for one in self.standing()]

    def told(self) -> list[int]:
        with self.store.read() as rx:
            return [one.alert_id for one in told.changes_of(rx, 1)]

    def rows(self) -> dict[str, int]:
        with self.store.read() as rx:
            return {
                name: rx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in ("versions", "changes", "derivations", "chain", "alerts", "pins")
            }


@pytest.fixture
def watched(store: Store, tmp_path: Path) -> Callable[..., Watched]:  # noqa: F811
    def start(**how: str) -> Watched:
        one = Watched(store, tmp_path, **how)  # type: ignore[arg-type]
        one.begin()
        return one

    return start


def _what(found: list[Finding]) -> list[tuple[str, int | None, int | None]]:
    return [(one.what, one.version, one.into) for one in found]


def _counted(watched: Callable[..., Watched]) -> Watched:
    """A counter told as two changes, then an edit; then a rule against the counter."""
    one = watched()
    one.see(RAIN, TEA, views=1)
    one.see(RAIN, TEA, views=2)
    one.see(RAIN, COFFEE, views=2)
    assert [version.number for version in one.standing()] == [1, 2, 3]
    one.rules = 'select: "#text", ignore: [".views"]'
    return one


def test_a_dry_run_says_what_merges_and_which_alert_goes(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    before, alerts = one.rows(), one.told()
    found = one.rederive(dry=True)
    assert _what(found) == [
        ("changed", 1, None), ("merged", 2, None), ("changed", 3, None), ("alert gone", 2, None),
    ]  # fmt: skip
    assert found[0].words == "- Views: 1"
    assert found[3].alert == alerts[0]
    assert one.rows() == before


def test_for_real_new_versions_stand_and_old_numbers_stay(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    alerts, seen = one.told(), one.standing()
    found = one.rederive()
    assert _what(found) == [
        ("changed", 1, 4), ("merged", 2, 4), ("changed", 3, 5), ("alert gone", 2, None),
    ]  # fmt: skip
    assert one.texts() == [f"{RAIN}\n\n{TEA}", f"{RAIN}\n\n{COFFEE}"]
    first, last = one.standing()
    assert (first.cause, first.supersedes) == ("rules", seen[0].version_id)
    assert (first.first_seen, last.first_seen) == (seen[0].first_seen, seen[2].first_seen)
    assert last.not_before == seen[2].not_before
    assert first.confirmed_at
    assert last.confirmed_at
    with one.store.read() as rx:
        old = versions.get(rx, 1, 2)
        assert old is not None
        assert old.superseded_by == first.version_id
        assert "Views: 2" in versions.document(rx, old.version_id).text
        step = changes.arriving_at(rx, last.version_id)
        gave_way = changes.between(rx, old.version_id, first.version_id)
        assert versions.counts(rx) == {1: 2}
    assert step is not None
    assert gave_way is not None
    assert (step.from_version_id, step.cause, step.comparison.kind) == (
        first.version_id, "page", "wording",
    )  # fmt: skip
    assert gave_way.cause == "rules"
    assert one.told() == alerts, "nobody is alerted, and what was told was told"


def test_a_second_run_finds_nothing_to_do(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.rederive()
    before = one.rows()
    assert one.rederive() == []
    assert one.rows() == before


def test_without_another_rule_there_is_nothing_to_do(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.rules = 'select: "#text"'
    before = one.rows()
    assert one.rederive() == []
    assert one.rows() == before


def test_the_next_capture_is_compared_like_with_like(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.rederive()
    alerts = one.told()
    one.see(RAIN, COFFEE, views=9)
    assert [version.number for version in one.standing()] == [4, 5]
    assert one.told() == alerts
    one.see(TEA, COFFEE, views=9)
    assert [version.number for version in one.standing()] == [4, 5, 6]
    assert len(one.told()) == len(alerts) + 1


def test_what_a_rule_hid_comes_apart_again(watched: Callable[..., Watched]) -> None:
    one = watched(rules='select: "#text", ignore: [".views"]')
    one.see(RAIN, TEA, views=1)
    one.see(RAIN, TEA, views=2)
    assert len(one.standing()) == 1
    one.rules = 'select: "#text"'
    found = one.rederive()
    assert _what(found) == [("changed", 1, 2), ("split", 1, 3), ("alert new", None, 3)]
    assert found[1].words == "- 1 + 2"
    assert len(one.standing()) == 2
    assert one.told() == []
    assert one.rederive() == []


def test_going_back_to_the_old_rules_makes_new_numbers(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.rederive()
    one.rules = 'select: "#text"'
    one.rederive()
    assert [version.number for version in one.standing()] == [6, 7, 8]
    assert [version.same_as for version in one.standing()] == [None, None, None]
    with one.store.read() as rx:
        first = versions.get(rx, 1, 1)
    assert first is not None
    assert first.superseded_by == one.standing()[0].version_id, "what stands there now"
    assert one.rederive() == []


def test_a_selector_that_finds_nothing_leaves_the_history(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.rules = 'select: "#elsewhere"'
    assert one.rederive() == []
    assert [version.number for version in one.standing()] == [1, 2, 3]


def test_what_was_no_page_of_the_source_goes(watched: Callable[..., Watched]) -> None:
    """As where rules that judge better know a challenge page that was taken for the text."""
    one = watched()
    one.see(RAIN, TEA)
    challenge = b"<html><title>Just a moment...</title><p>Checking your browser</p></html>"
    with one.store.write() as tx:
        at = one.now + timedelta(minutes=5)
        kept = build.kept(tx, 1, build.exchange(challenge, started_at=at, ended_at=at))
        build.version(tx, 1, "Checking your browser", capture_id=kept.capture_id, first_seen=at)
    assert _what(one.rederive()) == [("merged", 2, 1)]
    assert one.texts() == [f"{RAIN}\n\n{TEA}\n\nViews: 0"]


def test_a_thinned_capture_stays_as_it_was_read(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    with one.store.write() as tx:
        middle = captures.history(tx, 1)[2:4]
        hashes = [row.body_sha256 for row in middle]
        tx.execute(update(BODIES).where(BODIES.c.sha256.in_(hashes)).values(data=None))
    assert _what(one.rederive()) == [("changed", 1, 4), ("changed", 3, 5)]
    assert [version.number for version in one.standing()] == [4, 2, 5]
    assert one.rederive() == []


def test_an_imported_capture_takes_its_place_in_time(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    with one.store.write() as tx:
        at = START - timedelta(days=30)
        body = page(TEA, views=0)
        kept = build.kept(tx, 1, build.exchange(body, started_at=at, ended_at=at), origin="import")
        build.version(tx, 1, TEA, "Views: 0", capture_id=kept.capture_id, first_seen=at)
    one.rederive()
    assert one.texts()[0] == TEA
    assert len(one.texts()) == 3


def test_an_open_look_is_waited_for(watched: Callable[..., Watched]) -> None:
    one = _counted(watched)
    one.visit(page(TEA, TEA, noise=8))
    (left,) = one.rederive()
    assert (left.what, "readout check a" in (left.reason or "")) == ("left", True)


def test_a_found_place_is_found_again(watched: Callable[..., Watched]) -> None:
    one = watched(rules="name: Talks")
    long = (
        "The ministers met in the harbour town and spoke of ferries, tolls and pilots.",
        "They agreed to meet again before the winter, and to keep the lights burning.",
    )
    one.see(*long, RAIN)
    one.see(*long, TEA)
    assert len(one.standing()) == 2
    with one.store.read() as rx:
        assert pins.current(rx, 1) is not None
    before = one.rows()
    assert one.rederive() == []
    assert one.rows() == before


def test_a_fault_of_ours_leaves_the_source(
    watched: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _counted(watched)
    before = one.rows()

    def broken(*_: object, **__: object) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr("monitor.rederived.apply", broken)
    (left,) = one.rederive()
    assert left.what == "left"
    assert "no such thing" in (left.reason or "")
    assert one.rows() == before


def test_a_crash_half_way_leaves_the_source_as_it_was(
    watched: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _counted(watched)
    before = one.rows()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("monitor.rederiving._watch", crash)
    with pytest.raises(KeyboardInterrupt):
        one.rederive()
    assert one.rows() == before
    monkeypatch.undo()
    assert len(one.rederive()) == 4
    with one.store.read() as rx:
        assert sources.get(rx, "a") is not None


def _readout(one: Watched, where: str, *words: str) -> Result:
    one.config  # noqa: B018 - writes sources.yaml
    given = ["--config", str(one.folder / "sources.yaml"), "--store", where]
    return CliRunner().invoke(cli, [*given, *words])


def test_on_the_command_line(watched: Callable[..., Watched], location: str) -> None:  # noqa: F811
    one = _counted(watched)
    foreseen = _readout(one, location, "rederive", "--dry-run")
    assert "would be: @2 merges into a new version   - Views: 2" in foreseen.stdout
    done = _readout(one, location, "rederive", "a", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [json.loads(line)["into"] for line in done.stdout.splitlines()] == [4, 4, 5, None]
    again = _readout(one, location, "rederive")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "nothing to do" in again.stderr
    shown = _readout(one, location, "show", "a@2")
    assert "Views: 2" in shown.stdout
    assert "a@2 is superseded by @4" in shown.stderr
    assert json.loads(_readout(one, location, "show", "a@2", "--json").stdout)["superseded_by"] == 4
    (header,) = _readout(one, location, "show", "a").stderr.splitlines()
    assert header.startswith("a@5   first read ")
    assert "@2 is superseded by @4" in _readout(one, location, "diff", "a", "1", "2").stdout
    last = json.loads(_readout(one, location, "diff", "a", "--json").stdout)
    assert (last["from"], last["to"], last["cause"]) == (4, 5, "page")


def test_the_log_hides_the_superseded(watched: Callable[..., Watched], location: str) -> None:  # noqa: F811
    one = _counted(watched)
    one.rederive()
    short, every = (
        [json.loads(line) for line in _readout(one, location, *words).stdout.splitlines()]
        for words in (("log", "a", "--json"), ("log", "a", "--all", "--json"))
    )
    assert [line["version"] for line in short] == [5, 4]
    assert {line["version"]: line["superseded_by"] for line in every} == {
        1: 4, 2: 4, 3: 5, 4: None, 5: None,
    }  # fmt: skip
    assert [line["change"] for line in short] == ["wording", None]
    assert "superseded by @4" not in _readout(one, location, "log", "a").stdout
    assert _readout(one, location, "log", "a", "--all").stdout.count("superseded by @4") == 2
    assert _readout(one, location, "verify").exit_code == 0


def test_beside_a_daemon_it_is_refused(watched: Callable[..., Watched], location: str) -> None:  # noqa: F811
    one = _counted(watched)
    held = lock.acquire(one.store, pid=7, command="run", now=START)
    refused = _readout(one, location, "rederive")
    lock.release(held)
    assert isinstance(refused.exception, StoreLocked)
    assert len(one.standing()) == 3
    assert _readout(one, location, "rederive", "b").exit_code
