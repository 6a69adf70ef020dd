"""docs/commands.md, from `--help` itself: `python -m docs.tools.commands` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.main import cli

PATH = Path(__file__).parents[1] / "commands.md"
_WIDTH = 78  # as on a terminal of 80 columns
_HEAD = """\
# Commands

What `readout COMMAND --help` says, kept current by a test. How the commands are used is in
[tutorial.md](tutorial.md), [writing-sources.md](writing-sources.md) and
[reading-changes.md](reading-changes.md); what `--json` prints is in [json.md](json.md).
As a man page: `man docs/readout.1`.

Exit codes, of every command: 0 done (a page that changed or cannot be read is no error of the
program); 1 the answer is no (`status` and `doctor` when something needs you, `compare` when the
texts differ in wording, or, in two languages, in structure); 2 wrong usage or a wrong
`sources.yaml`; 3 the store or the machine failed.

A configuration that `--config` or `READOUT_CONFIG` names must be there, whether the command reads
it or the store alone; `add` begins one.

Data goes to standard output, all else to standard error. Colour and a pager are used on a
terminal only.

A version is written `ID@3`, `ID@-1` (the last in time, `ID@-2` the one before), `ID@2025-02-10`
(as it stood at the end of that day; also `ID@2025-02-10T12:00+09:00`, and without a zone in the
publisher's time) or `ID@sha256:…` (the first digits of what `log --json` gives). `diff` takes
what stands behind the `@`.
"""


def generate() -> str:
    """The page as it is kept."""
    sections = [_section(name, text) for name, text in _helps("readout", cli, None)]
    return "\n".join([_HEAD, *sections])


def _section(name: str, text: str) -> str:
    return f"## {name}\n\n```text\n{text}\n```\n"


def _helps(
    name: str, command: click.Command, parent: click.Context | None
) -> Iterator[tuple[str, str]]:
    """A command's help and those of the commands below it, in the order of the help."""
    ctx = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent,
                        terminal_width=_WIDTH, max_content_width=_WIDTH,
                        **command.context_settings)  # fmt: skip
    yield name, command.get_help(ctx)
    if isinstance(command, click.Group):
        for below in command.list_commands(ctx):
            found = command.get_command(ctx, below)
            assert found is not None
            yield from _helps(f"{name} {below}", found, ctx)


if __name__ == "__main__":
    PATH.write_text(generate(), encoding="utf-8")
