"""Builders of captures: a reply is written as keywords, all defaulted."""

from datetime import UTC, datetime, timedelta

from storage.model import Exchange, Failure, Hop

URL = "https://www.ministry.example/press/2026/joint-statement.html"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in (
    "home", "minister", "policy", "countries", "press", "speeches", "treaties", "visas",
    "travel", "archive", "contact", "search", "sitemap", "privacy",
))  # fmt: skip
FOOTER = "<footer><p>Ministry of External Relations, 1 Harbour Road, Port Ellis</p></footer>"
Reply = dict[str, object]  # the keywords of `make_exchange`


def page(
    *,
    title: str = "",
    body: str = "",
    head: str = "",
    site: bool = False,
    lang: str = "en",
    charset: str = "utf-8",
) -> str:
    """A page; `site` puts the menu and the footer of a ministry's site around it."""
    inner = (
        f"<header><nav><ul>{MENU}</ul></nav></header><main>{body}</main>{FOOTER}" if site else body
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="{charset}">'
        f"<title>{title}</title>{head}</head><body>{inner}</body></html>\n"
    )


def make_exchange(
    *,
    status: int | None = 200,
    raw: bytes | None = None,
    headers: dict[str, str] | None = None,
    url: str = URL,
    final_url: str | None = None,
    declared: int | None = None,
    received: int | None = None,
    failure: Failure | None = None,
    charset: str = "utf-8",
    **content: str | bool,
) -> Exchange:
    """An exchange whose body is `raw`, or a page made of the remaining keywords."""
    body = page(charset=charset, **content).encode(charset, "replace") if raw is None else raw  # type: ignore[arg-type]
    given = {"Content-Type": f"text/html; charset={charset}"} | (headers or {})
    landed = final_url or url
    hops = (Hop(url=url, status=302, location=landed),) if landed != url else ()
    return Exchange(
        url=url,
        final_url=landed,
        hops=hops,
        status=status,
        headers=tuple(given.items()),
        body=body,
        declared_bytes=declared,
        received_bytes=len(body) if received is None else received,
        started_at=AT,
        ended_at=AT + timedelta(seconds=1),
        failure=failure,
        retry_at=None,
    )
