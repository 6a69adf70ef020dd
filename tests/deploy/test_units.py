"""The systemd units: well-formed, closed up, and true to what the program does."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

READOUT = "/opt/readout/.venv/bin/readout"
UNITS = (
    "readout.service",
    "readout-check.service",
    "readout-check.timer",
    "readout-status.service",
    "readout-status.timer",
    "readout-failure@.service",
)
WATCHING = ("readout.service", "readout-check.service")
SERVICES = (*WATCHING, "readout-status.service")
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def _unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Sections, keys, and all values of a key."""
    sections: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            sections.setdefault(section, {}).setdefault(key, []).append(value)
    return sections


@pytest.fixture
def installed(deploy: Path, tmp_path: Path) -> Path:
    """The units as on a machine where the command stands at its place."""
    command = tmp_path / "readout"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for name in UNITS:
        text = (deploy / name).read_text("utf-8").replace(READOUT, str(command))
        (tmp_path / name.replace("@.", "@readout.service.")).write_text(text)
    return tmp_path


def _analyze(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run(
        [ANALYZE, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


@needs_systemd
def test_systemd_finds_nothing_wrong(installed: Path) -> None:
    units = [f"./{name.replace('@.', '@readout.service.')}" for name in UNITS]
    done = _analyze("verify", "--man=no", "--recursive-errors=no", *units, cwd=installed)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_the_services_are_closed_up(installed: Path, name: str) -> None:
    done = _analyze("security", "--offline=true", "--threshold=20", f"./{name}", cwd=installed)
    assert done.returncode == 0, done.stdout.splitlines()[-1:]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_a_command_there_is(
    deploy: Path, name: str, is_command: Callable[..., bool]
) -> None:
    service = _unit(deploy / name)["Service"]
    (line,) = service["ExecStart"]
    command, *arguments = line.split()
    assert command == READOUT
    assert is_command(*arguments)
    assert service["Environment"] == [
        "READOUT_CONFIG=/etc/readout/sources.yaml",
        "READOUT_STORE=/var/lib/readout/readout.db",
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_the_store_is_written_by_the_service_and_read_by_its_group(deploy: Path, name: str) -> None:
    service = _unit(deploy / name)["Service"]
    wanted = {
        "User": "readout",
        "Group": "readout",
        "UMask": "0027",
        "StateDirectory": "readout",
        "StateDirectoryMode": "0750",
        "ProtectSystem": "strict",
    }
    if name in WATCHING:
        wanted["LoadCredential"] = "SMTP_PASSWORD:/etc/readout/SMTP_PASSWORD"
    assert {key: service[key] for key in wanted} == {key: [value] for key, value in wanted.items()}


def test_the_services_are_closed_up_alike(deploy: Path) -> None:
    first, *others = ((deploy / name).read_text("utf-8") for name in SERVICES)
    hardening = first[first.index("# Writing is allowed") : first.index("[Install]")].strip()
    assert all(hardening in other for other in others)


@pytest.mark.parametrize("name", SERVICES)
def test_a_failure_is_mailed(deploy: Path, name: str) -> None:
    assert _unit(deploy / name)["Unit"]["OnFailure"] == ["readout-failure@%n.service"]


def test_restarts_come_slowly_enough_to_end_in_a_mail(deploy: Path) -> None:
    unit = _unit(deploy / "readout.service")
    assert unit["Service"]["Restart"] == ["on-failure"]
    pause, burst = int(unit["Service"]["RestartSec"][0]), int(unit["Unit"]["StartLimitBurst"][0])
    assert unit["Unit"]["StartLimitIntervalSec"] == ["15min"]
    assert pause * burst < 15 * 60


@pytest.mark.parametrize("name", ["readout-check.timer", "readout-status.timer"])
def test_the_timer_starts_the_service_of_its_name(deploy: Path, name: str) -> None:
    assert (deploy / name).with_suffix(".service").exists()
    assert "Unit" not in _unit(deploy / name)["Timer"]


def _program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_the_failure_mail_says_what_systemd_says(deploy: Path, tmp_path: Path) -> None:
    _program(tmp_path, "systemctl", 'echo "systemctl $*"; exit 3')
    _program(tmp_path, "sendmail", 'echo "sendmail $*"; cat')
    (line,) = _unit(deploy / "readout-failure@.service")["Service"]["ExecStart"]
    script = line.removeprefix("/bin/sh -c '").removesuffix("'")
    for written, meant in (("$$", "$"), ("%i", "readout.service"), ("%H", "host.example")):
        script = script.replace(written, meant)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "MAILTO": "root"}
    mail = subprocess.run(
        ["/bin/sh", "-c", script], env=environ, capture_output=True, text=True, check=True
    ).stdout
    assert mail.splitlines() == [
        "sendmail -t -i",
        "To: root",
        "Subject: readout.service failed on host.example",
        "Auto-Submitted: auto-generated",
        "",
        "systemctl status --no-pager --full --lines=50 readout.service",
    ]
