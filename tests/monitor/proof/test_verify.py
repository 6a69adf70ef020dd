"""`verify` over a store that the program wrote, and over what became of it afterwards."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from monitor.cli.main import cli
from monitor.errors import UsageError
from monitor.proof import roots
from monitor.proof.verify import verify
from storage import chain, versions
from storage.store import Store
from tests.storage import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

FIRST = ("The ministers spoke at length of rain.", "They do not support the claim of the bank.")
SECOND = (FIRST[0], "They oppose the claim of the other bank.")


@pytest.fixture
def watched(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """Two sources, of which one changed and was told of."""
    site.say("/a", *FIRST)
    site.say("/b", "Nothing happens here.")
    here = desk("/a", "/b", extra="every: 15m")
    here.baseline()
    site.say("/a", *SECOND)
    here.round()
    here.round()
    assert len(here.mails) == 1
    return here


_FLIPPED = (
    "UPDATE bodies SET data = CAST(substr(data, 1, 20) || x'00' || substr(data, 22) AS BLOB) "
    "WHERE body_id = (SELECT body_id FROM captures WHERE capture_id = 1)"
)
_MADE_TEXT = "UPDATE {} = CAST(substr(data, 1, 20) || x'fe' || substr(data, 22) AS TEXT)"
_SWAPPED = (
    "UPDATE chain SET position = -position WHERE source_id = 1 AND position < 3; "
    "UPDATE chain SET position = 3 + position WHERE source_id = 1 AND position < 0"
)
_ADDED = (
    "INSERT INTO changes SELECT 99, source_id, from_version_id, to_version_id, cause, kind, flags, "
    "added_word_count, removed_word_count, recorded_at, passages FROM changes"
)


def _store(here: "Desk") -> Store:
    return here.scheduler.store


def _tamper(here: "Desk", *statements: str) -> None:
    with _store(here).engine.connect() as tx:
        for setting in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            tx.exec_driver_sql("COMMIT")
            tx.exec_driver_sql(f"PRAGMA {setting}")
            tx.exec_driver_sql("BEGIN")
        for statement in statements:
            assert tx.execute(text(statement)).rowcount
        tx.commit()


def _run(here: "Desk", *arguments: str) -> Result:
    folder = here.folder
    options = ("--store", str(folder / "readout.db"), "--config", str(folder / "sources.yaml"))
    return CliRunner().invoke(cli, [*options, "verify", *arguments])


def _objects(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_the_program_wrote_holds(watched: "Desk") -> None:
    done = _run(watched)
    first, root = done.stdout.splitlines()
    assert (done.exit_code, done.stderr) == (0, "")
    assert first.endswith(" checks over 2 chains: 0 wrong")
    with _store(watched).read() as rx:
        assert root == f"root {roots.root(chain.tips(rx))}  now"
    told = _objects(_run(watched, "--json"))
    assert [one["source"] for one in told] == ["a", "b", None]
    assert [one["wrong"] for one in told] == [0, 0, 0]
    assert told[0]["checked"] > told[1]["checked"] >= 5
    assert told[-1]["root"] in root


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (_FLIPPED, "capture 1: its body is damaged: its checksum differs"),
        (_MADE_TEXT.format("bodies SET data"), "capture 1: its body is damaged: its checksum"),
        (_MADE_TEXT.format("texts SET data"), "version @1: a row of it cannot be read: it was"),
        ("UPDATE captures SET status = 404 WHERE capture_id = 1", "capture 1 is not what link 1"),
        ("UPDATE captures SET source_id = 2 WHERE capture_id = 1", "capture 1 is not what link 1"),
        ("DELETE FROM changes", "change 1 is gone: link "),
        ("DELETE FROM chain WHERE source_id = 1 AND position = 2", "link 2 of the chain is gone"),
        ("DELETE FROM chain WHERE source_id = 1 AND position > 2", " has no link in the chain"),
        (_SWAPPED, "link 1 of the chain says"),
        (_ADDED, "change 99 has no link in the chain"),
        ("DELETE FROM blocks WHERE position = 1", "version @1: the digest of its block 1 differs"),
        ("UPDATE alerts SET facts = '[]' WHERE kind = 'change'", "message 1 is not what link"),
        ("UPDATE bodies SET body_id = body_id + 100", "the store: body 101 belongs to no capture"),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(watched: "Desk", statement: str, said: str) -> None:
    _tamper(watched, *statement.split("; "))
    done = _run(watched)
    assert done.exit_code == 1
    assert said in done.stdout


def test_only_the_first_of_a_source_is_named(watched: "Desk") -> None:
    _tamper(watched, "UPDATE captures SET status = 404 WHERE source_id = 1")
    line, *_ = _run(watched).stdout.splitlines()
    assert line.startswith("a: capture 1 is not what link 1 of the chain says: ")
    assert line.endswith("(and 1 more)")
    told = _objects(_run(watched, "--json"))
    assert (told[0]["wrong"], told[0]["what"]) == (2, line[3 : -len(" (and 1 more)")])


def test_a_text_that_its_capture_does_not_give_is_found(watched: "Desk") -> None:
    """Chained and hashed as it should be, and never read from the page."""
    with _store(watched).write() as tx:
        last = versions.latest(tx, 1)
        assert last is not None
        document = build.document("They support the claim of the other bank.")
        build.version(
            tx, 1, capture_id=last.capture_id, rules_sha256=last.rules_sha256, document=document
        )
    assert "a: version @3: read again from its capture under its rules" in _run(watched).stdout
    with _store(watched).read() as rx:
        assert not any(verify(rx, 1, {}, None))


def test_a_new_selector_and_a_moved_pin_leave_all_of_it_true(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *FIRST)
    here = desk("/a", extra="every: 15m")
    here.baseline()
    site.say("/a", *SECOND)
    here.round()
    text = (here.folder / "sources.yaml").read_text()
    here.configure(text.replace("every: 15m", 'every: 15m, select: "body"'))
    site.say("/a", *FIRST)
    here.round()
    done = _run(here)
    assert done.exit_code == 0, done.stdout
    with _store(here).read() as rx:
        history = versions.history(rx, 1)
    assert [one.cause for one in history] == [None, "page", "rules", "page"]


def test_a_change_that_is_none_between_its_texts_is_found(watched: "Desk") -> None:
    with _store(watched).write() as tx:
        one, two = (versions.get(tx, 1, number) for number in (1, 2))
        assert one is not None
        assert two is not None
        build.change(tx, 1, one, two)
    assert "a passage of it does not stand in the old text" in _run(watched).stdout


def test_thinned_bodies_are_no_fault(watched: "Desk") -> None:
    _tamper(watched, "UPDATE bodies SET data = NULL, basis_id = NULL, position = 0")
    done = _run(watched)
    assert done.exit_code == 0
    assert "0 wrong; bodies thinned out: 3" in done.stdout
    _tamper(watched, "UPDATE bodies SET raw_bytes = raw_bytes + 1 WHERE body_id = 1")
    assert "a: capture 1 is not what link 1" in _run(watched).stdout


def test_without_a_configuration_nothing_is_read_again(
    watched: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(watched.folder)
    (watched.folder / "sources.yaml").unlink()
    done = CliRunner().invoke(cli, ["verify"])
    assert done.exit_code == 0
    assert "no text is read again from its capture" in done.stderr


def test_since_looks_only_at_what_is_newer(watched: "Desk", site: "ScriptedSite") -> None:
    before = watched.clock.now()
    _tamper(watched, "UPDATE captures SET status = 404 WHERE capture_id = 1")
    watched.clock.pass_by(days=1)
    since = (before + timedelta(hours=12)).isoformat()
    site.say("/a", *FIRST)
    watched.round()
    watched.round()
    done = _run(watched, "--since", since)
    assert done.exit_code == 0, done.stdout
    few, every = (_objects(_run(watched, "--json", *only)) for only in (("--since", since), ()))
    assert 3 < few[0]["checked"] < every[0]["checked"]
    assert every[0]["wrong"] == 1
    _tamper(watched, "UPDATE captures SET status = 404 WHERE ended_at = "
            "(SELECT max(ended_at) FROM captures WHERE source_id = 1)")  # fmt: skip
    assert _run(watched, "--since", since).exit_code == 1
    assert isinstance(_run(watched, "--since", "2100-01-01").exception, UsageError)


def test_what_is_no_time_is_refused(watched: "Desk") -> None:
    refused = _run(watched, "--since", "lately").exception
    assert isinstance(refused, UsageError)
    assert "--since 'lately' is no time" in str(refused)
