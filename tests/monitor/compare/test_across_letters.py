"""What is read across languages, and how the page writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import across_letters


@pytest.mark.parametrize(
    ("text", "read", "written"),
    [
        ("日米首脳会談（概要）", "(概要)", "（概要）"),
        ("投資は８，０００億円に", "8,000億円", "８，０００億円"),
        ("距離は12㎞です", "12km", "12㎞"),
        ("ｶﾞｲﾀﾞﾝｽは5件", "5件", "5件"),
        ("ｶﾞｲﾀﾞﾝｽは5件", "ガイダンス", "ｶﾞｲﾀﾞﾝｽ"),
        ("2025年2月7日", "2025年2月7日", "2025年2月7日"),
    ],
)
def test_a_stretch_is_shown_as_the_page_writes_it(text: str, read: str, written: str) -> None:
    start = across_letters.plain(text).index(read)
    assert across_letters.own(text, start, start + len(read)) == written


@given(st.text(max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_what_is_shown_reads_as_what_was_asked_for(text: str, start: int, size: int) -> None:
    read = across_letters.plain(text)
    shown = across_letters.own(text, start, start + size)
    assert read[start : start + size] in across_letters.plain(shown)
    whole = across_letters.own(text, 0, len(read))
    assert across_letters.plain(whole) == read
