import os
import stat
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from alerts.channels import File
from alerts.file import file_name
from alerts.notices import ChangeNotice, Envelope
from alerts.outcome import Refused, Sent
from alerts.send import send


def test_one_eml_a_message_in_a_folder_made_for_it(
    tmp_path: Path,
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    now: datetime,
) -> None:
    folder = tmp_path / "a" / "alerts"
    path = folder / "readout.0123abcd@example.org.eml"
    for _ in range(2):
        outcome = send(File(path=folder), change(), envelope(), now=now)
        assert outcome == Sent(remote_id=str(path))
    assert list(folder.iterdir()) == [path]
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Message-ID"] == "<readout.0123abcd@example.org>"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path,
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = send(File(path=tmp_path), change(), envelope(), now=now)
    assert isinstance(outcome, Refused)
    assert "No space left on device" in outcome.error
    assert not outcome.permanent
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(
    tmp_path: Path,
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    now: datetime,
) -> None:
    (tmp_path / "alerts").write_text("a file")
    outcome = send(File(path=tmp_path / "alerts"), change(), envelope(), now=now)
    assert isinstance(outcome, Refused)


def test_the_name_leads_nowhere_else() -> None:
    assert file_name("<../../etc/passwd@x>") == "_.._etc_passwd@x.eml"
    assert file_name("<a b\0c@x>") == "a_b_c@x.eml"
