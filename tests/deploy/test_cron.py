"""The crontab: one line that cron and our own reader understand, quiet when all is well."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from cronsim import CronSim

READOUT = "/opt/readout/.venv/bin/readout"


def _lines(deploy: Path) -> tuple[dict[str, str], list[str]]:
    text = (deploy / "readout.cron").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines if line[0].isalpha())
    return settings, [line for line in lines if not line[0].isalpha()]


def test_it_checks_every_five_minutes_as_readout(deploy: Path) -> None:
    _, (line,) = _lines(deploy)
    *schedule, user, command = line.split(maxsplit=6)
    assert user == "readout"
    start = datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    times = list(islice(CronSim(" ".join(schedule), start), 3))
    assert times == [start + timedelta(minutes=minutes) for minutes in (4, 9, 14)]
    assert "%" not in command  # cron would take it for a line's end


def test_it_runs_a_command_there_is(deploy: Path, is_command: Callable[..., bool]) -> None:
    _, (line,) = _lines(deploy)
    assert f"umask 027; exec {READOUT} " in line
    assert is_command(*line.partition(READOUT)[2].split())


def test_it_says_where_things_are(deploy: Path) -> None:
    settings, _ = _lines(deploy)
    assert settings == {
        "SHELL": "/bin/sh",
        "MAILTO": "root",
        "READOUT_CONFIG": "/etc/readout/sources.yaml",
        "READOUT_STORE": "/var/lib/readout/readout.db",
        "SMTP_PASSWORD_FILE": "/etc/readout/SMTP_PASSWORD",
    }


def test_the_file_ends_in_a_newline_or_cron_ignores_it(deploy: Path) -> None:
    assert (deploy / "readout.cron").read_text("utf-8").endswith("check\n")
