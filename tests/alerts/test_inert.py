import json

from hypothesis import given
from hypothesis import strategies as st

from alerts.inert import cut, cut_front, json_text, lines, one_line, part_of_line
from storage.model import DOUBT


@given(st.text(alphabet=st.characters(codec=None)))
def test_one_line_is_one_printable_line(text: str) -> None:
    said = one_line(text)
    assert len(said.splitlines()) <= 1
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in said)
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in said)
    said.encode("utf-8")


def test_what_scripts_need_stays() -> None:
    assert one_line("می‌خواهم") == "می‌خواهم"
    assert one_line("שלום\u200f!") == "שלום\u200f!"
    assert lines("one\ntwo\n\n three ") == "one two\n\nthree"


@given(st.text(), st.integers(2, 60))
def test_cutting_keeps_to_the_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
    assert len(cut_front(text, limit)) <= limit
    if len(text) <= limit:
        assert cut(text, limit) == cut_front(text, limit) == text


def test_the_mark_of_a_doubtful_hyphen_is_never_shown() -> None:
    marked = f"of coop{DOUBT}eration and co-{DOUBT}production"
    shown = "of cooperation and co-production"
    assert one_line(marked) == part_of_line(marked) == lines(marked) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_json_is_the_same_data_in_harmless_characters(text: str) -> None:
    said = json_text({"text": text, "n": 1})
    assert json.loads(said) == {"text": text, "n": 1}
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in said)
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in said)
    said.encode("utf-8")
