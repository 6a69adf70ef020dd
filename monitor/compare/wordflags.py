"""The flags that lists of words raise: negation, modality, and how strong a verb is."""

from collections import Counter
from collections.abc import Sequence

from monitor.compare import lexicon, tokens
from monitor.compare.lexicon import Lexicon
from monitor.compare.raised import Raised, Way, differing, way

Hunks = Sequence[tuple[str, str]]


def raised(hunks: Hunks, before: str, after: str, words: Lexicon) -> list[Raised]:
    """The flags of a pair of folded texts, `hunks` what was taken out and put in."""
    old, new = before.lower(), after.lower()
    modality = differing(
        "modality", lexicon.found(words.modality, old), lexicon.found(words.modality, new)
    )
    return [
        one
        for one in (_negation(hunks, old, new, words), modality, strength(old, new, words))
        if one
    ]


def strength(old: str, new: str, words: Lexicon) -> Raised | None:
    """The first ladder on which both texts stand at different heights; else the first with a loss.

    Only the former has a way: up or down.
    """
    gone: list[str] = []
    come: list[str] = []
    for pattern, rungs in zip(words.ladders, words.rungs, strict=True):
        lost, won = _climbed(lexicon.found(pattern, old), lexicon.found(pattern, new), rungs)
        if lost and won:
            one, other = min(rungs[word] for word in lost), min(rungs[word] for word in won)
            if one != other:
                return _strength(lost, won, "down" if other > one else "up")
        gone += lost
        come += won
    return _strength(gone, come, way(gone, come)) if gone or come else None


def _strength(gone: Sequence[str], come: Sequence[str], where: Way) -> Raised:
    return Raised(
        flag="strength",
        way=where,
        gone=tuple(dict.fromkeys(gone)),
        come=tuple(dict.fromkeys(come)),
    )


def _climbed(
    old: Sequence[str], new: Sequence[str], rungs: dict[str, int]
) -> tuple[list[str], list[str]]:
    """The words of rungs on which one text stands more often than the other."""
    left, right = Counter(rungs[word] for word in old), Counter(rungs[word] for word in new)
    lost, won = left - right, right - left
    return [w for w in old if rungs[w] in lost], [w for w in new if rungs[w] in won]


def _negation(hunks: Hunks, old: str, new: str, words: Lexicon) -> Raised | None:
    gone, come = list(lexicon.found(words.negation, old)), list(lexicon.found(words.negation, new))
    for minus, plus in hunks:
        lost, won = _affixed(minus, plus, words)
        gone += lost
        come += won
    return differing("negation", gone, come)


def _affixed(minus: str, plus: str, words: Lexicon) -> tuple[list[str], list[str]]:
    """Words that stand on the other side without what negates them: likely, unlikely."""
    if not (words.negating_prefixes or words.negating_suffixes):
        return [], []
    left, right = set(tokens.tokenize(minus.lower())), set(tokens.tokenize(plus.lower()))
    return _negated(left - right, right - left, words), _negated(right - left, left - right, words)


def _negated(these: set[str], others: set[str], words: Lexicon) -> list[str]:
    found = [p + w for w in others if len(w) > 2 for p in words.negating_prefixes]
    found += [word + suffix for word in others for suffix in words.negating_suffixes]
    listed = words.negation.pattern
    return sorted(word for word in these & set(found) if not listed.fullmatch(word))
