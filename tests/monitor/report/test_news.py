"""What is news: what people were told, or would have been."""

from dataclasses import replace

import pytest

from monitor.report.news import news
from storage.model import Cause, Change, Comparison, Kind, Version
from tests.storage.build import NOW, later


def version(number: int, *, confirmed: bool = True, cause: Cause = "page") -> Version:
    return Version(
        version_id=10 + number, source_id=1, number=number, capture_id=1, rules_sha256=b"",
        cause=cause, first_seen=later(hours=number), last_seen=later(hours=number),
        not_before=None, text_sha256=b"", title=None, language=None, published=None,
        modified=None, publisher_said=None, same_as=None, supersedes=None,
        confirmed_at=later(hours=number, seconds=11) if confirmed else None, note=None,
    )  # fmt: skip


def change(old: int, new: int, kind: Kind | None = "wording", cause: Cause = "page") -> Change:
    comparison = Comparison(kind=kind, passages=(), flags=(), words_added=1, words_removed=1)
    return Change(
        change_id=100 * old + new, source_id=1, from_version_id=10 + old, to_version_id=10 + new,
        cause=cause, comparison=comparison, recorded_at=NOW,
    )  # fmt: skip


def pairs(
    line: list[Version],
    changes: list[Change],
    told: tuple[int, ...] = (),
    found: tuple[int, ...] = (),
) -> list[tuple[int, int]]:
    shown = news(line, changes, frozenset(told), found)
    return [(one.before.number if one.before else 0, one.after.number) for one in shown]


def test_each_confirmed_change_of_wording_is_news_latest_first() -> None:
    line = [version(1), version(2), version(3)]
    assert pairs(line, [change(1, 2), change(2, 3)]) == [(2, 3), (1, 2)]


def test_what_no_further_look_confirmed_is_set_aside_and_what_people_were_told_is_shown() -> None:
    line = [version(1), version(2, confirmed=False), version(3)]
    recorded = [change(1, 2), change(2, 3), change(1, 3)]
    assert pairs(line, recorded) == [(1, 3)], "from the text that was confirmed last"
    assert pairs(line, recorded, told=(102,)) == [(1, 3), (1, 2)]


@pytest.mark.parametrize(
    "noise", [change(1, 2, "typography"), change(1, 2, None), change(1, 2, cause="rules")]
)
def test_noise_is_no_news_even_where_somebody_asked_to_be_told_of_it(noise: Change) -> None:
    line = [version(1), version(2, cause=noise.cause)]
    assert pairs(line, [noise], told=(102,)) == []


def test_what_our_rules_read_otherwise_is_no_news_and_what_was_told_before_stays() -> None:
    old = [replace(version(1), superseded_by=13), replace(version(2), superseded_by=14)]
    new = [
        replace(version(3, cause="rules"), first_seen=later(hours=1)),
        replace(version(4, cause="rules"), first_seen=later(hours=2)),
    ]
    recorded = [
        change(1, 2), change(1, 3, cause="rules"), change(2, 4, cause="rules"), change(3, 4),
    ]  # fmt: skip
    assert pairs([*old, *new], recorded) == [(1, 2)]


def test_what_was_imported_is_no_news() -> None:
    imported = replace(version(3, confirmed=False), first_seen=later(minutes=90))
    recorded = [change(1, 2), change(1, 3), change(3, 2)]
    assert pairs([version(1), version(2), imported], recorded) == [(1, 2)]


def test_a_document_that_was_told_as_new_is_news() -> None:
    assert pairs([version(1), version(2)], [change(1, 2)], found=(11,)) == [(1, 2), (0, 1)]
