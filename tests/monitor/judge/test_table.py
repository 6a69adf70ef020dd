"""The table itself: every row well-formed, named once, and in use."""

from monitor.judge import table

VERDICTS = {"blocked", "gone", "failed", "empty", "truncated"}


def test_rows_are_named_once_and_say_what_for() -> None:
    rows = table.rules()
    assert len({row.name for row in rows}) == len(rows)
    assert {row.verdict for row in rows} == VERDICTS
    for row in rows:
        assert row.reason[0].islower() or row.reason[:2].isalnum(), row.name
        assert not row.reason.endswith("."), row.name


def test_a_row_asks_for_something() -> None:
    for row in table.rules():
        asked = (row.status, row.header, row.landed, row.heading, row.text, row.markup)
        assert any(asked), row.name


def test_rows_that_hold_for_any_status_ask_for_little_text_or_a_sure_sign() -> None:
    for row in table.rules():
        if row.status is None and row.header is None and row.landed is None and row.text:
            assert row.words is not None, row.name
            assert row.words <= 150, row.name


def test_patterns_are_in_small_letters() -> None:
    for row in table.rules():
        for pattern in (row.heading, row.text, row.markup):
            if pattern is not None:
                written = pattern.pattern.replace(r"\Z", "")
                assert written == written.lower(), row.name
