"""A disk that is really full: what the operator is sent, by a real mail server, and how often."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.disk import RESERVE_BYTES
from tests.e2e.mail import part
from tests.e2e.small_disk import fill, small_disk, unlike_any_other

if TYPE_CHECKING:
    from tests.e2e.mail import Mailbox
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

_CONFIG = """\
operator: [ops]
min_free: 1MB
heartbeat: false
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk], every: 1s}}
channels:
  desk: {{file: {{path: alerts/}}}}
  ops:
    email: {{smtp: "smtp://readout%40desk.example@127.0.0.1:{port}", password: "${{SMTP_PASSWORD}}",
             from: readout@desk.example, to: [ops@desk.example]}}
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""
FULL = "the disk of the store is full"
ROOM = "there is room again on the disk of the store"
UNWRITABLE = "the store cannot be written"
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "small", megabytes=24) as folder:
        yield folder


@pytest.fixture
def watched(readout: "Readout", site: "Site", mailbox: "Mailbox", small: Path) -> "Readout":
    """The program over a store on the small disk, after a first check."""
    site.say("/pact", "They met in Port Ansel.", "They agreed to meet again within the year.")
    readout.configure(_CONFIG.format(url=site.url("/pact"), port=mailbox.port))
    readout.env |= {"READOUT_STORE": str(small / "readout.db"), "TMPDIR": str(readout.folder)}
    readout("check")
    return readout


def _subjects(mailbox: "Mailbox") -> list[str]:
    return [str(mail["Subject"]).removesuffix(" | readout") for mail in mailbox.messages]


def test_the_reserve_lets_the_warning_out(
    watched: "Readout", site: "Site", mailbox: "Mailbox", small: Path
) -> None:
    reserve = small / "readout.db.reserve"
    assert reserve.stat().st_size == RESERVE_BYTES
    process = watched.start()
    site.wait_for_visits("/pact", 3)
    full = fill(small)
    site.pages["/pact"] = unlike_any_other
    assert process.wait(30) == 3
    assert "is full; nothing was lost" in watched.journal
    assert _subjects(mailbox) == [FULL]
    assert not reserve.exists()
    full.unlink()
    site.say("/pact", "They met in Port Ansel.", "They agreed to meet again within the year.")
    watched("check")
    watched("check")
    assert _subjects(mailbox) == [FULL, ROOM]
    assert reserve.stat().st_size == RESERVE_BYTES


def test_without_a_reserve_the_operator_is_mailed_directly_at_most_hourly(
    watched: "Readout", mailbox: "Mailbox", small: Path
) -> None:
    (small / "readout.db.reserve").unlink()
    fill(small)
    for _ in range(3):  # as the supervisor would
        watched.refused("check", "pact", code=3)
    (mail,) = mailbox.messages
    assert _subjects(mailbox) == [UNWRITABLE]
    assert "is full; nothing was lost" in part(mail, "plain")
    _turn_back(small, hours=2)
    for _ in range(2):
        watched.refused("check", "pact", code=3)
    assert _subjects(mailbox) == [UNWRITABLE] * 2
    _turn_back(small, hours=-9)  # the clock went back by nine hours
    for _ in range(2):
        watched.refused("check", "pact", code=3)
    assert _subjects(mailbox) == [UNWRITABLE] * 3
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == 3


def test_a_mail_that_was_not_taken_is_tried_again(
    watched: "Readout", mailbox: "Mailbox", small: Path
) -> None:
    (small / "readout.db.reserve").unlink()
    fill(small)
    mailbox.answer = "451 later"
    said = watched.call("check", "pact")
    assert said.returncode == 3
    assert "channel ops" in said.stderr
    assert mailbox.messages == []
    mailbox.answer = "250 OK"
    for _ in range(2):
        watched.refused("check", "pact", code=3)
    assert _subjects(mailbox) == [UNWRITABLE]


def test_a_disk_that_is_gone_is_told_directly_too(
    watched: "Readout", mailbox: "Mailbox", small: Path
) -> None:
    watched.env["READOUT_STORE"] = str(small / "unmounted" / "readout.db")
    for _ in range(2):
        watched.refused("check", code=3)
    assert _subjects(mailbox) == [UNWRITABLE]
    assert "no directory" in part(mailbox.messages[0], "plain")


def _turn_back(folder: Path, *, hours: float) -> None:
    """As if what is remembered had happened that much earlier."""
    place = folder / "readout.db.told"
    at = place.stat().st_mtime - hours * 3600
    os.utime(place, (at, at))
