"""Notices with every argument defaulted."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.notices import ChangeNotice, Envelope, SourceCard
from storage.model import EditOp, Passage

Change = Callable[..., ChangeNotice]
OPPOSE: tuple[tuple[EditOp, str], ...] = (
    ("=", "The sides "),
    ("-", "oppose"),
    ("+", "welcome"),
    ("=", " it."),
)
NOW = datetime(2025, 2, 13, 14, 26, tzinfo=UTC)


def build_passage(*edits: tuple[EditOp, str], **given: object) -> Passage:
    facts: dict[str, Any] = {
        "kind": "changed",
        "change": "wording",
        "before": "".join(text for op, text in edits if op in "=-"),
        "after": "".join(text for op, text in edits if op in "=+"),
        "edits": edits,
        "flags": (),
        "section": "Regional issues",
        "paragraph": 3,
    }
    return Passage(**(facts | given))


def build_source(**given: object) -> SourceCard:
    facts: dict[str, Any] = {
        "slug": "lorvania-harbor",
        "name": "Joint Statement on the Harbor",
        "publisher": "Lorvania Foreign Office",
        "url": "https://www.example.org/statements/harbor?x=1&y=2",
        "language": "en",
        "timezone": "America/New_York",
    }
    return SourceCard(**(facts | given))


def build_change(*passages: Passage, **given: object) -> ChangeNotice:
    facts: dict[str, Any] = {
        "alert_id": 7,
        "source": build_source(),
        "change": "wording",
        "from_number": 3,
        "to_number": 4,
        "passages": passages or (build_passage(*OPPOSE),),
        "flags": ("negation",),
        "not_before": datetime(2025, 2, 13, 14, 10, tzinfo=UTC),
        "first_seen": datetime(2025, 2, 13, 14, 25, tzinfo=UTC),
        "looks": 2,
        "seconds_apart": 11.2,
        "redated": ("2025-02-07", "2025-02-13"),
        "capture_sha256": "9f" * 32,
        "chain_head": "77" * 32,
    }
    return ChangeNotice(**(facts | given))


def build_envelope(**given: object) -> Envelope:
    facts: dict[str, Any] = {
        "message_id": "<readout.0123abcd@example.org>",
        "fixed_at": NOW,
        "timezone": "Asia/Tokyo",
    }
    return Envelope(**(facts | given))


@pytest.fixture
def passage() -> Callable[..., Passage]:
    return build_passage


@pytest.fixture
def source() -> Callable[..., SourceCard]:
    return build_source


@pytest.fixture
def change() -> Change:
    return build_change


@pytest.fixture
def envelope() -> Callable[..., Envelope]:
    return build_envelope


@pytest.fixture
def now() -> datetime:
    return NOW
