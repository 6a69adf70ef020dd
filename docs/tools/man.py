"""docs/readout.1, the man page, from `--help` itself: `python -m docs.tools.man` writes it anew."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.main import cli
from monitor.version import version

PATH = Path(__file__).parents[1] / "readout.1"
_BEFORE = """\
.SH NAME
readout \\- which words changed in an official text, and when
.SH SYNOPSIS
.B readout
.RI [ OPTIONS ]
.I COMMAND
.RI [ ARGS ]
.SH DESCRIPTION
Watches official pages, keeps every capture, numbers the versions of each text, and sends alerts
when the wording changed. What is watched, and who is told, stands in
.IR sources.yaml ;
what was seen, in the store.
.PP
A version is written
.IR ID @3,
.IR ID @\\-1
(the last in time),
.IR ID @2025\\-02\\-10
(as it stood at the end of that day),
.IR ID @2025\\-02\\-10T12:00+09:00
or
.IR ID @sha256:...
.PP
Data goes to standard output, all else to standard error. Colour and a pager are used on a terminal
only; with
.B \\-\\-json
each line is one object.
"""
_AFTER = """\
.SH EXIT STATUS
.TP
0
Done; a page that changed or cannot be read is no error of the program.
.TP
1
The answer is no: something needs you, a phrase is nowhere, texts differ.
.TP
2
Wrong usage, or a wrong
.IR sources.yaml .
.TP
3
The store or the machine failed.
.SH ENVIRONMENT
.TP
.B READOUT_CONFIG
The configuration, in place of
.IR sources.yaml .
.TP
.B READOUT_STORE
The store, in place of
.IR readout.db .
.TP
.B NO_COLOR
No colour, if set.
.TP
.BR PAGER ", " LESS
The pager, and its options.
.SH SIGNALS
To
.BR "readout run" :
SIGTERM ends it within ten seconds, SIGHUP has it read
.I sources.yaml
and the secrets again.
.SH FILES
.TP
.I sources.yaml
What is watched, and who is told.
.TP
.I readout.db
The store, if it is no PostgreSQL database.
"""


def generate() -> str:
    """The page as it is kept, without the day it was made on."""
    head = f'.TH READOUT 1 "" "readout {version()}" "User Commands"\n'
    ctx = click.Context(cli, info_name="readout", **cli.context_settings)
    options = "".join(_options(cli, ctx))
    commands = "".join(_commands(cli, ctx))
    return f"{head}{_BEFORE}.SH OPTIONS\n{options}.SH COMMANDS\n{commands}{_AFTER}"


def _commands(group: click.Group, parent: click.Context) -> Iterator[str]:
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        ctx = click.Context(command, info_name=name, parent=parent)
        usage = " ".join(command.collect_usage_pieces(ctx))
        yield f".SS {_roff(f'{ctx.command_path} {usage}'.rstrip())}\n"
        yield "\n.PP\n".join(_paragraphs(command.help or "")) + "\n"
        yield from _options(command, ctx)
        if isinstance(command, click.Group):
            yield from _commands(command, ctx)


def _options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    for one in command.params:
        record = one.get_help_record(ctx) if isinstance(one, click.Option) else None
        if record is not None:
            names, said = record
            yield f".TP\n.B {_roff(names)}\n{_roff(said or ' ')}\n"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield _roff(" ".join(paragraph.split()))


def _roff(text: str) -> str:
    """Text in which nothing is a request or an escape of roff."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    plain = re.sub("[^\x00-\x7f]", lambda char: f"\\[u{ord(char[0]):04X}]", plain)
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    PATH.write_text(generate(), encoding="utf-8")
