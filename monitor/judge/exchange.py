"""The first judgement: what an exchange is worth, from status, headers, addresses and body.

A good page costs a few searches in its first 64 kB; only small pages, other statuses and
suspicious headings are looked at more closely.
"""

import re
from urllib.parse import urlsplit

from monitor.judge import page as pages
from monitor.judge.match import first, judgement
from monitor.judge.page import LOOKED_AT, SMALL, Page, Visible
from monitor.judge.table import is_suspicious
from storage.model import Exchange, Failure, Judgement

_OK = Judgement(verdict="ok", reason=None)
_NOT_MODIFIED = Judgement(verdict="not_modified", reason=None)
_FEW = 150  # words; no row speaks of a page with more, when its headings are good
_MANY = 1000  # words; no row speaks of a page with more
_CUT_OFF = ("timeout", "connect", "protocol")
_ENDS = re.compile(rb"</(?:html|rss|feed|rdf:rdf|urlset|sitemapindex)\s*>|%%eof")
# The languages in which governments keep a front page of their own; "/ok" is none of them.
_LANGUAGE = (
    r"(?:a[rz]|b[egnsy]|c[asy]|d[ae]|e[lnstu]|f[air]|gl|h[eiruy]|i[dst]|j[ap]|k[akmor]|l[otv]"
    r"|m[knrsty]|n[belo]|p[lst]|r[ou]|s[ikloqrvw]|t[ahlruw]|u[akrsz]|v[in]|zh|cn|gb|eng?|jpn|chn"
    r"|kor|rus|fra|esp|spa|deu|ger|ara)(?:[-_][a-z]{2,4})?"
)
_FRONT = re.compile(
    rf"/?(?:{_LANGUAGE}(?:/|\Z))?"
    r"(?:(?:(?:index|default|home|welcome|accueil|startseite)(?:\.\w+)?|main\.\w+)/?)?\Z"
)
_FRONT_QUERY = re.compile(r"(?:(?:utm_\w+|ref|src|from|lang|error|redirect\w*)=[^&]*&?)*\Z")
_OTHER_MEDIA = re.compile(r"(?:image|video|audio|font)/|application/(?:zip|msword|vnd\.|x-)")
_CONTROL = bytes({*range(32), 127} - {9, 10, 12, 13, 27})  # escape introduces ISO-2022's shifts


def judge_exchange(exchange: Exchange, *, previous_closed: bool | None) -> Judgement:
    """What an exchange is worth.

    `previous_closed` says whether the last good capture was `closed`; None when there is none.
    Pure: the same exchange is always judged the same.
    """
    if exchange.status == 304 and exchange.failure is None:
        return _NOT_MODIFIED
    if exchange.failure is not None:
        return _of_failure(exchange, exchange.failure)
    page, head = _look(exchange)
    if (rule := first(page)) is not None:
        return judgement(rule, page.status)
    return _of_body(exchange, page, head, previous_closed=previous_closed)


def closed(body: bytes) -> bool:
    """Whether a body ends as a whole page, feed or PDF does: `</html>` or its like near the end."""
    return _ENDS.search(body[-4096:].lower()) is not None


def _of_failure(exchange: Exchange, failure: Failure) -> Judgement:
    if failure.kind == "robots":
        return Judgement(verdict="blocked", reason=failure.text)
    if failure.kind in _CUT_OFF and exchange.body and exchange.status == 200:
        came = f"{len(exchange.body):,} bytes came"
        return Judgement(
            verdict="truncated", reason=f"the page broke off: {came}, then {failure.text}"
        )
    return Judgement(verdict="failed", reason=failure.text)


def _look(exchange: Exchange) -> tuple[Page, bytes]:
    headers = pages.headers_of(exchange)
    content_type = headers.get("content-type", "").lower()
    head = exchange.body[:LOOKED_AT]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head, content_type = head.decode("utf-16", "replace").encode(), "text/html; charset=utf-8"
    headings: tuple[str, ...] = ()
    visible: Visible | None = None
    status = exchange.status or 0
    if head and not _is_pdf(head) and (status != 200 or pages.is_markup(head, content_type)):
        codec = pages.codec_for(head, content_type)
        headings = pages.headings(head, codec)
        title = headings[0] if headings else ""
        if status != 200 or any(map(is_suspicious, headings)):
            visible = pages.visible(head, codec, title, most=_MANY)
        elif len(exchange.body) <= SMALL:
            visible = pages.visible(head, codec, title, most=_FEW)
    page = Page(
        status=status,
        headers=headers,
        asked=_address(exchange.url),
        landed=_address(exchange.final_url),
        headings=headings,
        visible=visible,
    )
    return page, head


def _of_body(
    exchange: Exchange, page: Page, head: bytes, *, previous_closed: bool | None
) -> Judgement:
    declared, received = exchange.declared_bytes, exchange.received_bytes
    if declared is not None and declared > received:
        lengths = f"{received:,} of {declared:,} bytes"
        return _truncated(f"the page is shorter than announced: {lengths}")
    if (reason := _emptiness(page, head)) is not None:
        return Judgement(verdict="empty", reason=reason)
    if (front := _sent_to_front(exchange)) is not None:
        return Judgement(verdict="gone", reason=f"redirected to the front page of {front}")
    if previous_closed and not closed(exchange.body):
        end = "%%EOF" if _is_pdf(head) else "</html>"
        return _truncated(f"the page breaks off: no closing {end}, which it had before")
    return _OK


def _truncated(reason: str) -> Judgement:
    return Judgement(verdict="truncated", reason=reason)


def _emptiness(page: Page, head: bytes) -> str | None:
    if not head.strip():
        return "the response holds nothing but white space" if head else "the response has no body"
    if _is_pdf(head):
        return None
    media = page.headers.get("content-type", "").lower()
    if _OTHER_MEDIA.match(media) and "pdf" not in media:
        return f"not a page but {' '.join(media.split(';')[0].split())}"
    start = head[:4096]
    if len(start) - len(start.translate(None, _CONTROL)) > len(start) // 10:
        return "not a text: binary bytes"
    return "the page has no words" if page.visible and page.visible.empty else None


def _sent_to_front(exchange: Exchange) -> str | None:
    """The host whose front page was shown instead of the page that was asked for."""
    if exchange.url == exchange.final_url:
        return None
    asked, landed = urlsplit(exchange.url), urlsplit(exchange.final_url)
    if not _FRONT.match(landed.path.lower()) or not _FRONT_QUERY.match(landed.query.lower()):
        return None
    if _FRONT.match(asked.path.lower()) and _FRONT_QUERY.match(asked.query.lower()):
        return None
    return landed.hostname


def _address(url: str) -> str:
    return url.partition("://")[2].partition("#")[0].lower()


def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]
