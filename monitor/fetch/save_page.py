"""Save Page Now: the Internet Archive is asked to save a page."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

import requests

from monitor.fetch.headers import retry_at

ARCHIVE = "https://web.archive.org"
_SECONDS = (10.0, 180.0)  # it fetches the page before it answers
_MOST_HOPS = 4
_MEMENTO = re.compile(r"/web/[0-9]{14}(?:[a-z]{2}_)?/.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The address of what was saved."""

    memento: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSaved:
    """Why it was not; `again_at`: when the archive said to come back, if it did."""

    why: str
    again_at: datetime | None = None


def save(url: str, user_agent: str, now: datetime) -> Saved | NotSaved:
    """Have a page saved; its answer names the memento in Content-Location or in a redirect.

    The memento itself is not fetched.
    """
    at = f"{ARCHIVE}/save/{url}"
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.headers["User-Agent"] = user_agent
            for _ in range(_MOST_HOPS):
                with session.get(
                    at, timeout=_SECONDS, stream=True, allow_redirects=False
                ) as answer:
                    found = _memento(at, answer)
                    if found is not None:
                        return Saved(memento=found)
                    if not answer.is_redirect:
                        return _refusal(answer, now)
                    at = urljoin(at, answer.headers["Location"])
    except (requests.RequestException, ValueError) as error:
        return NotSaved(why=f"the archive did not answer ({type(error).__name__})")
    return NotSaved(why="the archive's redirects do not end")


def _memento(at: str, answer: requests.Response) -> str | None:
    if not answer.ok:
        return None
    named = (answer.headers.get(name) for name in ("Content-Location", "Location"))
    places = [urljoin(at, place) for place in named if place]
    return next((place for place in places if _is_memento(place)), None)


def _is_memento(place: str) -> bool:
    return place.startswith(f"{ARCHIVE}/") and _MEMENTO.match(place[len(ARCHIVE) :]) is not None


def _refusal(answer: requests.Response, now: datetime) -> NotSaved:
    again = retry_at(answer.headers.get("Retry-After"), now)
    why = "named no capture" if answer.ok else f"answered {answer.status_code}"
    return NotSaved(why=f"the archive {why}", again_at=again)
