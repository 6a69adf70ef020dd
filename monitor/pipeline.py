"""The road, a line a stage.

watch(source):    fetch → keep ....................................... commit 1: the evidence
derive(capture):  judge → extract → judge → compare → route → record .. commit 2: what it says
send():           claim → compose → deliver → mark ................... later: monitor/outbox.py

Fetching is done by the host queues (monitor/queues.py); what they bring home is a Visit.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import moved, recording, shown
from monitor.commit import Commit
from monitor.follow import followed, listed
from monitor.follow.listed import Listed
from monitor.judge import charset
from monitor.judge.exchange import closed, judge_exchange
from monitor.reading import (
    Before,
    Reading,
    differ,
    read_capture,
    replaced_by,
    rules_of,
    with_elsewhere,
    with_pin,
)
from monitor.text.rules import Rules, rules_sha256
from storage import captures, pins, sightings, sources, versions, watches
from storage.model import Capture, Comparison, Document, Exchange, Judgement, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config, SourceConfig
    from storage.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a host queue brought home from one source."""

    source: "SourceConfig"
    watch: Watch
    exchange: Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A visit after commit 1. `capture` is what is to be derived; None: nothing new came."""

    visit: Visit
    judgement: Judgement
    capture: Capture | None
    capture_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """All that was read from a capture, before anything of it is recorded."""

    reading: Reading
    rules_sha256: bytes
    rebased: Document | None = None  # the version before as today's rules read it, if otherwise
    before: Version | None = None
    comparison: Comparison | None = None  # None where the text is that of the version before
    begins: bool = False  # the first visit: `before` is what was imported
    said_before: str | None = None  # the notes of the last good capture, where the rules changed

    @property
    def moved(self) -> bool:
        """Whether the text was found elsewhere than where it was pinned."""
        return self.reading.selector is not None and not self.begins


def absorb(
    store: "Store", config: "Config", visits: Sequence[Visit], now: datetime
) -> dict[int, Watch]:
    """Keep and derive what the queues brought; the watches as they stand afterwards."""
    with store.write() as tx:
        kept = keep(tx, visits, now)
    with store.read() as rx:
        derived = {one.capture_id: derive_safely(rx, one) for one in kept if one.capture}
    with store.write() as tx:
        after = [
            recording.record(
                Commit(tx=tx, config=config, source=one.visit.source, now=now),
                one,
                derived.get(one.capture_id) if one.capture else None,
            )
            for one in kept
        ]
        watches.save(tx, after)
    return {watch.source_id: watch for watch in after}


def keep(tx: "Connection", visits: Sequence[Visit], now: datetime) -> list[Kept]:
    """Commit 1: each exchange that brought something new as a capture, the others as sightings."""
    judged = [(visit, judge(tx, visit)) for visit in visits]
    seen = [_seen_before(tx, visit, judgement, now) for visit, judgement in judged]
    news = [_new_capture(visit) for visit, known in zip(visits, seen, strict=True) if known is None]
    new = iter(captures.keep(tx, news))
    kept = [
        _fresh(visit, judgement, next(new))
        if known is None
        else _known(tx, visit, judgement, known)
        for (visit, judgement), known in zip(judged, seen, strict=True)
    ]
    sightings.see(
        tx,
        [
            (one.visit.watch.source_id, one.capture_id, one.visit.exchange.ended_at)
            for one, known in zip(kept, seen, strict=True)
            if known is not None
        ],
    )
    return kept


def _new_capture(visit: Visit) -> captures.NewCapture:
    return captures.NewCapture(
        source_id=visit.watch.source_id,
        origin="direct",
        exchange=visit.exchange,
        basis=visit.watch.ok_capture_id or visit.watch.capture_id,
    )


def _fresh(visit: Visit, judgement: Judgement, capture: Capture) -> Kept:
    return Kept(visit=visit, judgement=judgement, capture=capture, capture_id=capture.capture_id)


def _known(tx: "Connection", visit: Visit, judgement: Judgement, capture_id: int) -> Kept:
    """A visit that saw a capture again: derived anew only where our rules have changed."""
    if _rules_changed(tx, visit) or shown.another_good(visit.watch, judgement, capture_id):
        capture = captures.read(tx, capture_id)
        return _fresh(visit, judge(tx, replace(visit, exchange=capture.exchange)), capture)
    if judgement.verdict == "ok" and visit.watch.verdict not in {"ok", "not_modified", None}:
        judgement = Judgement(
            verdict=visit.watch.verdict, reason=visit.watch.reason, vanished=visit.watch.vanished
        )
    return Kept(visit=visit, judgement=judgement, capture=None, capture_id=capture_id)


def judge(tx: "Connection", visit: Visit) -> Judgement:
    """What the exchange of a visit is worth, beside the last good capture."""
    previous_closed = None
    ok_capture_id = visit.watch.ok_capture_id
    if ok_capture_id is not None and not closed(visit.exchange.body):
        previous_closed = closed(captures.read(tx, ok_capture_id).exchange.body)
    return judge_exchange(visit.exchange, previous_closed=previous_closed)


def _seen_before(tx: "Connection", visit: Visit, judgement: Judgement, now: datetime) -> int | None:
    """The capture this visit saw again; of a page that flaps, any good one of these bytes."""
    watch, exchange = visit.watch, visit.exchange
    seen = shown.again(watch, exchange, judgement, now)
    flaps = judgement.verdict == "ok" and watch.alternated_at is not None
    if seen is None and flaps and not _rules_changed(tx, visit):
        seen = shown.capture_of(tx, watch, exchange.body)
    if seen is not None and judgement.verdict == "ok" and moved.since(tx, seen, exchange):
        return None
    return seen


def _rules_changed(tx: "Connection", visit: Visit) -> bool:
    watch = visit.watch
    if watch.rules_sha256 is None:
        return False
    if visit.source.listing is not None:
        return listed.rules_sha256(visit.source.listing) != watch.rules_sha256
    return rules_sha256(_rules(tx, visit.source, watch)) != watch.rules_sha256


def _rules(rx: "Connection", source: "SourceConfig", watch: Watch) -> Rules:
    pin = None if source.select else pins.current(rx, watch.source_id)
    return rules_of(source, pin)


def derive(rx: "Connection", kept: Kept) -> Derived:
    """Judge, extract, judge and compare one capture; nothing is written."""
    source, watch, capture = kept.visit.source, kept.visit.watch, kept.capture
    assert capture is not None
    rules = _rules(rx, source, watch)
    if kept.judgement.verdict != "ok":
        return Derived(reading=Reading(judgement=kept.judgement), rules_sha256=rules_sha256(rules))
    like = rules_sha256(rules) == watch.ok_rules_sha256
    before = Before(
        frame_sha256=watch.frame_sha256 if like and not shown.looks_at_another(watch) else None,
        document=lambda: _document(rx, watch.version_id),
    )
    reading = read_capture(capture.exchange, rules, before)
    if reading.judgement.verdict != "ok" or reading.document is None:
        return Derived(reading=reading, rules_sha256=with_pin(rules, reading))
    under = with_pin(rules, reading)
    version, rebased = shown.before(rx, watch, capture.captured_at), None
    if version is not None and watch.version_id is None:
        like = under == version.rules_sha256
    if version is not None and not like:
        rebased = _reread(rx, kept, version, reading)
    derived = Derived(
        reading=reading,
        rules_sha256=under,
        rebased=rebased,
        before=version,
        begins=watch.version_id is None,
        said_before=rebased.publisher_said if rebased else None,
    )
    return derived if version is None else _compare(rx, kept, version, derived)


def derive_safely(rx: "Connection", kept: Kept) -> Derived | Listed | Exception:
    """A bug in one page's derivation must not stop the others: it is recorded and told."""
    try:
        if kept.visit.source.listing is not None:
            return listed.derive(rx, kept, kept.visit.source.listing)
        return derive(rx, kept)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other pages go on
        _log.exception("reading %s failed", kept.visit.source.id)
        return error


def _document(rx: "Connection", version_id: int | None) -> Document | None:
    return None if version_id is None else versions.document(rx, version_id)


def _reread(rx: "Connection", kept: Kept, version: Version, reading: Reading) -> Document | None:
    """Like with like: the last good capture under today's rules (None: it cannot be read so)."""
    watch, capture = kept.visit.watch, kept.capture
    assert capture is not None
    of = watch.ok_capture_id or version.capture_id
    if of == capture.capture_id:
        return reading.document
    rules = _rules(rx, kept.visit.source, watch)
    if reading.selector is not None:
        rules = replace(rules, pin=reading.selector)
    last = captures.read(rx, of)
    again = read_capture(last.exchange, rules, Before(frame_sha256=None, document=lambda: None))
    return again.document


def _compare(rx: "Connection", kept: Kept, version: Version, derived: Derived) -> Derived:
    """With how the text differs from the version before it; or what it is worth beside that."""
    document, visit, rebased = derived.reading.document, kept.visit, derived.rebased
    assert document is not None
    assert kept.capture is not None
    base = rebased or versions.document(rx, version.version_id)
    judgement = charset.judge_charset(base, document)
    if judgement.verdict != "ok":
        return _refused(derived, judgement)
    if mended := charset.mended(base, document):
        base = rebased = mended
    comparison = differ(visit.source, base, document)
    new = shown.is_new(rx, visit.watch, document)
    if new and (gone := replaced_by(base, document, comparison, kept.capture.exchange)):
        return _refused(derived, gone)
    comparison = with_elsewhere(comparison, document, kept.capture.exchange)
    if rebased and versions.text_sha256(rebased) == version.text_sha256:
        rebased = None
    return replace(derived, rebased=rebased, comparison=comparison if comparison.kind else None)


def _refused(derived: Derived, judgement: Judgement) -> Derived:
    """The text is none of the page's: nothing is compared."""
    reading = replace(derived.reading, judgement=judgement)
    return Derived(reading=reading, rules_sha256=derived.rules_sha256)


def recover(store: "Store", config: "Config", now: datetime) -> int:
    """Derive what was kept and not derived when the program last ended; how many there were."""
    done = 0
    with store.read() as rx:
        config = followed.with_found(rx, config)
        by_slug = {source.id: source for source in followed.watched(config)}
        left = captures.underived(rx)
    for capture_id in left:
        with store.read() as rx:
            one = _left_over(rx, by_slug, capture_id)
            derived = None if one is None else derive_safely(rx, one)
        if one is None:
            continue
        with store.write() as tx:
            commit = Commit(tx=tx, config=config, source=one.visit.source, now=now)
            watches.save(tx, [recording.record(commit, one, derived)])
        done += 1
    return done


def _left_over(
    rx: "Connection", by_slug: Mapping[str, "SourceConfig"], capture_id: int
) -> Kept | None:
    """A capture kept by an earlier run, as a visit; None if its source is no longer watched."""
    capture = captures.read(rx, capture_id)
    source = by_slug.get(sources.by_id(rx, capture.source_id).slug)
    if source is None:
        return None
    watch = watches.load(rx, [capture.source_id])[capture.source_id]
    visit = Visit(source=source, watch=watch, exchange=capture.exchange)
    return Kept(visit=visit, judgement=judge(rx, visit), capture=capture, capture_id=capture_id)
