"""Episodes as stretches in which a source was not seen, and in words."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor import outages
from storage.model import Episode, State, Verdict

BEGIN = datetime(2025, 2, 7, tzinfo=UTC)


def build_episode(
    state: State = "broken", verdict: Verdict | None = "blocked", reason: str | None = "403",
    hour: int = 0,
) -> Episode:  # fmt: skip
    since = BEGIN + timedelta(hours=hour)
    return Episode(
        source_id=1, state=state, verdict=verdict, reason=reason, since=since,
        until=since + timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("episode", "said"),
    [
        (build_episode(), "blocked (403)"),
        (build_episode(reason=None), "blocked"),
        (build_episode("overdue", None, "not running"), "not running"),
        (build_episode(reason="a\u202e\nb"), "blocked (a⟦U+202E⟧ b)"),
    ],
)
def test_why_a_source_was_not_seen(episode: Episode, said: str) -> None:
    assert outages.why(episode) == said


def test_one_that_flapped_and_is_blocked_now_is_not_seen() -> None:
    """Its state is called flapping until it is broken."""
    assert outages.flaps(build_episode("flapping", "ok", None))
    assert not outages.flaps(build_episode("flapping", "blocked"))


def test_a_failure_that_goes_on_under_another_state_is_one_stretch() -> None:
    history = [
        build_episode("flapping", "ok", None),
        build_episode("flapping", "blocked", hour=1),
        build_episode("broken", "blocked", hour=2),
    ]
    flapped, unseen = sorted(outages.told(history), key=lambda one: one.since)
    assert outages.flaps(flapped)
    assert not outages.flaps(unseen)
    assert (unseen.since, unseen.until) == (history[1].since, history[2].until)
