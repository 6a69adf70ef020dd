"""A part of `python -m bench.accuracy`: what it asks of every case must hold of these."""

from dataclasses import replace

import pytest

from bench.accuracy.cases import Case
from bench.accuracy.run import cases
from bench.accuracy.texts import samples
from bench.accuracy.verdict import Verdict, judge


@pytest.mark.parametrize("each", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_no_cosmetic_edit_is_wording_and_every_edit_of_a_word_is(each: int) -> None:
    """So many cases of a category and text."""
    verdicts = [
        judge(case)
        for case in cases(samples(shared=False), each)
        if case.group in {"cosmetic", "edit"}
    ]
    assert len(verdicts) > 150 * each
    assert {verdict.case.group for verdict in verdicts} == {"cosmetic", "edit"}
    assert not [_said(verdict) for verdict in verdicts if not verdict.kind]


def test_a_case_that_is_not_met_is_seen() -> None:
    """The judge itself: a comparison with the goal of another case fails on each count."""
    texts = samples(shared=False)[:1]
    number = next(case for case in cases(texts, 1) if case.category == "number")
    cosmetic = next(case for case in cases(texts, 1) if case.group == "cosmetic")
    assert judge(number).right
    assert judge(cosmetic).right
    for other in (number, cosmetic):
        assert not judge(_with_goal_of(other, cosmetic if other is number else number)).right


def test_the_same_cases_come_every_time() -> None:
    texts = samples(shared=False)
    assert list(cases(texts, 1)) == list(cases(texts, 1))


def _with_goal_of(case: Case, other: Case) -> Case:
    return replace(case, goal=other.goal)


def _said(verdict: Verdict) -> str:
    return f"{verdict.case.name}: {verdict.found}"
