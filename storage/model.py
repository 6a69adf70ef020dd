"""The words of the program, as values.

Standard library only: every room imports this file, and `readout log` starts with it. Instants are
aware datetimes in UTC; SHA-256 digests are 32 raw bytes; `*_id` are the store's integers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verdict = Literal["ok", "not_modified", "blocked", "gone", "truncated", "empty", "failed"]
SEEN: frozenset[Verdict] = frozenset({"ok", "not_modified"})  # the page was read, or is as it was
Kind = Literal["wording", "typography"]
Cause = Literal["page", "rules"]
BlockKind = Literal["heading", "paragraph", "item", "quote", "row"]
PassageKind = Literal["changed", "added", "removed", "moved"]
EditOp = Literal["=", "-", "+"]
State = Literal[
    "new", "ok", "flapping", "broken", "overdue", "gone",
    "withdrawn", "replaced", "unlisted", "ended", "muted",
]  # fmt: skip
WatchedKind = Literal["source", "listing", "channel"]
Vanished = Literal["withdrawn", "replaced"]
AlertKind = Literal["change", "new", "state", "digest", "heartbeat"]
DeliveryState = Literal["held", "pending", "sent", "dead", "withdrawn"]
SourceKind = Literal["source", "listing"]
AssignedBy = Literal["overlap", "hand"]
RemarkKind = Literal[
    "retitled", "redated", "unlisted", "listed", "relinked", "moved", "silent", "gone",
    "canonical", "noted",
]  # fmt: skip
Origin = Literal["direct", "wayback", "import"]
Arrival = Literal["new", "baseline"]  # of a first version: told as a new document, or to nobody
FailureKind = Literal[
    "timeout", "dns", "connect", "tls", "protocol", "too_large", "redirects", "private", "robots"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Watched phrases under one name, across languages: their coming and going is flagged."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One page to watch, as the store knows it: what a reader of the history needs to name it."""

    source_id: int
    slug: str  # the id of sources.yaml
    url: str
    name: str
    publisher: str | None
    language: str | None
    timezone: str  # the publisher's, an IANA name
    statement: str | None
    watch: tuple[Term, ...]
    expect: tuple[str, ...]  # phrases that must stand
    alert: tuple[str, ...]  # the channels it is told to
    added_at: datetime
    removed_at: datetime | None  # no longer in sources.yaml
    muted_until: datetime | None
    mute_note: str | None
    kind: SourceKind = "source"
    listing_id: int | None = None  # what found it: a listing, or the page that attaches it
    assigned_by: AssignedBy | None = None  # who said `statement`, where no configuration did
    via: tuple[str, ...] = ()  # the ways to it: direct, wayback

    @property
    def has_archive(self) -> bool:
        """Whether an archive's captures are watched while its site refuses, or always."""
        return "wayback" in self.via


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an exchange brought no complete response, in words a person can read."""

    kind: FailureKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One visit's HTTP: what was asked, by which way, and what came back.

    `body` is the payload after transfer- and content-decoding, before charset decoding.
    `headers` are the final response's, in the order received, names as received.
    """

    url: str
    final_url: str
    hops: tuple[Hop, ...]
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    declared_bytes: int | None  # Content-Length, where the body was not content-encoded or chunked
    received_bytes: int  # on the wire, before content-decoding
    started_at: datetime
    ended_at: datetime
    failure: Failure | None
    retry_at: datetime | None  # Retry-After as an instant

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An exchange that brought something new, as kept. Never altered."""

    capture_id: int
    source_id: int
    origin: Origin
    exchange: Exchange
    body_sha256: bytes
    provenance: str | None = None  # of an import or an archive: by whom, from where

    @property
    def captured_at(self) -> datetime:
        """When the body had come."""
        return self.exchange.ended_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an exchange or a document is worth, and why (None when all is well)."""

    verdict: Verdict
    reason: str | None
    vanished: Vanished | None = None  # of a page that is `gone`: how, where its text said so


# Stands, unseen, where a PDF broke a word over two lines: after the hyphen if it was kept (before
# the space put there), else in its place: whether the hyphen is the word's own cannot be known.
# Two characters that undo one another: nobody writes them so.
DOUBT = "\u2060\u200b"


def unmarked(text: str) -> str:
    """The text as a reader is shown it: without the marks of doubtful hyphens."""
    return text.replace(DOUBT, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One unit of a document. `~~…~~` in the text is struck through on the page."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The main text of a page. `published` and `modified` are the page's own words, as ISO 8601.

    `headline` is the page's h1 when it stands outside the frame of a pinned text, else None:
    it is compared like a first heading, because a changed headline is a change of wording.
    `publisher_said` are the page's notes on its own changes, a line each.
    """

    title: str | None
    headline: str | None
    language: str | None
    published: str | None
    modified: str | None
    blocks: tuple[Block, ...]
    publisher_said: str | None = None

    @property
    def text(self) -> str:
        """The blocks in reading order, a blank line between them."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def compared(self) -> tuple[Block, ...]:
        """The blocks whose wording counts: the headline, where there is one, and the text."""
        if self.headline is None:
            return self.blocks
        return (Block(kind="heading", text=self.headline), *self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """What was read from a capture under one set of rules."""

    capture_id: int
    rules_sha256: bytes
    verdict: Verdict
    reason: str | None
    version_id: int | None  # the version this capture shows; None unless the verdict is ok
    frame_sha256: bytes | None
    derived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document of a source, numbered in order of recording; its text is read separately."""

    version_id: int
    source_id: int
    number: int
    capture_id: int
    rules_sha256: bytes
    cause: Cause | None  # None for the first version
    first_seen: datetime
    last_seen: datetime
    not_before: datetime | None  # last good sight of the version before; None for the first
    text_sha256: bytes
    title: str | None
    language: str | None
    published: str | None
    modified: str | None
    publisher_said: str | None
    same_as: int | None  # the number of an earlier version with the same text
    supersedes: int | None  # the version it took the place of, by its id
    confirmed_at: datetime | None
    note: str | None
    superseded_by: int | None = None  # the version that stands in its place now
    noted_since: str | None = None  # notes of the page that came while its text stood, a line each


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One aligned pair of sentences, or an added, removed or moved sentence.

    The `=` and `-` parts of `edits` joined give `before`, the `=` and `+` parts give `after`.
    `counters`: the numbers of items they begin with, where these count and say nothing else.
    """

    kind: PassageKind
    change: Kind
    before: str
    after: str
    edits: tuple[tuple[EditOp, str], ...]
    flags: tuple[str, ...]
    section: str | None  # the heading it stands under, in the newer text (older, if removed)
    paragraph: int  # counted from 1 under that heading
    counters: tuple[str, str] = ("", "")
    typography: tuple[str, ...] = ()  # its kinds, where `change` is that: `quotes`, `layout` …
    layout: str = ""  # what became of its blocks: `heading → paragraph`


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two texts differ; `kind` is None when they are the same to the character."""

    kind: Kind | None
    passages: tuple[Passage, ...]
    flags: tuple[str, ...]
    words_added: int
    words_removed: int

    @property
    def typography(self) -> tuple[str, ...]:
        """The kinds in which the typography differs, in the order of the text."""
        return tuple(dict.fromkeys(kind for one in self.passages for kind in one.typography))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A pair of versions of one source, and how they differ."""

    change_id: int
    source_id: int
    from_version_id: int
    to_version_id: int
    cause: Cause
    comparison: Comparison
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something people must be told. `facts` hold what the store does not say elsewhere."""

    alert_id: int
    kind: AlertKind
    source_id: int | None  # None: it concerns the machine, and goes to the operator
    version_id: int | None
    change_id: int | None
    facts: dict[str, object]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert to one channel."""

    delivery_id: int
    alert_id: int
    channel: str
    state: DeliveryState
    urgent: bool
    created_at: datetime
    next_attempt_at: datetime | None
    first_attempt_at: datetime | None
    attempts: int
    error: str | None
    message_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A stretch of time in which a source, listing or channel was in one state."""

    source_id: int
    state: State
    verdict: Verdict | None
    reason: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document that a listing names, or a file that a page attaches, as seen last."""

    listing_id: int
    key: str  # its canonical address: the same document has the same
    url: str
    title: str | None
    published: str | None  # as the listing says it, ISO 8601
    source_id: int | None  # None: too old when it was first seen, and not followed
    first_seen: datetime
    not_before: datetime | None  # the listing was last seen without it; None: it was there at first
    is_listed: bool  # it stood in the listing when that was seen last
    missing_since: datetime | None  # it has left the listing, and made no room for something new
    unlisted_at: datetime | None  # and that was told


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that became of a source, and is no change of its text: retitled in a listing …"""

    source_id: int
    at: datetime
    kind: RemarkKind
    before: str | None
    after: str | None
