"""Every command block of README and docs is run, or, where the machine would be changed, parsed."""

import json
import re
import shlex
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from tests.docs import pages, sandbox
from tests.docs.pages import ROOT, Block

# What changes the machine it runs on, or needs what no test has. A block with one of these is not
# run: its lines are checked one by one instead.
CANNOT_RUN = {
    "systemctl": "needs systemd as the first process",
    "docker": "needs a container engine",
    "useradd": "makes a user of the machine",
    "usermod": "changes a user of the machine",
    "install": "writes outside the checkout",
    "git": "asks a repository on the network",
    "runuser": "needs the user of the service",
    "uv": "asks a registry on the network",
    "pip": "asks a registry on the network",
}
# What may stand beside those in a block that is not run, and what may be run.
HARMLESS = {"cd", "cp", "mkdir", "make", "openssl", "readout", "sed", "touch"}
RUNNABLE = {
    ".venv/bin/readout", "cat", "cd", "cp", "echo", "export", "kill", "make", "mkdir", "printf",
    "python3", "readout", "sed", "sleep", "true",
}  # fmt: skip
DIAGRAMS = {"docs/internals.md"}  # pages whose blocks of text are drawings
_ENDS = re.compile(r"[;&|]+")  # of a command
_HERE = re.compile(r"(<< ?'(\w+)'.*\n)(?:.*\n)*?\2\n")
EVERY = [block for page in pages.names() for block in pages.blocks(page)]
SHELL = [block for block in EVERY if block.language == "sh"]


def _commands(block: Block) -> Iterator[list[str]]:
    """The commands of a block as words; `a && b` are two. What a here-document holds is none."""
    text = _HERE.sub(r"\1", block.text.replace("\\\n", " "))
    for line in text.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        for ends, words in groupby(lexer, lambda word: bool(_ENDS.fullmatch(word))):
            if not ends:
                yield list(words)


def _named(block: Block) -> set[str]:
    return {words[0] for words in _commands(block)}


def _label(block: Block) -> str:
    return f"{block.page}:{block.line}"


RUN = [block for block in SHELL if _named(block) <= RUNNABLE]
PARSED = [block for block in SHELL if _named(block) & CANNOT_RUN.keys()]


@pytest.mark.parametrize("block", EVERY, ids=_label)
def test_a_block_is_checked_by_something(block: Block) -> None:
    """Commands are run or parsed, configurations loaded, and what is shown compared."""
    assert block.language in {"sh", "yaml", "text"}
    if block.language == "sh":
        unknown = _named(block) - RUNNABLE
        assert block in RUN or block in PARSED, f"say in this file whether to run {unknown}"
    if block.language == "text" and block.page not in DIAGRAMS:
        shown = any(block is text for _, text in _followed(block.page))
        assert shown or block.text.startswith("Usage: ")


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("page", sorted({block.page for block in RUN}))
def test_the_blocks_of_a_page_run_and_write_what_it_shows(page: str, tmp_path: Path) -> None:
    shown = {id(block): text for block, text in _followed(page)}
    for block, output in sandbox.run([one for one in RUN if one.page == page], tmp_path):
        if id(block) in shown:
            _compare(shown[id(block)], output)
        if "--json" in block.text:
            _compare_keys(block, output)


def _followed(page: str) -> Iterator[tuple[Block, Block]]:
    """Each command block that is followed, under the same heading, by what it is said to write."""
    found = [block for block in EVERY if block.page == page]
    for block, follower in pairwise(found):
        between = pages.text(page).splitlines()[block.line : follower.line]
        beneath = not any(line.startswith("## ") for line in between)
        if beneath and (block.language, follower.language) == ("sh", "text"):
            yield block, follower


def _compare(shown: Block, output: str) -> None:
    """Each line that a page shows was written; figures may be others, and … is anything."""
    squeezed = [" ".join(line.split()) for line in output.splitlines()]
    for line in filter(None, (" ".join(line.split()) for line in shown.text.splitlines())):
        pattern = re.sub(r"[0-9]+", "[0-9]+", re.escape(line).replace("…", ".*"))
        found = any(re.fullmatch(pattern, written) for written in squeezed)
        assert found, f"{_label(shown)} shows {line!r}, which was not written:\n{output}"


def _compare_keys(block: Block, output: str) -> None:
    """The table of keys under a command names every key of what it printed, and no other."""
    section = pages.text(block.page).partition(block.text)[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    named = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
    printed = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    outer = {key for key in named if "." not in key}
    assert outer == printed[-1].keys(), f"{_label(block)}: {outer ^ printed[-1].keys()}"
    for name in {key.partition(".")[0] for key in named - outer}:
        inner = {key.partition(".")[2] for key in named if key.startswith(f"{name}.")}
        within = next(one[name] for one in printed if one[name])
        keys = (within[0] if isinstance(within, list) else within).keys()
        assert inner == keys, f"{_label(block)}: {name}"


@pytest.mark.parametrize("block", PARSED, ids=_label)
def test_a_block_that_cannot_be_run_is_right_as_far_as_can_be_seen(block: Block) -> None:
    for words in _commands(block):
        assert words[0] in CANNOT_RUN.keys() | HARMLESS, f"{_label(block)}: is {words[0]} run?"
        ours = _readout(words)
        assert ours is None or pages.is_command(ours), words
        if words[0] == "make":
            assert all(target in _targets() for target in words[1:])
        for word in words[1:]:
            if re.match(r"deploy/[\w@-]+[.\w]*$", word) and words[0] not in {"mkdir", "touch"}:
                assert (ROOT / word).exists(), word
        if words[0] == "systemctl":
            units = [word for word in words if word.endswith((".service", ".timer"))]
            assert all((ROOT / "deploy" / unit).is_file() for unit in units)


def _readout(words: list[str]) -> list[str] | None:
    """What follows `readout` in a command, also in one that a container is to run."""
    if words[0] == "readout":
        return words[1:]
    return words[words.index("exec") + 3 :] if words[0] == "docker" and "exec" in words else None


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", [page for page in pages.names() if page != "CHANGELOG.md"])
def test_a_command_in_the_text_exists(page: str) -> None:
    for code in re.findall(r"`([^`\n]+)`", pages.prose(page)):
        words = code.replace("…", "").split()
        if words and words[0] == "make" and len(words) > 1:
            assert words[1] in _targets(), code
        if len(words) > 1 and words[0] == "readout" and words[1] != "COMMAND":
            assert pages.is_command([word.strip("[]") for word in words[1:]]), code
