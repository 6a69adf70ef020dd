"""Builders of exchanges and feeds, every argument defaulted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storage.model import Exchange, Failure

_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def exchange(
    body: bytes | str,
    *,
    url: str = "https://ministry.example/news/list.xml",
    content_type: str | None = "application/xml",
    status: int = 200,
    declared_bytes: int | None = None,
    failure: Failure | None = None,
) -> Exchange:
    """An exchange that brought that body."""
    payload = body.encode() if isinstance(body, str) else body
    return Exchange(
        url=url,
        final_url=url,
        hops=(),
        status=status,
        headers=(("Content-Type", content_type),) if content_type else (),
        body=payload,
        declared_bytes=declared_bytes,
        received_bytes=len(payload),
        started_at=_AT,
        ended_at=_AT,
        failure=failure,
        retry_at=None,
    )


def item(
    *,
    title: str = "Statement by the Minister",
    link: str = "<link>https://ministry.example/news/1</link>",
    date: str = "<pubDate>Fri, 07 Feb 2025 16:55:00 GMT</pubDate>",
    more: str = "",
) -> str:
    """An item of an RSS feed."""
    return f"<item><title>{title}</title>{link}{date}{more}</item>"


def rss(*items: str, head: str = HEAD, root: str = "") -> str:
    """An RSS 2.0 feed of these items."""
    return (
        f'{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"{root}><channel>'
        f"<title>News</title><link>https://ministry.example/</link>{''.join(items)}</channel></rss>"
    )


@pytest.fixture(name="exchange")
def _exchange() -> Callable[..., Exchange]:
    return exchange


@pytest.fixture(name="item")
def _item() -> Callable[..., str]:
    return item


@pytest.fixture(name="rss")
def _rss() -> Callable[..., str]:
    return rss
