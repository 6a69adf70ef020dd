"""What a message says, gathered from the store when it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from alerts.inert import cut
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    Single,
    SourceCard,
    StateNotice,
)
from alerts.words import is_unparted, word_count
from monitor import archiveview, beside, called, evidence, instead, past, setbeside, statenotices
from monitor.compare.flags import term_counts
from monitor.compare.ranking import rank
from monitor.said import new_notes, redated
from storage import captures, chain, changes, outbox, sources, versions
from storage.model import (
    Alert,
    Change,
    Comparison,
    Delivery,
    Document,
    Passage,
    Source,
    Term,
    Verdict,
    unmarked,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config


def build(rx: "Connection", config: "Config", deliveries: Sequence[Delivery]) -> Notice:
    """What the message that carries these deliveries says."""
    alerts = [outbox.read_alert(rx, one.alert_id) for one in deliveries]
    members = tuple(_single(rx, config, alert) for alert in alerts)
    if len(members) == 1:
        return members[0]
    states = tuple(one for one in members if isinstance(one, StateNotice))
    if len(states) == len(members):
        return statenotices.group(rx, alerts, states)
    return DigestNotice(members=members)


def flags_of(rx: "Connection", alert: Alert) -> tuple[str, ...]:
    """The flags of the passages an alert of a change tells."""
    if alert.change_id is None:
        return ()
    told = _told(alert, _change_of(rx, alert))
    return tuple({flag: None for passage in told for flag in passage.flags})


def _single(rx: "Connection", config: "Config", alert: Alert) -> Single:
    if alert.source_id is None:
        return OperatorNotice(
            alert_id=alert.alert_id,
            subject=str(alert.facts["subject"]),
            lines=tuple(str(line) for line in _list(alert.facts["lines"])),
            heartbeat=alert.kind == "heartbeat",
            root=str(alert.facts["root"]) if alert.kind == "heartbeat" else None,
        )
    source = sources.by_id(rx, alert.source_id)
    match alert.kind:
        case "change":
            return _change(rx, config, alert, source)
        case "new":
            return _new(rx, config, alert, source)
        case "state" | "digest" | "heartbeat":
            return statenotices.build(rx, alert, source, _card(source))


def _change(rx: "Connection", config: "Config", alert: Alert, source: Source) -> ChangeNotice:
    change = _change_of(rx, alert)
    before = versions.by_id(rx, change.from_version_id)
    after = versions.by_id(rx, change.to_version_id)
    told = _told(alert, change)
    comparison, shown = change.comparison, tuple(rank(told))
    terms, expect = _watched(config, source)
    first_seen = _instant(alert, "first_seen") or after.first_seen
    confirmed_at = _instant(alert, "confirmed_at") or after.confirmed_at
    texts = (
        versions.document(rx, before.version_id),
        versions.document(rx, after.version_id),
    )
    return ChangeNotice(
        alert_id=alert.alert_id,
        source=_card(source),
        change=comparison.kind or "typography",
        cause=change.cause,
        from_number=before.number,
        to_number=after.number,
        passages=shown,
        evidence=evidence.said(rx, source, before, shown, terms=terms, expect=expect),
        flags=_flags(told, comparison),
        words_added=comparison.words_added,
        words_removed=comparison.words_removed,
        term_counts=_terms(config, source, texts),
        not_before=_instant(alert, "not_before") or after.not_before,
        first_seen=first_seen,
        looks=1 if confirmed_at is None else 2,
        seconds_apart=(confirmed_at - first_seen).total_seconds() if confirmed_at else None,
        confirmed=confirmed_at is not None,
        redated=redated(before, after),
        publisher_said=new_notes(before, after),
        same_as=after.same_as,
        capture_sha256=captures.body_sha256(rx, after.capture_id).hex(),
        chain_head=_head(rx, source),
        typographic_count=sum(p.change == "typography" for p in comparison.passages),
        rest_identical=len(told) == len(comparison.passages),
        phrase_history=past.phrase_history(rx, source, after, told),
        often=beside.often(rx, source, told),
        unseen=beside.unseen(rx, source),
        siblings=beside.siblings(rx, source, first_seen),
        archive=archiveview.of(rx, source, after, alert.created_at),
        archive_before=archiveview.of(rx, source, before, alert.created_at),
    )


def _change_of(rx: "Connection", alert: Alert) -> Change:
    assert alert.change_id is not None
    change = changes.by_id(rx, alert.change_id)
    assert change is not None
    return change


def _told(alert: Alert, change: Change) -> list[Passage]:
    """The passages this alert tells: all, or those that two looks confirmed; wording alone."""
    passages = change.comparison.passages
    chosen = alert.facts.get("passages")
    told = [passages[int(str(i))] for i in _list(chosen)] if chosen is not None else list(passages)
    wording = [passage for passage in told if passage.change == "wording"]
    return wording or told


def _watched(config: "Config", source: Source) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms and the phrases that must stand, of a source."""
    one = config.source(source.slug)
    return (tuple(one.watch), tuple(one.expect)) if one else ((), ())


def _terms(
    config: "Config", source: Source, texts: tuple[Document, Document]
) -> tuple[tuple[str, int, int], ...]:
    watched, _ = _watched(config, source)
    before, after = (term_counts(text.text, watched) for text in texts)
    return tuple(
        (name, count, after[name]) for name, count in before.items() if after[name] != count
    )


def _new(rx: "Connection", config: "Config", alert: Alert, source: Source) -> NewNotice:
    facts, version, headline = alert.facts, None, None
    text = ""
    if alert.version_id is not None:
        version = versions.by_id(rx, alert.version_id)
        document = versions.document(rx, alert.version_id)
        text, headline = unmarked(document.text), document.headline
    watched, _ = _watched(config, source)
    counts = term_counts(text, watched)
    beside_it = _instead(rx, config, alert, source)
    title = version.title if version else source.name
    plain, named = called.of(rx, source, title or source.name, headline)
    return NewNotice(
        alert_id=alert.alert_id,
        source=_card(source),
        number=version.number if version else None,
        title=title,
        called=plain,
        named=named,
        verdict=cast("Verdict", facts.get("verdict") or "ok"),
        reason=_said(facts, "reason"),
        excerpt=cut(text, statenotices.EXCERPT),
        word_count=word_count(text),
        unparted=is_unparted(text),
        published=version.published if version else None,
        term_counts=tuple((name, count) for name, count in counts.items() if count),
        not_before=_instant(alert, "not_before"),
        first_seen=version.first_seen if version else alert.created_at,
        listed=_said(facts, "listed"),
        found_by=_said(facts, "found_by"),
        attached_to=_attached_to(rx, source),
        replaces=_said(facts, "replaces"),
        replaced_number=beside_it.number if beside_it else None,
        beside_replaced=beside_it.said if beside_it else None,
        passages=beside_it.passages if beside_it else (),
        evidence=beside_it.evidence if beside_it else (),
        changed_terms=beside_it.terms if beside_it else (),
        taken_for=_taken_for(facts),
        set_beside=setbeside.said(rx, source, version.version_id) if version else (),
        unseen=beside.unseen(rx, source),
        archive=archiveview.of(rx, source, version, alert.created_at) if version else None,
        siblings=beside.siblings(rx, source, version.first_seen if version else alert.created_at),
        capture_sha256=captures.body_sha256(rx, version.capture_id).hex() if version else None,
        chain_head=_head(rx, source),
    )


def _instead(
    rx: "Connection", config: "Config", alert: Alert, source: Source
) -> instead.Beside | None:
    """The document beside the text that its link stood for before, if that was ever read."""
    replaced = alert.facts.get("replaced_version")
    if not isinstance(replaced, int) or alert.version_id is None:
        return None
    terms, _ = _watched(config, source)
    return instead.beside(rx, source, replaced, alert.version_id, terms)


def _attached_to(rx: "Connection", source: Source) -> str | None:
    """The document that it is a file of; None where a listing led to it."""
    parent = None if source.listing_id is None else sources.by_id(rx, source.listing_id)
    return parent.slug if parent is not None and parent.kind == "source" else None


def _taken_for(facts: Mapping[str, object]) -> tuple[str, str, str] | None:
    """For one of which statement it was taken, together with which text, and why."""
    statement, other, why = (_said(facts, name) for name in ("statement", "together_with", "why"))
    return (statement, other, why) if statement and other and why else None


def _said(facts: Mapping[str, object], name: str) -> str | None:
    value = facts.get(name)
    return None if value is None else str(value)


def _card(source: Source) -> SourceCard:
    return SourceCard(
        slug=source.slug,
        name=source.name,
        publisher=source.publisher,
        url=source.url,
        language=source.language,
        timezone=source.timezone,
    )


def _head(rx: "Connection", source: Source) -> str:
    head = chain.head(rx, source.source_id)
    return head.hex() if head else ""


def _instant(alert: Alert, name: str) -> datetime | None:
    """What the looks saw, where the version alone does not say it."""
    at = alert.facts.get(name)
    return datetime.fromisoformat(at) if isinstance(at, str) else None


def _flags(told: Sequence[Passage], comparison: Comparison) -> tuple[str, ...]:
    """The flags of what is told, and those of the whole that belong to no one passage."""
    raised = {flag for passage in told for flag in passage.flags}
    elsewhere = {flag for passage in comparison.passages for flag in passage.flags} - raised
    return tuple(flag for flag in comparison.flags if flag not in elsewhere)


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value
