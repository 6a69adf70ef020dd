"""What `diff` says above the words of each passage."""

import pytest

from monitor.cli import redline
from monitor.compare import doubts
from monitor.compare.compare import compare
from storage.model import DOUBT, Block


def test_what_raised_a_flag_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    before, after = (
        [Block(kind="paragraph", text=text)]
        for text in ("They agreed on a price.", "They discussed a price.")
    )
    found = compare(before, after, language="en")
    raised = (("strength", "down", "agreed → discussed"), ("restored", "", "from @1"))
    redline.folded(
        "@2 → @3", found, ("not shown", []), typography=False,
        raised={found.passages[0]: raised},
    )  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].endswith("strength")
    assert lines[3] == "  strength down: agreed → discussed | restored from @1"


def test_a_word_that_a_pdf_broke_is_shown_whole_and_unmarked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    broken = f"They agreed on coop{DOUBT}eration and re-{DOUBT}sign the accord."
    pdf = [Block(kind="paragraph", text=broken)]
    html = [Block(kind="paragraph", text="They spoke of cooperation and resign the accord.")]
    for before, after in ((pdf, html), (html, pdf)):
        found = compare(before, after, language="en")
        redline.folded("", found, ("", []), typography=True, raised={})
        redline.side_by_side("", found, typography=True, raised={})
        redline.whole("", found, doubts.sides(before, after)[1].settled)
        said = capsys.readouterr().out
        assert not {"\u2060", "\u200b", "\ufdd0"} & set(said)
        assert "re-sign" not in said
        assert said.count("cooperation and resign the accord") == 2  # beside, it is wrapped
        assert said.count("agreed on") == 3


def test_words_and_headings_from_right_to_left_are_set_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heading = Block(kind="heading", text="بيان \u2069مشترك")
    before, after = (
        [heading, Block(kind="paragraph", text=text)]
        for text in ("الطرف الأول لا يدعم الاستقلال.", "الطرف الأول يدعم الاستقلال.")
    )
    found = compare(before, after, language="ar")
    raised = {found.passages[0]: (("strength", "up", "لا يدعم → يدعم"),)}
    redline.folded("@1 → @2", found, ("", []), typography=False, raised=raised)
    said = capsys.readouterr().out
    assert '§ "\u2068بيان \ufffdمشترك\u2069", paragraph' in said, "the page's own is none"
    assert "strength up: \u2068لا يدعم\u2069 → \u2068يدعم\u2069" in said
