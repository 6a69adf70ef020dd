"""The image and the composition, as far as they can be checked without a container engine."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def dockerfile(deploy: Path) -> str:
    return (deploy / "Dockerfile").read_text("utf-8").replace("\\\n", " ")


@pytest.fixture
def services(deploy: Path) -> dict[str, Any]:
    services = yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))["services"]
    assert isinstance(services, dict)
    return services


def test_hadolint_finds_nothing(deploy: Path) -> None:
    done = _run(BIN / "hadolint", "--failure-threshold", "info", deploy / "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_commands_there_are(
    dockerfile: str, is_command: Callable[..., bool]
) -> None:
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", dockerfile, re.MULTILINE)
    command = re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    health = re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert entry is not None
    assert command is not None
    assert health is not None
    assert json.loads(entry[1]) == ["readout"]
    assert is_command(*json.loads(command[1]))
    assert json.loads(health[1])[0] == "readout"
    assert is_command(*json.loads(health[1])[1:])


def test_the_image_is_unprivileged_and_locked(dockerfile: str) -> None:
    final = dockerfile.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in final
    assert "\nVOLUME /data\n" in final
    assert "--require-hashes" in dockerfile
    assert "--constraint requirements.lock" in dockerfile
    assert "--extra postgresql" in dockerfile


def test_what_the_image_copies_exists_and_reaches_the_builder(
    deploy: Path, dockerfile: str
) -> None:
    lines = (deploy / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    copies = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", dockerfile, re.MULTILINE)
    copied = {name for line in copies for name in line.split()}
    assert copied == kept
    for name in copied:
        assert (ROOT / name).exists(), name


def test_the_composition_keeps_to_the_schema(deploy: Path) -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    done = _run(BIN / "check-jsonschema", *schema, deploy / "compose.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_readout_waits_for_its_store_and_gets_secrets_as_files(services: dict[str, Any]) -> None:
    readout, store = services["readout"], services["store"]
    assert readout["depends_on"] == {"store": {"condition": "service_healthy"}}
    assert store["healthcheck"]["test"][0] == "CMD"
    environ = readout["environment"]
    assert environ["READOUT_STORE"] == "postgresql://readout@store/readout"
    for name, value in (environ | store["environment"]).items():
        secret = name.removesuffix("_FILE").endswith("PASSWORD")
        assert name.endswith("_FILE") == secret, name
        assert not secret or value.removeprefix("/run/secrets/") in readout["secrets"]


def test_its_health_is_asked_by_a_command_there_is(
    services: dict[str, Any], is_command: Callable[..., bool]
) -> None:
    how, command, *arguments = services["readout"]["healthcheck"]["test"]
    assert (how, command) == ("CMD", "readout")
    assert is_command(*arguments)


@pytest.fixture
def wrapper(deploy: Path, tmp_path: Path) -> Path:
    """The container's command over a stand-in that shows what it was given."""
    stand_in = tmp_path / "stand-in"
    stand_in.write_text('#!/bin/sh\necho "${PGPASSWORD-unset}|$1|$2"\n')
    stand_in.chmod(0o755)
    text = (deploy / "readout.sh").read_text("utf-8")
    copy = tmp_path / "readout"
    copy.write_text(text.replace("/opt/readout/.venv/bin/readout", str(stand_in)))
    copy.chmod(0o755)
    return copy


def test_the_wrapper_reads_the_password_from_its_file(wrapper: Path, tmp_path: Path) -> None:
    secret = tmp_path / "postgres_password"
    secret.write_text("it's a $secret\n")
    command = [str(wrapper), "show", "a source@2"]
    given = {"PGPASSWORD_FILE": str(secret), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    assert done.stdout == "it's a $secret|show|a source@2\n"


def test_the_wrapper_needs_no_password(wrapper: Path) -> None:
    done = subprocess.run(
        [str(wrapper), "log"], env={"PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "unset|log|\n"


def test_the_wrapper_stops_when_the_file_is_missing(wrapper: Path, tmp_path: Path) -> None:
    given = {"PGPASSWORD_FILE": str(tmp_path / "missing"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [str(wrapper), "log"], env=given, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
