"""What is said of the room on the disk."""

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.room import lasting
from storage import meta

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0.3, "less than 2 days"),
        (12.4, "about 12 days"),
        (100, "about 3 months"),
        (700, "about 23 months"),
        (1100, "about 3 years"),
        (9999, "more than 10 years"),
    ],
)
def test_how_long_it_lasts(days: float, said: str) -> None:
    assert lasting(days) == said


def test_status_says_how_long_the_disk_lasts_once_the_pace_is_known(
    desk: "Callable[..., Desk]",
) -> None:
    here = desk("/a")
    lasts = re.compile(r"free \((?:about|more than|less than) \d+ (?:days|months|years)\)")
    for samples, known in (
        ('[["2026-03-01", 0], ["2026-03-02", 40000000000]]', False),
        ('[["2026-03-01", 0], ["2026-03-05", 40000000000]]', True),
        ('[["2026-03-01", 9], ["2026-03-05", 9]]', False),  # it does not grow
    ):
        with here.scheduler.store.write() as tx:
            meta.put(tx, "disk_samples", samples)
        done = CliRunner().invoke(cli, ["--store", str(here.folder / "readout.db"), "status"])
        assert bool(lasts.search(done.output.splitlines()[0])) == known, done.output
