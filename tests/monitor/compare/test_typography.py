"""What two texts of one statement may differ in, language by language, and what they never may."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.compare import sentences, spacing, tokens
from monitor.compare.compare import compare
from storage.model import Block, Kind

SENTENCES = [
    ("en", ["They met in the U.S. ", "The talks went on."]),
    ("en", ["The U.S. and Arland met. ", "They agreed."]),
    ("en", ["Gen. Mark Hale spoke at 5 p.m. on Monday. ", "He left at 6 p.m. ", "They stayed."]),
    ("en", ["The “2+2.” ", "It ended."]),
    ("en", ["The answer was no. ", "They left."]),
    ("en", ["They said “we agree.”3 ", "Then they left."]),
    ("en", ["They agreed.¹ ", "Then they left.[12] ", "Done."]),
    ("en", ["They agreed.12 ", "Then they left.* ", "Done.†‡ ", "Over."]),
    ("en", ["It was 5.5. ", "Then 6."]),
    ("en", ["He was in group A. ", "They left."]),
    ("en", ["Mr. J. K. Pell came. ", "It ended."]),
    ("en", ["‘We agree.’ ", "‘Yes.’"]),
    ("en", ["Was it so?! ", "Yes!"]),
    ("en", ["Sens. Graham and Reps. Smith came. ", "Mt. Fuji and Ft. Meade stand. ", "Ok."]),
    ("en", ["Res. 2758 stands. ", "The firm Ashby Co. Ltd. signed. ", "It ended."]),
    ("en", ["They met in Norwick, D.C. ", "Secretary Hale spoke."]),
    ("en", ["It is a plan (see Annex A. It is long.) and agreed. ", "They left."]),
    ("en", ["They met (1) in the port. ", "They left :-) at once. ", "It ended."]),
    ("ja", ["ノーウィックD. C. を訪問中の大臣は会談した。", "以上。"]),
    ("ru", ["Цена 5 млн. руб. ", "Он приехал."]),
    ("de", ["Das kostet 5 Mio. Euro. ", "Gem. Art. 5 gilt das. ", "Ende."]),
    ("ja", ["「はい。」", "「いいえ。」"]),
    ("ja", ["彼は「『行く。』と言った。」と述べた。", "以上。"]),
    ("ja", ["大臣は「行く。」と述べ、「『戻る！』だ。」とした。", "終わり？", "はい！"]),
    ("ja", ["会談した。[注1]", "次。"]),
    ("ja", ["２．５％増。", "次。"]),
    ("ja", ["「開いたまま。", "次の文。"]),
    ("zh", ["他说：“我们同意。我们合作。”", "会议结束。"]),
    ("zh", ["是否？", "否。"]),
    ("ko", ["대통령은 “합의했다.”고 말했다. ", "끝났다."]),
    ("ko", ["양국은 합의했다. ", "2027년에 다시 만난다."]),
    ("ko", ["2026. 11. 20. 서울에서 만났다. ", "끝났다."]),
    ("fr", ["« Nous sommes d’accord. » ", "Il part."]),
    ("fr", ["Il dit : « Oui ! » et part. ", "Fin."]),
    ("fr", ["L’art. 5 et l’al. 2 valent. ", "Fin."]),
    ("de", ["Am 20. November 2026 kam er. ", "Dann ging er."]),
    ("de", ["Am 20. 11. 2026 kam er. ", "Dann ging er."]),
    ("de", ["Der 3. Gipfel tagte. ", "Der II. Gipfel auch."]),
    ("de", ["Das war 2015. ", "Dann ging er."]),
    ("de", ["Es waren 20. ", "Dann ging er."]),
    ("de", ["„Wir stimmen zu.“ ", "Dann ging er."]),
    ("es", ["«Sí.» ", "Luego se fue."]),
    ("es", ["EE. UU. y la UE acuerdan. ", "Fin."]),
    ("es", ["¿Vino? ", "¡Sí! ", "¿Cuándo?"]),
    ("ru", ["Встреча в г. Порту прошла. ", "В 2026 г. стороны договорились. ", "Всё."]),
    ("ru", ["А. С. Пелл приехал. ", "И т. д. и т. п. ", "Конец."]),
    ("ru", ["Это 5 млн. руб. стоит. ", "Конец."]),
    ("ar", ["هل ذهب؟", "نعم. ", "ثم ذهب۔ ", "انتهى۔"]),
    ("ar", ["قال: «نعم.» ", "ثم ذهب."]),
]


@pytest.mark.parametrize(("language", "parts"), SENTENCES)
def test_sentences_of_nine_languages(language: str, parts: list[str]) -> None:
    assert sentences.split("".join(parts), language) == parts


@pytest.mark.parametrize(
    "token",
    [
        "1,000,000", "3.5%", "2015", "1兆", "１兆", "¥300億", "￥３００億", "2027", "2+2", "$3.5bn",
        "1億2000万", "1조", "300억", "1\u202f000\u202f000", "1’000’000", "٣٫٥", "٣٬٠٠٠", "10:30",
        "COVID-19", "F-35", "20th", "don't", "l’accord", "re-sign", "Straße", "ne\u0301e",
        "평화를", "договор", "وَالسَّلام", "می\u200cشود", "カタカナ", "ﾃｽﾄ", "नमस्ते", "……", "...",
    ],
)  # fmt: skip
def test_a_token_is_whole(token: str) -> None:
    assert tokens.tokenize(token) == [token]
    assert tokens.tokenize(f"({token}) ") == ["(", token, ")", " "]


def test_figures_that_are_apart_are_apart() -> None:
    assert tokens.tokenize("in 2015 300 came") == ["in", " ", "2015", " ", "300", " ", "came"]
    assert tokens.tokenize("5’10") == ["5", "’", "10"]


def kind(one: str, other: str, language: str | None) -> Kind | None:
    """The kind of the change, which must be the same in both directions."""
    a, b = [Block(kind="paragraph", text=one)], [Block(kind="paragraph", text=other)]
    found = compare(a, b, language=language).kind
    assert found == compare(b, a, language=language).kind
    return found


@pytest.mark.parametrize("language", ["en", "ja", "fr", "ar", None])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two\u202fleaders", "two leaders"), ("両 首 脳", "両首脳"), ("G7 会合", "G7会合"),
        ("« Oui »", "“Oui”"), ("‹a›", "'a'"), ("〝a〟", "“a”"), ("a – b", "a—b"), ("a -- b", "a—b"),
        ("2015–16", "2015-16"), ("−5", "-5"), ("日本−西国", "日本－西国"), ("a……", "a..."),
        ("ﬁnal", "final"), ("co\u00adop", "coop"), ("coop\u00ad\neration", "cooperation"),
        ("a\u202eb\u202c", "ab"), ("１兆", "1兆"), ("５％", "5%"), ("ｶﾞ", "ガ"), ("（a）！", "(a)!"),
        ("10～15", "10~15"), ("か\u3099", "が"), ("가", "\u1100\u1161"), ("ﻼ", "لا"), ("ﷲ", "الله"),
        ("★ item", "item"), ("* item", "item"), ("✓ item", "item"),
        ("→ item", "item"), ("－国", "国"), ("－　国", "国"), ("5-\nyear", "5-year"),
        ("F-\n35", "F-35"), ("2025-\n26", "2025-26"),
        ("- item", "item"), ("\uf0a7 item", "item"), ("co-\nop", "co-op"),
        ("co-\nop", "coop"), ("co- op", "co-op"), ("Vrai\u00a0?", "Vrai?"), ("—Sí", "— Sí"),
    ],
)  # fmt: skip
def test_typography_in_every_language(one: str, other: str, language: str | None) -> None:
    assert kind(f"{one} x", f"{other} x", language) == "typography"


@pytest.mark.parametrize("language", ["en", "ja", "fr", "ar", None])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("supporters", "supporter’s"), ("its", "it's"), ("supporters’", "supporters"),
        ("~~a~~ b", "a b"), ("Alliance", "alliance"), ("resume", "résumé"), ("が", "か"),
        ("ぱ", "ば"), ("m²", "m2"), ("①", "1"), ("①", "(1)"), ("⑴", "(1)"), ("Ⅳ", "IV"),
        ("½", "1/2"), ("a,", "a"), ("a;", "a,"), ("終わった。", "終わった"), ("a?", "a!"),
        ("re-sign", "resign"), ("沢", "澤"), ("台", "臺"), ("「a」", "『a』"), ("「a」", "“a”"),
        ("1", "one"), ("1", "一"), ("one", "一"), ("٣", "3"), ("a way", "away"),
        ("may be", "maybe"), ("1 000", "1000"), ("1,000", "1000"), ("1.000", "1,000"),
        ("5 km", "5km"), ("2 + 2", "2+2"),
        ("FY 2027", "FY2027"), ("ー", "一"), ("ニ", "二"), ("つ", "っ"), ("·5", "5"), ("- 5", "5"),
        ("日・西", "日西"), ("ß", "ss"), ("œ", "oe"), ("а", "a"), ("ё", "е"), ("أ", "ا"),
        ("؟", "?"),
        ("،", ","), ("¥5", "$5"), ("a…", "a."), ("a—b", "ab"), ("㈱", "(株)"), ("〇", "○"),
        ("조약 체결", "조약체결"), ("не возможно", "невозможно"), ("لا شيء", "لاشيء"),
        ("t̶h̶e̶", "the"), ("x³", "x3"), ("ـ5", "-5"), ("~~", "～～"),
    ],
)  # fmt: skip
def test_wording_in_every_language(one: str, other: str, language: str | None) -> None:
    assert kind(f"x {one}", f"x {other}", language) == "wording"
    assert kind(one, other, language) == "wording"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "typography"), ("fr", "wording"), ("de", "wording")]
)
def test_a_lost_space_needs_a_word_list(language: str, expected: Kind) -> None:
    joined, parted = "They metagain in the RiverStrait.", "They met again in the River Strait."
    assert kind(joined, parted, language) == expected


@pytest.mark.parametrize(
    "edit", [("a way", "away"), ("may be", "maybe"), ("re sign", "resign"), ("FY 2027", "FY2027")]
)
def test_a_lost_space_that_is_wording_is_flagged(edit: tuple[str, str]) -> None:
    one, other = (f"The ministers of both sides {part} said so in the city." for part in edit)
    found = compare(
        [Block(kind="paragraph", text=one)], [Block(kind="paragraph", text=other)], language="en"
    )
    assert found.kind == "wording"
    assert "spacing" in found.flags


_PIECES = (
    "They met. | We agree.”3 |No. 5 |U.S. | 2,000|20,000|a way|away|-|–|…|...| . |会談。|"
    "「行く。」|と述べた|１兆|1兆|\n\n|co-\nop|re-|sign|’|'|～|~|~~| |\u00ad|\u200b|؟|نعم|• |1. |② "
)
PIECES = st.sampled_from(_PIECES.split("|"))
TEXT = st.lists(PIECES, max_size=8).map("".join)
CUTTERS = {
    "never": lambda text, _language=None: [text] if text else [],
    "everywhere": lambda text, _language=None: list(text),
    "in threes": lambda text, _language=None: [text[i : i + 3] for i in range(0, len(text), 3)],
}


@pytest.mark.parametrize("cutter", CUTTERS)
@given(one=TEXT, other=TEXT, language=st.sampled_from([None, "en", "ja"]))
@example(one="They met. " * 5, other="• " + "They met. " * 5, language=None)
@example(one="They met.  We agree.”3 -", other="They met.  We agree.”3 –", language=None)
@example(one=" 2,000 We agree.”3 ", other=" 2,000\xad We agree.”3 ", language=None)
def test_wrong_cuts_never_change_the_kind(
    cutter: str, one: str, other: str, language: str | None
) -> None:
    right = kind(one, other, language)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentences, "split", CUTTERS[cutter])
        assert kind(one, other, language) == right


ODD = [
    "\ud800 \udfff x", "\U000e0fff\U0003ffff y", "a" * 100_000, "漢" * 10_000, "\u0301" * 10_000,
    "\u202e abc \u2066 שלום \u2069 عربي \u202c", "a漢б가ア١" * 1_000, "(" * 5_000, "." * 50_000,
    "-" * 5_000, " " * 50_000 + "x", "~" * 5_000, "' " * 2_000, "1," * 4_000, "\n" * 50_000 + "x",
    "A." * 2_000, "* " * 2_000, "。」" * 2_000, ". » " * 2_000, "1 " * 2_000,
    "a\u00ad\n" * 10_000, "\x00\x1b[2J",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_any_input_is_compared(odd: str) -> None:
    plain = "We met at noon."
    for one, other in ((odd, plain), (plain, odd), (odd, odd + "2"), (odd, "")):
        found = compare(
            [Block(kind="paragraph", text=one)],
            [Block(kind="paragraph", text=other)] if other else [],
            language=None,
        )
        assert found.kind == "wording"
        for passage in found.passages:
            assert "".join(text for op, text in passage.edits if op != "+") == passage.before
            assert "".join(text for op, text in passage.edits if op != "-") == passage.after


@pytest.mark.slow
@pytest.mark.parametrize(("letter", "other"), [("x", "y"), ("漢", "字"), ("1", "2")])
def test_ten_megabytes_of_one_token_are_compared(letter: str, other: str) -> None:
    size = 10_000_000 // len(letter.encode())
    one, two = letter * size, letter * (size // 2) + other + letter * (size - size // 2)
    found = compare(
        [Block(kind="paragraph", text=one)], [Block(kind="paragraph", text=two)], language=None
    )
    assert found.kind == "wording"
    (passage,) = found.passages
    assert (passage.before, passage.after) == (one, two)
    assert ("number" in found.flags) == (letter == "1")


SENTENCE = "The two leaders reaffirmed that the treaty applies to the islands by force "


def test_a_text_without_its_spaces_is_typography_and_read_in_linear_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []
    real = spacing._in_word

    def in_word(char: str) -> bool:
        looked_at.append(char)
        return real(char)

    monkeypatch.setattr(spacing, "_in_word", in_word)
    text = SENTENCE * 100
    assert kind(text, text.replace(" ", ""), "en") == "typography"
    assert len(looked_at) < 50 * len(text)


def test_each_run_of_letters_is_asked_for_by_itself() -> None:
    parted, joined = "They mayleave the RiverStrait soon. " * 2, "They may leave the River Strait. "
    assert kind(parted, (joined[:-2] + " soon. ") * 2, "en") == "typography"
    worse = "They may leave the River Strait soon. They maybe leave the River Strait soon."
    better = "They may leave the RiverStrait soon. They may be leave the River Strait soon."
    assert kind(worse, better, "en") == "wording"


def test_empty_against_full() -> None:
    full = [Block(kind="paragraph", text="We met. We left."), Block(kind="item", text="So.")]
    for a, b, word in ((full, [], "removed"), ([], full, "added")):
        found = compare(a, b, language="en")
        assert {passage.kind for passage in found.passages} == {word}
        assert found.kind == "wording"
    assert compare([], [], language="en").kind is None
