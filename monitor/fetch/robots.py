"""What robots.txt allows us, as RFC 9309 reads it."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from monitor.fetch.failures import Stopped

MAX_BYTES = 500_000
MAX_REDIRECTS = 5
MAX_SECONDS = 10.0
_OUR_NAME = "readout"  # the name under which robots.txt may speak to us
_AGENT = re.compile(r"^([ \t]*user[ -]?agent[ \t]*[: \t])(.*)$", re.IGNORECASE | re.MULTILINE)
A_DAY = timedelta(days=1)
_A_WHILE = timedelta(minutes=1)  # how long what may be an outage is believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin's robots.txt says; `text` and `parser` are None when it says nothing.

    `refusal` is why nothing at all may be fetched for now.
    """

    text: str | None
    parser: Protego | None
    refusal: str | None
    expires_at: datetime

    @property
    def crawl_delay(self) -> float | None:
        """Seconds that are to pass between two requests of ours."""
        return None if self.parser is None else self.parser.crawl_delay(_OUR_NAME)


def origin(url: str) -> str:
    """Scheme, host and port, to which a robots.txt applies."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def read(status: int, body: bytes, now: datetime) -> Rules:
    """The rules that an answer to a request for robots.txt means.

    Not found or forbidden allows everything, a failing server nothing; a page of HTML in its
    place is no rules.
    """
    if status >= 500:
        return unreadable(f"status {status}", now)
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    if not 200 <= status < 300 or text.lstrip().startswith("<"):
        return everything(now)
    return _rules(text, now + A_DAY)


def _rules(text: str | None, expires_at: datetime) -> Rules:
    parser = None if text is None else Protego.parse(_AGENT.sub(_only_ours, text))
    return Rules(text=text, parser=parser, refusal=None, expires_at=expires_at)


def _only_ours(line: re.Match[str]) -> str:
    # The parser copies each rule to each agent its group names, and a hostile file names
    # thousands: all that are not us become one, and the groups stay as they are.
    agent = line[2].partition("#")[0].strip().lower().replace("*", "")
    return line[1] + ((agent or "*") if agent in _OUR_NAME else "another")


def unreadable(why: str, now: datetime) -> Rules:
    """Nothing may be fetched, since nobody knows what robots.txt says; not believed for long."""
    refusal = f"could not be read ({why}), so that nothing may be fetched for now"
    return Rules(text=None, parser=None, refusal=refusal, expires_at=now + _A_WHILE)


def newer(old: Rules | None, new: Rules) -> Rules:
    """The rules to go by: old ones are better than none while the file cannot be read."""
    if old is None or new.refusal is None or old.refusal is not None:
        return new
    return replace(old, expires_at=new.expires_at)


def everything(now: datetime) -> Rules:
    """All may be fetched."""
    return _rules(None, now + A_DAY)


def dumps(rules: Rules) -> str:
    """Rules that are no refusal, as a line for `loads`."""
    return json.dumps({"text": rules.text, "expires_at": rules.expires_at.isoformat()})


def loads(line: str) -> Rules:
    """The rules that `dumps` wrote."""
    said = json.loads(line)
    return _rules(said["text"], datetime.fromisoformat(said["expires_at"]))


def check(rules: Rules, url: str) -> None:
    """Raises Stopped if the rules keep us from `url`."""
    parts = urlsplit(url)
    if rules.refusal is not None:
        raise Stopped("robots", f"robots.txt of {parts.hostname} {rules.refusal}")
    if rules.parser is not None and not rules.parser.can_fetch(url, _OUR_NAME):
        path = parts.path or "/"
        raise Stopped("robots", f"robots.txt of {parts.hostname} forbids {path} for our user agent")
