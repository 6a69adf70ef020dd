"""How watching a source goes: when it is broken or gone, and when people are told. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.model import Judgement, State

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig
    from storage.watches import Watch

GONE_LOOKS = 3
GONE_OVER = timedelta(minutes=10)
GONE_LOOK_AGAIN = timedelta(minutes=5)
_TOLD_AGAIN = (timedelta(days=1), timedelta(days=7))
_TOLD_MONTHLY = timedelta(days=30)
VANISHED: frozenset[State] = frozenset({"gone", "withdrawn", "replaced"})
UNWELL = VANISHED | {"broken"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A state people must be told of. `recovered`: the source is well again, and `was` not."""

    state: State
    was: State
    recovered: bool
    since: datetime
    stands: bool = False  # withdrawn by a notice, beside a text that is read and compared as before


def well(watch: "Watch", now: datetime) -> tuple["Watch", Turn | None]:
    """What a good sight makes of the watch: failures forgotten; told if people heard of trouble."""
    state = _well_as(watch, now)
    if watch.state == state and not watch.failures:
        return replace(watch, last_ok_at=now), None
    turn = None
    stood = watch.state == "withdrawn" and not watch.failures
    troubled = watch.state in UNWELL - {state} and watch.told_at is not None
    if troubled or (watch.state == "flapping" and state != "flapping"):
        since = watch.failing_since or watch.state_since
        turn = Turn(state=state, was=watch.state, recovered=True, since=since, stands=stood)
    elif state == "withdrawn" and watch.state not in {"new", "withdrawn"}:
        since = watch.withdrawal_since or now
        turn = Turn(state=state, was=watch.state, recovered=False, since=since, stands=True)
    elif watch.state != "flapping" and state == "flapping":
        turn = Turn(state=state, was=watch.state, recovered=False, since=now)
    return replace(
        watch,
        last_ok_at=now,
        failures=0,
        failing_since=None,
        state=state,
        state_since=watch.state_since if watch.state == state else now,
        told_at=now if state == "withdrawn" else None,
        tellings=0,
    ), turn


def _well_as(watch: "Watch", now: datetime) -> State:
    """What a page is whose text was read: `withdrawn` once it has said so for ten minutes.

    One that said so when it was first read is withdrawn at once.
    """
    if watch.alternated_at is not None:
        return "flapping"
    if watch.withdrawal_since is None:
        return "ok"
    lasted = now - watch.withdrawal_since >= GONE_OVER
    return "withdrawn" if lasted or watch.state in {"new", "withdrawn"} else "ok"


def unwell(
    watch: "Watch", judgement: Judgement, source: "SourceConfig", now: datetime
) -> tuple["Watch", Turn | None]:
    """What a failed sight makes of the watch; a Turn when people must be told (again)."""
    since = min(watch.failing_since or now, now)  # later than now: the clock was put back
    before = watch.state
    watch = replace(watch, failures=watch.failures + 1, failing_since=since)
    state = _state(watch, judgement, source, now)
    if state is None:
        return watch, None
    if state == watch.state:
        if not _tell_again(watch, now):
            return watch, None
        watch = replace(watch, told_at=now, tellings=watch.tellings + 1)
    else:
        watch = replace(watch, state=state, state_since=now, told_at=now, tellings=1)
    return watch, Turn(state=state, was=before, recovered=False, since=since)


def pause(tellings: int) -> timedelta:
    """How long after so many tellings people are told again of what lasts."""
    done = tellings - 1
    return _TOLD_AGAIN[done] if done < len(_TOLD_AGAIN) else _TOLD_MONTHLY


def stands_anew(watch: "Watch", before: "Watch") -> "Watch":
    """Where yet another text stands on a page that was replaced, told again within a day."""
    anew = watch.state == before.state == "replaced" and watch.reason != before.reason
    return replace(watch, tellings=min(watch.tellings, 1)) if anew else watch


def look_again_at(watch: "Watch", now: datetime) -> datetime | None:
    """When a page is looked at again, sooner than its pace, until it is gone or withdrawn."""
    said_so = watch.withdrawal_since is not None and watch.alternated_at is None
    if (watch.verdict == "gone" or said_so) and watch.state not in VANISHED:
        return now + GONE_LOOK_AGAIN
    return None


def _state(
    watch: "Watch", judgement: Judgement, source: "SourceConfig", now: datetime
) -> State | None:
    lasted = now - (watch.failing_since or now)
    if judgement.verdict == "gone" and watch.failures >= GONE_LOOKS and lasted >= GONE_OVER:
        return judgement.vanished or "gone"
    if judgement.verdict != "gone" and watch.failures >= source.broken_after:
        return "broken" if lasted >= source.broken_for else None
    return None


def _tell_again(watch: "Watch", now: datetime) -> bool:
    if watch.told_at is None:
        return True
    return now - watch.told_at >= pause(watch.tellings)
