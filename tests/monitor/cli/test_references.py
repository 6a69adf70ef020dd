"""Times on the command line, as precise as they are written, and sources by their ids."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.cli.references import parse_time
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-02-10", "2025-02-10T14:59:59.999999"),
        ("2025-02-10T09:30", "2025-02-10T00:30:59.999999"),
        ("2025-02-10 09:30:15", "2025-02-10T00:30:15.999999"),
        ("2025-02-10T09:30:15Z", "2025-02-10T09:30:15.999999"),
        ("2025-02-10T09:30+01:00", "2025-02-10T08:30:59.999999"),
        ("2025-02-10T09:30:15.25Z", "2025-02-10T09:30:15.25"),
    ],
)
def test_a_time_means_the_end_of_what_is_written(written: str, meant: str) -> None:
    assert parse_time(written, "Asia/Tokyo") == datetime.fromisoformat(meant).replace(tzinfo=UTC)


def test_what_is_no_time_is_said() -> None:
    with pytest.raises(UsageError, match="'soon' is no version and no time"):
        parse_time("soon", "UTC")


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_times(written: str) -> None:
    for zone in ("Asia/Tokyo", "America/New_York"):
        assert parse_time(written, zone).tzinfo is UTC


@pytest.mark.parametrize(
    "command", ["log a", "show a@1", "diff a", "proof a 1 2", "status a", "mute a --for 1d"]
)
def test_a_source_is_found_by_its_former_id_under_the_one_it_has_now(
    command: str,
    site: "ScriptedSite",
    desk: "Callable[..., Desk]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.say("/a", "They met.")
    here = desk("/a")
    here.baseline()
    monkeypatch.chdir(here.folder)
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    renamed = text.replace("id: a,", "id: pact, formerly: a,")
    Path("sources.yaml").write_text(renamed, encoding="utf-8")
    assert CliRunner().invoke(cli, ["log", "a"]).exit_code == 0  # until it is watched as that
    here.configure(renamed)
    with pytest.raises(UsageError, match=r"^no source 'a': it is 'pact' now$"):
        CliRunner().invoke(cli, command.split(), catch_exceptions=False)
    with pytest.raises(UsageError, match=r"no source a: it is pact now$"):
        CliRunner().invoke(cli, ["check", "a"], catch_exceptions=False)
    for otherwise in (text.replace("id: a,", "id: pact,"), "sources: ["):
        Path("sources.yaml").write_text(otherwise, encoding="utf-8")
        with pytest.raises(UsageError, match="no source 'a' in this store; there are: pact"):
            CliRunner().invoke(cli, command.split(), catch_exceptions=False)
