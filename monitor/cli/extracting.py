"""`extract`: what the program would read from a page."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from monitor.cli import files, render
from monitor.cli.main import Settings
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.text.rules import Rules
    from storage.model import Document, Exchange, Judgement


@click.command()
@click.argument("page", metavar="FILE|URL")
@click.option("--select", "selectors", multiple=True, metavar="CSS", help="Where the text stands.")
@click.option("--until", metavar="CSS", help="The text ends before this.")
@click.option("--ignore", multiple=True, metavar="CSS", help="What is taken out of it.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses inside your network too.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
@click.pass_obj
def extract(
    settings: Settings,
    page: str,
    selectors: tuple[str, ...],
    until: str | None,
    ignore: tuple[str, ...],
    *,
    allow_private: bool,
    as_json: bool,
) -> None:
    """What the program would read from a page: for writing a source.

    A file may be - for standard input.
    """
    from monitor.text.rules import Rules

    settings.check_config()
    _check_selectors([*selectors, *([until] if until else []), *ignore])
    exchange = _exchange(settings, page, allow_private=allow_private)
    rules = Rules(
        select=selectors, until=until, ignore=ignore, ignore_text=(), language=None, pin=None
    )
    judgement, document, selector = _read(exchange, rules, fetched="://" in page)
    if as_json:
        click.echo(render.json_line(render.extracted(judgement, document, selector)))
        return
    reason = f": {render.safe(judgement.reason)}" if judgement.reason else ""
    click.echo(f"{judgement.verdict}{reason}", err=True)
    if exchange.failure is not None and exchange.failure.kind == "private":
        click.echo("it is fetched with --allow-private", err=True)
    if document is not None:
        blocks = render.many(len(document.blocks), "block")
        click.echo(f"read from {selector or 'the whole of it'}, {blocks}", err=True)
        render.page(render.document_lines(document), plain=False)


def _check_selectors(selectors: list[str]) -> None:
    from monitor.config import checks

    for selector in selectors:
        try:
            checks.selector(selector)
        except ValueError as error:
            raise UsageError(f"selector {selector!r} {error}") from None


def _exchange(settings: Settings, page: str, *, allow_private: bool) -> "Exchange":
    if "://" in page:
        return _fetch(settings, page, allow_private=allow_private)
    if page == "-":
        return _exchanged("file:///dev/stdin", sys.stdin.buffer.read())
    path = Path(page)
    if path.is_dir():
        raise UsageError(f"{page} is a directory; name a page's file or its URL")
    if not path.exists():
        raise UsageError(f"{page}: no such file (a URL begins with https://)")
    return _exchanged(path.resolve().as_uri(), files.content(path))


def _fetch(settings: Settings, url: str, *, allow_private: bool) -> "Exchange":
    from monitor.clock import SYSTEM
    from monitor.config import checks
    from monitor.fetch.fetch import Request, fetch
    from monitor.fetch.session import HostSession
    from monitor.version import user_agent

    try:
        checks.url(url)
    except ValueError as error:
        raise UsageError(f"address {url!r} {error}") from None
    config = settings.load() if settings.config_path.exists() else None
    session = HostSession(user_agent=user_agent(config.contact if config else None))
    allowed = allow_private or (config is not None and _watched_inside(config, url))
    return fetch(Request(url=url, fresh=True, allow_private=allowed), session, clock=SYSTEM)


def _watched_inside(config: "Config", url: str) -> bool:
    """Whether the configuration lets a source of the same host be inside the network."""
    host = _host(url)
    return any(one.allow_private and _host(one.url) == host for one in config.sources)


def _host(url: str) -> str:
    """Host and port, without the name and password that may stand before them."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _exchanged(url: str, body: bytes) -> "Exchange":
    """Bytes as if they had come from a server."""
    from monitor.clock import SYSTEM
    from storage.model import Exchange

    now, kind = SYSTEM.now(), files.content_type(body, url)
    return Exchange(
        url=url,
        final_url=url,
        hops=(),
        status=200,
        headers=(("Content-Type", kind),) if kind else (),
        body=body,
        declared_bytes=None,
        received_bytes=len(body),
        started_at=now,
        ended_at=now,
        failure=None,
        retry_at=None,
    )


def _read(
    exchange: "Exchange", rules: "Rules", *, fetched: bool
) -> "tuple[Judgement, Document | None, str | None]":
    from monitor.judge.exchange import judge_exchange
    from monitor.reading import Before, read_capture

    judgement = judge_exchange(exchange, previous_closed=None)
    if fetched and judgement.verdict != "ok":
        return judgement, None, None
    before = Before(frame_sha256=None, document=lambda: None)
    reading = read_capture(exchange, rules, before)
    selector = reading.selector or ", ".join(rules.select) or None
    return reading.judgement, reading.document, selector
