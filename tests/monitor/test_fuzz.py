"""Some hundred spoiled inputs in the ordinary suite; `python -m bench.fuzz` tries many more."""

from pathlib import Path

import pytest

from bench.fuzz import Result, fuzz
from bench.fuzz_worker import kind_of, one

EACH = 30  # numbers in one test


@pytest.mark.parametrize("first", range(0, 300, EACH))
def test_nothing_escapes(first: int, tmp_path: Path) -> None:
    for number in range(first, first + EACH):
        if kind_of(number) != "pdf":  # each takes a process of its own
            one(0, number, tmp_path)


def test_what_escapes_dies_or_is_slow_is_counted() -> None:
    result = Result()
    result.enter(1, 0.1, "")
    result.enter(2, 0.1, "ValueError: so")
    result.enter(3, 99.0, "")
    assert [(number, what) for number, _, what in result.wrong] == [
        (2, "ValueError: so"), (3, "took 99.0 s"),
    ]  # fmt: skip
    assert result.kinds.total() == 3
    assert result.slowest == (99.0, 3)


@pytest.mark.slow
def test_processes_feed_in_every_number_once() -> None:
    result = fuzz(seed=0, first=300, inputs=40, workers=2)
    assert result.kinds.total() == 40
    assert result.wrong == []
