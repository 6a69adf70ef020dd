"""`statement`: to which one a source belongs, set or corrected, and its text beside the others.

What sources.yaml says of a source is changed there, and only there: it would be said again at the
next start. What listings and pages led to has no place in it.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import options, references, render
from monitor.cli.completing import SOURCE_ID, STATEMENT
from monitor.cli.main import Settings
from monitor.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Source


@click.command()
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.argument("name", type=STATEMENT, required=False, metavar="[NAME]")
@click.option("--none", "out", is_flag=True, help="Take it out of its statement.")
@options.as_json
@click.pass_obj
def statement(
    settings: Settings, source_id: str, name: str | None, *, out: bool, as_json: bool
) -> None:
    """The statement of a source: shown, set or corrected.

    Without NAME it is shown, and how the text differs from the others of its statement. A source
    that a listing or a page led to is set by NAME, or taken out by --none; its attachments go with
    it. That of a source in sources.yaml stands there.
    """
    if out and name is not None:
        raise UsageError(f"--none takes {source_id} out of its statement; leave out {name}, or it")
    if out or name is not None:
        _assign(settings, source_id, name)
    else:
        _show(settings, source_id, as_json=as_json)


def _assign(settings: Settings, source_id: str, name: str | None) -> None:
    from monitor.config import checks
    from storage import sources

    if name is not None:
        try:
            checks.slug(name)
        except ValueError as error:
            raise UsageError(f"{name!r}: the name of a statement {error}") from None
    store = settings.open_existing()
    with store.write() as tx:
        one = references.source(tx, source_id)
        _refuse(settings, one, name)
        sources.assign(tx, one.source_id, name, "hand")
    click.echo(_done(one, name), err=True)


def _done(one: "Source", name: str | None) -> str:
    was = f"; it was in {one.statement}" if one.statement not in {None, name} else ""
    if name is None:
        return f"{one.slug} is in no statement now{was}"
    return f"{one.slug} is in {name} now{was}"


def _refuse(settings: Settings, one: "Source", name: str | None) -> None:
    """UsageError unless the store is the place where its statement is said."""
    if one.kind == "listing":
        raise UsageError(
            f"{one.slug} is a listing; its documents are of the statement that stands under "
            "`document:` in it, or name one of them: readout sources"
        )
    line = _line(settings, one.slug)
    if line is not None:
        wanted = f"write `statement: {name}` there" if name else "take `statement:` out there"
        raise UsageError(
            f"{settings.config_path}:{line}: {one.slug} stands in sources.yaml, which says its "
            f"statement; {wanted}, and let the daemon read it (SIGHUP)"
        )
    if one.listing_id is None:
        raise UsageError(f"{one.slug} is watched no more: it stands in sources.yaml no longer")


def _line(settings: Settings, slug: str) -> int | None:
    """Where sources.yaml says the statement of a source, or the source; None if it names it not."""
    from monitor.config import document
    from monitor.config.errors import ConfigErrors

    try:
        read = document.read(settings.config_path)
    except ConfigErrors:
        return None
    entries = read.tree.get("sources")
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and entry.get("id") == slug:
            return read.line(("sources", place, "statement"))
    return None


def _show(settings: Settings, source_id: str, *, as_json: bool) -> None:
    from monitor import beside, setbeside
    from storage import versions

    store = settings.open_store("read")
    with store.read() as rx:
        one = references.source(rx, source_id)
        latest = versions.latest(rx, one.source_id)
        said = setbeside.said(rx, one, latest.version_id) if latest else ()
        others = [other.slug for other, _ in setbeside.others(rx, one)]
        unseen = beside.unseen(rx, one)
        by = _said_by(settings, rx, one)
    if as_json:
        told: dict[str, object] = {
            "source": one.slug,
            "statement": one.statement,
            "by": one.assigned_by or ("configuration" if one.statement else None),
            "others": others,
            "set_beside": list(said),
            "unseen": list(unseen),
        }
        click.echo(render.json_line(told))
        return
    if one.statement is None:
        lines = [f"{one.slug} is in no statement{by}"]
        # A page and the files that it attaches.
        lines += [f"told with {setbeside.named(others)}"] if others else []
    else:
        lines = [f"{one.slug} is in {one.statement}{by}"]
        with_others = f"with {setbeside.named(others)}"
        lines += [with_others if others else "and is its only text so far"]
    lines += [f"  {render.one_line(line)}" for line in said]
    lines += [f"not seen now: {render.one_line(line)}" for line in unseen]
    render.page(lines, plain=False)


def _said_by(settings: Settings, rx: "Connection", one: "Source") -> str:
    """Who says so: `, by hand`, `, as sources.yaml:14 says`."""
    from storage import sources

    line = _line(settings, one.slug)
    if line is not None:
        return f", as {settings.config_path}:{line} says"
    match one.assigned_by:
        case "hand":
            return ", by hand"
        case "overlap":
            return ", taken for one of its texts by what they have in common"
        case None if one.listing_id is not None:
            return f", as {sources.by_id(rx, one.listing_id).slug} says"
        case None:
            return ""
