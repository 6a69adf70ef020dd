"""`find`: where and when a phrase came and went, and who had it first."""

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from monitor import upkeep
from monitor.cli.main import cli
from monitor.errors import UsageError
from storage import sources, versions, volumes
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.monitor.conftest import Desk, ScriptedSite

CLAUSE = "We don’t support any change of the harbour rules."
REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")


@pytest.fixture
def here(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """Page a has the clause, loses it, and has it again; page b comes to have it in between."""
    site.say("/a", CLAUSE, *REST)
    site.say("/b", *REST)
    told = "publisher: Ministry of Ports, statement: harbour"
    one = desk("/a", "/b", extra=f'select: "#text", {told}')
    one.baseline()
    for path, texts in (
        ("/a", REST), ("/b", (*REST, f"Note. {CLAUSE} {CLAUSE}")), ("/a", (CLAUSE, *REST)),
    ):  # fmt: skip
        site.say(path, *texts)
        one.round()
    return one


def _find(here: "Desk", *said: str) -> "Result":
    return _call(here, "find", *said)


def _call(here: "Desk", *said: str) -> "Result":
    config, store = here.folder / "sources.yaml", here.folder / "readout.db"
    where = ["--config", str(config), "--store", str(store)]
    return CliRunner().invoke(cli, [*where, *said])


def _told(here: "Desk", *said: str) -> list[dict[str, Any]]:
    done = _find(here, *said, "--json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_version_in_which_it_came_or_went(here: "Desk") -> None:
    found = _told(here, "don't support")
    assert [
        (one["source"], one["version"], one["appeared"], one["vanished"], one["count_before"],
         one["count"])
        for one in found
    ] == [
        ("a", 1, True, False, None, 1),
        ("a", 2, False, True, 1, 0),
        ("a", 3, True, False, 0, 1),
        ("b", 2, True, False, 0, 2),
    ]  # fmt: skip
    assert found[1]["context"] == CLAUSE  # where it stood last
    assert found[3]["context"].startswith("Note. We don’t support any change")
    assert found[1]["not_before"] < found[1]["first_seen"]
    assert (found[0]["publisher"], found[0]["statement"]) == ("Ministry of Ports", "harbour")


def test_what_a_person_reads(here: "Desk") -> None:
    done = _find(here, "don't support")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "a  a | Ministry of Ports    times: UTC"
    assert lines[1].endswith("in the first version")
    assert lines[2] == f"      + {CLAUSE}"
    assert lines[3].endswith("vanished  1 → 0")
    assert lines[4] == f"      - {CLAUSE}"
    assert lines[5].endswith("appeared  0 → 1")
    assert "appeared  0 → 2" in done.stdout
    assert "first use by each publisher" in lines[-2]
    assert lines[-1].endswith("Ministry of Ports  a@1  (in the first version: it may be older)")


def test_where_only_the_count_alters_the_words_that_altered_it_are_shown(
    here: "Desk", site: "ScriptedSite"
) -> None:
    first, second = "The harbour rules stand.", "No one may alter the harbour rules."
    for texts in ((first, second, *REST), (first, *REST), (first, *REST, second)):
        site.say("/b", *texts)
        here.round()
    found = _told(here, "harbour rules", "b")[-2:]
    assert [(one["count_before"], one["count"]) for one in found] == [(2, 1), (1, 2)]
    assert [one["context"] for one in found] == [second, second]
    shown = [line.strip() for line in _find(here, "harbour rules", "b").stdout.splitlines()]
    assert f"- {second}" in shown
    assert f"+ {second}" in shown


def test_only_some_sources(here: "Desk") -> None:
    assert {one["source"] for one in _told(here, "don't support", "b")} == {"b"}
    assert len(_told(here, "don't support", "--publisher", "ports")) == 4
    assert len(_told(here, "don't support", "--statement", "harbour")) == 4
    *_, head, first = _find(here, "support", "b").stdout.splitlines()
    assert head.startswith("first use by each publisher, in these sources")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d  ", first), "seen without, and with it"
    done = _find(here, "don't support", "--since", "0s")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "without --since it is found in 2 sources" in done.stderr
    assert "in no version of these sources" in _find(here, "umbrella", "b").stderr
    for unknown in ("--publisher", "--statement"):
        error = _find(here, "don't support", unknown, "nobody").exception
        assert isinstance(error, UsageError)
        assert "'nobody'" in str(error)


def test_since_a_time_only_what_came_or_went_since_is_told(here: "Desk") -> None:
    found = _told(here, "don't support")
    since = _told(here, "don't support", "--since", found[2]["first_seen"])
    assert [(one["source"], one["version"]) for one in since] == [("a", 3)]


def test_what_stood_nowhere_is_exit_1(here: "Desk") -> None:
    done = _find(here, "DON'T SUPPORT")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "--ignore-case" in done.stderr
    assert len(_told(here, "DON'T SUPPORT", "--ignore-case")) == 4
    again = _find(here, "never agreed", "--json")
    assert (again.exit_code, again.stdout) == (1, "")


def test_wrong_usage(here: "Desk") -> None:
    for said in (("",), ("\u200b",), ("agreed", "to"), ("agreed", "--since", "soon")):
        assert isinstance(_find(here, *said).exception, UsageError)
    assert "stands in quotes" in str(_find(here, "agreed", "to").exception)


def test_a_phrase_spans_sentences_and_no_blocks(here: "Desk") -> None:
    assert len(_told(here, "rules. We don't")) == 1
    assert _find(here, "Port Ansel. They agreed").exit_code == 1


def test_a_version_that_was_seen_but_once_says_so(here: "Desk", site: "ScriptedSite") -> None:
    site.say("/a", *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    last = _told(here, "don't support", "a")[-1]
    assert (last["vanished"], last["confirmed"], last["origin"]) == (True, False, "direct")
    assert "vanished  1 → 0  not confirmed" in _find(here, "don't support", "a").stdout


def test_what_was_imported_says_so(here: "Desk") -> None:
    saved = here.folder / "saved.html"
    saved.write_bytes(page(CLAUSE, "They met as planned."))
    assert _call(here, "import", str(saved), "--as", "b", "--seen", "2020-01-02").exit_code == 0
    found = _told(here, "don't support", "b")
    assert [(one["version"], one["origin"]) for one in found] == [
        (3, "import"), (1, "direct"), (2, "direct"),
    ]  # fmt: skip
    done = _find(here, "don't support", "b").stdout
    assert "in the first version  imported" in done
    assert done.splitlines()[-1].startswith("2020-01-02 00:00  Ministry of Ports  b@3")


def test_a_copy_of_the_store_is_searched_alike(
    here: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "_FEW", 1)
    upkeep.bind(here.scheduler.store)
    copy = str(here.folder / "copy.db")
    assert _call(here, "backup", copy).exit_code == 0
    found = CliRunner().invoke(cli, ["--store", copy, "find", "don't support"])
    assert found.stdout == _find(here, "don't support").stdout != ""


def test_a_superseded_version_is_not_told(here: "Desk") -> None:
    store = here.scheduler.store
    with store.write() as tx:
        source = sources.get(tx, "a")
        assert source is not None
        line = versions.history(tx, source.source_id)
        versions.supersede(tx, [line[1].version_id], line[2].version_id)
    assert [(one["source"], one["version"]) for one in _told(here, "don't support")] == [
        ("a", 1), ("b", 2),
    ]  # fmt: skip
