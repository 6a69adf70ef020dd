from datetime import timedelta

import pytest

from monitor.follow.ageing import PACE, format_stage, pace, parse_stages

CASES = (
    (timedelta(0), timedelta(minutes=10)),
    (timedelta(hours=5, minutes=59), timedelta(minutes=10)),
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=3, hours=5), timedelta(hours=1)),
    (timedelta(days=3, hours=6), timedelta(hours=6)),
    (timedelta(days=33, hours=6), timedelta(days=1)),
    (timedelta(days=900), timedelta(days=1)),
)


@pytest.mark.parametrize(("age", "every"), CASES)
def test_the_pace_slows_as_a_document_ages(age: timedelta, every: timedelta) -> None:
    assert pace(age, PACE) == every


def test_the_notation_is_read_and_written() -> None:
    texts = ["10m for 6h", "1h for 3d", "6h for 30d", "1d"]
    assert parse_stages(texts) == PACE
    assert [format_stage(stage) for stage in PACE] == texts


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "ends nowhere"),
        (["10m for 6h"], "ends nowhere"),
        (["10m", "1d"], "without an end before the last"),
        (["10m for ever", "1d"], "is not a duration"),
        (["0s"], "of no time"),
        (["10m for 0s", "1d"], "of no time"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(texts: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_stages(texts)
