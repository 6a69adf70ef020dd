"""How a text differs from another one of its statement, in sentences for a message. Pure.

Of one language by wording; of two by figures, dates, names in Latin letters and watched terms:
what is said in them is not read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alerts.inert import cut, one_line
from alerts.siblings import language_name
from alerts.words import spanned
from monitor.compare import across, compare, framing
from monitor.compare.flags import term_counts
from monitor.compare.ranking import rank
from monitor.phrasing import many
from storage.model import Document, Passage, Term

MOST = 50_000  # characters of either text: a second of comparing
_NAMED = 4  # passages; more are counted
_FEW = 2  # of texts that have hardly a sentence in common: each words it in its own way
_VALUES = 6  # figures and dates, or names, of each text that are named
_LONG = 400  # characters of a passage: the operative words stand at the end of some sentences
_HARDLY = 0.2  # of the sentences of the shorter text: fewer in common are hardly any
_OTHER_SCRIPTS = frozenset({"ja", "zh", "ko", "ru", "ar"})
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]+(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of a statement, as a message names it."""

    name: str
    publisher: str | None
    language: str | None
    document: Document
    terms: tuple[Term, ...]


def said(here: Text, there: Text) -> tuple[str, ...]:
    """How `there` differs from `here`: who it is and the counts first, then the gravest."""
    if max(len(one.document.text) for one in (here, there)) > MOST:
        return (f"{_who(there)}: too long to be set beside it here. {_more(here, there)}",)
    if across.between_languages(here.document.compared, there.document.compared):
        return tuple(_by_structure(here, there))
    return tuple(_by_wording(here, there))


def _by_wording(here: Text, there: Text) -> Iterator[str]:
    before, after = here.document.compared, there.document.compared
    terms = tuple(dict.fromkeys((*here.terms, *there.terms)))
    language = _common_language(here, there)
    comparison = compare.compare(before, after, language=language, terms=terms)
    if comparison.kind is None:
        yield f"{_who(there)}: the same text."
        return
    if comparison.kind == "typography":
        yield f"{_who(there)}: the same wording; only typography differs."
        return
    found = framing.summarize(comparison, before, after, language)
    yield f"{_who(there)}: {_counts(found)}."
    frames = framing.frames(comparison, before, after)
    within = [one for one in frames.within if one.change == "wording"]
    passages = [*rank(within), *rank([*frames.before, *frames.after])]
    sizes = found.changed + min(found.only_before, found.only_after) + found.common
    apart = found.common < _HARDLY * sizes
    shown = passages[: _FEW if apart else _NAMED]
    yield from (_passage(one, there.name) for one in shown)
    if len(passages) > len(shown):
        yield f"and {many(len(passages) - len(shown), 'more passage')}. {_more(here, there)}"
    if apart:
        yield from _values(across.structure(before, after), there.name)
    yield from _terms(terms, here, there)


def _common_language(here: Text, there: Text) -> str | None:
    """The language of both; None where they name it differently: then it is found."""
    codes = {one.language[:2].lower() for one in (here, there) if one.language}
    return codes.pop() if len(codes) == 1 else None


def _counts(found: framing.Summary) -> str:
    common = many(found.common, "sentence") if found.common else "no sentence"
    return (
        f"{common} in common, {found.changed} worded differently, "
        f"{found.only_before} only here, {found.only_after} only there"
    )


def _passage(passage: Passage, there: str) -> str:
    """What stands on which side, in the words of both."""
    if passage.kind == "removed":
        return f"only here: {_quoted(passage.before)}"
    if passage.kind == "added":
        return f"only in {there}: {_quoted(passage.after)}"
    mine, theirs = spanned(passage)
    if not mine and not theirs:
        return f"in another place in {there}: {_quoted(passage.after)}"
    if mine == theirs:  # a mark at the end of either
        mine, theirs = passage.before, passage.after
    if not theirs:
        return f"only here, within a sentence: {_quoted(mine)}"
    if not mine:
        return f"only in {there}, within a sentence: {_quoted(theirs)}"
    return f"here {_quoted(mine)}, in {there} {_quoted(theirs)}"


def _by_structure(here: Text, there: Text) -> Iterator[str]:
    before, after = here.document.compared, there.document.compared
    found = across.structure(before, after)
    yield (
        f"{_who(there)}: another language, so its wording is not compared; "
        f"figures and dates: {found.common} in both, {found.before.lone_count} only here, "
        f"{found.after.lone_count} only there."
    )
    yield from _values(found, there.name)
    yield from _names(found, there.name)
    yield from _terms(_sets(here, there), here, there, alike=True)


def _values(found: across.Structure, there: str) -> Iterator[str]:
    for where, side in (("here", found.before), (f"in {there}", found.after)):
        for sort, noun in (("figure", "figures"), ("date", "dates")):
            lone = dict.fromkeys(one.written.strip(" .,;") for one in side.lone if one.sort == sort)
            if lone:
                yield f"{noun} only {where}: {_listed(list(lone))}"


def _names(found: across.Structure, there: str) -> Iterator[str]:
    """Names that stand in Latin letters in a text of another script, and not in the other text."""
    for where, side, other in (
        ("here", found.before, found.after),
        (f"in {there}", found.after, found.before),
    ):
        if side.language not in _OTHER_SCRIPTS:
            continue
        known = {name for item in other.items for name in item.names}
        named = dict.fromkeys(name for item in side.items for name in _LATIN.findall(item.text))
        lone = [name for name in named if name.casefold() not in known]
        if lone:
            yield f"names in Latin letters only {where}: {_listed(lone)}"


def _sets(here: Text, there: Text) -> tuple[Term, ...]:
    """The terms that have a phrase for each of both languages: where none can stand, none does."""
    languages = [across.languages(one.document.compared)[:1] for one in (here, there)]
    wanted = {name in _OTHER_SCRIPTS for one in languages for name in one}
    terms = dict.fromkeys((*here.terms, *there.terms))
    return tuple(one for one in terms if wanted <= set(map(_is_of_other_script, one.phrases)))


def _is_of_other_script(phrase: str) -> bool:
    return not _LETTER.search(phrase)


def _terms(terms: Sequence[Term], here: Text, there: Text, *, alike: bool = False) -> Iterator[str]:
    """How often each term stands on either side, where that differs; `alike`: else, too."""
    mine, theirs = (term_counts(one.document.text, terms) for one in (here, there))
    for name, count in mine.items():
        if count != theirs[name]:
            yield f"term {one_line(name)}: {count} here, {theirs[name]} in {there.name}"
        elif alike and count:
            yield f"term {one_line(name)}: {count} in both"


def _who(text: Text) -> str:
    """`cn-mfa-zh (Foreign Ministry, Chinese)`."""
    language = language_name(text.language) if text.language else None
    facts = ", ".join(filter(None, (text.publisher, language)))
    return one_line(f"{text.name} ({facts})" if facts else text.name)


def _more(here: Text, there: Text) -> str:
    return f"readout compare {here.name} {there.name}"


def _quoted(text: str) -> str:
    return f"“{cut(one_line(text), _LONG)}”"


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(map(_quoted, values[:_VALUES]))
    left = len(values) - _VALUES
    return f"{shown} and {left} more" if left > 0 else shown
