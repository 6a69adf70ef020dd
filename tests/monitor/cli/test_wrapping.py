"""Lines of a terminal, in scripts with spaces and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from monitor.cli.redline import side_by_side
from monitor.cli.wrapping import wrapped
from monitor.compare.compare import compare
from storage.model import Block

ITEM = "6. 両国は、台湾海峡の平和と安定の重要性を強調し、両岸問題の平和的解決を促した。"


def test_a_japanese_item_stays_beside_its_number() -> None:
    lines = wrapped(Text(ITEM), 30, "  ").plain.split("\n")
    assert lines[0].startswith("  6. 両国は、")
    assert all(line.startswith("  ") and cell_len(line) <= 32 for line in lines)
    assert "".join(line[2:] for line in lines) == ITEM


def test_no_line_begins_with_a_closing_mark() -> None:
    for width in range(8, 60):
        lines = wrapped(Text(ITEM), width).plain.split("\n")
        assert not [line for line in lines if line[:1] in "、。"]


def test_words_with_spaces_stay_whole() -> None:
    assert wrapped(Text("We oppose any change"), 10).plain.split("\n") == [
        "We oppose",
        "any change",
    ]


@given(st.text(alphabet="ab 両国は、。6.", max_size=80), st.integers(4, 40))
def test_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    kept = wrapped(Text(text), width).plain
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize("columns", [60, 81, 120])
def test_columns_side_by_side_hold_wide_letters(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    block = Block(kind="item", text=ITEM)
    edited = Block(kind="item", text=ITEM.replace("重要性", "必要性"))
    side_by_side("", compare((block,), (edited,), language="ja"), typography=False, raised={})
    rows = [line for line in capsys.readouterr().out.split("\n") if line.startswith("│")]
    assert {cell_len(line) for line in rows} == {columns}
    left, right = ("".join(row.split("│")[side].strip() for row in rows) for side in (1, 2))
    assert "[-重要-]" in left or "[-重-]" in left
    assert "{+必要+}" in right or "{+必+}" in right
    assert "6. 両国は、" in left
