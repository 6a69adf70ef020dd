"""`find`: where and when a phrase came into the texts of sources, or left them."""

from typing import TYPE_CHECKING

import click

from monitor.cli import references, render
from monitor.cli.completing import SOURCE_ID, STATEMENT
from monitor.cli.main import Settings  # noqa: TC001
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.finding import Found, Turn
    from storage.model import Source


@click.command()
@click.argument("phrase")
@click.argument("ids", type=SOURCE_ID, nargs=-1, metavar="[ID]...")
@click.option("-i", "--ignore-case", is_flag=True, help="Small letters and capitals are the same.")
@click.option("--since", metavar="TIME", help="Only what came or went since: 3d, 2025-02-10.")
@click.option("--publisher", metavar="TEXT", help="Only sources whose publisher's name has it.")
@click.option(
    "--statement", type=STATEMENT, metavar="NAME", help="Only the sources of that statement."
)
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def find(
    ctx: click.Context, phrase: str, ids: tuple[str, ...], *, ignore_case: bool,
    since: str | None, publisher: str | None, statement: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Where and when a phrase came into a text, or left it.

    It is found in every typographic form: straight or curly quotes, hyphens and dashes, full-width
    letters, spaces, broken lines. Otherwise it is looked for to the letter, within a paragraph.
    Each line is a version that has it more often, or less, than the one before; at the end stands
    the first use by each publisher. An ID of a listing means all that it led to. Exit 1 when it
    stood nowhere.
    """
    from monitor import finding
    from monitor.searching import needles

    settings: Settings = ctx.obj
    sought = needles(phrase, any_case=ignore_case)
    if not sought:
        raise UsageError(f"{phrase!r} says nothing that could be found; name a word of the text")
    begin = None if since is None else references.parse_since(since, "UTC", SYSTEM.now())
    with settings.open_store("read").read() as rx:
        wanted = _wanted(rx, ids, publisher, statement)
        found = list(finding.find(rx, sought, wanted or (lambda _: True)))
    shown = [(one, _since(one, begin)) for one in found]
    told = [(one, turns) for one, turns in shown if turns]
    if as_json:
        lines = [_json_line(one, turn) for one, turns in told for turn in turns]
    else:
        lines = [line for one, turns in told for line in _lines(one, turns)]
        lines += _first_lines(finding.first_uses(found), some=wanted is not None) if told else []
    render.page(lines, plain=as_json)
    if not told:
        if not settings.quiet:
            click.echo(_nowhere(found, some=wanted is not None, any_case=ignore_case), err=True)
        ctx.exit(1)


def _wanted(
    rx: "Connection", ids: tuple[str, ...], publisher: str | None, statement: str | None
) -> "Callable[[Source], bool] | None":
    """Which sources are asked for; None: all."""
    if not ids and publisher is None and statement is None:
        return None
    from monitor.cli import logasked

    named = {of for one in ids for of in _meant(rx, one)}
    who = logasked.publishers(rx, publisher)
    name = logasked.statement(rx, statement)
    return lambda one: (
        (not named or one.source_id in named)
        and (who is None or one.publisher in who)
        and (name is None or one.statement == name)
    )


def _meant(rx: "Connection", slug: str) -> "frozenset[int]":
    """The source of that id; of a listing it and all that it led to."""
    from storage import families

    try:
        one = references.source(rx, slug)
    except UsageError as error:
        raise UsageError(f"{error}; a phrase of several words stands in quotes") from None
    listing = one.kind == "listing"
    return families.members(rx, one.source_id) if listing else frozenset({one.source_id})


def _since(one: "Found", begin: "datetime | None") -> "list[Turn]":
    return [turn for turn in one.turns if begin is None or turn.version.first_seen >= begin]


def _nowhere(found: "list[Found]", *, some: bool, any_case: bool) -> str:
    """Why nothing is shown, and what else to try."""
    if found:
        where = render.many(len(found), "source")
        return f"nothing came or went since then; without --since it is found in {where}"
    where = "of these sources" if some else "of any source"
    hint = "" if any_case else "; capitals count, unless --ignore-case is said"
    return f"it stood in no version {where}{hint}"


def _lines(one: "Found", turns: "list[Turn]") -> list[str]:
    """A source: each version that has the phrase more often or less, and the words around it."""
    from monitor.cli import headings, times

    zone = one.source.timezone
    lines = [f"{one.source.slug}  {headings.heading(one.source)}"]
    for turn in turns:
        seen = times.span(turn.since, turn.version.first_seen, zone)
        told = "  ".join(filter(None, (_what(turn), *_how_sure(turn))))
        lines.append(f"@{turn.version.number:<3} {seen}  {told}")
        mark = "-" if turn.count < turn.had else "+"
        lines.append(f"      {mark} {render.one_line(turn.context.text)}")
    return [*lines, ""]


def _what(turn: "Turn") -> str:
    """`appeared`, `vanished`, `1 → 2`; of a first version, how often it was there."""
    if turn.before is None:
        times = "" if turn.count == 1 else f", {turn.count} times"
        return f"in the first version{times}"
    counts = f"{turn.had} → {turn.count}"
    if not turn.had:
        return f"appeared  {counts}"
    return f"vanished  {counts}" if not turn.count else counts


def _how_sure(turn: "Turn") -> tuple[str, str]:
    """Where the version is from if not from here, and whether it was seen but once."""
    from monitor.provenance import SHORT

    sure = turn.version.confirmed_at is not None or turn.origin != "direct"
    return SHORT.get(turn.origin, ""), "" if sure else "not confirmed"


def _first_lines(first: "list[Found]", *, some: bool) -> list[str]:
    """Who had it when. What stood in a first version may be older than that."""
    from monitor.cli import times

    among = "in these sources" if some else "in the sources watched"
    lines = [f"first use by each publisher, {among} (times: UTC)"]
    for one in first:
        turn = one.first
        who = render.one_line(one.source.publisher or one.source.name)
        older = "  (in the first version: it may be older)" if turn.before is None else ""
        seen = times.span(turn.since, turn.version.first_seen, "UTC")
        lines.append(f"{seen}  {who}  {one.source.slug}@{turn.version.number}{older}")
    return lines


def _json_line(one: "Found", turn: "Turn") -> str:
    return render.json_line(
        {
            "source": one.source.slug,
            "version": turn.version.number,
            "appeared": turn.count > 0 and not turn.had,
            "vanished": not turn.count,
            "count": turn.count,
            "context": turn.context.text,
            "count_before": None if turn.before is None else turn.had,
            "first_seen": render.instant(turn.version.first_seen),
            "not_before": render.instant(turn.since),
            "confirmed": turn.version.confirmed_at is not None,
            "origin": turn.origin,
            "publisher": one.source.publisher,
            "statement": one.source.statement,
        }
    )
