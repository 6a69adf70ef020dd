"""What the demo's site answers to a request: values only, no sockets."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from monitor.demo import pages
from monitor.demo.catalogue import PAGES, Ministry, Page
from monitor.demo.revisions import Revision

_ROBOTS = b"User-agent: *\nDisallow: /en/search\nDisallow: /gaimu/search.html\n"
_MISSING = (
    b"<!DOCTYPE html><html><head><title>Page not found</title></head>"
    b"<body><h1>Page not found</h1></body></html>\n"
)
_NOT_KEPT = ("Cache-Control", "no-cache, private")
_BY_ADDRESS = {(page.ministry, page.path): page for page in PAGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How one page stands: what it says, whether its frame is noisy, whether a guard stops us."""

    revision: Revision
    noisy: bool = False
    guarded: bool = False
    visit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response, but for the headers that every response has."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def find(ministry: Ministry, path: str) -> Page | None:
    """The page at that path of that ministry's site."""
    return _BY_ADDRESS.get((ministry, path))


def answer_page(page: Page, state: State, headers: Mapping[str, str]) -> Answer:
    """The page as its state has it. Header names are in lower case.

    Only a page without noise carries an ETag, and may be answered with a 304.
    """
    if state.guarded:
        return _guarded(page, state)
    body = pages.render(page, state.revision, state.visit if state.noisy else 0)
    kind = ("Content-Type", "text/html; charset=UTF-8")
    if state.noisy:
        return _packed(Answer(status=200, body=body, headers=(kind, _NOT_KEPT)), headers)
    etag = f'"{sha256(body).hexdigest()[:24]}"'
    validators = (("ETag", etag), ("Cache-Control", "max-age=0, must-revalidate"))
    if etag in headers.get("if-none-match", ""):
        return Answer(status=304, headers=validators)
    return _packed(Answer(status=200, body=body, headers=(kind, *validators)), headers)


def answer_other(path: str) -> Answer:
    """robots.txt, or that there is no such page."""
    if path == "/robots.txt":
        return Answer(status=200, body=_ROBOTS, headers=(("Content-Type", "text/plain"),))
    return Answer(status=404, body=_MISSING, headers=(("Content-Type", "text/html"),))


def _guarded(page: Page, state: State) -> Answer:
    headers = (
        ("Content-Type", "text/html; charset=UTF-8"),
        ("Server", "cloudflare"),
        ("CF-RAY", f"{state.visit:016x}-LMH"),
        ("cf-mitigated", "challenge"),
        ("Cache-Control", "private, max-age=0, no-store, no-cache"),
    )
    return Answer(status=403, body=pages.challenge(page, state.visit), headers=headers)


def _packed(answer: Answer, headers: Mapping[str, str]) -> Answer:
    """The body compressed where the client can read it, as nearly every real site does."""
    accepted = headers.get("accept-encoding", "")
    vary = (*answer.headers, ("Vary", "Accept-Encoding"))
    if "gzip" not in accepted:
        return Answer(status=answer.status, body=answer.body, headers=vary)
    body = gzip.compress(answer.body, mtime=0)
    return Answer(status=answer.status, body=body, headers=(*vary, ("Content-Encoding", "gzip")))
