"""Flags: which words raise which, in every language that has a file of them."""

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from monitor.compare import flags, lexicon, ranking, spans, struck
from monitor.compare.compare import compare
from monitor.compare.fold import fold
from monitor.compare.language import detect
from storage.model import Block, Comparison, Term

DATA = Path(lexicon.__file__).parent / "data"


def compared(
    before: str, after: str, language: str | None = "en", **more: tuple[object, ...]
) -> Comparison:
    def document(text: str) -> list[Block]:
        return [Block(kind="paragraph", text=text)] if text else []

    return compare(document(before), document(after), language=language, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "before", "after", "flag"),
    [
        ("en", "We oppose the move.", "We do not support the move.", "negation"),
        ("en", "It is in the likely event of rain.", "It is in the unlikely event.", "negation"),
        ("en", "We will no longer wait here.", "We will wait here.", "negation"),
        ("en", "They didn't come to us.", "They did come to us.", "negation"),
        ("en", "They committed to buy more.", "They intend to buy more.", "modality"),
        ("en", "They will buy more goods.", "They may buy more goods.", "modality"),
        ("en", "They shall buy more goods.", "They should buy more goods.", "modality"),
        ("en", "We condemned the launch today.", "We noted the launch today.", "strength"),
        ("en", "They agreed on a price cap.", "They exchanged views on a cap.", "strength"),
        ("en", "It costs 2,000 a year.", "It costs 20,000 a year.", "number"),
        ("en", "It costs $500 million now.", "It costs $500 billion now.", "number"),
        ("en", "It has two new ships now.", "It has three new ships now.", "number"),
        ("en", "Rates rose by 3.5% in all.", "Rates rose by 3.6% in all.", "number"),
        ("en", "We want 2 new ships soon.", "We want two new ships soon.", "same_value"),
        ("en", "We met on 7 February there.", "We met on 8 February there.", "date"),
        ("en", "We met with Norland again.", "We met with Sudland again.", "name"),
        ("en", "Talks of Norland and Sudland.", "Talks of Sudland and Norland.", "name"),
        ("en", "He called it “a firm line” then.", "He called it “a soft line” then.", "quote"),
        ("en", "All his supporters were there.", "All his supporter’s were there.", "mark"),
        ("en", "Ships, planes and trains go.", "Ships planes and trains go.", "mark"),
        ("en", "There is a way to do it.", "There is away to do it.", "spacing"),
        ("ja", "現状変更に反対した。", "現状変更を支持しない。", "negation"),
        ("ja", "両首脳は懸念を表明した。", "両首脳は懸念を表明しなかった。", "negation"),
        ("ja", "協力を進める。", "協力を進めるべきである。", "modality"),
        ("ja", "協力する意向である。", "協力することを検討する。", "modality"),
        ("ja", "両首脳は一致した。", "両首脳は意見交換を行った。", "strength"),
        ("ja", "投資額は1兆ドルである。", "投資額は2兆ドルである。", "number"),
        ("ja", "投資は1兆円である。", "投資は1,000,000,000,000円である。", "same_value"),
        ("ja", "計画は3つである。", "計画は三つである。", "same_value"),
        ("ja", "2月7日に会談した。", "2月8日に会談した。", "date"),
        ("ja", "「断固たる姿勢」を示した。", "「柔軟な姿勢」を示した。", "quote"),
        ("zh", "双方支持这一立场。", "双方不支持这一立场。", "negation"),
        ("zh", "双方将扩大合作。", "双方可以扩大合作。", "modality"),
        ("ko", "양국은 이를 지지한다.", "양국은 이를 지지하지 않는다.", "negation"),
        ("ko", "양국은 협력해야 한다.", "양국은 협력할 수 있다.", "modality"),
        ("fr", "Les deux pays soutiennent ce plan.", "Ils ne soutiennent pas ce plan.", "negation"),
        ("fr", "Ils doivent coopérer demain.", "Ils peuvent coopérer demain.", "modality"),
        ("de", "Sie werden den Plan tragen.", "Sie werden den Plan nicht tragen.", "negation"),
        ("de", "Sie müssen handeln, sagte er.", "Sie sollten handeln, sagte er.", "modality"),
        ("es", "Los países apoyan el plan.", "Los países no apoyan el plan.", "negation"),
        ("es", "Deben actuar ya, dijo ella.", "Pueden actuar ya, dijo ella.", "modality"),
        ("ru", "Стороны поддержали план.", "Стороны не поддержали план.", "negation"),
        ("ru", "Стороны должны начать работу.", "Стороны могут начать работу.", "modality"),
        ("ar", "تدعم الدولتان هذه الخطة.", "لا تدعم الدولتان هذه الخطة.", "negation"),
        ("ar", "يجب أن تبدأ المحادثات الآن.", "يمكن أن تبدأ المحادثات الآن.", "modality"),
    ],
)
def test_a_change_raises_its_flag_both_ways(
    language: str, before: str, after: str, flag: str
) -> None:
    for found in (compared(before, after, language), compared(after, before, language)):
        assert found.kind == "wording"
        assert flag in found.flags
        assert flag in {name for passage in found.passages for name in passage.flags}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We do not want a large ship.", "We do not want a small ship."),
        ("In 2015 they built a large ship.", "In 2015 they built a small ship."),
        ("In Norland they should see a large ship.", "In Norland they should see a small ship."),
    ],
)
def test_what_did_not_change_raises_nothing(before: str, after: str) -> None:
    assert compared(before, after).flags == ()


def test_a_plain_change_of_value_is_not_the_same_value() -> None:
    assert "same_value" not in compared("It has 2 ships.", "It has three ships.").flags


def test_a_watched_term_is_counted_in_any_typographic_form() -> None:
    term = Term(name="strait", phrases=("Green Strait", "緑海峡"))
    gone = compared("Peace in the Green Strait now.", "Peace in the region now.", terms=(term,))
    assert "term:strait" in gone.flags
    same = compared("Peace in the Green\u00a0Strait.", "Calm in the Green Strait.", terms=(term,))
    assert "term:strait" not in same.flags
    assert flags.term_counts("Green Strait, Green\u00a0Strait’s; green strait; 緑海峡", [term]) == {
        "strait": 3
    }
    assert flags.term_counts("Greenland", [Term(name="g", phrases=("Green",))]) == {"g": 0}


def test_a_watched_term_is_counted_where_its_space_was_lost() -> None:
    term = Term(name="strait", phrases=("Taiwan Strait",))
    gone = compared("Peace across the TaiwanStrait now.", "Peace now.", terms=(term,))
    assert "term:strait" in gone.flags
    way = Term(name="way", phrases=("a way",))
    assert flags.term_counts("a way, away", [way]) == {"way": 1}


def test_a_longer_phrase_is_counted_once() -> None:
    term = Term(name="s", phrases=("Strait", "Green Strait"))
    assert flags.term_counts("the Green Strait", [term]) == {"s": 1}


def test_a_phrase_that_must_stand() -> None:
    phrase = ("do not support the claim",)
    gone = compared("We do not support the claim.", "We hear of the claim.", expect=phrase)
    assert "expect" in gone.flags
    assert "expect" in gone.passages[0].flags
    never = compared("We are here today.", "We are there today.", expect=phrase)
    assert "expect" not in never.flags
    runon = compared("We do not support the claim.", "We do notsupport the claim.", expect=phrase)
    assert (runon.kind, runon.flags) == ("typography", ())


def test_typography_has_no_flags() -> None:
    found = compared("We don't pay 5 “coins”.", 'We don’t pay 5 "coins".')
    assert (found.kind, found.flags) == ("typography", ())


def test_a_removed_negation_is_named_before_a_changed_word() -> None:
    found = compared(
        "It is a large ship indeed. We do not support their claim to the sea. All went home.",
        "It is a small ship indeed. All went home.",
    )
    first, second = ranking.rank(found.passages)
    assert (first.kind, second.kind) == ("removed", "changed")
    assert found.passages[0] is second


_KEYS = {
    "negation", "not_negation", "negating_prefixes", "negating_suffixes", "modality",
    "not_modality", "strength", "not_strength", "not_numerals", "names", "numerals",
    "titles", "bearers", "name_endings", "not_names", "surnames", "name_letters",
    "not_negated", "opposites", "strengthening", "weakening", "faint", "also_names", "before_names",
    "modal_affixes",
    "not_modal_affixed", "quantities", "bounds", "abbreviations",
}  # fmt: skip
_AS_WRITTEN = {"names", "titles", "bearers", "not_names", "abbreviations", "before_names"}


def hits(words: lexicon.Words, text: str) -> list[str]:
    return [hit.written for hit in lexicon.found(words, text)]


def lists(data: dict[str, Any]) -> dict[str, list[str]]:
    """Every list of a file of words, a ladder's rungs as one list."""
    found = {f"ladder {at}": [*chain(*rungs)] for at, rungs in enumerate(data["strength"])}
    return (
        found
        | {"numerals": list(data["numerals"])}
        | {key: list(data[key]) for key in _KEYS - {"strength", "numerals", "opposites", "bounds"}}
        | {"bounds": [entry.removeprefix("-") for entry in chain(*data["bounds"])]}
    )


@pytest.mark.parametrize("file", sorted(DATA.glob("*.toml")), ids=lambda file: file.stem)
def test_every_file_of_words_is_well_formed(file: Path) -> None:
    data = lexicon.read(file.stem)
    assert data is not None
    assert set(data) == _KEYS
    assert "How to edit this file" in file.read_text(encoding="utf-8")[:200]
    for name, entries in lists(data).items():
        assert not [entry for entry, times in Counter(entries).items() if times > 1], name
        for entry in entries:
            assert entry.strip(), name
            assert entry.split() == entry.strip().split(" "), (name, entry)
            assert fold(entry) == entry.strip(), (name, entry)
            assert name in _AS_WRITTEN or entry == entry.lower(), (name, entry)
    for kind in ("negation", "modality"):
        assert not set(data[kind]) & set(data[f"not_{kind}"]), kind
    assert not set(data["names"]) & {*data["titles"], *data["not_names"]}
    assert all(type(value) is int for value in data["numerals"].values())
    pairs = [tuple(pair) for pair in data["opposites"]]
    assert len(set(pairs)) == len(pairs)
    for one, other in pairs:
        assert one != other
        assert fold(one) == one.lower() == one
        assert fold(other) == other.lower() == other
    known = {*chain(*chain(*data["strength"]))}
    assert set(data["faint"]) <= known
    assert not known & set(data["not_strength"])


@pytest.mark.parametrize("file", sorted(DATA.glob("*.toml")), ids=lambda file: file.stem)
def test_every_word_of_a_file_is_found(file: Path) -> None:
    words = lexicon.load(file.stem)
    data = lexicon.read(file.stem)
    assert words is not None
    assert data is not None
    assert lexicon.load(f"{file.stem}-XX") is not None
    for ladder, rungs in zip(words.ladders, words.rungs, strict=True):
        assert all(hits(ladder, word) == [word] for word in rungs)
    for word in set(data["negation"]) - {"n't", "n'"}:
        assert hits(words.negation, word) == [word]
    for word in set(data["modality"]) - {"'ll", "'d"}:
        assert hits(words.modality, word) == [word]


@pytest.mark.parametrize(
    ("language", "before", "after", "said"),
    [
        ("en", "They agreed on it.", "They discussed it.", "strength down: agreed → discussed"),
        ("ja", "両首脳は船を協議した。", "両首脳は船に合意した。", "strength up: 協議 → 合意"),
        ("en", "We will no longer wait.", "We will wait.", "negation removed: no longer"),
        ("en", "It is likely.", "It is unlikely.", "negation added: unlikely"),
        ("ja", "支持する。", "支持しない。", "negation added: しない"),
        ("en", "They will act.", "They may act.", "modality: will → may"),
        ("en", "It costs 2,000 now.", "It costs 20,000 now.", "number: 2,000 → 20,000"),
        ("ja", "1兆ドルである。", "2兆ドルである。", "number: 1兆ドル → 2兆ドル"),
        ("en", "It has 2 ships.", "It has two ships.", "same_value: 2 → two"),
        ("ja", "2月7日に会う。", "2月8日に会う。", "date: 2月7日 → 2月8日"),
        ("en", "We met Norland now.", "We met him now.", "name removed: Norland"),
        ("en", "Talks of A.B. and C.D. now.", "Talks of C.D. and A.B. now.",
         "name: A.B., C.D. → C.D., A.B."),
        ("en", "He said “firm” now.", "He said “soft” now.", 'quote: "firm" → "soft"'),
        ("en", "All his supporters came.", "All his supporter’s came.",
         "mark: an apostrophe came: supporters → supporter's"),
        ("en", "Ships, planes, trains.", "Ships, planes trains.",
         "mark: a comma went: planes, → planes"),
        ("en", "It stands.", "It ~~stands~~.", "mark: strike-through came"),
        ("en", "There is a way out.", "There is away out.", "spacing: a way → away"),
        ("en", "They will not act and will attack.", "They will act and will not attack.",
         "negation: not act → not attack"),
        ("en", "They opposed it and oppose force.", "They opposed it and note force.",
         "strength down: oppose → note"),
        ("en", "Leaders unanimously endorsed it.", "Leaders agreed in principle to it.",
         "strength down: unanimously, endorsed → agreed, in principle"),
        ("en", "Leaders endorsed the plan.", "Leaders agreed the plan in principle.",
         "strength down: endorsed → agreed, in principle"),
        ("en", "Mr. Ra will not go; Mr. Xi will go.", "Mr. Ra will go; Mr. Xi will not go.",
         "negation: ra will not → xi will not"),
        ("en", "He said “we ~~never~~ agree”.", "He said “we never agree”.",
         'quote: "we agree" → "we never agree"'),
        ("en", "We oppose the plan.", "We do not support the plan.", "negation added: not"),
        ("en", "Both oppose force and support peace.", "Both support force and oppose peace.",
         "negation: oppose force → oppose peace"),
        ("en", "They agreed to it.", "They agreed in principle to it.",
         "strength down: in principle"),
        ("en", "They strongly condemned it.", "They condemned it.", "strength down: strongly"),
        ("en", "They agreed to cooperate.", "They agreed to consider cooperating.",
         "strength down: to consider"),
        ("en", "They reaffirmed it.", "They noted it.", "strength down: reaffirmed → noted"),
        ("en", "They oppose it.", "They support it.", "negation removed: oppose"),
        ("ja", "大筋合意した。", "合意した。", "strength up: 大筋合意 → 合意"),
        ("zh", "双方坚决支持它。", "双方支持它。", "strength down: 坚决支持 → 支持"),
        ("en", "He came.", "He came. They strongly condemned it.",
         "strength added: strongly, condemned"),
        ("en", "March 18–19 in Rome.", "March 19–20 in Rome.", "number: 19 → 20"),
        ("en", "At 5 p.m. on 3 may.", "At 5 p.m. on 4 may.", "date: 3 may → 4 may"),
        ("en", "In EARLY March then.", "In late March then.", "date: EARLY March → late March"),
        ("en", "It is over 5 ships.", "It is under 5 ships.", "number: over 5 → under 5"),
        ("en", "He said ‘we agree’ now.", "He said “we agree” now.",
         "mark: quotation marks became double"),
        ("en", "The two leaders met in Q1 2026.", "The two leaders met in Q2 2026.",
         "number: 1 → 2"),
        ("en", "From 3 May, not 5 June.", "From 5 June, not 3 May.",
         "date: 3 May, 5 June → 5 June, 3 May"),
        ("en", "We met Ms Putin and Ms Putin.", "We met Ms Orlov and Ms Orlov.",
         "name: Putin → Orlov"),
        ("en", "~~$1~~ $2 in all.", "$1 ~~$2~~ in all.", "number: $2 → $1"),
        ("ar", "أطلق 12 صاروخا أمس.", "أطلق 12صاروخا أمس.", "spacing: 12 صاروخا → 12صاروخا"),
    ],
)  # fmt: skip
def test_each_flag_says_the_words_that_raised_it(
    language: str, before: str, after: str, said: str
) -> None:
    (passage,) = compared(before, after, language).passages
    found = flags.evidence(passage, language)
    assert tuple(one.flag for one in found) == passage.flags
    flag, _, words = said.partition(": ")
    flag, _, way = flag.partition(" ")
    assert (flag, way, words) in [(one.flag, one.way, one.words) for one in found]


def test_no_word_is_said_twice_and_of_many_the_first() -> None:
    names = " and ".join(f"N{letter}land" for letter in "abcdefghijklmnopqrstuvwxyz")
    ending = "in the old harbour hall at noon, and spoke of trade, of fish and of the ferry"
    (passage,) = compared(f"We met {names} {ending}.", f"We met them {ending}.").passages
    (found,) = (one for one in flags.evidence(passage, "en") if one.flag == "name")
    assert found.words.startswith("Naland, Nbland, ")
    assert found.words.endswith("Ntland and 6 more")
    again = compared("He said “a”, “a” and “a” then.", "He said it then.").passages[0]
    assert '"a"' in [one.words for one in flags.evidence(again, "en")]


def test_terms_and_expected_phrases_say_what_they_count() -> None:
    term = Term(name="strait", phrases=("Green Strait", "緑海峡"))
    (passage,) = compared("Peace in the Green Strait now.", "Peace in it now.").passages
    found = flags.evidence(passage, "en", (term,), ("Green\u00a0Strait",))
    assert ("term:strait", "1 → 0") in [(one.flag, one.words) for one in found]
    assert ("expect", "Green\u00a0Strait") in [(one.flag, one.words) for one in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We do not support the claim.", "~~We do not support the claim.~~"),
        ("We do not support the claim.", "We do ~~not~~ support the claim."),
    ],
)
def test_a_phrase_that_is_struck_out_stands_no_longer(before: str, after: str) -> None:
    term = Term(name="claim", phrases=("support the claim",))
    found = compared(before, after, expect=("do not support the claim",), terms=(term,))
    assert "expect" in found.flags
    assert ("term:claim" in found.flags) == after.startswith("~~")
    back = compared(after, before, expect=("do not support the claim",), terms=(term,))
    assert "expect" not in back.flags
    assert "negation" in back.flags


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a ~~b~~ c ~~d~~", "a  c "),
        ("~~a b", ""),
        ("a b~~", ""),
        ("a ~~b", "a "),
        ("a~~ b", " b"),
        ("a ~ b", "a ~ b"),
        ("a ~~b~c~~ d", "a  d"),
    ],
)
def test_what_is_struck_out_is_blanked(text: str, left: str) -> None:
    found = struck.out(text)
    assert len(found) == len(text)
    assert found.replace("\n", "") == left


def test_a_language_without_a_file_has_no_words() -> None:
    assert lexicon.load("xx") is None
    assert lexicon.load("../e") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers met in the city and agreed on a plan.", "en"),
        ("Les ministres se sont rencontrés dans la ville.", "fr"),
        ("Die Minister trafen sich in der Stadt und sprachen.", "de"),
        ("Los ministros se reunieron en la ciudad para hablar.", "es"),
        ("両大臣は東京で会談した。", "ja"),
        ("两国外长在北京举行会谈。", "zh"),
        ("양국 장관은 서울에서 만났다.", "ko"),
        ("Министры встретились в городе.", "ru"),
        ("التقى الوزيران في المدينة.", "ar"),
        ("両首脳はG7 Summit in Tokyoについて話した。", "ja"),
        ("2025-02-07", None),
        ("", None),
    ],
)
def test_languages_are_told_by_script_and_common_words(text: str, language: str | None) -> None:
    assert detect(text) == language


def _documents(*rows: tuple[str, str]) -> Comparison:
    pairs = zip(
        *([Block(kind="paragraph", text=text) for text in row] for row in rows), strict=True
    )
    before, after = pairs
    return compare(before, after, language=None)


@pytest.mark.parametrize(
    ("rest", "before", "after", "flag"),
    [
        ("Die Minister trafen sich in der Stadt und sprachen mit dem Rat über die Lage.",
         "Keine Einigung.", "Erste Einigung.", "negation"),
        ("Les ministres se sont rencontrés dans la ville et ont parlé avec le conseil.",
         "Aucune entente.", "Bonne entente.", "negation"),
        ("両大臣は東京で会談し、情勢について話した。",
         "首脳会談、合意", "首脳会談、協議", "strength"),
    ],
)  # fmt: skip
def test_the_document_says_the_language_of_a_passage_too_short_to_tell(
    rest: str, before: str, after: str, flag: str
) -> None:
    assert flag not in compared(before, after, None).flags
    found = _documents((rest, rest), (before, after))
    assert flag in found.flags
    assert flag in _documents((rest, rest), (after, before)).flags
    (passage,) = (one for one in found.passages if flag in one.flags)
    document = detect(rest)
    assert flag in [one.flag for one in flags.evidence(passage, None, document=document)]


def test_a_passage_that_tells_its_language_is_read_in_it() -> None:
    german = "Die Minister trafen sich in der Stadt und sprachen mit dem Rat über die Lage."
    quoted = "We will not bow to the threat of force.", "We will bow to the threat of force."
    assert "negation" in _documents((german, german), quoted).flags


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000,
        "' a" * 10_000,
        "~~" * 10_001,
        "제5" * 10_000,
        "百分之三" * 10_000,
        "non" * 10_000,
        "at least " * 10_000,
        "early " * 10_000,
        "5M" * 10_000,
        "Mr. " * 10_000,
        "ront" * 10_000,
    ],
)
def test_flags_are_looked_for_in_linear_time(text: str) -> None:
    for language in ("en", "fr", "ja", "zh", "ko"):
        compared(f"x {text} x", f"y {text} y", language)


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "A" + "a" * 1_000_000),
        ("de", "Minister A" + "a" * 1_000_000),
        ("de", "Aa " * 50_000),
        ("ja", "ア" * 300_000),
        ("zh", "尔" * 300_000),
        ("zh", "王" * 300_000),
        ("ar", "و" * 300_000),
        ("fr", "l'A" * 100_000),
    ],
)
def test_names_are_looked_for_in_linear_time(language: str, text: str) -> None:
    assert spans.names(text + " x", language) is not None


def test_no_listed_common_noun_is_longer_than_is_looked_for() -> None:
    words = lexicon.load("de")
    assert words is not None
    assert max(map(len, words.naming.common)) <= 20


def test_the_files_that_all_languages_share_are_well_formed() -> None:
    words = lexicon.common("dates")
    for kind in ("large", "small", "other", "short"):
        assert len(words[kind]) == 12, kind
    assert len(words["weekdays"]) == 7
    months: dict[str, int] = {}
    for kind in ("large", "small", "other", "short"):
        for at, names in enumerate(words[kind]):
            for name in names:
                assert name == name.lower()
                assert months.setdefault(name, at) == at, name
    assert len(set(words["relative"])) == len(words["relative"])
    figures = lexicon.common("figures")
    units = [*chain(*figures["units"].values())]
    assert len(set(units)) == len(units)
    assert all(fold(word) == word for word in [*units, *figures["scales"], *words["relative"]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "flag"),
    [
        ("1,000 " * 3_000, "1,000, " * 3_000, "mark"),
        ("「日本」" * 3_000, "『日本』" * 3_000, "quote"),
        ("May 3, " * 3_000, "May 4, " * 3_000, "date"),
    ],
)  # fmt: skip
def test_thousands_of_edits_in_one_block_are_flagged(before: str, after: str, flag: str) -> None:
    """As one: hunk by hunk they would cost the square of their number."""
    one, other = ([Block(kind="paragraph", text=text)] for text in (before, after))
    found = compare(one, other, language="ja" if flag == "quote" else None)
    assert flag in found.flags
