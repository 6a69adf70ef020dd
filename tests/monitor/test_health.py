"""When a source counts as broken or gone, and how often people hear of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor import health
from monitor.config.model import SourceConfig
from storage.model import Judgement, Vanished
from storage.watches import Watch

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SOURCE = SourceConfig(id="a", url="https://a.example/", name="A")
BLOCKED = Judgement(verdict="blocked", reason="403")
GONE = Judgement(verdict="gone", reason="404")


def _watch(**changes: object) -> Watch:
    watch = Watch(source_id=1, next_check_at=START, state="ok", state_since=START)
    return replace(watch, **changes)  # type: ignore[arg-type]


def _fail(watch: Watch, judgement: Judgement, minutes: float) -> tuple[Watch, health.Turn | None]:
    now = START + timedelta(minutes=minutes)
    watch = replace(watch, verdict=judgement.verdict, reason=judgement.reason)
    return health.unwell(watch, judgement, SOURCE, now)


def _told_at(judgement: Judgement, minutes: list[float]) -> list[float]:
    watch, told = _watch(), []
    for minute in minutes:
        watch, turn = _fail(watch, judgement, minute)
        if turn is not None:
            told.append(minute)
    return told


def test_broken_needs_failures_and_time() -> None:
    assert _told_at(BLOCKED, [0, 15, 30, 45]) == []
    assert _told_at(BLOCKED, [0, 60]) == []
    assert _told_at(BLOCKED, [0, 15, 60]) == [60]


def test_told_again_after_a_day_a_week_and_monthly() -> None:
    hours = range(24 * 80)
    days = [minute / 1440 for minute in _told_at(BLOCKED, [60.0 * hour for hour in hours])]
    rounded = [round(day, 1) for day in days]
    assert rounded == [0.1, 1.1, 8.1, 38.1, 68.1]


def test_a_clock_put_back_does_not_put_off_what_is_told() -> None:
    day = 1440.0
    assert _told_at(BLOCKED, [day, 0, 15, 60]) == [60]


def test_gone_is_told_after_three_looks_over_ten_minutes() -> None:
    assert _told_at(GONE, [0, 5]) == []
    assert _told_at(GONE, [0, 2, 4]) == []
    assert _told_at(GONE, [0, 5, 10, 15]) == [10]


def test_a_vanished_page_is_looked_at_again_soon() -> None:
    now = START + timedelta(hours=1)
    assert health.look_again_at(_watch(verdict="gone"), now) == now + timedelta(minutes=5)
    assert health.look_again_at(_watch(verdict="gone", state="gone"), now) is None
    assert health.look_again_at(_watch(verdict="blocked"), now) is None


def test_recovery_is_told_only_to_those_who_heard_of_the_trouble() -> None:
    watch, _ = _fail(_watch(), BLOCKED, 0)
    watch, turn = health.well(watch, START + timedelta(minutes=15))
    assert turn is None
    assert (watch.failures, watch.failing_since, watch.state) == (0, None, "ok")
    broken = _watch(state="broken", failures=5, failing_since=START, told_at=START)
    assert health.well(replace(broken, told_at=None), START)[1] is None, "nobody heard of it"
    watch, turn = health.well(broken, START + timedelta(hours=3))
    assert turn is not None
    assert turn.recovered
    assert turn.since == START
    assert watch.state == "ok"
    assert watch.last_ok_at == START + timedelta(hours=3)


def test_what_a_page_came_to_is_told_by_its_judgement_and_not_by_the_words_of_the_reason() -> None:
    minutes = (0.0, 5.0, 10.0)
    cases: list[tuple[Vanished | None, str]] = [
        ("replaced", "404"), ("withdrawn", "404"), (None, "replaced: of old")
    ]  # fmt: skip
    for named, said in cases:
        watch = _watch()
        for minute in minutes:
            judgement = Judgement(verdict="gone", reason=said, vanished=named)
            watch, _ = _fail(watch, judgement, minute)
        assert watch.state == (named or "gone")


def test_yet_another_text_on_a_replaced_page_is_told_within_a_day() -> None:
    first = Judgement(verdict="gone", reason='replaced: now there is "A"', vanished="replaced")
    second = Judgement(verdict="gone", reason='replaced: now there is "B"', vanished="replaced")
    watch = _watch(
        state="replaced", failures=9, failing_since=START, told_at=START, tellings=3,
        verdict="gone", reason=first.reason,
    )  # fmt: skip
    day = 24 * 60
    assert _fail(watch, first, 2 * day)[1] is None
    other = health.stands_anew(replace(watch, reason=second.reason), watch)
    _, turn = _fail(other, second, 2 * day)
    assert turn is not None
    assert turn.state == "replaced"
    assert health.stands_anew(watch, watch) == watch
