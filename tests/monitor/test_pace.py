"""The pace at which a document is visited as it ages."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.due import parse_duration
from monitor.pace import SLOWING, Pace, checked, format_step, pace, parse_pace, parse_step


@pytest.mark.parametrize(
    ("age", "every"),
    [
        ("0s", "10m"), ("1h", "10m"), ("21599s", "10m"), ("6h", "1h"), ("3d", "1h"),
        ("77h", "1h"), ("78h", "6h"), ("33d", "6h"), ("798h", "1d"), ("60d", "1d"), ("3650d", "1d"),
    ],
)  # fmt: skip
def test_a_document_is_visited_less_often_as_it_ages(age: str, every: str) -> None:
    assert pace(parse_duration(age)) == parse_duration(every)


def test_a_clock_that_was_set_back_makes_no_document_older() -> None:
    assert pace(timedelta(days=-3)) == timedelta(minutes=10)


@pytest.mark.parametrize("steps", [["10m for 6h", "1h for 3d", "6h for 30d", "1d"], ["2h"]])
def test_what_is_written_is_read_again(steps: list[str]) -> None:
    assert [format_step(step) for step in parse_pace(steps)] == steps


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no step of a pace; write '10m for 6h', or '1d' for the rest"),
        ("10m during 6h", "is no step of a pace; write '10m for 6h', or '1d' for the rest"),
        ("10m for", "is no step of a pace; write '10m for 6h', or '1d' for the rest"),
        (
            "often for 6h",
            "is not a duration; write a number and s, m, h or d, as in 30s, 15m, 6h, 1d",
        ),
        ("0m for 6h", "is too often; write at least 1s"),
        ("10m for 0h", "lasts no time at all; leave the step out"),
    ],
)
def test_what_is_said_of_a_wrong_step(text: str, said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the words are compared
        parse_step(text)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "has no step; write at least one, as in '1d'"),
        (["1d", "1h"], "has steps after '1d', which never ends; write '1d for 3d'"),
        (["10m for 6h"], "says nothing of what follows '10m for 6h'; add '1d'"),
    ],
)
def test_what_is_said_of_a_wrong_pace(steps: list[str], said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        parse_pace(steps)
    assert str(raised.value) == said


durations = st.integers(min_value=1, max_value=10**6).map(lambda n: timedelta(seconds=n))
paces = st.lists(st.tuples(durations, durations), max_size=5).flatmap(
    lambda timed: durations.map(
        lambda last: parse_pace(
            [
                *(f"{e.total_seconds():.0f}s for {d.total_seconds():.0f}s" for e, d in timed),
                f"{last.total_seconds():.0f}s",
            ]
        )
    )
)


@given(paces, st.integers(min_value=-(10**7), max_value=10**9))
def test_every_age_has_the_pace_of_one_step(steps: Pace, seconds: int) -> None:
    age = timedelta(seconds=seconds)
    assert pace(age, steps) in {step.every for step in steps}
    whole = sum((step.lasts for step in steps if step.lasts), timedelta(0))
    if age >= whole:
        assert pace(age, steps) == steps[-1].every
    elif age <= timedelta(0):
        assert pace(age, steps) == steps[0].every


def test_the_built_in_pace_is_a_right_one() -> None:
    assert checked(SLOWING) == SLOWING
