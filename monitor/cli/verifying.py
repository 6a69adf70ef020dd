"""`verify`: whether what the store says still stands."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from alerts import when
from monitor.cli import references, render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import SourceConfig
    from monitor.proof.verify import Verified
    from monitor.text.rules import Rules
    from storage.model import Alert, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What came of one source; of what belongs to none, where `about` is None."""

    about: str | None
    found: "Verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What stands below the lines: the chains' root, and how many bodies were thinned out."""

    root: str
    chains: int
    thinned: int
    heartbeat: "Alert | None"  # the last


@click.command()
@click.option("--since", metavar="TIME", help="Only what was recorded since: 25h, 2025-02-10.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def verify(ctx: click.Context, since: str | None, *, as_json: bool) -> None:
    """Check every hash, chain link and stored difference; exit 1 names what does not hold.

    What carries today's rules is read again from its capture. The roots that are printed last are
    over the heads of all chains: the one that the last heartbeat carried, and today's.
    """
    settings: Settings = ctx.obj
    start = None if since is None else references.parse_since(since, "UTC", SYSTEM.now())
    store = settings.open_store("read")
    configured = _configured(settings)
    with store.read() as rx:
        lines, whole = list(_lines(rx, configured, start)), _whole(rx)
    for text in _json(lines, whole) if as_json else _texts(lines, whole):
        click.echo(text)
    ctx.exit(1 if any(line.found.wrong for line in lines) else 0)


def _configured(settings: Settings) -> "Mapping[str, SourceConfig]":
    """The sources of sources.yaml, for their rules; none where there is no such file."""
    if settings.config_path.exists():
        return {source.id: source for source in settings.load_followed().sources}
    click.echo(f"no {settings.config_path}: no text is read again from its capture", err=True)
    return {}


def _lines(
    rx: "Connection", configured: "Mapping[str, SourceConfig]", since: datetime | None
) -> Iterator[Line]:
    from monitor.proof import roots, stamped
    from monitor.proof.verify import summed, verify
    from storage import audit, sources

    watched = {one.source_id: one for one in sources.listing(rx)}
    source_ids = sorted({*watched, *audit.chained(rx)})
    terminal = sys.stderr.isatty()
    with click.progressbar(
        source_ids, label="verifying", file=sys.stderr, hidden=not terminal
    ) as progress:
        for source_id in progress:
            one = watched.get(source_id)
            rules = _rules(rx, configured, one) if one else {}
            found = summed(verify(rx, source_id, rules, since))
            yield Line(about=one.slug if one else f"source {source_id}", found=found)
    yield Line(about=None, found=summed(roots.verify(rx, since)))
    yield Line(about=None, found=summed(stamped.verify(rx, since)))
    if since is None:
        yield Line(about=None, found=summed(audit.strays(rx)))


def _rules(
    rx: "Connection", configured: "Mapping[str, SourceConfig]", one: "Source"
) -> "Mapping[bytes, Rules]":
    source = configured.get(one.slug)
    if source is None:
        return {}
    from monitor.proof.again import rules_known
    from storage import pins

    return rules_known(source, [pin.selector for pin in pins.history(rx, one.source_id)])


def _whole(rx: "Connection") -> Whole:
    from monitor.proof import roots
    from storage import bodywalk, chain, outbox

    tips = chain.tips(rx)
    return Whole(
        root=roots.root(tips),
        chains=len(tips),
        thinned=bodywalk.thinned(rx),
        heartbeat=next(reversed(outbox.heartbeats(rx, None)), None),
    )


def _json(lines: Sequence[Line], whole: Whole) -> Iterator[str]:
    for line in lines:
        if line.about is not None:
            yield render.json_line(_object(line.about, [line.found]))
    left = [line.found for line in lines if line.about is None]
    last = whole.heartbeat
    told = {
        "root": whole.root,
        "thinned": whole.thinned,
        "heartbeat": None
        if last is None
        else {"at": render.instant(last.created_at), "root": last.facts["root"]},
    }
    yield render.json_line(_object(None, left) | told)


def _object(about: str | None, found: "Sequence[Verified]") -> dict[str, object]:
    return {
        "source": about,
        "checked": sum(one.checked for one in found),
        "wrong": sum(one.wrong for one in found),
        "what": next((one.what for one in found if one.what), None),
    }


def _texts(lines: Sequence[Line], whole: Whole) -> Iterator[str]:
    for line in lines:
        more = f" (and {line.found.wrong - 1} more)" if line.found.wrong > 1 else ""
        if line.found.what:
            yield f"{line.about or 'the store'}: {render.safe(line.found.what)}{more}"
    checked = sum(line.found.checked for line in lines)
    wrong = sum(line.found.wrong for line in lines)
    yield (
        f"{render.many(checked, 'check')} over {render.many(whole.chains, 'chain')}: {wrong} wrong"
        + (f"; bodies thinned out: {whole.thinned}" if whole.thinned else "")
    )
    if whole.heartbeat is not None:
        at = whole.heartbeat.created_at
        yield f"root {whole.heartbeat.facts['root']}  in the heartbeat of {when.utc(at)}"
    yield f"root {whole.root}  now"
