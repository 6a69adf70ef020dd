"""Two editions in two languages: what corresponds, and what stands in one of them only."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import across, across_dates, across_figures
from monitor.text.extract import extract
from monitor.text.rules import Rules
from storage.model import Block, Judgement

OURS = Path(__file__).parents[3] / "monitor" / "demo" / "texts"
REAL = Path(__file__).parents[4] / "shared" / "texts"


def blocks(*texts: str) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def read(path: Path) -> tuple[Block, ...]:
    found = extract(path.read_bytes(), "text/plain", path.name, Rules())
    assert not isinstance(found, Judgement)
    return tuple(found.document.compared)


def lone(side: across.Side) -> list[str]:
    return [one.written.strip() for one in side.lone]


@pytest.mark.parametrize(
    ("english", "other", "language"),
    [
        ("$1 trillion", "1兆ドル", "ja"), ("80 million", "8,000万", "ja"),
        ("1.5 trillion yen", "1兆5,000億円", "ja"), ("2.4 percent", "2.4パーセント", "ja"),
        ("Article IV", "第4条", "ja"), ("US$30 billion", "300亿美元", "zh"),
        ("2.4%", "2,4 %", "fr"), ("35,000", "35 000", "fr"), ("35,000", "35.000", "de"),
        ("1 trillion euros", "1 Billion Euro", "de"), ("3 billion", "3 milliards", "fr"),
        ("5 million dollars", "5 миллионов долларов", "ru"), ("2 trillion", "2조", "ko"),
        ("Article 5", "제5조", "ko"), ("3.5%", "百分之三点五", "zh"),
    ],
)  # fmt: skip
def test_figures_agree_by_value(english: str, other: str, language: str) -> None:
    (one,) = across_figures.find(english, "en")
    (two,) = across_figures.find(other, language)
    assert across_figures.agree(one, two), (one, two)
    assert across_figures.agree(two, one)


@pytest.mark.parametrize(
    ("english", "other"),
    [("$1 trillion", "2兆ドル"), ("$1 trillion", "1兆円"), ("1,800", "18,000"), ("24", "2.4")],
)
def test_other_values_and_other_currencies_disagree(english: str, other: str) -> None:
    (one,) = across_figures.find(english, "en")
    (two,) = across_figures.find(other, "ja")
    assert not across_figures.agree(one, two)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("18 June 2026", "2026-06-18"), ("June 18, 2026", "2026-06-18"),
        ("令和8年6月18日", "2026-06-18"), ("令和元年5月1日", "2019-05-01"),
        ("昭和49年9月3日", "1974-09-03"), ("2026年6月18日", "2026-06-18"),
        ("2026년 6월 18일", "2026-06-18"), ("2026-06-18", "2026-06-18"),
        ("le 1er avril 2027", "2027-04-01"), ("18. Juni 2026", "2026-06-18"),
        ("18 de junio de 2026", "2026-06-18"), ("18 июня 2026 года", "2026-06-18"),
        ("in March 2027", "2027-03"), ("2030年度", "2030"), ("FY 2030", "2030"),
        ("until 2 June.", "--06-02"), ("10月以降", "--10"), ("午後6時40分", "18:40"),
        ("at 6:40 p.m.", "18:40"), ("12:05 a.m.", "00:05"),
        ("二〇二五年三月五日", "2025-03-05"), ("二○二五年十二月三十一日", "2025-12-31"),
        ("二〇二五年一〇月二五日", "2025-10-25"), ("二千二十五年三月五日", "2025-03-05"),
        ("千九百四十五年八月十五日", "1945-08-15"), ("令和七年三月五日", "2025-03-05"),
        ("令和元年五月一日", "2019-05-01"), ("平成三十一年四月", "2019-04"),
        ("民國一百一十四年三月五日", "2025-03-05"), ("民国一一四年三月五日", "2025-03-05"),
        ("二〇二五年三月", "2025-03"), ("令和七年度", "2025"), ("二〇三〇年", "2030"),
        ("三月五日に会談", "--03-05"), ("三月五号", "--03-05"), ("一〇月", "--10"),
        ("一千九百四十五年", "1945"), ("十一月以降", "--11"),
        ("同年十二月", "--12"), ("2025年三月五日", "2025-03-05"), ("午後六時四十分", "18:40"),
        ("二十五年三月五日", "--03-05"), ("大韓民国一九四八年", "1948"),
        ("民國一百年", "2011"),
    ],
)  # fmt: skip
def test_dates_have_one_value_in_every_writing(written: str, value: str) -> None:
    assert [one.value() for one in across_dates.find(written)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "They may meet.", "2,000 men", "$2000", "5年間", "90日分", "13月", "五年間", "九十日分",
        "十三月", "三月以内", "三月間", "六月を超えない", "懲役一年六月", "三か月", "三个月",
        "五月雨", "千年", "二千年", "二千二十五年間", "一日も早く", "百二〇二五年", "〇月〇日",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert across_dates.find(text) == []


def test_the_year_may_be_left_out_but_not_be_another() -> None:
    day, full, other = (
        across_dates.find(text)[0] for text in ("2 June", "2026年6月2日", "2027年6月2日")
    )
    assert across_dates.agree(day, full)
    assert not across_dates.agree(full, other)
    assert not across_dates.agree(across_dates.find("2026")[0], full)


def test_two_days_of_one_month() -> None:
    english = [one.value() for one in across_dates.find("the launches of 7 and 11 June")]
    japanese = [one.value() for one in across_dates.find("6月7日及び11日の発射")]
    kanji = [one.value() for one in across_dates.find("六月七日及び十一日の発射")]
    assert english == japanese == kanji == ["--06-07", "--06-11"]


@pytest.mark.parametrize("text", ["6月7日から3日間", "六月七日から三日間", "六月七日、一日も早く"])
def test_a_number_of_days_is_not_the_next_date(text: str) -> None:
    assert [one.value() for one in across_dates.find(text)] == ["--06-07"]


@pytest.mark.parametrize(
    ("written", "same"),
    [("二〇二五年三月五日", True), ("令和七年三月五日", True), ("二〇二五年三月六日", False),
     ("令和六年三月五日", False)],
)  # fmt: skip
def test_a_date_in_kanji_stands_in_both_texts(*, written: str, same: bool) -> None:
    english = blocks("The two ministers met in Tokyo on 5 March 2025.")
    found = across.structure(english, blocks(f"両大臣は、{written}、東京で会談した。"))
    assert found.same == same
    assert lone(found.before) == ([] if same else ["5 March 2025"])
    assert lone(found.after) == ([] if same else [written])


@pytest.mark.parametrize(
    ("name", "only_japanese"), [("readout", ["午後6時40分"]), ("statement", ["24"])]
)
def test_our_editions_correspond_item_by_item(name: str, only_japanese: list[str]) -> None:
    english, japanese = (read(OURS / f"{name}.{code}.txt") for code in ("en", "ja"))
    assert across.between_languages(english, japanese)
    found = across.structure(english, japanese)
    assert [(one.before[0].number, one.after[0].number) for one in found.pairs] == [
        (at, at) for at in range(1, len(english) + 1)
    ]
    assert found.before.alone == found.after.alone == ()
    assert lone(found.before) == []
    assert lone(found.after) == only_japanese, "the hour there, and what English says in words"
    assert found.common > 20


def test_an_item_a_figure_and_a_date_of_one_side_only() -> None:
    english = list(read(OURS / "readout.en.txt"))
    japanese = list(read(OURS / "readout.ja.txt"))
    at = next(i for i, block in enumerate(japanese) if "600人" in block.text)
    gone = japanese.pop(at)
    found = across.structure(english, japanese)
    assert [item.label for item in found.before.alone] == ["10"]
    assert {"600", "150"} <= set(lone(found.before))
    changed = [*japanese[:at], gone, *japanese[at:]]
    edited = [
        Block(kind=b.kind, text=b.text.replace("1兆円", "2兆円").replace("5月29日", "5月28日"))
        for b in changed
    ]
    found = across.structure(english, edited)
    assert not found.same
    assert lone(found.before) == ["1 trillion yen", "29 May"]
    assert lone(found.after) == ["午後6時40分", "2兆円", "5月28日"]


def test_an_inserted_item_is_the_only_one_without_a_counterpart() -> None:
    english = blocks(
        "The ministers met on 3 May 2026.", "They will spend $5 billion.", "COSL will meet again."
    )
    japanese = blocks(
        "両大臣は、2026年5月3日に会談した。", "両大臣は、台風について話し合った。",
        "両国は、50億ドルを支出する。", "COSLは、再び会合を開く。",
    )  # fmt: skip
    found = across.structure(english, japanese)
    assert [item.number for item in found.after.alone] == [2]
    assert [one.by for one in found.pairs] == [("date",), ("figure",), ("name",)]
    assert lone(found.before) == lone(found.after) == []


def test_a_paragraph_cut_in_two_is_no_item_of_its_own() -> None:
    english = blocks("They met on 3 May 2026. They will spend $5 billion.", "It ends on 7 June.")
    japanese = blocks(
        "両大臣は、2026年5月3日に会談した。", "両国は、50億ドルを支出する。", "6月7日に終わる。"
    )
    found = across.structure(english, japanese)
    assert [[item.number for item in one.after] for one in found.pairs] == [[1, 2], [3]]
    assert found.same


def test_a_page_that_holds_both_languages_is_compared_by_its_words() -> None:
    english, japanese = (read(OURS / f"readout.{code}.txt") for code in ("en", "ja"))
    assert not across.between_languages(english, (*japanese, *english))
    assert not across.between_languages(japanese, (*japanese, *english))
    assert not across.between_languages(english, english)
    assert not across.between_languages(english, blocks("12"))


@pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not there: not part of the project")
def test_the_real_readout_and_statement_are_two_texts() -> None:
    english, japanese = read(REAL / "statement.en.txt"), read(REAL / "readout.ja.txt")
    assert across.between_languages(english, japanese)
    found = across.structure(english, japanese)
    assert "1兆ドル" in lone(found.after)
    assert "2027" in lone(found.before)
    page = read(REAL / "news-page.txt")
    assert not across.between_languages(english, page)
    assert not across.between_languages(japanese, page)


_BLOCK = st.builds(
    lambda kind, text: Block(kind=kind, text=text),
    st.sampled_from(["heading", "paragraph", "item"]),
    st.text(
        alphabet="12,.%年月日兆ドル二〇十百令和元 $May5June IV第条（）٣\ud800\u202e-", max_size=40
    ),
)
_TEXT = st.lists(_BLOCK, max_size=6)


@given(_TEXT, _TEXT)
def test_any_texts_have_a_structure_and_it_mirrors(one: list[Block], other: list[Block]) -> None:
    there, back = across.structure(one, other), across.structure(other, one)
    assert lone(there.before) == lone(back.after)
    assert lone(there.after) == lone(back.before)
    for side, count in (("before", len(one)), ("after", len(other))):
        paired = [item.number for pair in there.pairs for item in getattr(pair, side)]
        alone = [item.number for item in getattr(there, side).alone]
        assert sorted([*paired, *alone]) == list(range(1, count + 1))


@given(_TEXT)
def test_a_text_corresponds_to_itself(text: list[Block]) -> None:
    assert lone(across.structure(text, text).before) == []


ENGLISH_PARTS = (
    "They met on 28 November 2026.", "On 28 November they spoke again.", "It costs $3 billion.",
    "Rates rose by 5%.", "There were 5 boats.", "In 2030 it ends.", "Three ports take part.",
    "The talks of 2 June 2025 and of 2 June 2026 were noted.", "The 2000 envoys of Tern-3 left.",
)  # fmt: skip
CHINESE_PARTS = (
    "双方于2026年11月28日会晤。", "11月28日再次会谈。", "费用为30亿美元。", "利率上升5%。",
    "共有5艘船。", "2030年结束。", "共有3个港口参加。", "三个港口参加。", "6月2日的会谈。",
    "2025年6月2日的会谈。", "自2000年以来。",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(ENGLISH_PARTS), min_size=1, max_size=8),
    st.lists(st.sampled_from(CHINESE_PARTS), min_size=1, max_size=8),
)
def test_what_is_counted_is_the_same_in_both_directions(
    english: list[str], chinese: list[str]
) -> None:
    one = across.structure(blocks(*english), blocks(*chinese))
    other = across.structure(blocks(*chinese), blocks(*english))
    assert one.common == other.common
    assert one.before.lone_count == other.after.lone_count
    assert one.after.lone_count == other.before.lone_count


def test_a_date_that_stands_twice_is_counted_once() -> None:
    english = ("They met on 28 November 2026.", "On 28 November 2026 they left, and on 1 May.")
    found = across.structure(
        blocks(*english, "On 1 May it rained."), blocks("双方于2026年11月28日会晤。")
    )
    assert found.common == 1
    assert found.before.lone_count == 1
    assert len(found.before.lone) == 2, "each place is shown"


def test_a_date_without_its_year_is_the_one_that_stands_in_the_text_with_it() -> None:
    english = ("They met on 28 November 2026.", "On 28 November they left.")
    found = across.structure(blocks(*english), blocks("双方于2026年11月28日会晤。"))
    assert found.common == 1


def test_shares_and_sums_of_one_number_are_two_figures() -> None:
    english = ("It rose by 5%.", "It costs $5.")
    found = across.structure(blocks(*english), blocks("利率上升5%。", "费用为5美元。"))
    assert found.common == 2
