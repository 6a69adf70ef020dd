"""Which statement a document that a listing found may belong to. Pure, and careful.

A wrong proposal puts strangers into one thread of messages, a missing one costs a command
(`readout statement ID NAME`): in doubt nothing is proposed.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.compare.fold import fold
from monitor.discover.facts import Facts, Token, persons
from monitor.discover.slugs import slug

_APART = 1  # days: it is the next day already where the sun rises first
_SAME_SENTENCES = 3  # long ones, word for word: a text that both publish
_SAME_SHARE = 0.2  # of the shorter text's sentences
_SAME_BESIDE_NAMES = 2  # long sentences, of texts whose titles name the same two
_TITLE_WORDS, _TITLE_SHARE = 3, 0.6
_TOKENS_BESIDE_TITLE = 2.0
_TOKENS_BESIDE_NAMES = 6.0  # the two of the titles are among them
_TOKENS, _TOKEN_SHARE = 4.0, 0.4  # in all, and of the text that has fewer
_TITLES = "the words of their titles, and the figures, dates and names in both"
_NAMES = "the names in both titles"
_CLEARER = 1.5  # times as much as what speaks for any other statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A statement for a document. `source` is the one that it belongs together with, `why` says so.

    Where that one is in no statement yet, both are to be put into this one.
    """

    statement: str
    source: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """`sure`: by what they say; not by their titles, which several texts of one day may share."""

    other: Facts
    weight: float
    why: str
    sure: bool = True


def proposed(
    facts: Facts, others: Sequence[Facts], *, taken: Collection[str] = ()
) -> Proposal | None:
    """The statement that a document belongs to, or None.

    `others` are the documents it may belong together with, in any order: all those of about that
    day, whether they are in a statement or not, for what many of them name tells little. `taken`
    are the names of all statements. A document that is in a statement already gets none.
    """
    if facts.statement is not None or facts.day is None:
        return None
    common = _common(others)
    found = [match for one in others if (match := _match(facts, one, common)) is not None]
    found = [one for one in found if one.sure or not _has_its_like(facts, one.other, others)]
    best = max(found, key=lambda one: (one.weight, one.other.source), default=None)
    if best is None:
        return None
    rivals = [one.weight for one in found if not _is_one_affair(one.other, best.other, common)]
    if rivals and best.weight < _CLEARER * max(rivals):
        return None
    name = best.other.statement or _name(facts, best.other, taken)
    return Proposal(statement=name, source=best.other.source, why=best.why)


def _common(others: Sequence[Facts]) -> Counter[Token]:
    """In how many affairs each token stands: the texts of one statement are one, however many."""
    affairs: dict[tuple[bool, str], set[Token]] = {}
    for one in others:
        key = (True, one.statement) if one.statement is not None else (False, one.source)
        affairs.setdefault(key, set()).update(one.tokens)
    return Counter(token for tokens in affairs.values() for token in tokens)


def _is_one_affair(one: Facts, other: Facts, common: Counter[Token]) -> bool:
    """Whether two documents are of one statement, or might be."""
    if one.statement is not None and one.statement == other.statement:
        return True
    return one.source == other.source or _match(one, other, common) is not None


def _has_its_like(facts: Facts, other: Facts, others: Sequence[Facts]) -> bool:
    """Whether the other's statement holds a text of this publisher in this language already."""
    return other.statement is not None and any(
        one.statement == other.statement and _is_alike(one, facts) for one in others
    )


def _is_alike(one: Facts, other: Facts) -> bool:
    """Whether one publisher says both in one language: then they are two affairs.

    Where nobody said who publishes one of them, what is listed at another host is another's.
    """
    if one.publisher is None or other.publisher is None:
        return one.host == other.host and one.language == other.language
    return one.publisher == other.publisher and one.language == other.language


def _match(facts: Facts, other: Facts, common: Counter[Token]) -> _Match | None:
    if other.source == facts.source or other.day is None or facts.day is None:
        return None
    if abs((other.day - facts.day).days) > _APART or _is_alike(facts, other):
        return None
    same = facts.said & other.said
    fewer = min(len(facts.said), len(other.said))
    if len(same) >= _SAME_SENTENCES and len(same) >= _SAME_SHARE * fewer:
        return _Match(other=other, weight=100.0 + len(same), why=_sentences(len(same)))
    shared = facts.tokens & other.tokens
    weight = _weight(shared, common)
    names = _name_the_same(facts, other, shared)
    if names and len(same) >= _SAME_BESIDE_NAMES:
        why = f"{_sentences(len(same))} and {_NAMES}"
        return _Match(other=other, weight=weight + len(same), why=why)
    least = min(_weight(facts.tokens, common), _weight(other.tokens, common))
    much = weight >= _TOKEN_SHARE * least
    if facts.language == other.language:
        by_names = names and much and weight >= _TOKENS_BESIDE_NAMES
        found = _by_title(facts, other, weight)
        if found is None and by_names:
            found = _Match(other=other, weight=weight, why=_with_titles(shared), sure=False)
        return found
    return _across(other, weight, shared, names=names) if much and weight >= _TOKENS else None


def _across(
    other: Facts, weight: float, shared: Collection[Token], *, names: bool
) -> _Match | None:
    """Of two languages: what is shared is of two sorts, or names alone, and those of the titles."""
    if len({sort for sort, _ in shared}) > 1:
        return _Match(other=other, weight=weight, why=_named(shared))
    return _Match(other=other, weight=weight, why=_with_titles(shared)) if names else None


def _name_the_same(facts: Facts, other: Facts, shared: Collection[Token]) -> bool:
    """Whether one title tells nothing but names, of two at least, and the other tells them, too.

    `Joint Statement of President Moreau and Prime Minister Tanaka`. Names that stand side by side
    are those of one person, who may say several things in a day.
    """
    words = facts.title & other.title
    if not words or len(words) < min(len(facts.title), len(other.title)):
        return False
    known = tuple(str(value) for sort, value in shared if sort == "name")
    names = {word for word in words if any(name.startswith(word) for name in known)}
    return words == names and min(persons(one.heading, names) for one in (facts, other)) > 1


def _by_title(facts: Facts, other: Facts, weight: float) -> _Match | None:
    words = facts.title & other.title
    if len(words) < _TITLE_WORDS or weight < _TOKENS_BESIDE_TITLE:
        return None
    if len(words) < _TITLE_SHARE * min(len(facts.title), len(other.title)):
        return None
    return _Match(other=other, weight=weight + len(words), why=_TITLES, sure=False)


def _weight(tokens: Collection[Token], common: Counter[Token]) -> float:
    """What tokens tell: each the less, the more other documents of these days hold it."""
    return sum(sorted(1 / max(1, common[token]) for token in tokens))


def _sentences(count: int) -> str:
    return f"{count} sentences that are the same"


def _with_titles(shared: Collection[Token]) -> str:
    return f"{_NAMES}, and {_named(shared)}"


def _named(shared: Collection[Token]) -> str:
    """`3 figures, 1 date and 2 names that are the same`."""
    counts = Counter(sort for sort, _ in shared)
    said = [
        f"{counts[sort]} {sort}{'s' if counts[sort] > 1 else ''}" for sort in _SORTS if counts[sort]
    ]
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if said[1:] else said[0]
    return f"{listed} that are the same"


_SORTS = ("figure", "date", "name", "term")


def _name(facts: Facts, other: Facts, taken: Collection[str]) -> str:
    """A name for a new statement: the day and the title, that in Latin letters where one is."""
    days = sorted(one.day.isoformat() for one in (facts, other) if one.day is not None)
    headings = sorted((facts.heading, other.heading), key=lambda text: (not _is_latin(text), text))
    heading = next((text for text in headings if any(map(str.isalnum, text))), "statement")
    return slug(f"{days[0]} {heading}", "", taken)


def _is_latin(text: str) -> bool:
    folded = fold(text)
    return sum(map(str.isascii, folded)) * 2 > len(folded) > 0
