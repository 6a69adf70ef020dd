"""`sources`: the configuration, as it is understood, and what another would do."""

from pathlib import Path
from typing import Any

import click

from monitor.cli import render
from monitor.cli.main import Settings


@click.command()
@click.option(
    "--try",
    "tried",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Say what that sources.yaml would do in the place of the configuration.",
)
@click.option("--json", "as_json", is_flag=True, help="One object a line, secrets as ***.")
@click.pass_obj
def sources(settings: Settings, tried: Path | None, *, as_json: bool) -> None:
    """List the configured sources; with --try, what a changed sources.yaml would do.

    --try with the configuration itself says what reading it again would do. It writes nothing.
    """
    from monitor.config.masked import masked

    if tried is not None:
        from monitor.cli import trying

        trying.show(settings, tried, as_json=as_json)
        return
    shown = masked(settings.load())
    for kind in ("source", "listing"):
        for entry in shown[f"{kind}s"]:
            told = {"kind": kind, **entry, "channels": _told(entry, shown["channels"])}
            click.echo(render.json_line(told) if as_json else _line(entry))


def _told(entry: dict[str, Any], channels: dict[str, Any]) -> dict[str, Any]:
    """The channels that an entry tells, as they are configured."""
    return {name: channels[name] for name in entry["alert"]}


def _line(entry: dict[str, Any]) -> str:
    alert = ", ".join(entry["alert"]) or "nobody"
    return (
        f"{entry['id']:<28} every {entry['every']:<6} tells {alert:<12} "
        f"{render.safe(entry['name'])}\n{'':<28} {entry['url']}"
    )
