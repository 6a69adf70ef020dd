"""`completion`, and what a shell is offered where an id is wanted."""

from contextlib import closing, suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SHELLS = ("bash", "zsh", "fish")
_MOST = 500  # ids that are offered


class SourceId(click.ParamType[str]):
    """The id of a source or listing, known to the shell from the store and sources.yaml."""

    name = "id"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> "list[CompletionItem]":
        """The ids that begin so, as far as they can be known without a word to the user."""
        from click.shell_completion import CompletionItem

        found = sorted(one for one in _ids(ctx) if one.startswith(incomplete))
        return [CompletionItem(one) for one in found[:_MOST]]


SOURCE_ID = SourceId()


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
    """What stands in sources.yaml and in the store; of what cannot be read nothing is said."""
    from monitor.cli.main import Settings
    from monitor.errors import ReadoutError
    from storage import sources
    from storage.errors import StoreError
    from storage.store import open_store

    given = ctx.find_root().params
    settings = Settings(
        config_path=given["config_path"], store=given["store"], quiet=True, verbose=0
    )
    found: set[str] = set()
    with suppress(ReadoutError, OSError):
        config = settings.load()
        found |= {one.id for one in config.sources} | {one.id for one in config.listings}
    with suppress(StoreError, OSError):
        store = open_store(settings.store, mode="read")
        with closing(store), store.read() as rx:
            found |= sources.ids(rx).keys()
    return found
