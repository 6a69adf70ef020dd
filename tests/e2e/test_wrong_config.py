"""A sources.yaml that is wrong, as a process: everything at once, exit 2, nothing begun."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.program import Readout

_WRONG = """\
contct: desk@desk.example
operator: [opps]
defaults:
  every: 15x
  timezone: Asia/Tokio
channels:
  desk: {email: {smtp: "smtp://127.0.0.1", password: "${NOWHERE}", from: a@b.c, to: [d@e.f]}}
  both: {file: {path: a}, slack: {webhook: "https://hooks.example/"}}
sources:
  - {id: pact, url: "ftp://pact.example/", select: "div[["}
  - {id: pact, url: "https://pact.example/", ignore_text: ["("], every: "99 * * * *"}
  - {url: "https://third.example/", url: "https://again.example/", alert: [nobody]}
"""
_SAID = (
    ":1: unknown key 'contct'; did you mean 'contact'?",
    ":2: unknown channel 'opps' in operator",
    ":4: every '15x' of defaults is not a duration",
    ":5: timezone 'Asia/Tokio' of defaults is not a time zone; did you mean 'Asia/Tokyo'?",
    ":7: email.password of channel desk: NOWHERE is not set",
    ":8: channel both has slack and file; keep exactly one of them",
    ":10: url 'ftp://pact.example/' of source pact has another scheme than http and https",
    ":10: select 'div[[' of source pact is not CSS that works here",
    ":11: id 'pact' is taken by the source in line 10",
    ":11: ignore_text '(' of source pact is not a regular expression",
    ":11: every '99 * * * *' of source pact is not a cron line",
    ":12: key 'url' stands twice",
    ":12: unknown channel 'nobody' in alert",
    ":12: source number 3 has no id",
)


def test_everything_at_once_and_nothing_begun(readout: "Readout") -> None:
    readout.configure(_WRONG)
    for command in ("check", "run", "sources"):
        done = readout.call(command)
        assert (done.returncode, done.stdout) == (2, "")
        for said in _SAID:
            assert f"sources.yaml{said}" in done.stderr
        assert all(line.startswith("sources.yaml:") for line in done.stderr.splitlines())
    assert [path.name for path in readout.folder.iterdir()] == ["sources.yaml"]


@pytest.mark.timeout(300)  # eight processes, one after the other
def test_what_is_no_configuration_at_all(readout: "Readout") -> None:
    (readout.folder / "folder").mkdir()
    for name, body in {
        "empty": b"", "latin": "sources: [] # é".encode("latin-1"), "tab": b"sources:\n\t- id: a\n",
        "nul": b"\0" * 99, "word": b"hello", "self": b"sources: &a [*a]\n",
    }.items():  # fmt: skip
        (readout.folder / name).write_bytes(body)
    for name in ("empty", "latin", "tab", "nul", "word", "self", "folder", "missing"):
        said = readout.refused("--config", name, "check", code=2)
        assert said.startswith(f"{name}:")
    assert not (readout.folder / "readout.db").exists()


def test_the_environment_names_file_and_store(readout: "Readout") -> None:
    (readout.folder / "other.yaml").write_text("sources: []\n", encoding="utf-8")
    readout.env |= {"READOUT_CONFIG": "other.yaml", "READOUT_STORE": "other.db"}
    readout("check")
    assert (readout.folder / "other.db").exists()
    readout("--store", "third.db", "check")
    assert (readout.folder / "third.db").exists()
    assert readout.refused("--config", "none.yaml", "check", code=2).startswith("none.yaml:")


def test_secrets_from_credential_files(readout: "Readout") -> None:
    (readout.folder / "credentials").mkdir()
    (readout.folder / "credentials" / "WORD").write_text("hunter2\n", encoding="utf-8")
    (readout.folder / "named").write_text("hunter3\n", encoding="utf-8")
    readout.configure(
        "channels:\n"
        "  a: {webhook: {url: 'https://a.example/', secret: '${WORD}'}}\n"
        "  b: {webhook: {url: 'https://b.example/?k=${OTHER}', secret: x1y2z3}}\n"
        "sources: [{id: a, url: 'https://a.example/', alert: [a, b]}]\n"
    )
    readout.env |= {"CREDENTIALS_DIRECTORY": "credentials", "OTHER_FILE": "named"}
    said = readout("sources", "--json") + readout("doctor", "--json")
    assert "***" in said
    assert not any(secret in said for secret in ("hunter", "x1y2z3"))
    (readout.folder / "named").unlink()
    assert "OTHER is not set" in readout.refused("sources", code=2)
