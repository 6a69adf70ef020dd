"""`witness: wayback`: the archive is asked to save what changed, politely, and nobody waits."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.fetch import save_page
from monitor.fetch.save_page import NotSaved, Saved, save
from monitor.proof.witnessing import Saver
from storage import sources, witnesses
from storage.witnesses import Witness

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Answer, Desk, ScriptedSite

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAGE = "https://ministry.example/a?b=1"
AT = f"/save/{PAGE}"
MEMENTO = f"/web/20260302080000/{PAGE}"


@pytest.fixture
def archive(site: "ScriptedSite", monkeypatch: pytest.MonkeyPatch) -> "ScriptedSite":
    monkeypatch.setattr(save_page, "ARCHIVE", f"http://127.0.0.1:{site.port}")
    return site


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<p>done", {"Content-Location": MEMENTO}),
        (302, b"", {"Location": MEMENTO}),
    ],
)
def test_the_memento_is_named_by_the_answer(archive: "ScriptedSite", answer: "Answer") -> None:
    archive.answers[AT] = answer
    got = save(PAGE, "readout/0 (+desk@example.org)", NOW)
    assert got == Saved(memento=f"{save_page.ARCHIVE}{MEMENTO}")
    assert archive.visits == [AT]  # the memento itself is not fetched
    assert archive.agents == ["readout/0 (+desk@example.org)"]


def test_other_redirects_are_followed_a_few_times(archive: "ScriptedSite") -> None:
    archive.answers[AT] = (301, b"", {"Location": "/save/_embed"})
    archive.answers["/save/_embed"] = (302, b"", {"Location": MEMENTO})
    assert isinstance(save(PAGE, "readout/0", NOW), Saved)
    archive.answers["/save/_embed"] = (302, b"", {"Location": AT})
    assert save(PAGE, "readout/0", NOW) == NotSaved(why="the archive's redirects do not end")


@pytest.mark.parametrize(
    ("answer", "said", "seconds"),
    [
        ((429, b"", {"Retry-After": "120"}), "the archive answered 429", 120),
        ((520, b"no such page"), "the archive answered 520", None),
        ((200, b"<p>queued"), "the archive named no capture", None),
        ((200, b"", {"Content-Location": f"//evil.example{MEMENTO}"}), "named no capture", None),
    ],
)
def test_a_refusal_says_why(
    archive: "ScriptedSite", answer: "Answer", said: str, seconds: int | None
) -> None:
    archive.answers[AT] = answer
    got = save(PAGE, "readout/0", NOW)
    assert isinstance(got, NotSaved)
    assert got.why.endswith(said)
    assert got.again_at == (NOW + timedelta(seconds=seconds) if seconds else None)


def test_no_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_page, "ARCHIVE", "http://127.0.0.1:1")
    assert save(PAGE, "r", NOW) == NotSaved(why="the archive did not answer (ConnectionError)")


def _settle(desk: "Desk", saver: Saver) -> None:
    saver.tick(desk.scheduler.config, desk.clock.now())
    end = time.monotonic() + 20
    while saver.under_way:
        assert time.monotonic() < end
        time.sleep(0.005)
    saver.tick(desk.scheduler.config, desk.clock.now())


def _said(desk: "Desk", *arguments: str) -> str:
    called = ["--store", str(desk.folder / "readout.db"), *arguments]
    return CliRunner().invoke(cli, called, catch_exceptions=False, standalone_mode=False).output


def _all(desk: "Desk", slug: str) -> list[Witness]:
    with desk.scheduler.store.read() as rx:
        source = sources.get(rx, slug)
        assert source is not None
        return list(witnesses.of_source(rx, source.source_id).values())


def test_a_confirmed_change_is_saved_one_page_at_a_time(
    archive: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    def watched(path: str) -> str:
        return f"http://127.0.0.1:{archive.port}{path}"

    for path in ("/a", "/b"):
        archive.say(path, "We agree.")
        memento = f"/web/20260302080000/{watched(path)}"
        archive.answers[f"/save/{watched(path)}"] = (302, b"", {"Location": memento})
    one = desk("/a", "/b", extra='select: "#text", witness: wayback')
    saver = Saver(one.scheduler.store)
    one.baseline()
    _settle(one, saver)
    assert not [visit for visit in archive.visits if visit.startswith("/save/")]
    for path in ("/a", "/b"):
        archive.say(path, "We do not agree.")
    one.round()
    assert len(one.mails) == 2  # told before anybody was asked
    _settle(one, saver)
    _settle(one, saver)
    assert [len(_all(one, slug)) for slug in "ab"] == [1, 1]
    assert [_all(one, slug)[0].state for slug in "ab"] == ["saved", "waiting"]  # spaced
    one.clock.pass_by(seconds=31)
    _settle(one, saver)
    assert "saved by the archive: " in _said(one, "log", "a")
    (version, _) = map(json.loads, _said(one, "log", "a", "--json").splitlines())
    shown = json.loads(_said(one, "show", "a@2", "--json"))
    assert version["witness"] == shown["witness"] == "saved"
    assert version["memento"] == shown["memento"] == _all(one, "a")[0].memento
    (last,) = _all(one, "b")
    assert last.memento == f"{save_page.ARCHIVE}/web/20260302080000/{watched('/b')}"


def test_it_is_asked_a_few_times_and_then_no_more(
    archive: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    archive.say("/a", "We agree.")
    saved = f"/save/http://127.0.0.1:{archive.port}/a"
    archive.answers[saved] = (429, b"")
    one = desk("/a", extra='select: "#text", witness: wayback')
    saver = Saver(one.scheduler.store)
    one.baseline()
    archive.say("/a", "We do not agree.")
    one.round()
    for _ in range(12):
        _settle(one, saver)
        one.clock.pass_by(hours=1)
    (left,) = _all(one, "a")
    assert (left.state, left.attempts, left.memento) == ("refused", 4, None)
    assert left.error == "the archive answered 429"
    assert "not saved by the archive: the archive answered 429" in _said(one, "log", "a")
    assert archive.visits.count(saved) == 4


def test_the_store_is_not_asked_where_no_source_wants_a_witness(
    archive: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.say("/a", "We agree.")
    one = desk("/a", extra='select: "#text", witness: wayback')
    one.baseline()
    archive.say("/a", "We do not agree.")
    one.round()
    assert [left.state for left in _all(one, "a")] == ["waiting"]
    one.configure(
        (one.folder / "sources.yaml").read_text("utf-8").replace(", witness: wayback", "")
    )
    saver = Saver(one.scheduler.store)
    monkeypatch.setattr(witnesses, "due", lambda *_: pytest.fail("asked each second"))
    saver.tick(one.scheduler.config, one.clock.now())
    assert not [visit for visit in archive.visits if visit.startswith("/save/")]
