"""What applying today's rules comes to, for people: versions and alerts that come or go."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from monitor import routing
from monitor.commit import Commit
from monitor.reading import differ
from monitor.rederiving import Place, Plan, apply, compared, plan
from storage import changes, sources, told, versions
from storage.errors import StoreError
from storage.model import Comparison, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Channel, Config, SourceConfig
    from storage.store import Store

_log = logging.getLogger(__name__)
What = Literal["changed", "merged", "split", "alert gone", "alert new", "left"]
_EXCERPT = 80  # characters of what differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that comes or goes. `into`: the number in whose place; None: not recorded yet."""

    what: What
    source: str
    version: int | None = None
    into: int | None = None
    place: int | None = None  # of the plan
    at: datetime | None = None
    words: str | None = None
    alert: int | None = None
    reason: str | None = None


def rederive(
    store: "Store", config: "Config", chosen: "Iterable[SourceConfig]", now: datetime, *, dry: bool
) -> Iterator[Finding]:
    """Apply today's rules to the chosen sources, each in one commit, or only say what would come.

    A source that cannot be read again is left as it is, and the others go on.
    """
    for source in chosen:
        try:
            yield from _one(store, config, source, now, dry=dry)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other sources go on
            _log.exception("rederiving %s failed", source.id)
            reason = f"a fault of ours in reading it: {error!r}"
            yield Finding(what="left", source=source.id, reason=reason)


def _one(
    store: "Store", config: "Config", source: "SourceConfig", now: datetime, *, dry: bool
) -> list[Finding]:
    with store.read() as rx:
        known = sources.get(rx, source.id) or (
            sources.get(rx, source.formerly) if source.formerly else None
        )
        if known is None:
            return []
        made = plan(rx, source, known.source_id)
        if isinstance(made, str):
            return [Finding(what="left", source=source.id, reason=made)]
        found = findings(rx, made, config.channels)
    if dry:
        return found
    with store.write() as tx:
        line = apply(Commit(tx=tx, config=config, source=source, now=now), made)
    return [
        one if one.place is None else replace(one, into=line[one.place].number) for one in found
    ]


def findings(rx: "Connection", plan: Plan, channels: "Mapping[str, Channel]") -> list[Finding]:
    """What a plan comes to, before it is applied."""
    return [
        *_replaced(rx, plan),
        *_split(plan),
        *_alerts_gone(rx, plan),
        *_alerts_new(rx, plan, channels),
    ]


def _number(plan: Plan, index: int) -> int | None:
    version = plan.places[index].version
    return None if version is None else version.number


def _replaced(rx: "Connection", plan: Plan) -> Iterator[Finding]:
    for version in plan.standing:
        index = plan.replaced.get(version.version_id)
        if index is None:
            continue
        place = plan.places[index]
        old = versions.document(rx, version.version_id)
        yield Finding(
            what="changed" if place.supersedes == version else "merged",
            source=plan.source.id,
            version=version.number,
            place=index,
            into=_number(plan, index),
            at=version.first_seen,
            words=_words(differ(plan.source, old, place.step.document)),
        )


def _split(plan: Plan) -> Iterator[Finding]:
    """New versions that begin where none began."""
    began = {version.capture_id for version in plan.standing}
    for index, place in enumerate(plan.places):
        if place.version is not None or place.step.capture_id in began:
            continue
        earlier = [one for one in plan.standing if one.first_seen <= place.step.at]
        yield Finding(
            what="split",
            source=plan.source.id,
            version=earlier[-1].number if earlier else None,
            place=index,
            into=_number(plan, index),
            at=place.step.at,
            words=_words(compared(plan, index).comparison) if index else None,
        )


def _alerts_gone(rx: "Connection", plan: Plan) -> Iterator[Finding]:
    """Alerts of what is no change of wording any more."""
    numbers = {version.version_id: version for version in plan.standing}
    for one in told.changes_of(rx, plan.source_id):
        version = numbers.get(one.version_id)
        if version is None or _still_told(plan, version):
            continue
        yield Finding(
            what="alert gone",
            source=plan.source.id,
            version=version.number,
            at=one.created_at,
            alert=one.alert_id,
        )


def _still_told(plan: Plan, version: Version) -> bool:
    index = _begins_at(plan.places, version)
    if index is None or index == 0:
        return False
    if not _fresh(plan.places, index):
        return True
    comparison = compared(plan, index).comparison
    return comparison is not None and comparison.kind == "wording"


def _begins_at(places: Sequence[Place], version: Version) -> int | None:
    return next(
        (i for i, place in enumerate(places) if place.step.capture_id == version.capture_id), None
    )


def _fresh(places: Sequence[Place], index: int) -> bool:
    """Whether the change that leads to a place is one that was not there before."""
    return places[index].version is None or places[index - 1].version is None


def _alerts_new(
    rx: "Connection",
    plan: Plan,
    channels: "Mapping[str, Channel]",
) -> Iterator[Finding]:
    """Changes of wording that would have been told had today's rules been those of the time."""
    for index, place in enumerate(plan.places[1:], start=1):
        if not _fresh(plan.places, index) or _was_wording(rx, plan, place):
            continue
        comparison = compared(plan, index).comparison
        if comparison is None or comparison.kind != "wording":
            continue
        at, alert = place.step.at, plan.source.alert
        if routing.route("wording", comparison.flags, alert, channels, at):
            yield Finding(
                what="alert new",
                source=plan.source.id,
                place=index,
                into=_number(plan, index),
                at=at,
                words=_words(comparison),
            )


def _was_wording(rx: "Connection", plan: Plan, place: Place) -> bool:
    """Whether a change of wording was known already that began with the same capture."""
    return any(
        change.comparison.kind == "wording" and change.cause == "page"
        for version in plan.standing
        if version.capture_id == place.step.capture_id
        and (change := changes.arriving_at(rx, version.version_id)) is not None
    )


def _words(comparison: Comparison | None) -> str | None:
    """The first words by which texts differ, `- old + new`; their typography where no word does."""
    if comparison is None or not comparison.passages:
        return None
    if comparison.kind == "typography":
        return "typography: " + ", ".join(comparison.typography)
    first = next(one for one in comparison.passages if one.change == "wording")
    sides = (
        (sign, "".join(text for op, text in first.edits if op == sign).strip()) for sign in "-+"
    )
    parts = [f"{sign} {_short(text)}" for sign, text in sides if text]
    return " ".join(parts) or f"moved: {_short(first.after)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
