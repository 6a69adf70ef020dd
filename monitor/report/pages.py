"""The pages of the report, from the templates beside this file. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from alerts import inert, pages
from monitor.compare import labels
from monitor.html import change as change_page
from monitor.html.templating import template
from monitor.report import lines, timeline
from monitor.report.history import History
from monitor.report.sight import Sight
from monitor.report.times import time
from storage.model import Block, Source
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.pairs import Pair

STYLE = "style.css"
_PACKAGE = "monitor.report"
ENDED = "no longer watched"
_UNWELL = {
    "new": "not read yet",
    "broken": "cannot be read",
    "gone": "gone",
    "flapping": "serves known texts in turn",
    "withdrawn": "withdrawn by its publisher",
    "replaced": "replaced: another text stands there",
}
_READ = frozenset({"flapping", "withdrawn"})  # without failures: the page is read all the same


def style() -> str:
    """The one style sheet: of a change, and of the pages around it."""
    from importlib.resources import files

    ours = files(_PACKAGE).joinpath("templates/site.css").read_text(encoding="utf-8")
    return change_page.style() + ours


def index(**told: object) -> str:
    """The first page."""
    return _render("index.html", pages.INDEX, feed=pages.EVERY_FEED, **told)


def source(history: History) -> str:
    """The page of a source."""
    one, zone = history.source, history.source.timezone
    lane = lines.lane(history, zone)
    return _render(
        "source.html",
        pages.of_source(one.slug),
        feed="feed.xml",
        name=inert.one_line(one.name),
        publisher=inert.one_line(one.publisher or ""),
        language=language(history),
        url=inert.web_address(one.url),
        zone=zone,
        statement=one.statement,
        statement_page=one.statement and pages.of_statement(one.statement),
        state=state(one, history.sight, zone),
        is_listing=one.kind == "listing",
        parent=history.parent and _named(history.parent),
        found=list(map(_named, history.found)),
        picture=timeline.draw([lane], zone),
        picture_text=lines.told_of([lane]),
        lines=[told for told, _ in lines.lines(history, zone)],
        superseded=[lines.line(history, entry, zone) for entry in reversed(history.superseded)],
        beside=[lines.beside(history, each, zone) for each in reversed(history.beside)],
        text=_text(history),
    )


def change(pair: "Pair", around: "tuple[str | None, str | None]") -> str:
    """The page of a change; `around` are the pages of the one before it and the one after."""
    from markupsafe import Markup

    older, newer = pair.before.number, pair.after.number
    return _render(
        "change.html",
        pages.of_change(pair.source.slug, older, newer),
        feed="feed.xml",
        name=inert.one_line(pair.source.name),
        language=pair.after.language or pair.source.language or "",
        numbers=(older, newer),
        around=around,
        body=Markup(change_page.fragment(pair)),  # noqa: S704 - it is escaped
    )


def statement(name: str, histories: Sequence[History], news: Sequence[dict[str, Any]]) -> str:
    """The page of a statement: all its texts on one axis, and what changed in which."""
    lanes = [lines.lane(history, "UTC") for history in histories]
    return _render(
        "statement.html",
        pages.of_statement(name),
        feed=None,
        name=name,
        picture=timeline.draw(lanes, "UTC"),
        picture_text=lines.told_of(lanes),
        texts=[_card(history) for history in histories],
        news=news,
    )


def moved(old: str, now: str, name: str) -> str:
    """A page that leads from the id that a source had to the one it has."""
    page = f"sources/{old}/{name}"
    return _render("moved.html", page, feed=None, target=f"../{now}/{name}", old=old, now=now)


def entry(told: dict[str, Any]) -> str:
    """What an entry of a feed says, as HTML that stands alone."""
    return template(_PACKAGE, "entry.html").render(told)


def state(one: Source, sight: Sight, zone: str) -> dict[str, Any] | None:
    """What is the matter with a source; None where nothing is. `read`: its page is read still."""
    watch = sight.watch
    ended = watch.state_since if watch is not None and watch.state == "ended" else None
    ended = one.removed_at or ended
    if ended is not None:
        return _state(ENDED, ended, zone, ended=True)
    if watch is None:
        return _state(_UNWELL["new"], one.added_at, zone)
    if watch.failures or watch.state not in {"ok", *_READ}:
        reason = (watch.reason or watch.verdict or "").removeprefix(f"{watch.state}: ")
        called = _UNWELL.get(watch.state, "cannot be read")
        return _state(called, watch.failing_since or watch.state_since, zone, why=reason)
    return _of_read(watch, sight, zone)


def _of_read(watch: Watch, sight: Sight, zone: str) -> dict[str, Any] | None:
    """What is to say of a source whose last visit read it."""
    if sight.not_read_since is not None:
        return _state("not read", sight.not_read_since, zone)
    if watch.state in _READ:
        reason = (watch.reason or "").removeprefix(f"{watch.state}: ")
        return _state(_UNWELL[watch.state], watch.state_since, zone, why=reason, read=True)
    if sight.unlisted_at is not None:
        return _state("no longer listed by its publisher", sight.unlisted_at, zone, read=True)
    return None


def _state(
    called: str, since: datetime, zone: str, *, why: str = "", read: bool = False,
    ended: bool = False,
) -> dict[str, Any]:  # fmt: skip
    told = {"called": called, "why": inert.one_line(why), "since": time(since, zone)}
    return {**told, "read": read, "ended": ended}


def _named(one: Source) -> dict[str, str]:
    return {"slug": one.slug, "name": inert.one_line(one.name), "language": one.language or ""}


def _card(history: History) -> dict[str, Any]:
    one = history.source
    return {
        "slug": one.slug,
        "name": inert.one_line(one.name),
        "publisher": inert.one_line(one.publisher or ""),
        "language": language(history),
        "state": state(one, history.sight, "UTC"),
    }


def language(history: History) -> str:
    """The language of the texts of a source."""
    latest = history.line[-1].version.language if history.line else None
    return history.source.language or latest or ""


def _text(history: History) -> dict[str, Any] | None:
    """The current text, its items in lists."""
    if history.document is None:
        return None
    version, document = history.line[-1].version, history.document
    return {
        "number": version.number,
        "language": version.language or history.source.language or "",
        "title": inert.one_line(document.title or ""),
        "published": inert.one_line(document.published or ""),
        "modified": inert.one_line(document.modified or ""),
        "said": [inert.one_line(one) for one in (document.publisher_said or "").splitlines()],
        "sha256": version.text_sha256.hex(),
        "runs": list(_runs(document.compared)),
    }


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Blocks of one kind in a row; each with whether it is an item that carries its own mark."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        yield kind, [(inert.one_line(block.text), _is_labelled(block)) for block in run]


def _is_labelled(block: Block) -> bool:
    """Whether an item carries its own mark, as numbered ones do."""
    return block.kind == "item" and labels.read(block.text) is not None


def _render(name: str, page: str, /, **told: object) -> str:
    """A page; `root` leads from it to the folder of the report."""
    root = "../" * page.count("/")
    return template(_PACKAGE, name).render(root=root, style=STYLE, **told)
