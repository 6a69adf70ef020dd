"""The configuration as the program uses it: checked, defaults applied, secrets filled in.

Standard library only: what sources.yaml may say and how it is checked is in shape.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Literal

from alerts.channels import Target
from monitor.due import Every, Interval
from monitor.pace import SLOWING, Pace
from storage.model import Term

Tell = Literal["wording", "new", "state", "typography"]
Via = Literal["direct", "wayback"]
WitnessName = Literal["wayback"]
Place = tuple[str | int, ...]  # the keys and indexes that lead to a value in sources.yaml

QUARTER_HOUR = Interval(seconds=900)
NOT_WRITTEN = frozenset(
    {"line", "template", "found", "listing"}
)  # fields that are no keys of sources.yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One page to watch, with everything that `defaults` says filled in."""

    id: str
    url: str
    name: str
    publisher: str | None = None
    language: str | None = None
    timezone: str = "UTC"  # the publisher's, an IANA name
    select: tuple[str, ...] = ()
    until: str | None = None
    ignore: tuple[str, ...] = ()
    ignore_text: tuple[str, ...] = ()
    watch: tuple[Term, ...] = ()
    expect: tuple[str, ...] = ()
    attachments: str | None = None
    via: tuple[Via, ...] = ("direct",)
    statement: str | None = None
    witness: WitnessName | None = None
    formerly: str | None = None
    alert: tuple[str, ...] = ()  # names of channels
    every: Every = QUARTER_HOUR
    spacing: timedelta = timedelta(seconds=2)
    second_look: timedelta = timedelta(seconds=10)
    timeout: timedelta = timedelta(seconds=30)
    max_size: int = 20_000_000  # bytes
    broken_after: int = 3
    broken_for: timedelta = timedelta(hours=1)
    allow_private: bool = False
    line: int = 0  # where it begins in sources.yaml
    found: "Found | None" = None  # None: sources.yaml names it itself
    listing: "ListingConfig | None" = None  # what is read from it: no text, but what it names


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a source is followed that a listing led to, or that a page attaches."""

    by: str  # the id of the listing, or of the page, in sources.yaml
    pace: Pace = ()  # that slows as it ages; none: at `every`
    follow: timedelta | None = None  # so long from its coming, or its last edit, on
    match: str | None = None  # on its title or address
    match_text: str | None = None  # or on its text, or it is followed no further


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingConfig:
    """A page, feed or sitemap whose new links become sources."""

    id: str
    url: str
    name: str
    publisher: str | None = None
    timezone: str = "UTC"
    alert: tuple[str, ...] = ()
    every: Every = QUARTER_HOUR
    spacing: timedelta = timedelta(seconds=2)
    second_look: timedelta = timedelta(seconds=10)
    timeout: timedelta = timedelta(seconds=30)
    max_size: int = 20_000_000
    broken_after: int = 3
    broken_for: timedelta = timedelta(hours=1)
    allow_private: bool = False
    via: tuple[Via, ...] = ("direct",)
    links: str | None = None
    match: str | None = None
    match_text: str | None = None
    follow: timedelta | None = None
    pace: Pace = SLOWING  # of each document found, unless `document` says `every`
    pages: int = 1  # of the listing that are read at first, where it goes on
    document: Mapping[str, object] = field(default_factory=dict)  # what each source it finds gets
    template: SourceConfig | None = None  # that, with what `defaults` and the listing say
    found: Found | None = None  # None: sources.yaml names it itself
    line: int = 0


Watched = SourceConfig | ListingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where alerts go, which of them, and when."""

    name: str
    target: Target
    timezone: str = "UTC"  # the reader's
    tell: tuple[Tell, ...] = ("wording", "new", "state")
    only: tuple[str, ...] = ()  # flags without which a change is not told here
    quiet: tuple[time, time] | None = None  # in the reader's time zone
    urgent: tuple[str, ...] = ()  # flags told at once, even in quiet hours and digests
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A time-stamping authority (RFC 3161), and the file with its certificate, PEM."""

    url: str
    certificate: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole sources.yaml."""

    contact: str | None = None
    operator: tuple[str, ...] = ()
    heartbeat: time | None = time(8)
    ping: str | None = None
    stamp: Authority | None = None
    report_url: str | None = None
    min_free: int = 1_000_000_000  # bytes
    thin: bool = True
    channels: Mapping[str, Channel] = field(default_factory=dict)
    sources: tuple[SourceConfig, ...] = ()
    listings: tuple[ListingConfig, ...] = ()
    path: Path = Path("sources.yaml")
    # What only masked.py and doctor ask for: values that came from ${NAME}, as they may be shown,
    # by their place in the masked configuration; secrets in the file itself.
    veils: Mapping[Place, str] = field(default_factory=dict, repr=False)
    literal: tuple[str, ...] = field(default=(), repr=False)

    def source(self, slug: str) -> SourceConfig | None:
        """The source of that id, if it is watched."""
        return next((one for one in self.sources if one.id == slug), None)
