"""A notice as JSON: a change as `diff --json` prints it, with what it is about beside it."""

from collections.abc import Iterable
from datetime import datetime

from alerts import pages, sentences, when
from alerts.headline import headline
from alerts.inert import bare
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    GroupNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    SampleNotice,
    SourceCard,
    StateNotice,
)
from storage.model import Passage

Json = dict[str, object]


def as_json(notice: Notice, report_url: str | None = None) -> Json:  # noqa: PLR0911 - one a kind
    """The notice in JSON's own types, keys in snake_case, times in UTC; `kind` says what it is.

    `report`, of what stands in the published report, is the address of its page there.
    """
    match notice:
        case ChangeNotice():
            change = pages.of_change(notice.source.slug, notice.from_number, notice.to_number)
            return _change(notice) | _report(report_url, change)
        case NewNotice():
            return _new(notice) | _report(report_url, pages.of_source(notice.source.slug))
        case StateNotice():
            source = pages.of_source(notice.source.slug) if notice.source else None
            return _state(notice) | _report(report_url, source)
        case OperatorNotice():
            kind = "heartbeat" if notice.heartbeat else "operator"
            return {"kind": kind, "alert": notice.alert_id, "headline": bare(headline(notice)),
                    "lines": list(notice.lines), "root": notice.root}  # fmt: skip
        case GroupNotice():
            return {"kind": "digest", "headline": bare(headline(notice)), "host": notice.host,
                    "unchanged": notice.unchanged, "needy": notice.needy, "root": notice.root,
                    "alerts": _members(notice, report_url)}  # fmt: skip
        case DigestNotice():
            members = _members(notice, report_url)
            return {"kind": "digest", "headline": bare(headline(notice)), "alerts": members}
        case SampleNotice():
            return {"kind": "sample", "channel": notice.channel, "headline": bare(headline(notice))}


def _members(notice: GroupNotice | DigestNotice, report_url: str | None) -> list[Json]:
    return [as_json(member, report_url) for member in notice.members]


def _change(notice: ChangeNotice) -> Json:
    raised = dict(zip(notice.passages, notice.evidence, strict=False))
    return {
        "kind": "change",
        "alert": notice.alert_id,
        "headline": bare(headline(notice)),
        **_source(notice.source),
        "from": notice.from_number,
        "to": notice.to_number,
        "change": notice.change,
        "cause": notice.cause,
        "flags": list(notice.flags),
        "typography": list(sentences.typography(notice.passages)),
        "passages": [passage_json(one, raised.get(one, ())) for one in notice.passages],
        "words_added": notice.words_added,
        "words_removed": notice.words_removed,
        "not_before": _instant(notice.not_before),
        "first_seen": _instant(notice.first_seen),
        "confirmed": notice.confirmed,
        "same_as": notice.same_as,
        "publisher_said": notice.publisher_said,
        "unseen": list(notice.unseen),
        "siblings": _siblings(notice),
        "origin": "direct" if notice.archive is None else "wayback",
        "memento": notice.archive.memento if notice.archive else None,
        "capture_sha256": notice.capture_sha256,
        "chain_head": notice.chain_head,
    }


def passage_json(passage: Passage, raised: Iterable[tuple[str, str, str]]) -> Json:
    """One passage, to the character as it was read. `raised`: flags, which way, their words."""
    return {
        "kind": passage.kind,
        "change": passage.change,
        "before": passage.before,
        "after": passage.after,
        "edits": [list(edit) for edit in passage.edits],
        "flags": list(passage.flags),
        "typography": list(passage.typography),
        "layout": passage.layout or None,
        "section": passage.section,
        "paragraph": passage.paragraph,
        "raised": [
            {"flag": flag, "way": way or None, "words": words} for flag, way, words in raised
        ],
    }


def _new(notice: NewNotice) -> Json:
    raised = dict(zip(notice.passages, notice.evidence, strict=False))
    return {
        "kind": "new",
        "alert": notice.alert_id,
        "headline": bare(headline(notice)),
        **_source(notice.source),
        "version": notice.number,
        "title": notice.title,
        "verdict": notice.verdict,
        "reason": notice.reason,
        "published": notice.published,
        "words": notice.word_count,
        "terms": dict(notice.term_counts),
        "excerpt": notice.excerpt,
        "listed": notice.listed,
        "found_by": notice.found_by,
        "attached_to": notice.attached_to,
        "replaces": notice.replaces,
        "replaced_version": notice.replaced_number,
        "beside_replaced": notice.beside_replaced,
        "passages": [passage_json(one, raised.get(one, ())) for one in notice.passages],
        "taken_for": _taken_for(notice),
        "set_beside": list(notice.set_beside),
        "unseen": list(notice.unseen),
        "siblings": _siblings(notice),
        "not_before": _instant(notice.not_before),
        "first_seen": _instant(notice.first_seen),
        "origin": "direct" if notice.archive is None else "wayback",
        "memento": notice.archive.memento if notice.archive else None,
        "capture_sha256": notice.capture_sha256,
        "chain_head": notice.chain_head,
    }


def _state(notice: StateNotice) -> Json:
    named = _source(notice.source) if notice.source else {"source": None, "about": notice.about}
    return {
        "kind": "state",
        "alert": notice.alert_id,
        "headline": bare(headline(notice)),
        **named,
        "state": notice.state,
        "was": notice.was,
        "between": list(notice.between),
        "set_beside": list(notice.set_beside),
        "unseen": list(notice.unseen),
        "siblings": _siblings(notice),
        "verdict": notice.verdict,
        "reason": notice.reason,
        "moved_to": notice.moved_to,
        "recovered": notice.recovered,
        "since": _instant(notice.since),
        "last_good": _instant(notice.last_good),
        "version": notice.last_version,
        "excerpt": notice.excerpt,
        "remedy": notice.remedy,
        "chain_head": notice.chain_head,
    }


def _report(report_url: str | None, page: str | None) -> Json:
    if report_url is None or page is None:
        return {"report": None}
    return {"report": pages.address(report_url, page)}


def _taken_for(notice: NewNotice) -> Json | None:
    if notice.taken_for is None:
        return None
    statement, other, why = notice.taken_for
    return {"statement": statement, "with": other, "why": why}


def _siblings(notice: ChangeNotice | NewNotice | StateNotice) -> list[Json]:
    return [
        {
            "source": one.slug,
            "publisher": one.publisher,
            "language": one.language,
            "last_good": _instant(one.seen_at),
            "changed_at": _instant(one.changed_at),
            "came_at": _instant(one.came_at),
            "version": one.number,
        }
        for one in notice.siblings
    ]


def _source(source: SourceCard) -> Json:
    return {
        "source": source.slug,
        "name": source.name,
        "publisher": source.publisher,
        "url": source.url,
        "language": source.language,
    }


def _instant(at: datetime | None) -> str | None:
    return when.exact(at) if at else None
