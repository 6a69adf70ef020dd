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
    """The changes that are shown, by the numbers of their versions, in time."""
    with here.scheduler.store.read() as rx:
        numbers = {one.version_id: one.number for one in versions.history(rx, 1)}
        known = changes.steps(rx, numbers)
        found = [known[version_id].opened() for version_id in numbers if version_id in known]
        return {(numbers[one.from_version_id], numbers[one.to_version_id]): one for one in found}


def _is_content(here: "Desk") -> None:
    """`verify` finds nothing wrong, and `rederive` nothing to do."""
    _good("verify")
    config, now = here.scheduler.config, here.clock.now()
    store = here.scheduler.store
    assert not list(rederived.rederive(store, config, config.sources, now, dry=True))


def _proven(one: int, other: int) -> str:
    """The page of `proof`, after whoever has nothing but Python found that the change holds."""
    name = f"proof-{one}-{other}"
    _good("proof", "a", str(one), str(other), "--out", f"{name}.zip")
    with zipfile.ZipFile(f"{name}.zip") as zipped:
        zipped.extractall(name)
    (script,) = Path(name).rglob("verify.py")
    subprocess.run([sys.executable, script.name], cwd=script.parent, check=True, timeout=60)
    (shown,) = Path(name).rglob("*.html")
    return shown.read_text(encoding="utf-8")


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
    _proven(1, 2)
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


def _edited(here: "Desk", site: "ScriptedSite") -> None:
    """Two versions of our own, at 08:00 and 08:30:11, the first last seen at 08:15:11."""
    site.say("/a", *OPPOSE)
    here.baseline()
    site.say("/a", *REJECT)
    here.round()


def test_what_is_imported_between_two_versions_parts_their_change(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    _edited(here, site)
    told, mails = _good("diff", "a", "1", "2"), here.mails
    _bring("2026-03-02T08:20Z", *LIKE)
    assert list(_steps(here)) == [(1, 3), (3, 2)]
    flags = "negation, strength, silent_edit"
    assert _good("log", "a").splitlines()[1:-1] == [
        f"@2   2026-03-02 08:20-08:30  wording  -3 +1  {flags}  confirmed",
        "      - do not support",
        "      + reject",
        f"@3   2026-03-02 08:15-08:20  wording  -1 +3  {flags}  not confirmed  imported",
        "      - oppose",
        "      + do not support",
        "@1   2026-03-02 08:00  baseline",
    ]
    parted = f"      before @3 was known: @1 → @2  wording  -1 +1  {flags}"
    assert parted in _good("log", "a", "--all").splitlines()
    assert _good("diff", "a", "1", "2") == told
    assert _good("diff", "a").startswith("@3 (imported) → @2   wording   1 sentence changed")
    assert "between 2026-03-02 08:20 and 08:30" in _good("diff", "a")
    second, third, first = map(json.loads, _good("log", "a", "--json").splitlines())
    assert (second["not_before"], third["last_seen"]) == ("2026-03-02T08:20:00Z",) * 2
    assert first["last_seen"] == third["not_before"]
    assert "08:20" in _proven(3, 2)
    _proven(1, 2)
    _is_content(here)
    here.round()
    site.say("/a", *OPPOSE)
    here.round()
    assert len(here.mails) == len(mails) + 1
    assert list(_steps(here)) == [(1, 3), (3, 2), (2, 4)]
    _is_content(here)


def test_more_captures_part_it_again(start: "Start", site: "ScriptedSite") -> None:
    here = start()
    _edited(here, site)
    _bring("2026-03-02T08:25Z", *LIKE)
    _bring("2026-03-02T08:20Z", *LIKE)  # before what was imported already, and the same
    _bring("2026-03-02T08:18Z", *OPPOSE)
    assert list(_steps(here)) == [(1, 4), (4, 3), (3, 2)]
    assert [one.same_as for one in _history(here)] == [None, None, None, None]
    _good("verify")
    assert "4 captures" not in _good("log", "a")


def test_what_is_imported_before_the_first_version_leads_to_it(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    site.say("/a", *OPPOSE)
    here.baseline()
    _bring(THEN, *LIKE)
    assert list(_steps(here)) == [(2, 1)]
    assert _good("diff", "a").startswith("@2 (imported) → @1   wording")
    second, first = map(json.loads, _good("log", "a", "--json").splitlines())
    assert (second["version"], second["not_before"]) == (1, "2026-02-01T10:00:00Z")
    assert first["last_seen"] == "2026-02-01T10:00:00Z"
    assert here.mails == []
    _proven(2, 1)
    _is_content(here)


def test_the_new_words_seen_earlier_are_the_change(start: "Start", site: "ScriptedSite") -> None:
    here = start()
    _edited(here, site)
    _bring("2026-03-02T08:20Z", *REJECT)
    assert list(_steps(here)) == [(1, 3), (3, 2)]
    assert _steps(here)[3, 2].comparison.kind is None
    assert _history(here)[1].same_as is None  # version 2 is no earlier one
    assert _good("diff", "a").startswith("@1 → @3 (imported)   wording")
    _good("verify")


@pytest.mark.parametrize("imported", [False, True])
def test_an_import_between_two_looks_alters_nothing_of_what_is_told(
    start: "Start", site: "ScriptedSite", *, imported: bool
) -> None:
    here = start()
    site.say("/a", *OPPOSE, "1 visitor came.")
    here.baseline()
    for count, text in enumerate((LIKE, LIKE, REJECT), start=2):
        site.say("/a", *text, f"{count} visitors came.")
        if count == 2:
            here.clock.pass_by(minutes=15)
        else:
            here.clock.pass_by(minutes=0 if count == 3 else 10, seconds=11)
        if imported and count == 4:
            _bring("2026-03-02T08:30:15Z", *LIKE, "3 visitors came.")
        here.look()
    here.round()
    assert [mail.count("visitors") for mail in here.texts] == [0, 0]
    assert "do not support" in here.texts[0]
    assert "reject" in here.texts[1]


def test_a_page_that_comes_to_texts_only_imported_ones_had_does_not_flap(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    for count, text in enumerate((OPPOSE, LIKE, REJECT), start=1):
        _bring(f"2026-02-0{count}T10:00Z", *text)
    site.say("/a", "They met in Port Ansel.")
    here.baseline()
    for count, text in enumerate((OPPOSE, LIKE, REJECT), start=1):
        site.say("/a", *text)
        here.round()
        assert len(here.mails) == count
    (watch,) = here.scheduler.watches.values()
    assert watch.state == "ok"


def test_while_a_page_flaps_a_text_that_was_only_imported_is_told(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    _bring(THEN, *REJECT)
    site.say("/a", *OPPOSE)
    here.baseline()
    for text in (LIKE, OPPOSE, LIKE, OPPOSE):
        site.say("/a", *text)
        here.round()
    (watch,) = here.scheduler.watches.values()
    assert watch.state == "flapping"
    told = len(here.mails)
    site.say("/a", *REJECT)
    here.round()
    assert len(here.mails) == told + 1
    assert "reject" in here.texts[-1]


def test_what_was_imported_after_the_last_version_leads_to_the_next(
    start: "Start", site: "ScriptedSite"
) -> None:
    here = start()
    site.say("/a", *OPPOSE)
    here.baseline()
    here.clock.pass_by(minutes=15)
    _bring("2026-03-02T08:20Z", *LIKE)
    assert list(_steps(here)) == [(1, 2)]
    site.say("/a", *REJECT)
    here.round()
    assert list(_steps(here)) == [(1, 2), (2, 3)]
    assert len(here.mails) == 1
    assert "[-oppose-]{+reject+}" in here.texts[0]  # what is told is what visits saw
    third, second, first = map(json.loads, _good("log", "a", "--json").splitlines())
    assert (third["not_before"], second["last_seen"]) == ("2026-03-02T08:20:00Z",) * 2
    assert first["last_seen"] == second["not_before"]
    _is_content(here)
