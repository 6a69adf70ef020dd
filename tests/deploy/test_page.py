"""docs/deployment.md names files, commands and options that exist."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.replace("\\\n", "").splitlines()]


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"deploy/[\w@.-]+\.[\w]+|deploy/Dockerfile", PAGE)))
)
def test_a_file_it_names_exists(path: str) -> None:
    assert (ROOT / path).is_file()


def test_every_file_of_deploy_is_named(deploy: Path) -> None:
    inside = {"readout.sh", ".gitignore", "Dockerfile.dockerignore"}  # used by those
    for path in deploy.iterdir():
        assert path.name in inside or f"deploy/{path.name}" in PAGE, path.name


def test_a_command_it_gives_exists(is_command: Callable[..., bool]) -> None:
    given = [shlex.split(line) for line in LINES]
    ours = [words[words.index("readout") + 1 :] for words in given if words[0] == "readout"]
    inside = [words[words.index("exec") + 3 :] for words in given if "exec" in words]
    assert len(ours) == 2
    assert len(inside) == 1
    for arguments in [*ours, *inside]:
        assert is_command(*arguments), arguments
