"""Entering what a listing names, or a page attaches: what is new is followed from now on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor import watchlist
from monitor.commit import Commit
from monitor.config.model import ListingConfig
from monitor.follow import followed, pacing
from storage import entries, remarks, sources, watches
from storage.model import Entry, Remark, RemarkKind, SourceKind

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig
    from monitor.discover import found as discover

_MOST = 2_000  # documents that are followed of what stands in a listing at first
_UNDATED = timedelta(hours=6)  # what a listing names at first, without a date: visited hourly


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is entered: the listing or page, and what of it is no news.

    `stood` are the keys of what was named there before; None: all of it was.
    """

    commit: Commit
    parent_id: int
    stood: frozenset[str] | None
    seen: datetime | None = None  # when it was read last, before now
    since: datetime | None = None  # what is dated before is no news, either
    taken: set[str] = field(default_factory=set)  # what the root's finds are called already
    configured: dict[str, str] = field(default_factory=dict)  # ids in sources.yaml, by address

    @property
    def root(self) -> str:
        """The id in sources.yaml of the listing or page that leads here."""
        return _root(self.commit)

    def prepare(self) -> None:
        """Learn once, before anything new is entered, which names and addresses there are."""
        if self.taken:
            return
        from monitor.discover.addresses import canonical

        begins = f"{self.root}-"
        slugs = sources.ids(self.commit.tx)
        self.taken.update(one.removeprefix(begins) for one in slugs if one.startswith(begins))
        for source in self.commit.config.sources:
            address = canonical(source.url) if source.found is None else None
            if address is not None:
                self.configured[address.key] = source.id

    def knows(self, one: "discover.Entry") -> bool:
        """Whether it is no news that this is named."""
        if self.stood is None or one.key in self.stood:
            return True
        at = instant(self.commit, one.published or one.modified)
        return self.since is not None and at is not None and at < self.since


def enter_all(place: Place, named: Sequence["discover.Entry"], *, follow: timedelta | None) -> None:
    """Enter what is named: what is known as it is called now, the rest as something new."""
    tx = place.commit.tx
    known = {entry.key: entry for entry in entries.of_listing(tx, place.parent_id)}
    seen = {one.key: one for one in reversed(named)}
    came = [one for key, one in seen.items() if key not in known][::-1]
    there = [(known[key], one) for key, one in seen.items() if key in known]
    now = [(entry, _again(place.commit, entry, one)) for entry, one in there]
    entries.save(tx, [again for entry, again in now if again != entry])
    if not came:
        return
    place.prepare()
    followed_ones = _followed(place, came, follow)
    entries.add(
        tx,
        [
            replace(
                new_entry(place, one.key, one.url, one.published),
                title=one.title,
                source_id=_source_of(place, one) if one.key in followed_ones else None,
            )
            for one in came
        ],
    )


def new_entry(place: Place, key: str, url: str, published: str | None) -> Entry:
    """What is named for the first time; followed by nothing yet."""
    return Entry(
        listing_id=place.parent_id,
        key=key,
        url=url,
        title=None,
        published=published,
        source_id=None,
        first_seen=place.commit.now,
        not_before=place.seen,
        is_listed=True,
        missing_since=None,
        unlisted_at=None,
    )


def _followed(
    place: Place, came: Sequence["discover.Entry"], follow: timedelta | None
) -> frozenset[str]:
    """The keys of what is followed: all that is news; of what stood there at first the latest."""
    news = [one.key for one in came if not place.knows(one)]
    dated = [(instant(place.commit, one.published), one.key) for one in came if place.knows(one)]
    young = [
        (at, key)
        for at, key in dated
        if follow is None or at is None or at + follow > place.commit.now
    ]
    latest = sorted(young, key=lambda pair: pair[0] or place.commit.now, reverse=True)
    return frozenset((*news, *(key for _, key in latest[:_MOST])))


def _root(commit: Commit) -> str:
    parent = commit.source.listing or commit.source
    return parent.found.by if parent.found else parent.id


def _again(commit: Commit, entry: Entry, one: "discover.Entry") -> Entry:
    """An entry that is named again, as it is called and dated now."""
    if entry.source_id is not None:
        if entry.title and one.title and entry.title != one.title:
            remark(commit, entry.source_id, "retitled", entry.title, one.title)
        if entry.published and one.published and entry.published != one.published:
            remark(commit, entry.source_id, "redated", entry.published, one.published)
        if entry.unlisted_at is not None:
            remark(commit, entry.source_id, "listed", None, _root(commit))
    return replace(
        entry,
        url=one.url,
        title=one.title or entry.title,
        published=one.published or entry.published,
        is_listed=True,
        missing_since=None,
        unlisted_at=None,
    )


def _source_of(place: Place, one: "discover.Entry") -> int:
    """The source of a document: the one that watches it already, or a new one."""
    known = entries.source_of(place.commit.tx, one.key)
    if known is not None:
        return known
    named = sources.get(place.commit.tx, place.configured.get(one.key, ""))
    if named is not None:
        return named.source_id
    published = instant(place.commit, one.published)
    return follow(place, one.url, one.title, published, known=place.knows(one))


def follow(
    place: Place,
    url: str,
    title: str | None,
    published: datetime | None,
    *,
    known: bool,
    kind: SourceKind = "source",
    once: bool = False,
) -> int:
    """Enter a new source or listing, due now; its id. `once`: it is read once and no more."""
    from monitor.discover.slugs import slug

    commit = place.commit
    parent = commit.source.listing or commit.source
    short = slug(title, url, place.taken)
    place.taken.add(short)
    name = f"{place.root}-{short}"
    made = followed.child(parent, slug=name, url=url, name=title or name, kind=kind)
    if isinstance(made, ListingConfig):
        source = followed.as_source(made)
    else:
        source = replace(made, statement=_statement(place, made))
    source_id = watchlist.register_one(commit.tx, source, commit.now, place.parent_id)
    if known:
        sources.announce(commit.tx, source_id, commit.now)
    watch = watchlist.new_watch(source_id, commit.now)
    if kind == "source":
        at = published or commit.now - _UNDATED if known else commit.now
        watch = pacing.quickened(source, watch, min(at, commit.now))
    elif once:
        watch = replace(watch, followed_until=commit.now)
    else:
        watch = replace(watch, quickened_at=published)
    watches.save(commit.tx, [watch])
    return source_id


def _statement(place: Place, made: "SourceConfig") -> str | None:
    """The statement of what is entered: a file has its page's, which may be of a minute ago."""
    if place.commit.source.listing is not None:
        return made.statement
    return sources.by_id(place.commit.tx, place.parent_id).statement


def instant(commit: Commit, said: str | None) -> datetime | None:
    """A time that a listing says; without a zone it is the publisher's."""
    try:
        at = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    zone = ZoneInfo(commit.source.timezone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def note_missing(place: Place, gone: Collection[str], now_named: Collection[str]) -> None:
    """Note what left the listing, and which link leads elsewhere under the same words.

    `gone` are the keys of what left, `now_named` those of all that it names now.
    """
    tx, now = place.commit.tx, place.commit.now
    held = entries.of_listing(tx, place.parent_id)
    came = {one.title: one for one in held if one.first_seen == now}
    off = [one for one in held if one.is_listed and one.key not in now_named]
    left = [one for one in off if one.key in gone]
    for entry in left:
        to = came.get(entry.title)
        if to is not None and to.title:
            remark(place.commit, place.parent_id, "relinked", entry.url, to.url)
    entries.save(
        tx,
        [
            replace(one, is_listed=False, missing_since=now if one.key in gone else None)
            for one in off
        ],
    )
    watches.request(tx, [one.source_id for one in left if one.source_id is not None], now)


def remark(
    commit: Commit, source_id: int, kind: RemarkKind, before: str | None, after: str | None
) -> None:
    """Keep what became of a source now."""
    new = Remark(source_id=source_id, at=commit.now, kind=kind, before=before, after=after)
    remarks.add(commit.tx, new)
