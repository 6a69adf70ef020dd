"""Captures of others: kept as evidence with where they are from, read by today's rules, not told.

Their versions take the next numbers and stand in the history by their time. What the daemon
compares its next visit with is left alone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import versioning
from monitor.archive import gone, saved, warc_read
from monitor.judge.exchange import judge_exchange
from monitor.reading import Before, Reading, differ, read_capture, rules_of, with_pin
from monitor.watchlist import register_one
from storage import captures, changes, derivations, origins, pins, sources, versions
from storage.model import Capture, Derivation, Document, Exchange, Origin, Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from monitor.config.model import SourceConfig
    from storage.store import Store


@dataclass(slots=True)
class Brought:
    """What an import did so far. `pins` are those found on the way, by source."""

    captures: int = 0
    versions: int = 0
    there: int = 0  # captures that were there already
    homeless: list[str] = field(default_factory=list)  # addresses of no configured source
    unread: list[str] = field(default_factory=list)  # what was kept and is no text, and why
    known: list[str] = field(default_factory=list)  # saved pages whose text stood there
    pins: dict[int, str] = field(default_factory=dict)


def warc(
    store: "Store", known: "Iterable[SourceConfig]", path: Path, *, into: "SourceConfig | None",
    by: str | None, done: Brought, now: datetime,
) -> None:  # fmt: skip
    """Import a WARC file, a capture a transaction; what is there already is passed over."""
    listed = tuple(known)
    for one in warc_read.read(path):
        source = into or _source_of(listed, one)
        if source is None:
            done.homeless.append(one.exchange.url)
            continue
        told = f"{path.name} {one.record}"
        read = bring(store, source, one.exchange, _provenance(told, by), done=done, now=now)
        if read is not None:
            at = one.exchange.ended_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            _note(done, f"{path.name} {one.exchange.url} of {at}", read)


def page(
    store: "Store", source: "SourceConfig", path: Path, seen: datetime, *,
    by: str | None, done: Brought, now: datetime,
) -> None:  # fmt: skip
    """Import a page that somebody saved by hand, as it stood at that time."""
    told = _provenance(f"saved by hand: {path.name}", by)
    versions_before = done.versions
    read = bring(store, source, saved.exchange(source, path, seen), told, done=done, now=now)
    if read is None:
        return
    _note(done, path.name, read)
    if read.version_id is not None and done.versions == versions_before:
        with store.read() as rx:
            number = versions.by_id(rx, read.version_id).number
        done.known.append(f"{path.name}: the text of {source.id}@{number}")


def _note(done: Brought, what: str, read: Derivation) -> None:
    if read.verdict != "ok":
        done.unread.append(f"{what}: {read.verdict}: {read.reason}")


def bring(
    store: "Store", source: "SourceConfig", exchange: Exchange, provenance: str, *,
    done: Brought, now: datetime, origin: Origin = "import",
) -> Derivation | None:  # fmt: skip
    """Keep one capture and what is read from it, together; None where it is there already."""
    with store.write() as tx:
        found = sources.get(tx, source.id)
        source_id = register_one(tx, source, now) if found is None else found.source_id
        if origins.same_as(tx, source_id, exchange) is not None:
            done.there += 1
            return None
        last = captures.history(tx, source_id)[-1:]
        new = captures.NewCapture(
            source_id=source_id, origin=origin, exchange=exchange,
            basis=last[0].capture_id if last else None, provenance=provenance,
        )  # fmt: skip
        (capture,) = captures.keep(tx, [new])
        derivation, is_new = _derive(tx, source, capture, done.pins, now)
        done.captures += 1
        done.versions += is_new
        return derivation


def _derive(
    tx: "Connection", source: "SourceConfig", capture: Capture, found: dict[int, str], now: datetime
) -> tuple[Derivation, bool]:
    """Read the capture; what was read, and whether that brought a version."""
    of = capture.source_id
    pin = pins.current(tx, of) or found.get(of)
    rules = rules_of(source, pin)
    judgement = judge_exchange(capture.exchange, previous_closed=None)
    reading = Reading(judgement=judgement)
    if judgement.verdict == "ok":
        near = Before(frame_sha256=None, document=lambda: _beside(tx, capture))
        reading = read_capture(capture.exchange, rules, near)
    if reading.selector is not None:
        found[of] = reading.selector
    under, is_new, version_id = with_pin(rules, reading), False, None
    if reading.judgement.verdict == "ok" and reading.document is not None:
        version_id, is_new = _version(tx, source, capture, reading.document, under, now=now)
    gone.note(tx, capture, reading.judgement)
    derivation = derivations.made(
        capture.capture_id,
        reading.judgement,
        under,
        now,
        version_id=version_id,
        frame_sha256=reading.frame_sha256,
    )
    derivations.record(tx, derivation)
    return derivation, is_new


def _beside(tx: "Connection", capture: Capture) -> Document | None:
    """The text before it in time, or the one after: where a pin fails, it tells where to look."""
    at, of = capture.captured_at, capture.source_id
    version = versions.at(tx, of, at) or next(iter(versions.later(tx, of, at)), None)
    return None if version is None else versions.document(tx, version.version_id)


def _version(
    tx: "Connection",
    source: "SourceConfig",
    capture: Capture,
    document: Document,
    under: bytes,
    *,
    now: datetime,
) -> tuple[int, bool]:
    """The version that stood then if the text is its, else a new one; and whether it is new.

    A new one parts the change between those on either side of it in time: what is shown leads from
    the one to it, and from it to the other.
    """
    at = capture.exchange.ended_at
    before = versions.at(tx, capture.source_id, at)
    later = versions.later(tx, capture.source_id, at)
    if before is not None and before.text_sha256 == versions.text_sha256(
        versions.as_kept(document)
    ):
        if at > before.last_seen:
            versions.see(tx, before.version_id, at)
        return before.version_id, False
    new = versions.record(
        tx,
        source_id=capture.source_id,
        capture_id=capture.capture_id,
        rules_sha256=under,
        cause=None if before is None else "page",
        first_seen=at,
        not_before=origins.last_read_as(tx, before.version_id, at) if before else None,
        document=document,
        supersedes=None,
        passing=[one.version_id for one in later],
    )
    for one, other in pairwise([*([before] if before else []), new, *later[:1]]):
        _change(tx, source, one, other, now)
    return new.version_id, True


def _change(
    tx: "Connection", source: "SourceConfig", one: Version, other: Version, now: datetime
) -> None:
    texts = (versions.document(tx, version.version_id) for version in (one, other))
    differs = differ(source, *texts)
    changes.record(
        tx,
        source_id=one.source_id,
        from_version_id=one.version_id,
        to_version_id=other.version_id,
        cause="page",
        comparison=versioning.flagged(tx, source, differs, (one, other), moved=False),
        now=now,
    )


def _source_of(known: "Iterable[SourceConfig]", one: warc_read.Incoming) -> "SourceConfig | None":
    for source in known:
        if one.source == source.id if one.source else _same(source.url, one.exchange.url):
            return source
    return None


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _provenance(told: str, by: str | None) -> str:
    return f"{told}, by {by}" if by else told
