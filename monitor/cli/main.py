"""The command `readout`: global options, and the one place where errors become sentences."""

import gc
import importlib
import logging
import os
import signal
import sys
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from click.core import ParameterSource

from monitor.cli.render import safe

if TYPE_CHECKING:
    from monitor.config.model import Config
    from storage.store import Store

_OURS = ("monitor", "alerts", "storage")
# Commands are imported when called: `readout log` must not pay for what `readout run` needs.
_COMMANDS = {
    "run": "monitor.cli.watching",
    "check": "monitor.cli.watching",
    "status": "monitor.cli.status",
    "log": "monitor.cli.log",
    "show": "monitor.cli.showing",
    "diff": "monitor.cli.differing",
    "blame": "monitor.cli.blaming",
    "find": "monitor.cli.finding",
    "timeline": "monitor.cli.timeline",
    "compare": "monitor.cli.comparing",
    "extract": "monitor.cli.extracting",
    "sources": "monitor.cli.configured",
    "add": "monitor.cli.adding",
    "alerts": "monitor.cli.alerting",
    "statement": "monitor.cli.joining",
    "mute": "monitor.cli.muting",
    "unmute": "monitor.cli.muting",
    "note": "monitor.cli.noting",
    "verify": "monitor.cli.verifying",
    "proof": "monitor.cli.proving",
    "backfill": "monitor.cli.backfilling",
    "export": "monitor.cli.archiving",
    "import": "monitor.cli.archiving",
    "backup": "monitor.cli.keeping",
    "thin": "monitor.cli.keeping",
    "rederive": "monitor.cli.rederiving",
    "report": "monitor.cli.reporting",
    "tui": "monitor.cli.browsing",
    "doctor": "monitor.cli.doctor",
    "demo": "monitor.cli.demo",
    "completion": "monitor.cli.completing",
}
_MAKES_IT = "add"  # which begins a sources.yaml where there is none
# They end before their garbage is worth collecting: a page of a history leaves next to none.
_BRIEF = {"status", "log", "show", "diff", "blame", "find", "alerts", "mute", "unmute", "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The global options."""

    config_path: Path
    store: str
    quiet: bool
    verbose: int
    config_named: bool = False  # by whoever gave the command: the file must be there

    def check_config(self) -> None:
        """ConfigErrors where a configuration is named that is not there, whoever reads it or not.

        What a command says is of no use to somebody who meant another configuration.
        """
        if self.config_named and not self.config_path.exists():
            self.load()

    def load(self) -> "Config":
        """The checked configuration."""
        from monitor.config.load import load

        return load(self.config_path, os.environ)

    def load_followed(self) -> "Config":
        """The checked configuration, with what its listings and pages led to, by the store."""
        from monitor.follow.followed import leads_on, with_found
        from storage.errors import StoreMissing

        config = self.load()
        if not leads_on(config):
            return config
        try:
            store = self.open_store("read")
        except StoreMissing:
            return config
        with store.read() as rx:
            return with_found(rx, config)

    def open_store(self, mode: Literal["read", "write"]) -> "Store":
        """The store, for reading (it must exist) or writing; closed when the command ends."""
        from storage.store import open_store

        self.check_config()
        store = open_store(self.store, mode=mode)
        click.get_current_context().call_on_close(store.close)
        return store

    def open_existing(self) -> "Store":
        """The store, for writing to what is there; StoreMissing if it is not."""
        self.open_store("read").close()
        return self.open_store("write")


class _Inert(logging.Formatter):
    """Plain lines, in which nothing that a page or a server said gives a terminal orders."""

    def format(self, record: logging.LogRecord) -> str:
        return safe(super().format(record))


class _Commands(click.Group):
    """Finds each command in the module that holds it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands, in the order of the help."""
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; a name that is none is told with the one it is like."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            like = get_close_matches(args[0], _COMMANDS, n=1)
            if not like:
                raise
            said = f"{error.format_message()} Did you mean {like[0]!r}?"
            raise click.UsageError(said, ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name not in _BRIEF:
            gc.enable()
        module = importlib.import_module(_COMMANDS[cmd_name])
        command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        assert isinstance(command, click.Command)
        return command


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value and not ctx.resilient_parsing:
        from monitor.version import version

        click.echo(f"readout {version()}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_path",
    envvar="READOUT_CONFIG",
    default="sources.yaml",
    type=click.Path(path_type=Path),
    help="The configuration (READOUT_CONFIG).",
    show_default=True,
)
@click.option(
    "--store",
    envvar="READOUT_STORE",
    default="readout.db",
    metavar="PATH|URL",
    help="An SQLite file or a postgresql:// URL (READOUT_STORE).",
    show_default=True,
)
@click.option("-v", "--verbose", count=True, help="Say more of what happens.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
    help="Print the version and exit.",
)  # fmt: skip
@click.pass_context
def cli(ctx: click.Context, config_path: Path, store: str, verbose: int, *, quiet: bool) -> None:
    """Watch official statements: which words changed, and when."""
    source = ctx.get_parameter_source("config_path")
    ctx.obj = Settings(
        config_path=config_path,
        store=store,
        quiet=quiet,
        verbose=verbose,
        config_named=source is not ParameterSource.DEFAULT and ctx.invoked_subcommand != _MAKES_IT,
    )
    journal = logging.StreamHandler()
    journal.setFormatter(_Inert())
    logging.basicConfig(level=logging.ERROR if quiet else logging.WARNING, handlers=[journal])
    if verbose:
        for ours in _OURS:  # other people's debugging shows addresses and headers: secrets
            logging.getLogger(ours).setLevel(logging.DEBUG if verbose > 1 else logging.INFO)


def main() -> None:
    """Run the command line; errors are sentences on stderr, and exit codes."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a closed pipe ends us quietly
    _stand_in_for_closed_streams()
    status = _run()
    try:
        sys.stdout.flush()
    except OSError as error:
        status = _explain(error)
    sys.exit(status)


def _stand_in_for_closed_streams() -> None:
    """`>&-`: Python has no stdout then, and a file opened next would take its number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stays_open = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, stays_open)


def _run() -> int:
    try:
        status = cli(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except Exception as error:  # noqa: BLE001 - the one barrier
        return _explain(error)
    return status if isinstance(status, int) else 0


def _output_is_lost() -> bool:
    """Whether standard output takes nothing any more; it is let go, so that leaving works."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def _explain(error: Exception) -> int:
    """Say an error we know in a sentence; one we do not is a fault of ours, with its traceback."""
    from monitor.config.errors import ConfigErrors
    from monitor.errors import ReadoutError
    from storage.errors import StoreError

    if isinstance(error, ConfigErrors):  # each line begins with file and line, as editors want it
        click.echo(str(error), err=True)
        return error.exit_code
    if isinstance(error, ReadoutError):
        click.echo(f"readout: {safe(str(error))}", err=True)
        return error.exit_code
    if isinstance(error, StoreError):
        click.echo(f"readout: {safe(str(error))}", err=True)
        return 3
    if isinstance(error, OSError):
        where = error.filename or ("standard output" if _output_is_lost() else "")
        click.echo(f"readout: {error.strerror or error}: {where}".rstrip(": "), err=True)
        return 3
    logging.getLogger("readout").error("a fault of this program; please report it", exc_info=error)
    return 3
