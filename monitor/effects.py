"""What another configuration would do to what is watched, read and told; nothing is written.

Beside the store it also says what becomes of histories: versions that stay, an id under which an
earlier history goes on, and how the last good capture reads under rules that were changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from monitor.config.differences import Difference, differences
from monitor.config.model import Config, ListingConfig, SourceConfig, Watched
from monitor.fetch.logins import without_login
from monitor.follow.followed import with_found
from monitor.phrasing import many
from monitor.reading import Before, differ, read_capture, rules_of
from monitor.text.rules import rules_sha256
from storage import captures, pins, sources, versions, watches
from storage.errors import BodyThinned

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Document, Source
    from storage.watches import Watch

_RULES = frozenset({"select", "until", "ignore", "ignore_text", "language"})
_KNOWN = ("name", "publisher", "language", "timezone", "statement", "expect", "alert")
_KNOWN_OF_LISTINGS = ("name", "publisher", "timezone", "alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that would come of it.

    `reading`: how the last good capture reads under the new rules, beside how it was read: `same`,
    `wording`, `typography`, or a verdict other than ok; None where there is nothing to read.
    """

    kind: Literal["file", "channel", "source", "listing"]
    name: str
    effect: Literal["added", "removed", "renamed", "reread", "told", "changed"]
    what: str
    versions: int | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What the store knows, by id; all of it empty without a store."""

    rx: "Connection | None" = None
    sources: Mapping[str, "Source"] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    watches: Mapping[int, "Watch"] = field(default_factory=dict)

    def versions(self, slug: str) -> int | None:
        """How many versions a source has; None of one the store does not know."""
        known = self.sources.get(slug)
        return None if known is None else self.counts.get(known.source_id, 0)


def effects(old: Config, new: Config, rx: "Connection | None") -> Iterator[Effect]:
    """What would come of `new` in the place of `old`, beside the store if there is one.

    With the store, what listings and pages led to is among the sources.
    """
    if rx is not None:
        old, new = with_found(rx, old), with_found(rx, new)
    yield from _effects(differences(old, new), old, new, _kept(rx))


def effects_in_place(new: Config, rx: "Connection") -> Iterator[Effect]:
    """What would come of `new` beside what the store was last told: of a file edited in place.

    The store knows of a source its address, name, terms, channels and the rules it was read under.
    """
    kept, new = _kept(rx), with_found(rx, new)
    old = _as_told(new, kept)
    found = differences(old, new)
    yield from _effects(found, old, new, kept)
    yield from _under_others(found, new, kept)


def _kept(rx: "Connection | None") -> _Kept:
    if rx is None:
        return _Kept()
    return _Kept(
        rx=rx,
        sources={one.slug: one for one in sources.listing(rx)},
        counts=versions.counts(rx),
        watches=watches.load(rx),
    )


def _as_told(new: Config, kept: _Kept) -> Config:
    """The configuration that the store remembers; what it does not is as in `new`."""
    standing = [one for one in kept.sources.values() if one.removed_at is None]
    sources_now = {name: one for one in new.sources for name in (one.formerly, one.id) if name}
    listings_now = {one.id: one for one in new.listings}
    return replace(
        new,
        sources=tuple(
            _told(sources_now.get(one.slug), one) for one in standing if one.kind == "source"
        ),
        listings=tuple(
            _listing_told(listings_now.get(one.slug), one)
            for one in standing
            if one.kind == "listing"
        ),
    )


def _told(entry: SourceConfig | None, known: "Source") -> SourceConfig:
    entry = entry or SourceConfig(id="", url="", name="")
    terms = tuple(sorted(entry.watch, key=lambda term: term.name))
    return replace(
        entry,
        id=known.slug,
        url=_url_told(entry, known),
        watch=entry.watch if terms == known.watch else known.watch,
        **{name: getattr(known, name) for name in _KNOWN},
    )


def _listing_told(entry: ListingConfig | None, known: "Source") -> ListingConfig:
    entry = entry or ListingConfig(id="", url="", name="")
    told = {name: getattr(known, name) for name in _KNOWN_OF_LISTINGS}
    return replace(entry, id=known.slug, url=_url_told(entry, known), **told)


def _url_told(entry: Watched, known: "Source") -> str:
    """The address as the store knows it, which is without a login."""
    return entry.url if without_login(entry.url) == known.url else known.url


def _effects(
    found: Sequence[Difference], old: Config, new: Config, kept: _Kept
) -> Iterator[Effect]:
    after = {one.id: one for one in new.sources}
    leaving = {one.name for one in found if one.kind == "source" and one.effect == "removed"}
    goes = {one.url: one.id for one in old.sources if one.id in leaving}
    for (kind, name), group in groupby(found, key=lambda one: (one.kind, one.name)):
        if kind == "source":
            yield from _of_source(name, list(group), after.get(name), goes, kept)
        elif kind == "listing":
            yield from (_of_listing(one, new, kept) for one in group)
        else:
            yield from (_plain(one) for one in group)


def _of_listing(one: Difference, new: Config, kept: _Kept) -> Effect:
    effect = _plain(one)
    if one.effect == "removed":
        return replace(effect, what="no longer visited, nor is what it named")
    if one.effect == "added":
        alert = next(entry.alert for entry in new.listings if entry.id == one.name)
        told = f"tells {', '.join(alert)}" if alert else "tells nobody"
        known = "; known from before: it goes on" if one.name in kept.sources else ""
        said = known or "; what it names at its first visit is told to nobody"
        return replace(effect, what=told + said)
    return effect


def _plain(one: Difference) -> Effect:
    effect: Literal["added", "removed", "renamed", "told", "changed"]
    effect = "told" if one.key == "alert" else one.effect
    what = {"added": "", "removed": ""}.get(one.effect, one.what)
    return Effect(kind=one.kind, name=one.name, effect=effect, what=what)


def _of_source(
    name: str,
    some: Sequence[Difference],
    entry: SourceConfig | None,
    goes: Mapping[str, str],
    kept: _Kept,
) -> Iterator[Effect]:
    rules = [one for one in some if one.key in _RULES]
    formerly = next((one.formerly for one in some if one.effect == "renamed"), None)
    for one in some:
        if one.effect == "added":
            assert entry is not None
            yield _added(entry, goes, kept)
        elif one.effect == "removed":
            yield Effect(kind="source", name=name, effect="removed", versions=kept.versions(name),
                         what="no longer visited; its history stays")  # fmt: skip
        elif one.effect == "renamed":
            yield Effect(kind="source", name=name, effect="renamed",
                         versions=kept.versions(one.formerly or name),
                         what=f"was {one.formerly}; its history goes on here")  # fmt: skip
        elif one.key == "url":
            yield _moved(one, kept)
        elif one.key == "formerly" or one.what == f"name {formerly} → {name}":
            continue  # said by the renaming
        elif one not in rules:
            yield _plain(one)
    if rules:
        assert entry is not None
        yield _reread(entry, formerly or name, "; ".join(one.what for one in rules), kept)


def _added(entry: SourceConfig, goes: Mapping[str, str], kept: _Kept) -> Effect:
    told = f"tells {', '.join(entry.alert)}" if entry.alert else "tells nobody"
    count = kept.versions(entry.id)
    if count is not None:
        what = f"{told}; known from before: its history goes on"
    elif entry.url in goes:
        other = goes[entry.url]
        what = f"{told}; the address of {other}, whose history goes on with formerly: {other}"
    else:
        what = f"{told}; its first visit makes a silent baseline"
    return Effect(kind="source", name=entry.id, effect="added", what=what, versions=count)


def _moved(one: Difference, kept: _Kept) -> Effect:
    count = kept.versions(one.name)
    then = "; what stands there is compared with the version kept last" if count else ""
    return Effect(kind="source", name=one.name, effect="changed", what=one.what + then)


def _under_others(found: Sequence[Difference], new: Config, kept: _Kept) -> Iterator[Effect]:
    """Sources that were last read under other rules than theirs now, though nothing says which."""
    said = {one.name for one in found if one.key in _RULES}
    renamed = {one.name: one.formerly for one in found if one.effect == "renamed"}
    for entry in new.sources:
        slug = renamed.get(entry.id) or entry.id
        known = kept.sources.get(slug)
        if entry.id in said or known is None or kept.rx is None:
            continue
        watch = kept.watches.get(known.source_id)
        if watch is None or watch.ok_rules_sha256 is None:
            continue
        pin = None if entry.select else pins.current(kept.rx, known.source_id)
        if rules_sha256(rules_of(entry, pin)) != watch.ok_rules_sha256:
            yield _reread(entry, slug, "its rules are not those it was last read under", kept)


def _reread(entry: SourceConfig, slug: str, what: str, kept: _Kept) -> Effect:
    reading, outcome = _read_again(entry, slug, kept)
    return Effect(kind="source", name=entry.id, effect="reread", what=f"{what}; {outcome}",
                  versions=kept.versions(slug), reading=reading)  # fmt: skip


def _read_again(entry: SourceConfig, slug: str, kept: _Kept) -> tuple[str | None, str]:
    """How the last good capture reads now, and that as a sentence."""
    known = kept.sources.get(slug)
    watch = None if known is None else kept.watches.get(known.source_id)
    if kept.rx is None or watch is None or watch.ok_capture_id is None:
        return None, "nothing was read of it yet"
    last = versions.latest(kept.rx, watch.source_id)
    if last is None:
        return None, "nothing was read of it yet"
    before = versions.document(kept.rx, last.version_id)
    try:
        exchange = captures.read(kept.rx, watch.ok_capture_id).exchange
    except BodyThinned:
        return None, "its last capture was thinned out"
    pin = None if entry.select else pins.current(kept.rx, watch.source_id)
    rules = rules_of(entry, pin)
    reading = read_capture(exchange, rules, Before(frame_sha256=None, document=lambda: before))
    if reading.document is None or reading.judgement.verdict != "ok":
        verdict, reason = reading.judgement.verdict, reading.judgement.reason
        return verdict, f"its last capture would be {verdict}: {reason}"
    return _beside(entry, before, reading.document)


def _beside(entry: SourceConfig, before: "Document", after: "Document") -> tuple[str, str]:
    comparison = differ(entry, before, after)
    if comparison.kind is None:
        return "same", "its last capture reads the same"
    count = many(len(comparison.passages), "passage")
    return comparison.kind, (
        f"its last capture reads otherwise ({comparison.kind}, {count}): "
        "a version with cause rules at the next visit, nobody is alerted"
    )
