"""What is imported and what is watched are one history, whose changes nobody is told."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor import rederived
from monitor.cli.main import cli
from storage import changes, versions
from storage.model import Change, Version
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

    Start = Callable[..., Desk]

THEN = "2026-02-01T10:00Z"
OPPOSE, LIKE, REJECT = (
    (f"The two leaders {verb} any change of the harbour rules.", "They met in Port Ansel.")
    for verb in ("oppose", "do not support", "reject")
)


@pytest.fixture
def start(desk: "Start", monkeypatch: pytest.MonkeyPatch) -> "Start":
    """Begin to watch /a, in the folder of its store."""

    def begin(**how: str) -> "Desk":
        here = desk("/a", **how)
        monkeypatch.chdir(here.folder)
        monkeypatch.setattr("monitor.cli.archiving.SYSTEM", here.clock)
        return here

    return begin


def _good(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def _bring(seen: str, *text: str) -> None:
    Path("saved.html").write_bytes(page(*text))
    _good("import", "saved.html", "--as", "a", "--seen", seen)


def _history(here: "Desk") -> list[Version]:
    with here.scheduler.store.read() as rx:
        return versions.history(rx, 1)


def _steps(here: "Desk") -> dict[tuple[int, int], Change]:
    """The changes that are shown, by the numbers of their versions."""
    with here.scheduler.store.read() as rx:
        numbers = {one.version_id: one.number for one in versions.history(rx, 1)}
        found = changes.steps(rx, 1).values()
        return {(numbers[one.from_version_id], numbers[one.to_version_id]): one for one in found}


def _is_content(here: "Desk") -> None:
    """`verify` finds nothing wrong, and `rederive` nothing to do."""
    _good("verify")
    config, now = here.scheduler.config, here.clock.now()
    store = here.scheduler.store
    assert not list(rederived.rederive(store, config, config.sources, now, dry=True))


def _is_proven(one: int, other: int) -> None:
    """`proof` shows the change to whoever has nothing but Python."""
    _good("proof", "a", str(one), str(other), "--out", "proof.zip")
    with zipfile.ZipFile("proof.zip") as zipped:
        zipped.extractall("proof")
    (script,) = Path("proof").rglob("verify.py")
    subprocess.run([sys.executable, script.name], cwd=script.parent, check=True, timeout=60)


def test_the_first_visit_is_set_against_what_was_imported(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    _bring(THEN, *OPPOSE)
    site.say("/a", *LIKE)
    here.baseline()
    ((ends, change),) = _steps(here).items()
    assert ends == (1, 2)
    assert (change.cause, change.comparison.kind) == ("page", "wording")
    assert "silent_edit" in change.comparison.flags
    assert "redesign" not in change.comparison.flags
    second, *_ = (line for line in _good("log", "a").splitlines() if line.startswith("@2"))
    assert "wording  -1 +3" in second
    assert "silent_edit" in second
    assert "2026-02-01" in second  # the old words were last read then
    assert json.loads(_good("diff", "a", "--json")) == json.loads(
        _good("diff", "a", "1", "2", "--json")
    )
    assert here.mails == []
    _is_content(here)
    _is_proven(1, 2)
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == 1
    assert list(_steps(here)) == [(1, 2), (2, 3)]


def test_without_a_selector_the_first_visit_is_no_redesign(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start(extra="every: 15m")
    _bring(THEN, *OPPOSE)
    site.say("/a", *LIKE)
    here.baseline()
    ((ends, change),) = _steps(here).items()
    assert (ends, change.cause) == ((1, 2), "page")
    assert "redesign" not in change.comparison.flags
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == 1
    _is_content(here)


def test_a_first_visit_that_finds_the_imported_text_is_a_sighting_of_it(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    _bring("2026-01-15T10:00Z", *REJECT)
    _bring(THEN, *OPPOSE)
    site.say("/a", *OPPOSE)
    here.baseline()
    _, last = _history(here)
    assert last.number == 2
    assert last.first_seen == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert last.last_seen == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert last.confirmed_at is not None
    assert list(_steps(here)) == [(1, 2)]
    _is_content(here)
    assert here.mails == []
    site.say("/a", *LIKE)
    here.round()
    assert len(here.mails) == 1
    assert list(_steps(here)) == [(1, 2), (2, 3)]
    _is_content(here)


@pytest.mark.parametrize("now", [OPPOSE, LIKE])
def test_what_was_imported_under_other_rules_is_read_anew_first(
    start: "Start", site: "ScriptedSite", now: tuple[str, ...]
) -> None:
    here = start()
    _bring(THEN, *OPPOSE)
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace('select: "#text"', "select: body"))
    site.say("/a", *now)
    here.baseline()
    found = [(ends, change.cause) for ends, change in _steps(here).items()]
    assert found == [((1, 2), "rules"), *([] if now == OPPOSE else [((2, 3), "page")])]
    assert _history(here)[-1].confirmed_at is not None
    assert here.mails == []
    _good("verify")
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == 1
