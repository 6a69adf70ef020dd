"""`report`: a static site of the history."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.report.site import Published


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One object a page written or removed.")
@click.pass_obj
def report(settings: Settings, folder: Path, *, as_json: bool) -> None:
    """A static site of the history: pages, pictures and feeds, for a browser or a web server.

    Only what changed since DIR was written last is written anew. Feeds have whole addresses where
    sources.yaml says by report_url where DIR is published.
    """
    from monitor.config.published import published
    from monitor.report.publish import publish

    store, said = settings.open_store("read"), published(settings.config_path)
    with click.progressbar(
        length=1, label="writing", file=sys.stderr, hidden=not sys.stderr.isatty() or settings.quiet
    ) as bar:

        def step(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        done = publish(store, folder, said, step, SYSTEM.now())
    if as_json:
        render.page(list(map(render.json_line, _told(done))), plain=True)
    elif not settings.quiet:
        gone = f", {len(done.removed)} removed" if done.removed else ""
        count = render.many(len(done.written), "file")
        click.echo(f"{folder / 'index.html'}: {count} written{gone}")


def _told(done: "Published") -> "Iterator[dict[str, object]]":
    for page in done.written:
        yield {"page": page, "done": "written"}
    for page in done.removed:
        yield {"page": page, "done": "removed"}
