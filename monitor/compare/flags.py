"""Flags: why a passage deserves a second look.

Flags never decide whether something is shown. The rules (editflags, wordflags) take what was taken
out and put in (typography left out) or both sentences whole, folded.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.compare import changed, editflags, edits, lexicon, passages, spacing, struck, wordflags
from monitor.compare import language as languages
from monitor.compare.changed import Pair
from monitor.compare.fold import fold
from monitor.compare.raised import Raised
from monitor.compare.ranking import position
from storage.model import Block, Passage, Term

_AROUND = 100  # characters beside what differs: no date, number or phrase of a list is longer
_READ = 100_000  # characters


def flagged(
    passage: Passage,
    language: str | None,
    terms: Sequence[Term],
    expect: Sequence[str],
    *,
    document: str | None,
) -> Passage:
    """The passage with its flags; one of typography has none."""
    found = evidence(passage, language, tuple(terms), tuple(expect), document=document)
    return replace(passage, flags=tuple(dict.fromkeys(one.flag for one in found)))


def explained(
    passage: Passage,
    language: str | None,
    terms: Sequence[Term],
    expect: Sequence[str],
    *,
    document: str | None,
) -> tuple[tuple[str, str, str], ...]:
    """Of the flags that a passage has, each with its way and the words that raised it."""
    if not passage.flags:
        return ()
    bare = replace(passage, flags=())
    found = evidence(bare, language, tuple(terms), tuple(expect), document=document)
    return tuple((one.flag, one.way, one.words) for one in found if one.flag in passage.flags)


@functools.lru_cache(maxsize=64)  # whoever compares two texts and shows it asks twice
def evidence(
    passage: Passage,
    language: str | None,
    terms: tuple[Term, ...] = (),
    expect: tuple[str, ...] = (),
    *,
    document: str | None = None,
) -> tuple[Raised, ...]:
    """The flags of a passage in their order, each with the words that raised it. Pure.

    `document`: the language that the whole was found to be in (`common` of both texts), for
    passages too short to tell theirs, where no `language` is told. Numbers that only count items
    raise none.
    """
    if passage.change == "typography":
        return ()
    passage = passages.uncounted(passage)
    before, after = fold(passage.before), fold(passage.after)
    name = language or _language(passage, document)
    words = lexicon.load(name)
    hunks = [(fold(minus), fold(plus)) for minus, plus in passages.hunks(passage)]
    standing = struck.out(before), struck.out(after)
    found: list[Raised | None] = []
    if passage.kind != "moved" or hunks:
        pair = _near(passage, before, after, standing)
        number = editflags.counted(pair, name)
        found += editflags.marks(hunks, passage, before, after, number)
        found += [
            editflags.quotes(*standing),
            editflags.dated(pair),
            number,
            editflags.named(pair, name),
        ]
        found += wordflags.raised(pair, words) if words else []
    found += _asked_for(*standing, terms, expect)
    return tuple(sorted((one for one in found if one), key=lambda one: position(one.flag)))


def watched(passage: Passage, terms: Sequence[Term], expect: Sequence[str]) -> Passage:
    """The passage with the flags of what is watched: of a text too long to be read for more."""
    if passage.change == "typography" or not (terms or expect):
        return passage
    standing = struck.out(fold(passage.before)), struck.out(fold(passage.after))
    found = sorted((one.flag for one in _asked_for(*standing, terms, expect)), key=position)
    return replace(passage, flags=tuple(dict.fromkeys(found)))


def _asked_for(
    before: str, after: str, terms: Sequence[Term], expect: Sequence[str]
) -> list[Raised]:
    lost = (phrase for phrase in expect if _holds(before, phrase) > _holds(after, phrase))
    return [
        *_by_terms(before, after, terms),
        *(Raised(flag="expect", gone=(phrase,)) for phrase in lost),
    ]


def together(found: Iterable[Passage], more: Iterable[str]) -> tuple[str, ...]:
    """All flags of a comparison, in their order, each once."""
    every = {flag for passage in found for flag in passage.flags} | set(more)
    return tuple(sorted(every, key=position))


def gone(
    before: Sequence[Block], after: Sequence[Block], language: str | None, expect: Sequence[str]
) -> list[str]:
    """`expect` where a phrase that must stand stood in the older text and not in the newer."""
    if not expect:
        return []
    old = struck.out(fold("\n".join(block.text for block in before), language))
    new = struck.out(fold("\n".join(block.text for block in after), language))
    bare = new.replace(" ", "")  # words that a reprint ran together are still there
    lost = (_holds(old, p) and fold(p).replace(" ", "") not in bare for p in expect)
    return ["expect"] if any(lost) else []


def term_counts(text: str, terms: Sequence[Term]) -> dict[str, int]:
    """How often each watched term stands in a text, in any typographic form; case counts."""
    folded = struck.out(fold(text))
    return {term.name: _count(folded, term) for term in terms}


def _near(passage: Passage, before: str, after: str, standing: tuple[str, str]) -> Pair:
    """Both texts around what differs in them, without what is struck out.

    Farther off both are the same; where the cuts fall makes no difference, since they fall alike.
    Of what differs, no more is read than `_READ` characters: a "sentence" of megabytes has no words
    to look for.
    """
    old, new = standing
    start, end = edits.common_letters(before, after)
    if start and end and standing != (before, after):
        first, last = edits.common_letters(old, new)
        start, end = min(start, first), min(end, last)
    left, right = max(0, start - _AROUND), max(0, end - _AROUND)
    hunks = changed.hunks(passage, before, after)
    return Pair(
        old=old[left : len(before) - right][:_READ],
        new=new[left : len(after) - right][:_READ],
        hunks=changed.shifted(hunks, left),
    )


def _language(passage: Passage, document: str | None) -> str:
    found = languages.detect(passage.before + "\n" + passage.after)
    if found == "zh" and document == "ja":
        return "ja"  # a heading in kanji
    return found or document or "en"


def _by_terms(before: str, after: str, terms: Sequence[Term]) -> list[Raised]:
    counts = [(term.name, _count(before, term), _count(after, term)) for term in terms]
    return [
        Raised(flag=f"term:{name}", said=f"{old} → {new}")
        for name, old, new in counts
        if old != new
    ]


def _count(folded: str, term: Term) -> int:
    """Longer phrases first, so that one that holds another is counted once."""
    phrases = sorted(
        {fold(phrase) for phrase in term.phrases if phrase}, key=lambda p: (-len(p), p)
    )
    return _found(phrases, folded) if phrases else 0


def _holds(folded: str, phrase: str) -> int:
    return _found([fold(phrase)], folded) if phrase else 0


def _found(phrases: Sequence[str], folded: str) -> int:
    """How often any of these phrases stands in a text, a space of theirs lost or not."""
    every = re.finditer("|".join(map(_phrase, phrases)), folded)
    words = {word for phrase in phrases for word in phrase.split()}
    return sum(1 for one in every if not _is_other(one[0].split(), words))


def _is_other(found: Sequence[str], words: set[str]) -> bool:
    """Whether words ran together to another one: *away* is not *a way*."""
    return any(word not in words and spacing.is_word(word) for word in found)


@functools.cache
def _phrase(folded: str) -> str:
    """A phrase as a pattern: whole words where it begins or ends with a word that has spaces."""
    head = r"(?<![^\W\d_])" if re.match(r"[A-Za-z\u00c0-\u052f]", folded) else ""
    tail = r"(?![^\W\d_])" if re.search(r"[A-Za-z\u00c0-\u052f]$", folded) else ""
    return head + re.sub(r"(?<=[A-Za-z])\\ (?=[A-Za-z])", " ?", re.escape(folded)) + tail
