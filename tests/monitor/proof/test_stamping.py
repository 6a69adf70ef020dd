"""The root is stamped daily and after each confirmed change, and nobody waits for it."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.config.model import Config
from monitor.proof import merkle, stamping
from monitor.proof.stamping import Stamper
from storage import stamps

if TYPE_CHECKING:
    from tests.monitor.conftest import Desk, ScriptedSite
    from tests.monitor.proof.conftest import Authority

Watching = Callable[..., "Desk"]


class Stamping:
    """A desk whose evidence is stamped: ticks as the daemon does."""

    def __init__(self, desk: "Desk", authority: "Authority") -> None:
        self.desk, self.authority = desk, authority
        text = (desk.folder / "sources.yaml").read_text(encoding="utf-8")
        told = f"stamp: {{url: '{authority.url}', certificate: '{authority.folder}/ca.pem'}}\n"
        desk.configure(told + text)
        self.stamper = Stamper(desk.scheduler.store)

    @property
    def config(self) -> Config:
        return self.desk.scheduler.config

    def tick(self) -> None:
        """One tick, and one more once the authority has answered."""
        self.stamper.tick(self.config, self.desk.clock.now())
        end = time.monotonic() + 20
        while self.stamper.under_way:
            assert time.monotonic() < end
            time.sleep(0.005)
        self.stamper.tick(self.config, self.desk.clock.now())

    def all(self) -> list[stamps.Stamp]:
        with self.desk.scheduler.store.read() as rx:
            last = stamps.latest(rx)
            return [stamps.by_id(rx, n + 1) for n in range(last.stamp_id if last else 0)]


@pytest.fixture
def stamped(desk: Watching, site: "ScriptedSite", authority: "Authority") -> Stamping:
    site.say("/a", "We agree.")
    site.say("/b", "We stay in touch.")
    one = Stamping(desk("/a", "/b"), authority)
    one.desk.baseline()
    return one


def test_daily_and_after_each_confirmed_change(stamped: Stamping, site: "ScriptedSite") -> None:
    stamped.tick()
    assert len(stamped.all()) == 1
    stamped.desk.round()  # nothing new
    stamped.tick()
    assert len(stamped.all()) == 1
    site.say("/a", "We do not agree.")
    stamped.desk.clock.pass_by(minutes=15)
    stamped.desk.look()
    stamped.tick()
    assert len(stamped.all()) == 1  # not confirmed yet
    stamped.desk.clock.pass_by(seconds=11)
    stamped.desk.look()
    stamped.tick()
    assert len(stamped.all()) == 2
    stamped.desk.clock.pass_by(hours=23)
    stamped.tick()
    assert len(stamped.all()) == 2
    stamped.desk.clock.pass_by(hours=1)
    stamped.tick()
    assert len(stamped.all()) == 3


def test_the_root_can_be_made_again_from_what_is_kept(stamped: Stamping) -> None:
    stamped.tick()
    (one,) = stamped.all()
    with stamped.desk.scheduler.store.read() as rx:
        heads = stamps.heads(rx, one.stamp_id)
    assert sorted(heads) == ["a", "b"]
    assert merkle.root(heads) == one.root_sha256
    leaf = merkle.leaf("b", heads["b"])
    assert merkle.climb(leaf, merkle.path(heads, "b")) == one.root_sha256


def test_an_authority_that_hangs_delays_no_alert(stamped: Stamping, site: "ScriptedSite") -> None:
    stamped.authority.hold = threading.Event()
    began = time.monotonic()
    stamped.stamper.tick(stamped.config, stamped.desk.clock.now())
    assert time.monotonic() - began < 1
    site.say("/a", "We do not agree.")
    before = len(stamped.desk.mails)
    stamped.desk.round()
    stamped.stamper.tick(stamped.config, stamped.desk.clock.now())
    assert len(stamped.desk.mails) == before + 1
    assert stamped.all() == []
    stamped.authority.hold.set()
    stamped.tick()
    assert len(stamped.all()) == 1
    stamped.desk.clock.pass_by(minutes=2)
    stamped.tick()  # the change was confirmed after those heads were read
    assert len(stamped.all()) == 2


def test_one_that_is_down_is_asked_again_and_told_once_after_a_day(stamped: Stamping) -> None:
    stamped.authority.answers = [(503, "text/html", b"")] * 60
    ops = stamped.desk.folder / "ops"
    for hour in range(0, 40, 4):
        stamped.tick()
        stamped.desk.look()
        told = list(ops.glob("*.eml"))
        assert len(told) == (hour >= 24)
        stamped.desk.clock.pass_by(hours=4)
    assert len(stamped.authority.queries) == 10
    (mail,) = told
    assert "no stamp from the time-stamping authority" in mail.read_text(encoding="utf-8")
    stamped.authority.answers = []
    stamped.tick()
    assert len(stamped.all()) == 1


def test_pauses_grow_to_an_hour(stamped: Stamping) -> None:
    stamped.authority.answers = [(503, "text/html", b"")] * 60
    asked = []
    for minute in range(240):
        before = len(stamped.authority.queries)
        stamped.tick()
        asked += [minute] * (len(stamped.authority.queries) - before)
        stamped.desk.clock.pass_by(minutes=1)
    assert asked == [0, 2, 6, 14, 30, 62, 122, 182]


def test_a_clock_set_back_does_not_end_the_stamps(stamped: Stamping) -> None:
    stamped.tick()
    stamped.desk.clock.pass_by(days=-30)
    stamped.tick()
    assert len(stamped.all()) == 2


def test_nothing_is_asked_without_evidence_or_without_an_authority(
    desk: Watching, authority: "Authority", site: "ScriptedSite"
) -> None:
    site.say("/a", "We agree.")
    one = Stamping(desk("/a"), authority)
    one.tick()
    assert authority.queries == []
    one.desk.baseline()
    one.stamper.tick(Config(), one.desk.clock.now())
    assert authority.queries == []


@pytest.mark.parametrize(
    ("altered", "said"),
    [
        ("root_sha256 = zeroblob(32)", "its root does not come out"),
        ("token = (SELECT token FROM stamps WHERE stamp_id = 2)", "its token does not hold"),
        ("stamped_at = stamped_at + 1000000", "its token says another time"),
        ("read_at = read_at + 1", "it is not as it was kept"),
    ],
)
def test_verify_names_a_stamp_that_does_not_hold(
    stamped: Stamping, site: "ScriptedSite", altered: str, said: str
) -> None:
    stamped.tick()
    site.say("/a", "We do not agree.")
    stamped.desk.round()
    stamped.tick()
    assert len(stamped.all()) == 2
    files = stamped.desk.folder
    options = ["--store", f"{files}/readout.db", "--config", f"{files}/sources.yaml", "verify"]
    done = CliRunner().invoke(cli, options)
    assert done.exit_code == 0, done.output
    with stamped.desk.scheduler.store.engine.begin() as tx:
        tx.exec_driver_sql(f"UPDATE stamps SET {altered} WHERE stamp_id = 1")
    done = CliRunner().invoke(cli, options)
    assert done.exit_code == 1
    assert f"the store: stamp 1: {said}" in done.output


def test_when_a_stamp_is_due() -> None:
    now, day = datetime(2026, 3, 2, tzinfo=UTC), timedelta(days=1)
    assert stamping.due(None, None, now)
    assert not stamping.due(now - day / 2, None, now)
    assert not stamping.due(now - day / 2, now - day, now)
    assert stamping.due(now - day / 2, now - day / 4, now)
    assert stamping.due(now - day, None, now)
    assert stamping.due(now + day, None, now)
