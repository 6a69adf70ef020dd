"""The index of the Wayback Machine (its CDX server): what is asked of it, and what it answers.

It takes http and https, with and without www, for one address. Pure: nothing is fetched here.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

_STAMP = "%Y%m%d%H%M%S"
_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_AT_ONCE = 5_000  # rows a request: more at once and it may take longer than it allows itself
_STAMPS = re.compile(r"[0-9]{14}")
_UNKNOWN = "-"  # the status of a revisit: that of the capture it repeats

Worth = Literal["page", "redirect", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A capture as the index has it. `digest` is over the body as the archive keeps it."""

    stamp: str
    original: str
    status: str
    digest: str

    @property
    def at(self) -> datetime:
        """When the archive read the page."""
        return datetime.strptime(self.stamp, _STAMP).replace(tzinfo=UTC)

    @property
    def worth(self) -> Worth:
        """Whether it is fetched, by its status: what may be a page, or says that it is gone.

        Of a revisit the status is not known before.
        """
        if self.status in {_UNKNOWN, "404", "410"} or self.status.startswith("2"):
            return "page"
        return "redirect" if self.status.startswith("3") else "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the index; `key` leads to the next one, None where it is the last."""

    rows: tuple[Row, ...]
    key: str | None


def question(
    archive: str, url: str, since: datetime, until: datetime | None, key: str | None
) -> str:
    """The address at which the index tells of the captures of `url`, both ends included."""
    asked = {"from": stamp(since)}
    if until is not None:
        asked["to"] = stamp(until)
    asked |= {"limit": str(_AT_ONCE), "showResumeKey": "true"}
    if key is not None:
        asked["resumeKey"] = key
    return _question(archive, url, asked)


def newest(archive: str, url: str, since: datetime, most: int) -> str:
    """The address at which it tells of the newest captures since then, that many at most."""
    return _question(archive, url, {"from": stamp(since), "limit": str(-most)})


def _question(archive: str, url: str, asked: dict[str, str]) -> str:
    always = {"url": url, "output": "json", "fl": ",".join(_FIELDS)}
    return f"{archive}/cdx/search/cdx?{urlencode(always | asked)}"


def stamp(at: datetime) -> str:
    """An instant as the archive writes it."""
    return at.astimezone(UTC).strftime(_STAMP)


def read(body: bytes) -> Part:
    """What the index answered, in order of time; ValueError where it is no such answer.

    A list of lists: the names of the fields, a capture each, and where there is more an empty
    list and the key. No capture at all is an empty list, or nothing.
    """
    if not body.strip():
        return Part(rows=(), key=None)
    try:
        told = json.loads(body)
    except RecursionError:
        raise ValueError("the answer is nested without end") from None
    if not isinstance(told, list) or not all(isinstance(line, list) for line in told):
        raise ValueError("the answer is no list of captures")
    if not told:
        return Part(rows=(), key=None)
    names, lines, key = list(map(str, told[0])), told[1:], None
    if len(lines) >= 2 and lines[-2] == [] and len(lines[-1]) == 1:
        lines, key = lines[:-2], str(lines[-1][0])
    rows = filter(None, (_row(dict(zip(names, line, strict=False))) for line in lines))
    return Part(rows=tuple(sorted(rows, key=lambda row: row.stamp)), key=key)


def _row(told: dict[str, object]) -> Row | None:
    """A capture; None where its time is none, as in a few lines of old indexes."""
    named = {name: str(told.get(name) or "") for name in _FIELDS}
    if not _STAMPS.fullmatch(named["timestamp"]) or not named["original"]:
        return None
    row = Row(
        stamp=named["timestamp"],
        original=named["original"],
        status=named["statuscode"] or _UNKNOWN,
        digest=named["digest"],
    )
    try:
        _ = row.at
    except ValueError:
        return None
    return row


def ends_of_runs(rows: Iterable[Row]) -> Iterator[Row]:
    """Of each run of captures with the same bytes the first and the last.

    Between them nothing else was seen: so it is known when each text was first and last there,
    and what lies between is not fetched. A redirect or an error ends a run.
    """
    first, last = None, None
    for row in rows:
        if first is not None and row.worth == "page" and row.digest == first.digest:
            last = row
            continue
        yield from filter(None, (first, last))
        first, last = (row if row.worth == "page" else None), None
    yield from filter(None, (first, last))
