"""Pairs of versions with every fact defaulted, made without a store."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from monitor.compare import compare
from monitor.pairs import Pair
from storage.model import Block, Change, Document, Source, Version
from storage.origins import Brought
from tests.storage.build import NOW, document, later

Made = Callable[..., Pair]


def build_pair(before: Document, after: Document, **told: Any) -> Pair:  # noqa: ANN401
    """How the two texts differ; `source`, `older`, `newer`: facts other than the default."""
    watched: dict[str, Any] = {
        "source_id": 1, "slug": "harbour", "url": "https://ministry.example/harbour?a=1&b=2",
        "name": "Harbour pact", "publisher": "Ministry of Harbours", "language": "en",
        "timezone": "Asia/Tokyo", "watch": (), "expect": (), "alert": (), "added_at": NOW,
    }  # fmt: skip
    source = _filled(Source, **(watched | told.pop("source", {})))
    first = _version(1, before, NOW, **told.pop("older", {}))
    second = _version(2, after, later(minutes=15), **told.pop("newer", {}))
    comparison = compare.compare(before.compared, after.compared, language=source.language)
    change = Change(
        change_id=1, source_id=1, from_version_id=1, to_version_id=2, cause="page",
        comparison=comparison, recorded_at=later(minutes=15),
    )  # fmt: skip
    ours = Brought(origin="direct", provenance=None)
    given: dict[str, Any] = {
        "change": change, "raised": {}, "brought": (ours, ours), "not_before": first.last_seen,
    }  # fmt: skip
    return Pair(
        source=source, before=first, after=second, documents=(before, after),
        comparison=comparison, **(given | told),
    )  # fmt: skip


def _version(number: int, text: Document, at: object, **told: object) -> Version:
    facts = {name: getattr(text, name) for name in ("title", "language", "published", "modified")}
    given: dict[str, object] = {
        "version_id": number, "source_id": 1, "number": number, "capture_id": number,
        "rules_sha256": b"r" * 32, "first_seen": at, "last_seen": at, "confirmed_at": at,
        "text_sha256": bytes([number]) * 32, "publisher_said": text.publisher_said,
    }  # fmt: skip
    made: Version = _filled(Version, **(facts | given | told))
    return made


def _filled(of: type[Any], **given: object) -> Any:  # noqa: ANN401
    """None for what is not given."""
    return of(**({field.name: None for field in fields(of)} | given))


def blocks(*texts: str) -> tuple[Block, ...]:
    """Paragraphs; `# ` begins a heading."""
    return tuple(
        Block(
            kind="heading" if text.startswith("# ") else "paragraph", text=text.removeprefix("# ")
        )
        for text in texts
    )


@pytest.fixture
def pair() -> Made:
    """Two texts of paragraphs, given as two lists."""

    def make(before: list[str], after: list[str], **told: Any) -> Pair:  # noqa: ANN401
        one, other = (document(blocks=blocks(*side)) for side in (before, after))
        return build_pair(one, other, **told)

    return make
