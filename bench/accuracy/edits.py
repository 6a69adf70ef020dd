"""One-token edits, each of a kind that a flag stands for.

To add one: write a finder, from a text and its language to the places where one token may stand
for another (see swaps.py: `by_pairs` for words of vocabulary.py, `each` for a pattern), and
register it in `TABLE` with the flag that must be raised ("" where no flag is asked).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.accuracy import vocabulary
from bench.accuracy.cases import Case, Goal, Hunks
from bench.accuracy.chance import Chance
from bench.accuracy.swaps import Finder, Swap, by_pairs, each, swap
from bench.accuracy.texts import LETTER_SCRIPTS, Sample
from storage.model import Block, Term

_ALL = ("en", "fr", "de", "ar", "ja", "zh")
_SPACED = ("en", "fr", "de", "ar")
_MONTHS = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_MONTH = "(?:" + "|".join("|".join(names.split()) for names in _MONTHS) + ")"
_DATE = (
    rf"\d{{1,2}}\.? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?!\d)(?:, \d{{4}})?|{_MONTH} \d{{4}}"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年度?|\d+日|\d+時\d+分|(?<!\d)20\d\d(?!\d)"
)
_NUMBER = r"\d{1,3}(?:[.,\u00a0 ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+|\d+"
_QUOTED = r'“[^”]*”|„[^“]*“|« [^»]* »|"[^"]*"|「[^」]*」|『[^』]*』'


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A kind of one-token edit, and the flag it must raise in these languages."""

    name: str
    find: Finder
    flag: str = ""
    languages: tuple[str, ...] = _ALL
    named: bool = True  # whether the edit is one token, and must be named exactly
    skips: tuple[str, ...] = ()  # texts in which words are run together already


def _numbers(text: str, _language: str) -> Iterator[Swap]:
    """Figures that are no date and count no item, ten times or one more."""
    dates = [at.span() for at in re.finditer(_DATE, text)]
    mark = re.match(r"\s*[(（]?[\d０-９]+[.)）．　\s]*", text)
    body = mark.end() if mark and not re.match(r"\d{2,}", mark[0]) else 0
    for at in re.finditer(rf"(?<![\w.,-])(?:{_NUMBER})(?![\d.,]\d|\w*-)(%|％)?", text):
        if at.start() < body or any(a < at.end() and at.start() < b for a, b in dates):
            continue
        before = re.search(r"(?:\d+\+)?$", text[: at.start()])  # "2+2" is one token
        after = re.match(r"(?:\+\d+)?", text[at.end() :])
        head, tail = before[0] if before else "", after[0] if after else ""
        figure, sign = at[0].removesuffix(at[1] or "\0"), at[1] or ""
        for new in (_more(figure), _tenfold(figure)):
            ways: tuple[Hunks, ...] = (
                ((figure + sign, new + sign),),
                ((figure, new),),
                ((head + at[0] + tail, head + new + sign + tail),),
            )
            yield swap(at, new + sign, hunks=ways)


def _more(figure: str) -> str:
    return figure[:-1] + str((int(figure[-1]) + 1) % 10) if figure != "9" else "8"


def _tenfold(figure: str) -> str:
    whole = re.match(r"\d+", figure)
    assert whole is not None
    return whole[0] + "0" + figure[whole.end() :]


def _dates(text: str, _language: str) -> Iterator[Swap]:
    """A day, a month or a year for another."""
    for date in re.finditer(_DATE, text):
        for part in re.finditer(rf"\d+|{_MONTH}", date[0]):
            new = _other(part[0])
            start = date.start() + part.start()
            stop = date.start() + part.end()
            later = date[0][: part.start()] + new + date[0][part.end() :]
            ways = (((part[0], new),), ((date[0], later),), ((part[0] + ".", new + "."),))
            # A year or an hour by itself is a date to one reader and a figure to another.
            flag = "" if re.search(rf"{_MONTH}|月", date[0]) else "date|number"
            yield Swap(start=start, end=stop, new=new, hunks=ways, flag=flag)


def _other(part: str) -> str:
    if part.isdigit():
        return str(int(part) - 1 if int(part) > 1 else 2)
    months = next(names.split() for names in _MONTHS if part in names.split())
    return months[(months.index(part) + 3) % 12]


def _quotes(text: str, language: str) -> Iterator[Swap]:
    """A word within quotation marks for another."""
    word = "[\u4e00-\u9fff]" if language in LETTER_SCRIPTS else r"[^\W\d_]{3,}(?![\w'’-])"
    for quote in re.finditer(_QUOTED, text):
        for at in re.finditer(word, quote[0]):
            start = quote.start() + at.start()
            new = vocabulary.FILLERS[language]
            yield Swap(start=start, end=start + len(at[0]), new=new, hunks=(((at[0], new),),))


def _struck(text: str, language: str) -> Iterator[Swap]:
    """A word that is struck through."""
    word = (
        "[\u4e00-\u9fff]{2}"
        if language in LETTER_SCRIPTS
        else r"(?<![\w'’-])[^\W\d_]{5,}(?![\w'’-])"
    )
    for at in re.finditer(word, text):
        new = f"~~{at[0]}~~"
        yield swap(at, new, hunks=((("", "~~"), ("", "~~")), ((at[0], new),)))


def _words(text: str, language: str) -> Iterator[Swap]:
    """A word for one that stands in none of the texts."""
    han = language in LETTER_SCRIPTS
    word = "[\u4e00-\u9fff]{2}" if han else r"(?<![\w'’-])[^\W\d_]{6,}(?![\w'’-])"
    for at in re.finditer(word, text):
        yield swap(at, vocabulary.FILLERS[language] * (2 if han else 1))


def _parted(text: str, _language: str) -> Iterator[Swap]:
    """A word cut in two: together they are a word, so that it may be meant."""
    for at in re.finditer(r"(?<![\w'’-])[a-z]{6,10}(?![\w'’-])", text):
        half = len(at[0]) // 2
        yield swap(at, f"{at[0][:half]} {at[0][half:]}")


def _without_apostrophe(text: str, _language: str) -> Iterator[Swap]:
    """A possessive without its apostrophe, which is named with the word or, at its end, alone."""
    for at in re.finditer(r"(?<![\w'’-])\w+(?:['’]s|s['’])(?![\w'’-])", text):
        new = re.sub("['’]", "", at[0])
        mark = at[0][-1] if at[0][-1] != "s" else at[0]
        yield swap(at, new, hunks=(((at[0], new),), ((mark, ""),)))


def _joined_figure(text: str, _language: str) -> Iterator[Swap]:
    """A figure and the word after it without their space, which may be named alone."""
    for at in re.finditer(r"(?<![\w.,-])(?<!\d )\d+(?: \d{3})* [^\W\d_]+(?![\w'’-])", text):
        new = "".join(at[0].rpartition(" ")[::2])
        yield swap(at, new, hunks=(((at[0], new),), (("", ""),)))


def _joined(text: str, _language: str) -> Iterator[Swap]:
    """Two words run together, in languages of which we have no list of words."""
    for at in re.finditer(r"(?<![\w'’-])[^\W\d_]{2,} [^\W\d_]{2,}(?![\w'’-])", text):
        yield swap(at, at[0].replace(" ", ""))


TABLE: tuple[Edit, ...] = (
    Edit(name="number", flag="number", find=_numbers),
    Edit(name="unit", flag="number", find=by_pairs(vocabulary.UNITS)),
    Edit(name="date", flag="date", find=_dates),
    Edit(name="negation", flag="negation", find=by_pairs(vocabulary.NEGATION)),
    Edit(name="modality", flag="modality", find=by_pairs(vocabulary.MODALITY)),
    Edit(name="strength", flag="strength", find=by_pairs(vocabulary.STRENGTH)),
    Edit(name="name", flag="name", find=by_pairs(vocabulary.NAMES)),
    Edit(name="order of names", flag="name", find=by_pairs(vocabulary.ORDERS), named=False),
    Edit(name="quote", flag="quote", find=_quotes),
    Edit(name="comma", flag="mark",
         find=each(r"(?<=[^\W\d])(?:[,،](?= [^\W\d])|[、，](?=[^\W\d]))", lambda _at: "")),
    Edit(name="apostrophe", flag="mark", languages=("en",),
         find=each(r"(?<![\w'’-])[a-z]{4,}[a-rt-z]s(?![\w'’-])", lambda at: at[0][:-1] + "'s")),
    Edit(name="apostrophe lost", flag="mark", languages=("en",), find=_without_apostrophe),
    Edit(name="strike-through", flag="mark", find=_struck),
    Edit(name="word parted", flag="spacing", languages=("en",), find=_parted,
         skips=("statement.en.reprint", "news-page")),
    Edit(name="words joined", flag="spacing", languages=("fr", "de", "ar"), find=_joined),
    Edit(name="figure joined", flag="spacing", languages=_SPACED, find=_joined_figure),
    Edit(name="same value", flag="same_value", find=by_pairs(vocabulary.SAME_VALUES),
         named=False),
    Edit(name="term", flag="term:watched", find=_words),
    Edit(name="expect", flag="expect", find=_words),
    Edit(name="word", find=_words),
    Edit(name="case", languages=("en", "fr", "de"),
         find=each(r"(?<=[a-z] )[a-zé]{4,}(?![\w'’-])", lambda at: at[0].capitalize())),
    Edit(name="variant letter", find=by_pairs(vocabulary.VARIANTS)),
    Edit(name="hyphen lost", languages=("en", "fr", "de"),
         find=each(r"(?<![\w'’-])[A-Za-z]+-[a-z]+(?![\w'’-])", lambda at: at[0].replace("-", ""))),
    Edit(name="figure raised", find=each(r"(?<![\d.,])2(?![\d.,])", lambda _at: "²"), named=False),
    Edit(name="bracket", languages=("ja",), named=False,
         find=each("「([^」]*)」", lambda at: f"『{at[1]}』")),
)  # fmt: skip


def cases(sample: Sample, each_: int) -> Iterator[Case]:
    """Some of the places of each kind, spread over the text."""
    for row in TABLE:
        if sample.language in row.languages and sample.name not in row.skips:
            places = [
                (index, found)
                for index, block in enumerate(sample.blocks)
                for found in row.find(block.text, sample.language)
            ]
            for number, at in enumerate(_spread(len(places), each_)):
                yield _case(sample, row, number, *places[at])


def _spread(count: int, wanted: int) -> list[int]:
    return sorted({(at * count) // wanted for at in range(wanted)}) if count else []


def _case(sample: Sample, row: Edit, number: int, index: int, found: Swap) -> Case:
    block = sample.blocks[index]
    new = block.text[: found.start] + found.new + block.text[found.end :]
    old = block.text[found.start : found.end]
    name = f"{sample.name}/{row.name}/{number}"
    return Case(
        name=name,
        group="edit",
        category=row.name,
        language=sample.language,
        told=sample.language if Chance(name).below(2) else None,
        before=sample.blocks,
        after=_put(sample.blocks, index, replace(block, text=new)),
        goal=Goal(
            kind="wording", hunks=found.hunks if row.named else (), flag=found.flag or row.flag
        ),
        terms=(Term(name="watched", phrases=(old,)),) if row.name == "term" else (),
        expect=(_around(block.text, found),) if row.name == "expect" else (),
    )


def _put(blocks: tuple[Block, ...], index: int, block: Block) -> tuple[Block, ...]:
    return (*blocks[:index], block, *blocks[index + 1 :])


def _around(text: str, found: Swap) -> str:
    """The phrase that must stand: what is altered, and the word after it."""
    after = re.match(r" ?\w+", text[found.end :])
    return text[found.start : found.end] + (after[0] if after else "")
