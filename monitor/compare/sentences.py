"""Sentences: the units that are aligned. Wrong cuts cost beauty, never a character.

Rules of our own: a mark that ends a sentence, what may close after it, then what must not be there
(an abbreviation before it, a small letter after it, an open bracket around it).
"""

import functools
import re

_OPEN = "（(「『【〔［[｢〈《"
_CLOSE = "）)」』】〕］]｣〉》"
_CLOSERS = "”’\"'»)\\]）」』】〕］｣〉》"
# These close only where no word follows: “ ends German speech, and a » that stands apart French.
_APART = r"(?:“(?=\s)|[ \u00a0\u202f][»›](?!\S))?+"
_NOTE_SIGNS = "¹²³⁰⁴-⁹*†‡"
_NOTE = rf"(?:\[\d{{1,3}}\]|[\[［(（]注\d{{0,3}}[\]］)）]|[{_NOTE_SIGNS}])*"
_NOTE_FIGURE = r"(?:(?<=[^\W\d_][.!?])|(?<=[.!?][”’\"'»)]))\d{1,2}"

# Words that end with a full stop and go on; those before a figure only where one follows.
_ABBREVIATIONS = (
    "mr mrs ms dr prof gen lt col maj capt cpl sgt adm cmdr rep reps sen sens gov amb hon rev st "
    "mt ft co sr jr messrs pres vs etc cf viz approx dept est eds ed e.g i.e jan feb mar apr jun "
    "jul aug sep sept oct nov dec z.b d.h u.a bzw ca abs mio mrd m mm mme mlle sra srta ee uu им г "
    "гг стр ул млн млрд руб"
)
# Before a word that opens a sentence, these end it.
_MAY_END = "co etc г гг стр млн млрд руб mio mrd"
_CAPITALS = "d.c"  # a place: a title behind it opens a sentence, as it does not behind U.S.
_TITLES = "President Secretary Prime Minister Foreign Ambassador"
_BEFORE_FIGURE = "no nos nr res art arts al para paras p pp vol sec ch n núm nº № fig ст п"
_MONTHS_DE = "januar februar märz april mai juni juli august september oktober november dezember"
_OPENERS = (
    "The They This These That Those It He She We In On At As Both But And For With There However "
    "Moreover Furthermore Such To If When While After Then Он Она Оно Они Это Эти Мы Также Однако"
)
_OPENERS_DE = (
    "Der Die Das Den Dem Des Ein Eine Einen Einem Er Sie Es Wir Ich Dies Diese Dieser Dann Danach "
    "Auch Und Aber Am Im In An Auf Bei Mit Nach Von Zu Zum Zur Für Wenn Als Dabei Damit"
)


def split(text: str, language: str | None = None) -> list[str]:
    """Cut a block into sentences, each with the white space after it; joined they are the text."""
    cuts = [end for end in _ends(text) if _is_end(text, end, language)]
    starts, ends = [0, *cuts], [*cuts, len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def _ends(text: str) -> list[int]:
    """Where a sentence may end: after the closing marks and the white space."""
    if not _quick().search(text):
        return []
    depths = _depths(text) if _has_cjk_stop(text) or "(" in text else []
    return [
        found.end()
        for found in _candidate().finditer(text)
        if found.end() < len(text) and not (depths and depths[found.end()])
    ]


def _depths(text: str) -> list[int]:
    """How many brackets are open before each place; empty where they do not balance."""
    for opening, closing in ((_OPEN + "“", _CLOSE + "”"), (_OPEN, _CLOSE)):
        depth = 0
        depths = [0]
        for char in text:
            depth += (char in opening) - (char in closing)
            depths.append(depth)
        if depth == 0 and min(depths) == 0:
            return depths
    return []


def _is_end(text: str, end: int, language: str | None) -> bool:
    return _ends_between(text[max(0, end - 40) : end], text[end : end + 12], language)


@functools.lru_cache(maxsize=1024)
def _ends_between(head: str, after: str, language: str | None) -> bool:
    space = head[len(head.rstrip()) :]
    head, following = head.rstrip(), after[0]
    if following in "。！？｡、":
        return False  # （…。）。: the stop after the bracket ends it
    if space.count("\n") > 1 or head[-1:] in "。！？｡":
        return True
    if head[-1:] in "」』）" and following in "とがをはにのでもな、。":
        return False  # 「…。」と述べた: the sentence that quotes goes on
    if following.islower():
        return False
    head = _note_figure().sub("", head)
    bare = head.rstrip("”’\"'»“)]）」』*†‡ \u00a0\u202f›")
    if not bare.endswith("."):
        return True
    return not _goes_on(bare, after, language, closed=head != bare)


def _goes_on(head: str, after: str, language: str | None, *, closed: bool) -> bool:
    """Whether the full stop at the end of `head` is an abbreviation's or an ordinal's."""
    word = re.split(r"[\s(\[（“\"„«\u3040-\u9fff]|\b[ldLD]['’]", head[:-1])[-1].lower()
    alone = head[:-1].strip().lower() == word
    if word in _words(_BEFORE_FIGURE):
        return after[0].isnumeric()
    if word in _words(_ABBREVIATIONS) or (word == "gem" and language == "de"):
        return not (word in _words(_MAY_END) and _opens(after))
    if len(word) == 1 and word.isalpha() and not closed:  # J. Pell, a. item; but: group A. They
        et_cetera = re.search(r"\bт\. ?[дп]\.$", head)  # ends where a capital follows
        return alone or not (et_cetera or _opens(after))
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):  # U.S., D.C.: before its usual openers, ends
        titled = word in _words(_CAPITALS) and re.split(r"\W", after)[0] in _words(_TITLES)
        return not (titled or _opens(after))
    if re.fullmatch(r"\(?\d{1,4}|[ivx]{1,4}", word):
        return alone or _is_ordinal(head, word, after, language)
    return False


def _is_ordinal(head: str, word: str, after: str, language: str | None) -> bool:
    """Whether a number with its full stop is a day, a month or an ordinal: 20. November, 3. 2."""
    if re.match(r"\d{1,2}\.\s*\d", after) or re.search(r"\d\.\s*\d{1,2}\.$", head):
        return after[0].isdigit() or language == "ko"
    if len(word.strip("(")) > 2:
        return False
    if re.split(r"\W", after)[0].lower() in _words(_MONTHS_DE):
        return True
    return language == "de" and re.split(r"\W", after)[0] not in _words(_OPENERS_DE)


def _opens(after: str) -> bool:
    """Whether a word follows that commonly opens a sentence and hardly ever is part of a name."""
    return re.split(r"[^\w'’]", after)[0] in _words(_OPENERS)


@functools.cache
def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


@functools.cache
def _quick() -> re.Pattern[str]:
    return re.compile(r"[.!?…؟۔।。！？｡\n]")


def _has_cjk_stop(text: str) -> bool:
    return any(mark in text for mark in "。！？｡")


@functools.cache
def _note_figure() -> re.Pattern[str]:
    return re.compile(_NOTE_FIGURE + "$")


@functools.cache
def _candidate() -> re.Pattern[str]:
    """A stop, what closes after it, footnote marks, and white space (CJK stops need none)."""
    return re.compile(
        rf"[。！？｡]+[{_CLOSERS}]*{_NOTE}\s*"
        rf"|(?<![.!?…؟۔।])[.!?…؟۔।]+[{_CLOSERS}]*{_APART}(?:{_NOTE_FIGURE}(?=\s)|{_NOTE})"
        r"(?:\s+|(?=[\u3040-\u30ff\u4e00-\u9fff])|(?<=[؟۔])(?=[\u0620-\u06d3]))"
        r"|\n\s*\n\s*"
    )
