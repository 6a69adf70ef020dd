"""The closed table of typographic equivalences: what may differ without being a change of wording.

This is the only place where two different texts are said to be the same wording. Each row has an
example and the reason why it can never be read as other words. What is not here is wording: case,
accents, digits of any kind (also superscript and circled), apostrophes coming or going,
punctuation, strike-through, kanji variants, 「」 against 『』, and hyphens that make another word.

Rows act in the order of the table. `chars` replaces single characters (to nothing, to one, to
several); `pattern` is a regular expression over what the rows before it left.
"""

from dataclasses import dataclass, field

from storage.model import DOUBT

# Han, kana, bopomofo and their punctuation: written without spaces. Hangul is not among them.
CJK = (
    "\u2e80-\u303f\u3040-\u312f\u31a0-\u31ff\u3220-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe0-\U00018fff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_LETTER = r"[^\W\d_]"
# Stands for a hyphen at a line's end while two texts are compared: it equals "-" and nothing.
LINE_END = "\ufdd0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """One row: `example` holds two texts that fold to the same under it.

    `kind` is what a reader is told of a difference that it allows; several rows share one.
    """

    name: str
    kind: str
    example: tuple[str, str]
    reason: str
    chars: dict[str, str] = field(default_factory=dict)
    pattern: str = ""
    needs: tuple[str, ...] = ()  # a text with none of these need not be searched
    into: str = ""
    at_start: bool = False  # only at the beginning of a block
    not_in: tuple[str, ...] = ()  # languages in which the difference means something


def _each(chars: str, into: str) -> dict[str, str]:
    return dict.fromkeys(chars, into)


def _full_width() -> dict[str, str]:
    # U+FF5E is left out: as "~~" it would become the mark of struck-through text.
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E)}
    # The hyphen and quotes go where the rows of dashes and quotes take their plain forms.
    table.update(zip("￠￡￢￤￥￦", "¢£¬¦¥₩", strict=True))
    return table


_HALF_KANA = "｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_FULL_KANA = (
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノ"
    "ハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309a"
)

CHARACTERS: tuple[Equivalence, ...] = (
    Equivalence(
        name="invisible",
        kind="invisible",
        example=("co\u00adoper\u200bation", "cooperation"),
        reason="Soft hyphens, zero-width spaces and joiners, byte order and direction marks and "
        "text presentation selectors are not seen by a reader.",
        chars=_each(
            "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
            "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff",
            "",
        ),
    ),
    Equivalence(
        name="full-width",
        kind="full-width",
        example=("１兆円（約７％）", "1兆円(約7%)"),
        reason="Full-width forms exist for the width of the type, not for another sign.",
        chars=_full_width(),
    ),
    Equivalence(
        name="half-width kana",
        kind="full-width",
        example=("ｶﾞｲﾄﾞ", "ガイド"),
        reason="Half-width kana exist for old terminals; the marks of voicing join the letter.",
        chars=dict(zip(_HALF_KANA, _FULL_KANA, strict=True)),
    ),
    Equivalence(
        name="wave dash",
        kind="dashes",
        example=("東京～大阪", "東京〜大阪"),
        reason="The same sign under the two mappings of Shift_JIS.",
        chars={"～": "〜"},
    ),
    Equivalence(
        name="single quotes and apostrophes",
        kind="quotes",
        example=("Japan’s ‘role’", "Japan's 'role'"),
        reason="Curly and straight forms of one sign. Its coming or going is wording.",
        chars=_each("‘’‚‛ʼ´＇‹›❛❜", "'"),
    ),
    Equivalence(
        name="double quotes",
        kind="quotes",
        example=("„Rolle“ and «rôle»", '"Rolle" and "rôle"'),
        reason="Each country's form of one sign. 「」 and 『』 are kept apart: they nest by rank.",
        chars=_each("“”„‟«»＂〝〞〟❝❞", '"'),
    ),
    Equivalence(
        name="hyphens",
        kind="dashes",
        example=("Indo\u2011Pacific, \u22125", "Indo-Pacific, -5"),
        reason="Non-breaking hyphen, figure dash and minus do the hyphen's work.",
        chars=_each("‐\u2011‒−﹣－", "-"),
    ),
    Equivalence(
        name="long dashes",
        kind="dashes",
        example=("peace―and", "peace—and"),
        reason="The horizontal bar and the box line are what Japanese fonts offer as a dash.",
        chars=_each("―⸺⸻─", "—"),
    ),
    Equivalence(
        name="ligatures",
        kind="ligatures",
        example=("ﬁnal oﬃce", "final office"),
        reason="Joined type, left by PDF.",
        chars={"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"},
    ),
    Equivalence(
        name="ellipsis",
        kind="dots",
        example=("and…", "and..."),
        reason="One sign, set as one character or as dots.",
        chars={"⋯": "…"},
    ),
    Equivalence(
        name="tatweel",
        kind="Arabic forms",
        example=("الســـلام", "السلام"),
        reason="Lengthens the line between two Arabic letters, and says nothing.",
        chars={"ـ": ""},
    ),
)

# Before all others, while the mark is there to be seen; searching drops it and reads what is shown.
DOUBTFUL = Equivalence(
    name="doubtful hyphen",
    kind="hyphenation",
    example=(f"co-{DOUBT}production", "co-production"),
    reason="Where a PDF broke a word: of unknown kind, it equals both readings.",
    pattern=rf"[-\u2010]?{DOUBT} ?",
    into=LINE_END,
)

# Before all others, while both the soft hyphen and the line break are there to be seen.
SOFT_LINE_END = Equivalence(
    name="soft hyphen at a line's end",
    kind="hyphenation",
    example=("cooper\u00ad\nation", "cooperation"),
    reason="Where a soft hyphen is seen, the word goes on in the next line.",
    pattern=rf"(?<={_LETTER})\u00ad[^\S\n]*\n\s*(?={_LETTER})",
)

# Variants of ideographs, which Unicode holds for equal to the common form; readers do not.
VARIANTS = "\uf900-\ufaff\U0002f800-\U0002fa1f"

# Arabic presentation forms are mapped in fold.py from Unicode's own compatibility tables.
ARABIC_FORMS = Equivalence(
    name="Arabic presentation forms",
    kind="Arabic forms",
    example=("ﺳﻼم", "سلام"),
    reason="Shapes of a letter by its place in the word, left by old PDF and old fonts.",
    pattern="[\ufb50-\ufd3d\ufd50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]",
)

COMPOSED = Equivalence(
    name="NFC",
    kind="composition",
    example=("re\u0301sume\u0301", "résumé"),
    reason="Unicode's canonical equivalence: the same character stored in two ways. Not for the "
    "compatibility ideographs (神 for 神), which are variants of the letter.",
)

WHITE_SPACE = Equivalence(
    name="white space",
    kind="spaces",
    example=("two\u00a0\u2009leaders\n", "two leaders"),
    reason="Spaces of every width, and line breaks, are one space; none at the ends.",
    pattern=r"\s+",
    into=" ",
)

PATTERNS: tuple[Equivalence, ...] = (
    Equivalence(
        name="bullets",
        kind="bullets",
        example=("• Security", "Security"),
        reason="An ornament before an item; a short dash counts only where a space follows it, "
        "and before a figure never: it may be a minus, as a dot may be a decimal point.",
        pattern=r"\s*(?:[•‣⁃▪▫■□●○◎◦◆◇❖★☆✦✧✓✔▶►▸➤➢→⇒・\uf0a7\uf0b7]\s*|[·∙](?!\d)\s*|[-–*]\s+(?!\d)"
        rf"|—(?!\s*\d)\s*|-(?=[{CJK}]))"
        r"(?=\S)",
        at_start=True,
    ),
    Equivalence(
        name="hyphen at a line's end",
        kind="hyphenation",
        example=("co-\nproduction", "co-production"),
        reason="Of unknown kind: it equals both readings, with and without the hyphen.",
        needs=("\n",),
        pattern=rf"(?:(?<={_LETTER})|(?<={_LETTER}\.))-[^\S\n]*\n\s*(?={_LETTER})",
        into=LINE_END,
    ),
    Equivalence(
        name="hyphen at a line's end beside a figure",
        kind="hyphenation",
        example=("a 5-\nyear plan for F-\n35 jets", "a 5-year plan for F-35 jets"),
        reason="No word is broken at a figure: the hyphen is its own.",
        needs=("\n",),
        pattern=rf"(?:(?<=\d)-[^\S\n]*\n\s*(?=[^\W_])|(?<={_LETTER})-[^\S\n]*\n\s*(?=\d))",
        into="-",
    ),
    Equivalence(
        name="tilde",
        kind="dashes",
        example=("10～15", "10~15"),
        reason="The full-width form of one sign. Two of them mark struck-through text.",
        needs=("~",),
        pattern=r"(?<!~)~(?!~)",
        into="〜",
    ),
    WHITE_SPACE,
    Equivalence(
        name="dots",
        kind="dots",
        example=("and . . .", "and ..."),
        reason="One sign, set as one character or as dots; CJK sets six where others set three.",
        needs=("..", ". .", "…"),
        pattern=r"(?:\. ?\. ?\.|…)(?: ?\.| ?…)*",
        into="…",
    ),
    Equivalence(
        name="dashes between words",
        kind="dashes",
        example=("peace – and", "peace—and"),
        reason="Spaced en dash, spaced hyphen, double hyphen and em dash set off words alike.",
        needs=("–", " -", "- ", "--"),
        pattern=r"(?<![^ ])[-–](?![^ ])|(?<=[^ ])– |(?<= )–|(?<!-)-{2,3}(?!-)",
        into="—",
    ),
    Equivalence(
        name="en dash within words",
        kind="dashes",
        example=("Japan–U.S.", "Japan-U.S."),
        reason="Without spaces an en dash joins, as a hyphen does.",
        needs=("–",),
        pattern="–",
        into="-",
    ),
    Equivalence(
        name="space around long dashes",
        kind="dashes",
        example=("peace — and", "peace—and"),
        reason="A publisher's house style; a doubled dash is one.",
        needs=("—",),
        pattern=r" ?—(?: ?—)* ?",
        into="—",
    ),
    Equivalence(
        name="space after a hyphen",
        kind="hyphenation",
        example=("co- production", "co-production"),
        reason="Left by copying over a line's end. Not in German, where it parts two words.",
        needs=("- ",),
        pattern=rf"(?:(?<={_LETTER})|(?<={_LETTER}\.))- (?={_LETTER})",
        into="-",
        not_in=("de",),
    ),
    Equivalence(
        name="space beside CJK",
        kind="spaces",
        example=("2015 年 の G7 会合", "2015年のG7会合"),
        reason="These scripts have no spaces; those that are seen are the typesetter's.",
        needs=(" ",),
        pattern=f" (?:(?=[{CJK}])|(?<=[{CJK}] ))",
    ),
)

TABLE: tuple[Equivalence, ...] = (
    DOUBTFUL, SOFT_LINE_END, *CHARACTERS, ARABIC_FORMS, COMPOSED, *PATTERNS,
)  # fmt: skip

# What typography may differ in. White space tells line breaks apart; beside the table's rows, the
# blocks may be others (a paragraph split, a heading), and numbers that only count items.
LINE_BREAKS, NUMBERING, LAYOUT = "line breaks", "numbering", "layout"
KINDS = (*dict.fromkeys(row.kind for row in TABLE), LINE_BREAKS, NUMBERING, LAYOUT)
