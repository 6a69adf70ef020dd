"""Cosmetic edits: each row of the table of equivalences, as a transformation of a text.

To add one: write a function from the text of a block and chance to the text as another publisher
would set it (`_some` alters some of the places a pattern finds), and register it in `TABLE` with
the languages in which it says nothing. A text that comes out as it went in makes no case.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bench.accuracy.cases import Case, Goal
from bench.accuracy.chance import Chance
from bench.accuracy.texts import Sample

Change = Callable[[str, Chance], str]
_LATIN = ("en", "fr", "de")
_SPACED = ("en", "fr", "de", "ar")
_CJK = ("ja", "zh")
_ALL = (*_SPACED, *_CJK)
_HAN = "\u3041-\u30ff\u4e00-\u9fff"
_RATES = (100, 50, 20, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosmetic:
    """A transformation that is never wording, in these languages."""

    name: str
    change: Change
    languages: tuple[str, ...] = _ALL


def _some(pattern: str, into: Callable[[re.Match[str]], str], text: str, chance: Chance) -> str:
    return re.sub(pattern, lambda at: into(at) if chance.takes() else at[0], text)


def _table(pairs: dict[str, str]) -> Change:
    """Single characters for others that are as good; where several are, chance picks."""
    pattern = "[" + "".join(map(re.escape, pairs)) + "]"
    return lambda text, chance: _some(pattern, lambda at: chance.pick(pairs[at[0]]), text, chance)


def _pattern(pattern: str, *forms: str) -> Change:
    """What a pattern finds, in one of some forms."""
    return lambda text, chance: _some(
        pattern, lambda at: at.expand(chance.pick(forms)), text, chance
    )


def _full_width(text: str, chance: Chance) -> str:
    return _some("[!-}]", lambda at: chr(ord(at[0]) + 0xFEE0), text, chance)


def _half_width(text: str, chance: Chance) -> str:
    plain = "".join(map(chr, range(0xFF01, 0xFF5E)))
    return _some(f"[{plain}]", lambda at: chr(ord(at[0]) - 0xFEE0), text, chance)


@functools.cache
def _half_kana() -> dict[str, str]:
    table = {"。": "｡", "「": "｢", "」": "｣", "、": "､", "・": "･"}
    for code in range(0xFF66, 0xFF9E):
        table[unicodedata.normalize("NFKC", chr(code))] = chr(code)
    for kana in map(chr, range(0x30A1, 0x30FB)):
        parts = unicodedata.normalize("NFD", kana)
        if len(parts) == 2 and parts[0] in table:
            table[kana] = table[parts[0]] + ("ﾞ" if parts[1] == "\u3099" else "ﾟ")
    return table


def _half_width_kana(text: str, chance: Chance) -> str:
    return _some("[。「」、・ァ-ー]+", lambda at: _each(at[0], _half_kana()), text, chance)


def _each(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def _decomposed(text: str, chance: Chance) -> str:
    return _some(r"\w+", lambda at: unicodedata.normalize("NFD", at[0]), text, chance)


@functools.cache
def _arabic_forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for code in range(0xFE80, 0xFEFD):
        plain = unicodedata.normalize("NFKC", chr(code))
        forms.setdefault(plain, []).append(chr(code))
    return {plain: found for plain, found in forms.items() if len(plain) <= 2}


def _presentation(text: str, chance: Chance) -> str:
    forms = _arabic_forms()
    return _some("لا|[ء-ي]", lambda at: chance.pick(forms.get(at[0], [at[0]])), text, chance)


def _straight_to_curly(text: str, chance: Chance) -> str:
    opening, closing = chance.pick([("“", "”"), ("„", "“"), ("«", "»"), ("« ", " »"), ("＂", "＂")])
    return _some(r'[“„«"][ \u00a0]?([^“”„»"]*?)[ \u00a0]?[”“»"]',
                 lambda at: f"{opening}{at[1]}{closing}", text, chance)  # fmt: skip


def _bullet(text: str, chance: Chance) -> str:
    """An ornament before what has no number and no dash: nobody sets both."""
    if re.match(r"\s*(?:[(（]?[\d０-９]|[-–—•])", text):
        return text
    return chance.pick(["• ", "・", "■ ", "▪", "– ", "\uf0b7 ", "● "]) + text


def _lost_space(text: str, chance: Chance) -> str:
    """Two words of five letters or more run together: no reader takes them for one."""
    return _some("(?<=[a-z]{5}) (?=[a-z]{5})", lambda _at: "", text, chance)


TABLE: tuple[Cosmetic, ...] = (
    Cosmetic(name="soft hyphens", change=_pattern(r"(?<=[a-zäöüß]{3})(?=[a-z]{3})", "\u00ad"),
             languages=_LATIN),
    Cosmetic(name="invisible",
             change=_pattern(r"(?<=\w)(?=\w)", "\u200b", "\u2060", "\u200c", "\ufeff")),
    Cosmetic(name="direction marks",
             change=_pattern(r"(?<= )|(?= )", "\u200e", "\u200f", "\u202b", "\u202c"),
             languages=_SPACED),
    Cosmetic(name="full width", change=_full_width, languages=_CJK),
    Cosmetic(name="half width", change=_half_width, languages=_CJK),
    Cosmetic(name="half-width kana", change=_half_width_kana, languages=("ja",)),
    Cosmetic(name="wave dash", change=_table({"～": "〜", "〜": "～"}), languages=_CJK),
    Cosmetic(name="apostrophes", change=_table({"'": "’‘ʼ´＇", "’": "'ʼ‘"}), languages=_LATIN),
    Cosmetic(name="double quotes", change=_straight_to_curly, languages=_SPACED),
    Cosmetic(name="quote characters", change=_table({"“": '"„‟«', "”": '"„»', '"': "“”"})),
    Cosmetic(name="hyphens",
             change=_pattern(r"(?<=\w)-(?=\w)", "\u2010", "\u2011", "\ufe63", "\u2212")),
    Cosmetic(name="long dashes", change=_table({"—": "―⸺─", "―": "—"})),
    Cosmetic(name="ligatures", change=lambda text, chance: _some(
        "ffi|ffl|ff|fi|fl|st",
        lambda at: {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}[at[0]],
        text, chance), languages=_LATIN),
    Cosmetic(name="ellipsis", change=_pattern(r"\.\.\.|…+", "…", "...", "⋯", ". . .", "……")),
    Cosmetic(name="tatweel", change=_pattern("(?<=[بتثجحخسشصضطظعغفقكلمنهي])(?=[ء-ي])", "ـ", "ــ"),
             languages=("ar",)),
    Cosmetic(name="Arabic forms", change=_presentation, languages=("ar",)),
    Cosmetic(name="bullets", change=_bullet),
    Cosmetic(name="hyphenated at a line's end",
             change=_pattern(r"(?<=[a-zäöüß]{3})(?=[a-zäöüß]{3})", "-\n"), languages=_LATIN),
    Cosmetic(name="broken after a hyphen",
             change=_pattern(r"(?<=[A-Za-z])-(?=[A-Za-z])", "-\n"), languages=_LATIN),
    Cosmetic(name="white space",
             change=_pattern(" ", "\u00a0", "  ", "\u2009", "\u3000", " \t", "\u202f")),
    Cosmetic(name="lines", change=_pattern(" ", "\n", " \n"), languages=_SPACED),
    Cosmetic(name="lines in CJK", change=_pattern(f"(?<=[{_HAN}])(?=[{_HAN}])", "\n", "\n　"),
             languages=_CJK),
    Cosmetic(name="spaces at the ends", change=lambda text, chance: (
        chance.pick([" ", "\u00a0", "\n", ""]) + text + chance.pick([" ", "\u3000", "\n"]))),
    Cosmetic(name="dashes between words",
             change=_pattern(" [—–] ", " – ", "—", " — ", " -- ", " - "),
             languages=_SPACED),
    Cosmetic(name="doubled dashes", change=_pattern("(?<!—)—(?!—)", "——"), languages=_CJK),
    Cosmetic(name="en dash within words",
             change=_pattern(r"(?<=[A-Za-z])[-–](?=[A-Za-z])", "–", "-")),
    Cosmetic(name="space after a hyphen",
             change=_pattern(r"(?<=[A-Za-z])-(?=[A-Za-z])", "- "), languages=("en", "fr")),
    Cosmetic(name="space in CJK", change=_pattern(f"(?<=[{_HAN}])(?=[{_HAN}])", " ", "　"),
             languages=_CJK),
    Cosmetic(name="space between CJK and figures",
             change=_pattern(f"(?<=[{_HAN}])(?=[0-9])|(?<=[0-9])(?=[{_HAN}])", " ", "\u2009"),
             languages=_CJK),
    Cosmetic(name="words run together", change=_lost_space, languages=("en",)),
    Cosmetic(name="space before punctuation",
             change=_pattern(r"(?<=[^\W\d_])[ \u00a0\u202f]?([;:!?؛؟])(?=\s|$)",
                             r" \1", r"\1", "\u202f\\1"),
             languages=_SPACED),
    # The last, so that no other comes between a letter and its marks.
    Cosmetic(name="decomposed", change=_decomposed),
)  # fmt: skip


def cases(sample: Sample, each: int) -> Iterator[Case]:
    """Each edit alone, and then two to five of them, one after the other."""
    rows = [row for row in TABLE if sample.language in row.languages]
    for row in rows:
        for number in range(each):
            yield from _case(sample, row.name, number, [row])
    for number in range(each * 6):
        chance = Chance(f"{sample.name}/combined/{number}/rows")
        chosen = sorted({chance.below(len(rows)) for _ in range(2 + chance.below(4))})
        yield from _case(sample, "combined", number, [rows[at] for at in chosen])


def _case(sample: Sample, category: str, number: int, rows: list[Cosmetic]) -> Iterator[Case]:
    name = f"{sample.name}/{category}/{number}"
    chance = Chance(name, rate=_RATES[number % len(_RATES)])
    after = sample.blocks
    for row in rows:
        after = tuple(replace(block, text=row.change(block.text, chance)) for block in after)
    if after != sample.blocks:
        yield Case(
            name=name + ("/" + "+".join(row.name for row in rows) if len(rows) > 1 else ""),
            group="cosmetic",
            category=category,
            language=sample.language,
            told=sample.language if number % 2 else None,
            before=sample.blocks,
            after=after,
            goal=Goal(kind="typography"),
        )
