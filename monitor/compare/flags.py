"""Flags: why a passage deserves a second look, and the order in which passages are named.

Flags never decide whether something is shown. Each rule below takes what was taken out and put in
(typography left out) or both sentences whole, folded.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from monitor.compare import language as languages
from monitor.compare import lexicon, numbers, passages, spans, tokens
from monitor.compare.fold import fold
from monitor.compare.lexicon import Lexicon
from storage.model import Block, Passage, Term

# The order of flags in every list, the most telling first.
ORDER = (
    "negation", "strength", "term", "expect", "number", "modality", "date", "name", "quote",
    "mark", "spacing", "same_value",
)  # fmt: skip


def flagged(
    passage: Passage, language: str | None, terms: Sequence[Term], expect: Sequence[str]
) -> Passage:
    """The passage with its flags; one of typography has none."""
    if passage.change == "typography":
        return passage
    before, after = fold(passage.before), fold(passage.after)
    name = _language(passage, language)
    words = lexicon.load(name)
    hunks = [(fold(minus), fold(plus)) for minus, plus in passages.hunks(passage)]
    found: set[str] = set()
    if passage.kind != "moved" or hunks:
        found |= _by_edits(hunks, before, after)
        found |= _by_spans(before, after, name)
        found |= _by_numbers(hunks, before, after, words)
        found |= _by_words(hunks, before, after, words) if words else set()
    found |= _by_terms(before, after, terms)
    found |= {"expect"} if any(_holds(before, p) > _holds(after, p) for p in expect) else set()
    return replace(passage, flags=tuple(sorted(found, key=_position)))


def together(found: Iterable[Passage], more: Iterable[str]) -> tuple[str, ...]:
    """All flags of a comparison, in their order, each once."""
    every = {flag for passage in found for flag in passage.flags} | set(more)
    return tuple(sorted(every, key=_position))


def gone(
    before: Sequence[Block], after: Sequence[Block], language: str | None, expect: Sequence[str]
) -> list[str]:
    """`expect` where a phrase that must stand stood in the older text and not in the newer."""
    if not expect:
        return []
    old = fold("\n".join(block.text for block in before), language)
    new = fold("\n".join(block.text for block in after), language)
    bare = new.replace(" ", "")  # words that a reprint ran together are still there
    lost = (_holds(old, p) and fold(p).replace(" ", "") not in bare for p in expect)
    return ["expect"] if any(lost) else []


def term_counts(text: str, terms: Sequence[Term]) -> dict[str, int]:
    """How often each watched term stands in a text, in any typographic form; case counts."""
    folded = fold(text)
    return {term.name: _count(folded, term) for term in terms}


def direction(passage: Passage, language: str | None) -> Literal["up", "down"] | None:
    """Which way the strength of a passage went; None where it did not, or where it cannot be said.

    The first ladder on which both texts stand, at different heights, decides.
    """
    words = lexicon.load(_language(passage, language))
    for ladder in range(len(words.rungs) if words else 0):
        assert words is not None
        before = _rungs(words, ladder, fold(passage.before))
        after = _rungs(words, ladder, fold(passage.after))
        lost, won = before - after, after - before
        if lost and won:
            return "down" if min(won) > min(lost) else "up"
    return None


def rank(found: Sequence[Passage]) -> list[Passage]:
    """Passages by what should be named first: wording, the gravest flag, what was taken out."""
    return sorted(found, key=_weight)


def _language(passage: Passage, language: str | None) -> str:
    return language or languages.detect(passage.before + "\n" + passage.after) or "en"


def _weight(passage: Passage) -> tuple[bool, int, int, bool]:
    gravest = min((_position(flag)[0] for flag in passage.flags), default=len(ORDER))
    removes = any(op == "-" for op, _ in passage.edits)
    return (passage.change != "wording", gravest, -len(passage.flags), not removes)


def _position(flag: str) -> tuple[int, str]:
    name = flag.partition(":")[0]
    return (ORDER.index(name) if name in ORDER else len(ORDER), flag)


def _by_terms(before: str, after: str, terms: Sequence[Term]) -> set[str]:
    return {f"term:{term.name}" for term in terms if _count(before, term) != _count(after, term)}


def _count(folded: str, term: Term) -> int:
    """Longer phrases first, so that one that holds another is counted once."""
    phrases = sorted(
        {fold(phrase) for phrase in term.phrases if phrase}, key=lambda p: (-len(p), p)
    )
    return len(re.findall("|".join(map(_phrase, phrases)), folded)) if phrases else 0


def _holds(folded: str, phrase: str) -> int:
    return len(re.findall(_phrase(fold(phrase)), folded)) if phrase else 0


@functools.cache
def _phrase(folded: str) -> str:
    """A phrase as a pattern: whole words where it begins or ends with a word that has spaces."""
    head = r"(?<![^\W\d_])" if re.match(r"[A-Za-z\u00c0-\u052f]", folded) else ""
    tail = r"(?![^\W\d_])" if re.search(r"[A-Za-z\u00c0-\u052f]$", folded) else ""
    return head + re.escape(folded) + tail


def _by_numbers(
    hunks: Sequence[tuple[str, str]], before: str, after: str, words: Lexicon | None
) -> set[str]:
    """`number` where values differ; `same_value` where only their writing does."""
    numerals = words.numerals if words else {}
    if numbers.written(before) != numbers.written(after):
        same = numbers.values(before, numerals) == numbers.values(after, numerals)
        return {"same_value"} if same else {"number"}
    for minus, plus in hunks:
        left, right = numbers.values(minus, numerals), numbers.values(plus, numerals)
        if left and right and left != right:  # "two ships", "three ships"
            return {"number"}
    return set()


def _by_words(
    hunks: Sequence[tuple[str, str]], before: str, after: str, words: Lexicon
) -> set[str]:
    found: set[str] = set()
    if lexicon.count(words.negation, before) != lexicon.count(words.negation, after):
        found.add("negation")
    if any(_negated(minus, plus, words) for minus, plus in hunks):
        found.add("negation")
    if lexicon.count(words.modality, before) != lexicon.count(words.modality, after):
        found.add("modality")
    if any(_rungs(words, at, before) != _rungs(words, at, after) for at in range(len(words.rungs))):
        found.add("strength")
    return found


def _rungs(words: Lexicon, ladder: int, text: str) -> Counter[int]:
    """How often a text stands on each rung of a ladder."""
    counts: Counter[int] = Counter()
    for word, times in lexicon.count(words.ladders[ladder], text).items():
        counts[words.rungs[ladder].get(word, -1)] += times
    return counts


def _negated(minus: str, plus: str, words: Lexicon) -> bool:
    """Whether a word gained or lost a prefix or an ending that negates it."""
    left, right = set(tokens.tokenize(minus.lower())), set(tokens.tokenize(plus.lower()))
    for one, other in ((left - right, right - left), (right - left, left - right)):
        for word in one:
            if {prefix + word for prefix in words.negating_prefixes} & other and len(word) > 2:
                return True
            if {word + suffix for suffix in words.negating_suffixes} & other:
                return True
    return False


def _by_edits(hunks: Sequence[tuple[str, str]], before: str, after: str) -> set[str]:
    found: set[str] = set()
    for minus, plus in hunks:
        if minus.replace(" ", "") == plus.replace(" ", ""):
            found.add("spacing")
        elif _letters(minus) == _letters(plus):
            found.add("mark")
    if before.count("~~") != after.count("~~"):
        found.add("mark")
    if before and after and _quoted(before) != _quoted(after):
        found.add("quote")
    return found


def _by_spans(before: str, after: str, language: str) -> set[str]:
    found: set[str] = set()
    if spans.dates(before) != spans.dates(after):
        found.add("date")
    if spans.names(before, language) != spans.names(after, language):
        found.add("name")
    return found


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char.isspace()).strip()


def _quoted(folded: str) -> Counter[str]:
    """What stands in quotation marks."""
    return Counter(re.findall(r"\"[^\"]*\"|「[^」]*」|『[^』]*』", folded))
