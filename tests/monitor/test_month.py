"""Simulated days with a fault every three minutes: each edit is told, once, and nothing else is.

And how that is counted, on one page whose lines are edited at the same time.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.notices import NewNotice, StateNotice
from bench.month import month
from bench.month_count import Ledger, count
from bench.month_pages import Form, Page
from bench.month_press import START, Life, listings
from tests.alerts.conftest import build_change, build_passage, build_source

LATER = START + timedelta(days=1)
PAGE = Page(
    slug="readout",
    host="harbour.example",
    language="en",
    select=True,
    manner="still",
    lines=(
        (Form(START, "They met.", False), Form(LATER, "", True)),
        (Form(START, "They ate.", False), Form(LATER, "They sang.", True)),
        (Form(LATER, "They left.", True),),
        (Form(START, "They spoke.", False),),
    ),
)
TAKEN_OUT, CHANGED, PUT_IN = ("They met.", ""), ("They ate.", "They sang."), ("", "They left.")


def _ledger(page: Page, *messages: list[tuple[str, str]]) -> Ledger:
    """The messages that told of these pairs of an old sentence and a new one."""
    ledger = Ledger()
    for number, told in enumerate(messages):
        passages = [build_passage(before=before, after=after) for before, after in told]
        change = build_change(*passages, source=build_source(slug=page.slug))
        ledger.enter(f"<{number}@desk>", change)
    return ledger


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_days_of_faults_on_fifty_pages(tmp_path: Path) -> None:
    run = month(tmp_path, sources=50, days=2, every="1h")
    told = run.count
    assert told.missed == []
    assert told.false == []
    assert told.doubled == []
    assert told.edits > 20
    assert set(told.turns) == {"new", "moved"}
    assert run.spoiled > 500
    assert run.memory_mb[1] < run.memory_mb[0] + 30


@pytest.mark.parametrize(
    ("told", "missed", "false"),
    [
        ([TAKEN_OUT, CHANGED, PUT_IN], 0, 0),
        ([("They ate.", ""), ("They met.", "They sang."), PUT_IN], 0, 0),  # paired otherwise
        ([("They ate.", "They left."), TAKEN_OUT, ("", "They sang.")], 0, 0),
        ([TAKEN_OUT, ("They ate.", ""), PUT_IN], 1, 1),
        ([TAKEN_OUT, ("", "They sang."), PUT_IN], 1, 1),
        ([TAKEN_OUT, CHANGED, ("They spoke.", "They left.")], 1, 1),
        ([TAKEN_OUT, CHANGED, PUT_IN, ("They spoke.", "")], 0, 1),
        ([TAKEN_OUT, CHANGED, PUT_IN, ("", "They rested.")], 0, 1),
    ],
)
def test_what_stands_in_one_message_is_held_against_the_edits_line_by_line(
    told: list[tuple[str, str]], missed: int, false: int
) -> None:
    found = count([PAGE], _ledger(PAGE, told), LATER)
    assert found.edits == 3
    assert (len(found.missed), len(found.false), found.doubled) == (missed, false, [])


def test_an_edit_that_was_told_is_not_told_again_by_the_next_of_its_line() -> None:
    later = LATER + timedelta(days=1)
    edited = (*PAGE.lines[1], Form(later, "They danced.", True))
    page = replace(PAGE, lines=(edited, (Form(later, "They left.", True),)))
    otherwise = [("They sang.", "They left."), ("", "They danced.")]
    found = count([page], _ledger(page, [CHANGED], otherwise), later)
    assert (found.edits, found.missed, found.false, found.doubled) == (3, [], [], [])


def _document(number: int, **becomes: datetime) -> Page:
    """A document of a listing, as it is at first and stays but for what becomes of it."""
    becomes = {"born": START} | becomes
    life = Life(listing="press-0", **becomes)
    return replace(PAGE, slug=f"press-0-statement-{number}", lines=PAGE.lines[3:], life=life)


DOCUMENTS = (_document(0), _document(1, born=LATER), _document(2, leaves=LATER))


def _new(page: Page, number: int | None = 1) -> NewNotice:
    return NewNotice(
        alert_id=1, source=build_source(slug=page.slug), number=number, title="Statement",
        excerpt="They met.", word_count=2, first_seen=LATER, capture_sha256="", chain_head="",
    )  # fmt: skip


def _unlisted(page: Page) -> StateNotice:
    return StateNotice(
        alert_id=1, source=build_source(slug=page.slug), state="unlisted", verdict="ok",
        reason=None, since=LATER, last_good=LATER, last_version=1, remedy=None, chain_head="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "missed", "false", "doubled"),
    [
        ([_new(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 0, 0),
        ([_new(DOCUMENTS[1], None), _new(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 0, 0),
        ([_new(DOCUMENTS[1], None), _unlisted(DOCUMENTS[2])], 1, 0, 0),
        ([_new(DOCUMENTS[0], None), _new(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 1, 0),
        ([_unlisted(DOCUMENTS[2])], 1, 0, 0),
        ([_new(DOCUMENTS[1])], 1, 0, 0),
        ([_new(DOCUMENTS[0]), _new(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 1, 0),
        ([_new(DOCUMENTS[1]), _unlisted(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 1, 0),
        ([_new(DOCUMENTS[1]), _new(DOCUMENTS[1]), _unlisted(DOCUMENTS[2])], 0, 0, 1),
    ],
)
def test_what_became_of_documents_is_told_once_each(
    told: list[NewNotice | StateNotice], missed: int, false: int, doubled: int
) -> None:
    ledger = Ledger()
    for number, notice in enumerate(told):
        ledger.enter(f"<{number}@desk>", notice)
    found = count(DOCUMENTS, ledger, LATER)
    assert found.turns == {"new": 1, "unlisted": 1}
    assert (len(found.missed), len(found.false), len(found.doubled)) == (missed, false, doubled)


def test_a_listing_names_what_is_published_newest_first_and_where_it_stands() -> None:
    (listing,) = listings((*DOCUMENTS, _document(3, moves=LATER)))
    before, after = listing.body(START).decode(), listing.body(LATER).decode()
    assert _links(before) == ["press-0-statement-3", "press-0-statement-2", "press-0-statement-0"]
    assert _links(after) == [
        "press-0-statement-1", "archive/press-0-statement-3", "press-0-statement-0",
    ]  # fmt: skip


def _links(html: str) -> list[str]:
    return re.findall('href="http://harbour.example/([^"]*)"', html)
