"""`completion`, and what a shell is offered where an id is wanted."""

from contextlib import closing, suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem
    from sqlalchemy import Connection

    from monitor.cli.main import Settings
    from monitor.config.model import Config

_SHELLS = ("bash", "zsh", "fish")
_MOST = 500  # names that are offered


class Named(click.ParamType[str]):
    """A name that the store and sources.yaml know, and offer to the shell."""

    def __init__(self, name: str, known: "Callable[[click.Context], set[str]]") -> None:
        self.name = name
        self._known = known

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> "list[CompletionItem]":
        """The names that begin so, as far as they can be known without a word to the user."""
        from click.shell_completion import CompletionItem

        found = sorted(one for one in self._known(ctx) if one.startswith(incomplete))
        return [CompletionItem(one) for one in found[:_MOST]]


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """What makes a shell complete commands, options and ids: for its start-up file.

    bash: eval "$(readout completion bash)"; zsh the same; fish: readout completion fish | source
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    root = ctx.find_root()
    click.echo(found(root.command, {}, "readout", "_READOUT_COMPLETE").source())


def _ids(ctx: click.Context) -> set[str]:
    from storage import sources

    config = _configured(ctx)
    named = set[str]()
    if config is not None:
        named |= {one.id for one in config.sources} | {one.id for one in config.listings}
    return named | _kept(ctx, lambda rx: sources.ids(rx).keys())


def _statements(ctx: click.Context) -> set[str]:
    from storage import statements

    config = _configured(ctx)
    named = {one.statement for one in config.sources if one.statement} if config else set[str]()
    return named | _kept(ctx, lambda rx: (one.name for one in statements.every(rx)))


def _configured(ctx: click.Context) -> "Config | None":
    """What sources.yaml says; of one that cannot be read nothing is said."""
    from monitor.errors import ReadoutError

    with suppress(ReadoutError, OSError):
        return _settings(ctx).load()
    return None


def _kept(ctx: click.Context, names: "Callable[[Connection], Iterable[str]]") -> set[str]:
    """What the store names; of one that cannot be read nothing is said."""
    from storage.errors import StoreError
    from storage.store import open_store

    with suppress(StoreError, OSError):
        store = open_store(_settings(ctx).store, mode="read")
        with closing(store), store.read() as rx:
            return set(names(rx))
    return set()


def _settings(ctx: click.Context) -> "Settings":
    from monitor.cli.main import Settings

    given = ctx.find_root().params
    return Settings(config_path=given["config_path"], store=given["store"], quiet=True, verbose=0)


SOURCE_ID, STATEMENT = Named("id", _ids), Named("statement", _statements)
