"""What a message about a state says, gathered from the store when it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from alerts.inert import cut
from alerts.notices import GroupNotice, SourceCard, StateNotice
from monitor import beside, hoststates, setbeside
from monitor.compare.ranking import rank
from monitor.health import VANISHED
from monitor.proof import merkle
from monitor.remedies import remedy
from storage import chain, changes, sources, versions
from storage.model import Alert, Passage, Source, State, Verdict, Version, unmarked

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FINE: frozenset[State] = frozenset({"ok", "unlisted"})  # nobody has to do anything
EXCERPT = 400  # characters of a text that stands in a message about its page


def build(rx: "Connection", alert: Alert, source: Source, card: SourceCard) -> StateNotice:
    """What the alert of a state says."""
    facts = alert.facts
    version = None if alert.version_id is None else versions.by_id(rx, alert.version_id)
    head = chain.head(rx, source.source_id)
    between, passages = _in_turn(rx, alert)
    return StateNotice(
        alert_id=alert.alert_id,
        source=card,
        state=cast("State", facts["state"]),
        was=cast("State | None", facts.get("was")),
        between=between,
        passages=passages,
        verdict=cast("Verdict | None", facts["verdict"]),
        reason=_text(facts, "reason"),
        since=datetime.fromisoformat(str(facts["since"])),
        last_good=datetime.fromisoformat(str(facts["last_good"])) if facts["last_good"] else None,
        last_version=version.number if version else None,
        excerpt=_last_text(rx, facts, version),
        remedy=None
        if facts["recovered"] or facts["state"] in _FINE
        else _remedy(rx, alert, source, version),
        recovered=bool(facts["recovered"]),
        stands=bool(facts.get("stands")),
        begins=_begins(alert, version),
        moved_to=_text(facts, "moved_to") if "moved_to" in facts else None,
        set_beside=_first_text(rx, alert, source, version),
        unseen=beside.unseen(rx, source),
        siblings=beside.siblings(rx, source, alert.created_at),
        chain_head=head.hex() if head else "",
    )


def _first_text(
    rx: "Connection", alert: Alert, source: Source, version: Version | None
) -> tuple[str, ...]:
    """Of a page that was not there, or could not be read, until now: its text beside the others."""
    if version is None or not _begins(alert, version):
        return ()
    return setbeside.said(rx, source, version.version_id)


def _begins(alert: Alert, version: Version | None) -> bool:
    """Whether what is read now, after trouble, was never read before."""
    if version is None or not alert.facts["recovered"] or version.number > 1:
        return False
    return version.first_seen >= datetime.fromisoformat(str(alert.facts["since"]))


def group(
    rx: "Connection", alerts: Sequence[Alert], members: tuple[StateNotice, ...]
) -> GroupNotice:
    """What a message about many sources of a host says: the same, however often it is composed.

    Its sources and all others are named in the order of their ids.
    """
    host, _ = hoststates.key_of(alerts[0])
    told = {alert.source_id for alert in alerts}
    still, before = hoststates.in_trouble(rx, host, max(one.alert_id for one in alerts))
    texts = {alert.source_id: alert.version_id for alert in before}
    same = sum(texts.get(alert.source_id) == alert.version_id for alert in alerts)
    others = [one.source_id for one in still if one.source_id not in told]
    return GroupNotice(
        host=host,
        members=tuple(sorted(members, key=_slug)),
        unchanged=same if members[0].recovered else 0,
        needy=len(still),
        others=tuple(sorted(sources.by_id(rx, i).slug for i in others if i is not None)),
        root=_root(members),
    )


def _slug(notice: StateNotice) -> str:
    return notice.source.slug if notice.source else ""


def _root(members: Sequence[StateNotice]) -> str | None:
    """The root over the heads of these sources' chains."""
    heads = {_slug(one): bytes.fromhex(one.chain_head) for one in members if one.chain_head}
    return merkle.root(heads).hex() if heads else None


def _in_turn(rx: "Connection", alert: Alert) -> tuple[tuple[int, ...], tuple[Passage, ...]]:
    """The versions that a page shows in turn, and by which passages they differ."""
    change = None if alert.change_id is None else changes.by_id(rx, alert.change_id)
    if change is None:
        return (), ()
    ends = (change.from_version_id, change.to_version_id)
    wording = [one for one in change.comparison.passages if one.change == "wording"]
    return tuple(versions.by_id(rx, one).number for one in ends), tuple(rank(wording))


def _last_text(
    rx: "Connection", facts: Mapping[str, object], version: Version | None
) -> str | None:
    if version is None or facts["state"] not in VANISHED:
        return None
    return cut(unmarked(versions.document(rx, version.version_id).text), EXCERPT)


def _remedy(rx: "Connection", alert: Alert, source: Source, version: Version | None) -> str:
    facts = alert.facts
    return remedy(
        str(facts["verdict"]),
        source.slug,
        _text(facts, "reason"),
        read_before=version is not None,
        state=cast("State", facts["state"]),
        archive=source.has_archive,
        led_by=sources.led_by(rx, source),
        kind=source.kind,
    )


def _text(facts: Mapping[str, object], name: str) -> str | None:
    value = facts[name]
    return None if value is None else str(value)
