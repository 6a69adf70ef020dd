"""Whatever is imported whenever, people are told what they would have been told without it."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same chance at each run

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from tests.monitor.conftest import Desk, ScriptedSite, page

pytestmark = pytest.mark.slow

_VERBS = ("oppose", "do not support", "reject", "welcome")
_PAUSES = (timedelta(minutes=15), timedelta(seconds=11), timedelta(minutes=10, seconds=11))
_OF_HISTORY = re.compile(r"(\| )?RESTORED from \S+|versions? \d+|and \d+ in|@\d+")


def _text(chance: Random) -> tuple[str, ...]:
    count = chance.choice((10, 20))
    return f"They {chance.choice(_VERBS)} it.", "They met in Port Ansel.", f"{count} people came."


def _good(*arguments: str) -> None:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, (done.output, done.exception)


def _bring(here: Desk, chance: Random) -> None:
    at = here.clock.now() - timedelta(seconds=chance.randrange(1, 9000))
    Path("saved.html").write_bytes(page(*_text(chance)))
    _good("import", "saved.html", "--as", "a", "--seen", f"{at:%Y-%m-%dT%H:%M:%SZ}")


def _told(here: Desk, site: ScriptedSite, chance: Random, imports: Random | None) -> list[str]:
    """The words of what is told of a page that is edited by chance, its history put aside."""
    if imports:
        _bring(here, imports)
    shown = _text(chance)
    for _ in range(14):
        shown = _text(chance) if chance.random() < 0.4 else shown
        site.say("/a", *shown)
        here.clock.at += chance.choice(_PAUSES)
        if imports and imports.random() < 0.5:
            _bring(here, imports)
        here.look()
    for pause in _PAUSES:  # what is held is told
        here.clock.at += pause
        here.look()
    words = ("people", "They ", "FLAPPING")
    told = [line for text in zip(here.mails, here.texts, strict=True) for line in _lines(text)]
    return [
        _OF_HISTORY.sub("", line).strip() for line in told if any(map(line.__contains__, words))
    ]


def _lines(text: tuple[str, str]) -> list[str]:
    subject, body = text
    return [subject, *(one for one in body.splitlines() if "CHANGES OFTEN" not in one)]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_imported_alters_nothing_of_what_is_told(
    seed: int, site: ScriptedSite, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk("/a")
    monkeypatch.chdir(first.folder)
    expected = _told(first, site, Random(seed), None)
    first.scheduler.stop()
    first.scheduler.store.close()
    for left in first.folder.glob("readout.db*"):
        left.unlink()
    shutil.rmtree("alerts", ignore_errors=True)
    again = desk("/a")
    monkeypatch.setattr("monitor.cli.archiving.SYSTEM", again.clock)
    assert _told(again, site, Random(seed), Random(seed + 1)) == expected
    _good("verify")
    _good("log", "a", "--all")
