"""A store as large as years make it: for `bench.history`, and for whoever wants one to try things.

`fill(store, 10_000)` makes 20 versions a source: of a hundred sources 80 have 10, 15 have 40 and 5
have 120, as some pages are edited all the time. All of it goes through the functions by which the
program itself keeps things, in order of time and many versions in a transaction, so that every hash
and link holds; only how two versions differ is known beforehand and not compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import update

from bench.history_texts import Page, edit, page
from monitor import upkeep
from storage import captures, changes, derivations, episodes, sightings, sources, versions, watches
from storage.model import (
    Block,
    Capture,
    Comparison,
    Derivation,
    Document,
    Exchange,
    Passage,
    Term,
)
from storage.tables.texts import VERSIONS
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.store import Store

START = datetime(2024, 3, 1, tzinfo=UTC)
STEP = timedelta(days=5)  # between two rounds of edits
ROUNDS = 120
END = START + ROUNDS * STEP
PUBLISHERS = 60
_RULES = sha256(b"rules").digest()
_TOGETHER = 500  # captures kept at once


@dataclass(slots=True)
class _Kept:
    """A source as it is filled: its text, and what its next version follows."""

    source_id: int
    page: Page
    version_id: int | None = None
    capture_id: int | None = None
    number: int = 0
    seen: datetime | None = None


def slug(number: int) -> str:
    """The id of the number-th source."""
    return f"readout-{number:05}"


def fill(store: "Store", count: int = 10_000) -> Iterator[int]:
    """Fill an empty store with that many sources; how many versions each step added."""
    with store.write() as tx:
        kept = [_Kept(_register(tx, number), page(number)) for number in range(count)]
    for turn in range(ROUNDS):
        due = [one for one in kept if turn % (ROUNDS // edits(one.page.number)) == 0]
        upkeep.bind(store)
        for start in range(0, len(due), _TOGETHER):
            some = due[start : start + _TOGETHER]
            with store.write() as tx:
                _step(tx, some, [_at(turn, one.page.number, count) for one in some])
            yield len(some)
    with store.write() as tx:
        _settle(tx, kept)
    upkeep.bind(store)


def edits(number: int) -> int:
    """How many versions the number-th source gets."""
    part = number % 100
    return 120 if part < 5 else 40 if part < 20 else 10


def _at(turn: int, number: int, count: int) -> datetime:
    return START + turn * STEP + number * (STEP / count)


def _register(tx: "Connection", number: int) -> int:
    language = page(number).language
    return sources.register(
        tx, slug=slug(number), url=f"https://ministry{number % PUBLISHERS}.example/{number}",
        name=f"Readout {number} of the ministers", publisher=f"Ministry {number % PUBLISHERS:02}",
        language=language, timezone="Asia/Tokyo" if language == "ja" else "UTC",
        statement=f"statement-{number // 4:04}",
        watch=[Term(name="channel", phrases=("northern channel", "北の水路"))],
        alert=["desk"], now=START,
    )  # fmt: skip


def _step(tx: "Connection", some: Sequence[_Kept], times: Sequence[datetime]) -> None:
    """The next version of each of these sources."""
    edited = [edit(one.page, one.number) if one.version_id else [] for one in some]
    blocks = [one.page.blocks() for one in some]
    kept = captures.keep(
        tx,
        [_capture(*each) for each in zip(some, blocks, times, strict=True)],
    )
    for one, capture, passages, said in zip(some, kept, edited, blocks, strict=True):
        _version(tx, one, capture, passages, said)


def _capture(one: _Kept, blocks: Sequence[Block], at: datetime) -> captures.NewCapture:
    told = "\n".join(f"<{one.kind[0]}>{one.text}</{one.kind[0]}>" for one in blocks)
    body = f"<html><title>Readout</title><main>{told}</main><i>{at}</i></html>".encode()
    url = f"https://ministry.example/{one.source_id}"
    exchange = Exchange(
        url=url, final_url=url, hops=(), status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")), body=body,
        declared_bytes=len(body), received_bytes=len(body), started_at=at, ended_at=at,
        failure=None, retry_at=None,
    )  # fmt: skip
    return captures.NewCapture(
        source_id=one.source_id, origin="direct", exchange=exchange, basis=one.capture_id
    )


def _version(
    tx: "Connection",
    one: _Kept,
    capture: Capture,
    passages: Sequence[Passage],
    said: Sequence[Block],
) -> None:
    at = capture.captured_at
    document = Document(
        title=f"Readout {one.page.number}", headline=None, language=one.page.language,
        published=at.date().isoformat(), modified=None,
        blocks=tuple(said),
    )  # fmt: skip
    version = versions.record(
        tx, source_id=one.source_id, capture_id=capture.capture_id, rules_sha256=_RULES,
        cause="page" if one.version_id else None, first_seen=at, not_before=one.seen,
        document=document, supersedes=None,
    )  # fmt: skip
    derivations.record(tx, Derivation(
        capture_id=capture.capture_id, rules_sha256=_RULES, verdict="ok", reason=None,
        version_id=version.version_id, frame_sha256=None, derived_at=at,
    ))  # fmt: skip
    if one.version_id is not None and passages:
        changes.record(
            tx, source_id=one.source_id, from_version_id=one.version_id,
            to_version_id=version.version_id, cause="page", comparison=_comparison(passages),
            now=at,
        )  # fmt: skip
    one.version_id, one.capture_id = version.version_id, capture.capture_id
    one.number, one.seen = version.number, at


def _comparison(passages: Sequence[Passage]) -> Comparison:
    parts = [(op, len(text.split())) for one in passages for op, text in one.edits]
    return Comparison(
        kind="wording",
        passages=tuple(passages),
        flags=tuple(sorted({flag for one in passages for flag in one.flags})),
        words_added=sum(words for op, words in parts if op == "+"),
        words_removed=sum(words for op, words in parts if op == "-"),
    )


def _settle(tx: "Connection", kept: Sequence[_Kept]) -> None:
    """All confirmed and seen till the end; one source in fifty cannot be read just now."""
    tx.execute(update(VERSIONS).values(confirmed_at=VERSIONS.c.first_seen))
    found = []
    for one in kept:
        assert one.seen is not None
        assert one.capture_id is not None
        episodes.enter(
            tx, source_id=one.source_id, state="ok", verdict="ok", reason=None, now=START
        )
        broken = one.page.number % 50 == 7
        if broken:
            episodes.enter(
                tx, source_id=one.source_id, state="broken", verdict="blocked",
                reason="HTTP 403", now=END - STEP,
            )  # fmt: skip
        found.append(_watch(one, one.seen, broken=broken))
    watches.save(tx, found)
    sightings.see(tx, [(one.source_id, one.capture_id or 0, END) for one in kept])


def _watch(one: _Kept, seen: datetime, *, broken: bool) -> Watch:
    last_ok = max(seen, END - STEP) if broken else END
    return Watch(
        source_id=one.source_id, next_check_at=END + timedelta(days=3650),
        state="broken" if broken else "ok", state_since=END - STEP if broken else START,
        last_check_at=END, last_ok_at=last_ok, verdict="blocked" if broken else "ok",
        reason="HTTP 403" if broken else None, failures=5 if broken else 0,
        failing_since=END - STEP if broken else None, visits=1000, capture_id=one.capture_id,
        captured_at=seen, status=200, rules_sha256=_RULES, ok_capture_id=one.capture_id,
        ok_rules_sha256=_RULES, version_id=one.version_id, confirmed_version_id=one.version_id,
    )  # fmt: skip
