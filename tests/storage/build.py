"""Builders of what the store keeps, every argument defaulted."""

# ruff: noqa: ANN401 - each passes on what it is told

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage import captures, changes, outbox, sightings, sources, versions
from storage.model import (
    Alert,
    Block,
    Capture,
    Change,
    Comparison,
    Document,
    Exchange,
    Failure,
    Hop,
    Origin,
    Passage,
    Version,
)

NOW = datetime(2025, 2, 7, 16, 55, 0, 123456, tzinfo=UTC)
RULES = bytes(range(32))


def later(**step: float) -> datetime:
    """NOW and that much: `later(minutes=5)`."""
    return NOW + timedelta(**step)


def source(tx: Connection, slug: str = "avelland-statement", **told: Any) -> int:
    """A registered source; its id."""
    given: dict[str, Any] = {
        "url": f"https://ministry.example/{slug}",
        "name": "Joint statement",
        "publisher": "Ministry of External Affairs",
        "language": "en",
        "timezone": "Europe/Lisbon",
        "statement": None,
        "now": NOW,
    }
    return sources.register(tx, slug=slug, **(given | told))


def exchange(body: bytes = b"<html><p>We agree.</p></html>", **told: Any) -> Exchange:
    """An exchange that went well."""
    given: dict[str, Any] = {
        "url": "https://ministry.example/statement",
        "final_url": "https://ministry.example/statement",
        "hops": (),
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx")),
        "declared_bytes": len(body),
        "received_bytes": len(body),
        "started_at": NOW,
        "ended_at": later(seconds=1),
        "failure": None,
        "retry_at": None,
    }
    return Exchange(body=body, **(given | told))


def capture(
    tx: Connection, source_id: int, body: bytes = b"<p>We agree.</p>", basis: int | None = None
) -> Capture:
    """A kept capture of that body."""
    return kept(tx, source_id, exchange(body), basis=basis)


def kept(
    tx: Connection,
    source_id: int,
    exchange: Exchange,
    *,
    origin: Origin = "direct",
    basis: int | None = None,
    provenance: str | None = None,
) -> Capture:
    """A kept capture."""
    new = captures.NewCapture(
        source_id=source_id, origin=origin, exchange=exchange, basis=basis, provenance=provenance
    )
    (capture,) = captures.keep(tx, [new])
    return capture


def document(*texts: str, **told: Any) -> Document:
    """A document of paragraphs."""
    given: dict[str, Any] = {
        "title": "Joint statement",
        "headline": None,
        "language": "en",
        "published": "2025-02-07",
        "modified": None,
        "blocks": tuple(Block(kind="paragraph", text=text) for text in texts or ("We agree.",)),
    }
    return Document(**(given | told))


def version(
    tx: Connection, source_id: int, *texts: str, capture_id: int | None = None, **told: Any
) -> Version:
    """A recorded version; of a capture of its own, unless one is given."""
    if capture_id is None:
        capture_id = capture(tx, source_id).capture_id
    page = told.pop("document", document(*texts))
    given: dict[str, Any] = {
        "rules_sha256": RULES,
        "cause": None,
        "first_seen": NOW,
        "not_before": None,
        "supersedes": None,
    }
    return versions.record(
        tx, source_id=source_id, capture_id=capture_id, document=page, **(given | told)
    )


def comparison(**told: Any) -> Comparison:
    """One word for another."""
    passage = Passage(
        kind="changed",
        change="wording",
        before="We oppose it.",
        after="We do not support it.",
        edits=(("=", "We "), ("-", "oppose"), ("+", "do not support"), ("=", " it.")),
        flags=("strength",),
        section="Security",
        paragraph=2,
    )
    given: dict[str, Any] = {
        "kind": "wording",
        "passages": (passage,),
        "flags": ("strength",),
        "words_added": 3,
        "words_removed": 1,
    }
    return Comparison(**(given | told))


def change(tx: Connection, source_id: int, before: Version, after: Version, **told: Any) -> Change:
    """A recorded change between two versions."""
    given: dict[str, Any] = {"cause": "page", "comparison": comparison(), "now": NOW}
    return changes.record(
        tx,
        source_id=source_id,
        from_version_id=before.version_id,
        to_version_id=after.version_id,
        **(given | told),
    )


def alert(tx: Connection, source_id: int | None, **told: Any) -> Alert:
    """Something people must be told."""
    given: dict[str, Any] = {
        "kind": "state",
        "version_id": None,
        "change_id": None,
        "facts": {"reason": "HTTP 403"},
        "now": NOW,
    }
    return outbox.alert(tx, source_id=source_id, **(given | told))


def delivery(tx: Connection, alert_id: int, **told: Any) -> int:
    """The delivery of an alert; its id."""
    given: dict[str, Any] = {
        "channel": "desk",
        "state": "pending",
        "urgent": False,
        "next_attempt_at": NOW,
        "now": NOW,
    }
    return outbox.deliver(tx, alert_id=alert_id, **(given | told))


def everything(tx: Connection) -> int:
    """A source of which every column of the evidence says something in some row; its id."""
    source_id, other = source(tx), source(tx, "other")
    odd = exchange(
        b"<p>We agree on all of it.</p>" * 9,
        final_url="https://ministry.example/moved",
        hops=(Hop(url="https://ministry.example/a\x1b", status=301, location="/moved"),),
        failure=Failure(kind="timeout", text="no answer within 30 s"),
        retry_at=later(hours=1),
    )
    first = kept(tx, source_id, odd, provenance="saved by hand by a reader")
    body = odd.body.replace(b"all", b"most")
    second = capture(tx, source_id, body, basis=first.capture_id)
    third = capture(tx, source_id, body + b"<hr>", basis=second.capture_id)
    sightings.see(tx, [(source_id, third.capture_id, later(minutes=n)) for n in range(3)])
    sightings.seal(tx, source_id)
    told = {
        "headline": "Statement", "modified": "2025-02-08", "publisher_said": "Corrected.",
    }  # fmt: skip
    long = "The ministers’ words agree on all of it, and on every word here. " * 3
    texts = ["We oppose it.", f"{long} They met in the harbour of Port Ansel."]
    one = version(tx, source_id, capture_id=first.capture_id, document=document(*texts, **told))
    new = ["We do not support it.", texts[1].replace("every word", "each word")]
    two = version(
        tx, source_id, capture_id=second.capture_id, document=document(*new, **told),
        cause="page", not_before=NOW, supersedes=one.version_id,
    )  # fmt: skip
    again = version(
        tx, source_id, capture_id=third.capture_id, document=document(*texts, **told),
        cause="rules", not_before=NOW,
    )  # fmt: skip
    assert again.same_as == 1
    versions.confirm(tx, two.version_id, NOW)
    brought = change(tx, source_id, one, two)
    change(tx, source_id, one, two, cause="rules")
    versions.supersede(tx, [one.version_id], two.version_id)
    version(tx, other)
    for n in range(2):
        told_of = alert(
            tx, source_id, kind="change", version_id=two.version_id, change_id=brought.change_id,
            facts={"passages": [0], "reason": "\x1b"},
        )  # fmt: skip
        name = f"<{n}@readout>"
        outbox.fix(
            tx, delivery_ids=[delivery(tx, told_of.alert_id)], channel="desk",
            message_id=name, thread="<0@readout>" if n else None, now=NOW,
        )  # fmt: skip
        outbox.mark_sent(tx, name, later(minutes=n), remote_id="1738947300.0001")
    return source_id
