"""Stored captures read again under today's rules, in the order of time: what their history is now.

The road of monitor/pipeline.py without its looks: nothing is fetched, kept or told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import volatile
from monitor.judge import charset
from monitor.judge.exchange import closed, judge_exchange
from monitor.pipeline import Derived
from monitor.reading import OK, Before, Reading, differ, read_capture, rules_of, with_pin
from monitor.text.rules import rules_sha256
from storage import captures, versions, volatiles
from storage.model import Capture, Comparison, Document, Exchange, Judgement, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import SourceConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A text that began with a capture. `kept`: the version by which it stays as it was read."""

    capture_id: int
    at: datetime
    document: Document
    derived: Derived
    kept: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What one capture says today, and the step it shows (None: before the first)."""

    judgement: Judgement
    rules_sha256: bytes
    frame_sha256: bytes | None
    step: int | None
    at: datetime


@dataclass(slots=True, kw_only=True)
class Replay:
    """A source's history under today's rules. `pin`: where its text was found last, and in what."""

    steps: list[Step] = field(default_factory=list)
    read: dict[int, Reread] = field(default_factory=dict)
    pin: tuple[str, int] | None = None
    closed: bool | None = None  # of the last good capture
    frame: tuple[bytes, bytes | None] | None = None  # the rules and the frame it was read under

    @property
    def last(self) -> Document | None:
        """The text as it stands after the captures so far."""
        return self.steps[-1].document if self.steps else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the store says of the source."""

    source: "SourceConfig"
    begun: Mapping[int, Version]  # the version that began with a capture
    muted: Collection[str]


def replay(
    rx: "Connection", source: "SourceConfig", source_id: int, standing: Collection[Version]
) -> Replay:
    """Read all captures of the source again. `standing` are its versions that are not superseded.

    A capture whose body was thinned out, or in which today's rules find no text, is not judged
    anew: where a version began with it, that version stays as it was read.
    """
    begun: dict[int, Version] = {}
    for version in standing:
        begun.setdefault(version.capture_id, version)
    known = _Known(source=source, begun=begun, muted=volatiles.muted(rx, source_id))
    thinned = captures.thinned(rx, source_id)
    made = Replay()
    for row in captures.history(rx, source_id):
        if row.capture_id not in thinned:
            _again(rx, made, known, captures.read(rx, row.capture_id))
        elif row.capture_id in begun:
            _keep(rx, made, begun[row.capture_id], row.ended_at)
    return made


def _again(rx: "Connection", made: Replay, known: _Known, capture: Capture) -> None:
    judgement = _judge(capture.exchange, made.closed)
    rules = rules_of(known.source, made.pin[0] if made.pin else None)
    if judgement.verdict != "ok":
        _note(made, capture, Reading(judgement=judgement), rules_sha256(rules))
        return
    frame = made.frame[1] if made.frame and made.frame[0] == rules_sha256(rules) else None
    before = Before(frame_sha256=frame, document=lambda: made.last)
    reading = read_capture(capture.exchange, rules, before)
    if reading.judgement.verdict == "ok" and reading.document is not None:
        reading = _judged_by_charset(made, reading, reading.document)
    under = with_pin(rules, reading)
    if reading.judgement.verdict == "empty" and capture.capture_id in known.begun:
        _keep(rx, made, known.begun[capture.capture_id], capture.captured_at)
    elif reading.judgement.verdict == "ok":
        _enter(made, known, capture, reading, under)
    _note(made, capture, reading, under)


def _judge(exchange: Exchange, before: bool | None) -> Judgement:  # noqa: FBT001 - as judged
    whole = closed(exchange.body)
    return judge_exchange(exchange, previous_closed=None if whole else before)


def _judged_by_charset(made: Replay, reading: Reading, document: Document) -> Reading:
    if made.last is None:
        return reading
    judgement = charset.judge_charset(made.last, document)
    if judgement.verdict != "ok":
        return replace(reading, judgement=judgement)
    mended = charset.mended(made.last, document)
    if mended is not None and made.steps[-1].kept is None:
        made.steps[-1] = replace(made.steps[-1], document=mended)
    return reading


def _enter(made: Replay, known: _Known, capture: Capture, reading: Reading, under: bytes) -> None:
    """A good capture: a step of its own where its text is another than the last."""
    made.closed, made.frame = closed(capture.exchange.body), (under, reading.frame_sha256)
    if reading.selector is not None:
        made.pin = reading.selector, capture.capture_id
    document = reading.document
    if document is None:  # the frame is the one read before
        return
    comparison = None
    if made.last is not None:
        comparison = differ(known.source, made.last, document)
        if comparison.kind is None or _silent(known, capture, reading, comparison):
            return
    derived = Derived(reading=reading, rules_sha256=under, comparison=comparison)
    made.steps.append(
        Step(
            capture_id=capture.capture_id,
            at=capture.captured_at,
            document=document,
            derived=derived,
        )
    )


def _silent(known: _Known, capture: Capture, reading: Reading, comparison: Comparison) -> bool:
    """Whether only what is muted differs; a version it made before it was muted stays one."""
    if capture.capture_id in known.begun or reading.selector is not None or not known.muted:
        return False
    return not volatile.told(comparison.passages, known.muted)


def _keep(rx: "Connection", made: Replay, version: Version, at: datetime) -> None:
    """The version stays as it was read once."""
    document = versions.document(rx, version.version_id)
    reading = Reading(judgement=OK, document=document)
    derived = Derived(reading=reading, rules_sha256=version.rules_sha256)
    made.frame = None
    made.steps.append(
        Step(capture_id=version.capture_id, at=at, document=document, derived=derived, kept=version)
    )


def _note(made: Replay, capture: Capture, reading: Reading, under: bytes) -> None:
    made.read[capture.capture_id] = Reread(
        judgement=reading.judgement,
        rules_sha256=under,
        frame_sha256=reading.frame_sha256,
        step=len(made.steps) - 1 if made.steps else None,
        at=capture.captured_at,
    )
