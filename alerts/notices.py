"""What people are told, as values: everything a message is composed from, nothing left to look up.

Instants are aware datetimes in UTC. Texts from pages stand here as they were read; each way of
composing makes them safe for its own place.
"""

from dataclasses import dataclass
from datetime import datetime

from alerts.archive import ArchiveView
from alerts.siblings import Sibling
from storage.model import Cause, Kind, Passage, State, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """How a source is named to a reader."""

    slug: str
    name: str
    publisher: str | None
    url: str
    language: str | None = None
    timezone: str = "UTC"  # the publisher's, an IANA name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotice:
    """The words of a source changed from one version to another."""

    alert_id: int
    source: SourceCard
    change: Kind
    cause: Cause = "page"
    from_number: int
    to_number: int
    passages: tuple[Passage, ...]  # the weightiest first; wording before typography
    evidence: tuple[tuple[tuple[str, str, str], ...], ...] = ()  # of each passage: flag, way, words
    flags: tuple[str, ...] = ()
    words_added: int = 0
    words_removed: int = 0
    term_counts: tuple[tuple[str, int, int], ...] = ()  # name, in the old text, in the new text
    not_before: datetime | None  # the old words were last read in full
    first_seen: datetime  # the new words were first read
    looks: int = 1  # how often the new words have been seen
    seconds_apart: float | None = None  # between the first and the last of those looks
    confirmed: bool = True
    redated: tuple[str | None, str | None] = (None, None)  # the page's own date before, after
    publisher_said: str | None = None
    same_as: int | None = None  # an earlier version with the same text
    phrase_history: tuple[str, ...] = ()  # earlier coming and going of the words, a sentence each
    often: tuple[str, ...] = ()  # rules that would silence sentences that change all the time
    capture_sha256: str  # hexadecimal
    chain_head: str  # hexadecimal
    unseen: tuple[str, ...] = ()  # what cannot be seen now, a sentence each
    siblings: tuple[Sibling, ...] = ()  # the other texts of the same statement
    archive: ArchiveView | None = None  # of the new text, where it is an archive's sight
    archive_before: ArchiveView | None = None  # of the old one
    typographic_count: int = 0
    rest_identical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A document was seen for the first time. One that cannot be read has no number."""

    alert_id: int
    source: SourceCard
    number: int | None
    title: str | None
    called: str | None = None  # its title without the name of its site
    named: str | None = None  # and its source's name, likewise
    verdict: Verdict = "ok"
    reason: str | None = None
    excerpt: str  # the beginning of the text
    word_count: int  # of a script that parts no words, each character counts as one
    unparted: bool = False  # it is written in such a script
    published: str | None = None  # the page's own words, as ISO 8601
    listed: str | None = None  # the date that its listing gives it, likewise
    term_counts: tuple[tuple[str, int], ...] = ()
    not_before: datetime | None = None  # the listing was last read without it
    first_seen: datetime
    found_by: str | None = None  # the listing that led to it
    attached_to: str | None = None  # the document whose page links to it as its file
    archive: ArchiveView | None = None  # where it was read from an archive's capture
    replaces: str | None = None  # the source whose link stood there under the same words
    replaced_number: int | None = None  # its last version; None where it was never read
    beside_replaced: str | None = None  # how its text differs from that one, in a sentence
    passages: tuple[Passage, ...] = ()  # and by which passages, the weightiest first
    evidence: tuple[tuple[tuple[str, str, str], ...], ...] = ()  # as of a change
    changed_terms: tuple[tuple[str, int, int], ...] = ()  # name, in the replaced text, in this one
    taken_for: tuple[str, str, str] | None = None  # a statement, which text of it, and why
    set_beside: tuple[str, ...] = ()  # how it differs from the others of its statement
    unseen: tuple[str, ...] = ()  # what of the statement cannot be seen now, a sentence each
    siblings: tuple[Sibling, ...] = ()  # the other texts of the same statement
    capture_sha256: str | None
    chain_head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNotice:
    """How watching something goes has changed: broken and why, gone, flapping, well again."""

    alert_id: int
    source: SourceCard | None  # None: `about` says what it is, a channel for one
    about: str | None = None
    state: State
    verdict: Verdict | None
    reason: str | None
    since: datetime
    last_good: datetime | None
    last_version: int | None
    was: State | None = None  # before
    between: tuple[int, ...] = ()  # the versions that a page shows in turn
    passages: tuple[Passage, ...] = ()  # and how they differ
    excerpt: str | None = None  # of the last text, where the page is gone
    remedy: str | None
    set_beside: tuple[str, ...] = ()  # of a first text: how it differs from the others
    unseen: tuple[str, ...] = ()  # what else of the statement cannot be seen now
    siblings: tuple[Sibling, ...] = ()  # the other texts of the same statement
    recovered: bool = False
    begins: bool = False  # it was never read before
    stands: bool = False  # what came or went is a notice beside the text, which stands
    moved_to: str | None = None  # where the same words stand now
    chain_head: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNotice:
    """Something about the machine, in lines ready to read.

    A heartbeat is one too: its first line sums up, the others begin with a label and two spaces.
    `root` is the hash over the heads of all chains, in hexadecimal.
    """

    alert_id: int | None = None
    subject: str
    lines: tuple[str, ...]
    heartbeat: bool = False
    root: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNotice:
    """Many sources of one host that came to the same state, or are well again.

    `unchanged`: of those well again, how many have the text they had. `needy`: how many of the
    host's sources are in trouble, these ones among them where they are. `root` is the hash over the
    heads of the members' chains, in hexadecimal; None before there are any.
    """

    host: str
    members: tuple[StateNotice, ...]
    unchanged: int
    needy: int
    others: tuple[str, ...] = ()  # the ids of those in trouble that are no members
    root: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestNotice:
    """Several alerts in one message, in the order they are to be read."""

    members: tuple[ChangeNotice | NewNotice | StateNotice | OperatorNotice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleNotice:
    """A sample, by which somebody tries a channel."""

    channel: str


Single = ChangeNotice | NewNotice | StateNotice | OperatorNotice
Notice = Single | GroupNotice | DigestNotice | SampleNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What was fixed about a message before it is sent, so that a repeat is the same message.

    `thread_id` is the Message-ID of the first message to this channel about this source, or about
    any of its statement.
    `remote_thread` is that message's name at the service (a Slack `ts`). `fixed_at` is the
    message's date. `attempts` counts those already made.
    """

    message_id: str
    fixed_at: datetime
    thread_id: str | None = None
    remote_thread: str | None = None
    timezone: str = "UTC"  # the reader's, an IANA name
    report_url: str | None = None
    attempts: int = 0
