"""The flags that lists of words raise: negation, modality, and how strong a verb is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from monitor.compare import changed, lexicon, spacing
from monitor.compare.changed import Hit, Hunk, Pair
from monitor.compare.lexicon import Lexicon
from monitor.compare.raised import Raised, Way, way

_AROUND = 4  # letters beside a hunk in which the rest of a negated word is looked for


def raised(pair: Pair, words: Lexicon) -> list[Raised]:
    """The flags of a pair of folded texts."""
    small = Pair(
        old=_small(pair.old, words),
        new=_small(pair.new, words),
        hunks=pair.hunks,
        apart=not words.by_letters,
    )
    modality = changed.differing(
        small, lexicon.found(words.modality, small.old), lexicon.found(words.modality, small.new)
    )
    found = (_negation(small, words), _raised("modality", small, *modality), strength(small, words))
    return [one for one in found if one]


def _small(text: str, words: Lexicon) -> str:
    """The text in small letters, names blanked out that look like a listed word: Theresa May."""
    if words.name_like is not None:
        text = words.name_like.sub(_blank, text)
    return lexicon.small(text)


def _blank(one: re.Match[str]) -> str:
    """As many blanks as the name has letters, behind what leads to it."""
    lead = one.groupdict().get("lead") or ""
    return lead + "\n" * (len(one[0]) - len(lead))


def _raised(
    flag: str, pair: Pair, gone: Sequence[Hit], come: Sequence[Hit], where: Way = ""
) -> Raised | None:
    """The flag with its words; where they are the same ones, with the word beside each."""
    if not gone and not come:
        return None
    lost, won = _written(gone), _written(come)
    if lost == won:
        lost = _written(changed.with_company(pair, pair.old, gone))
        won = _written(changed.with_company(pair, pair.new, come))
    if lost == won:  # the same there, too: who will not go
        lost = _written(changed.with_lead(pair.old, gone))
        won = _written(changed.with_lead(pair.new, come))
    return Raised(flag=flag, way=where or way(lost, won), gone=lost, come=won)


def _written(hits: Iterable[Hit]) -> tuple[str, ...]:
    in_order = sorted(hits, key=lambda hit: hit.start)
    return tuple(dict.fromkeys(hit.written for hit in in_order))


def strength(pair: Pair, words: Lexicon) -> Raised | None:
    """Verbs that went and came, with a way where all hunks go it: up or down.

    A hunk goes the way of what qualifies its verbs (*in principle*, *strongly*); else that of the
    first ladder on which its two sides stand at different heights. The former outweighs the latter.
    """
    verbs = [
        changed.differing(pair, *_climbed(pair, words, at)) for at in range(len(words.ladders))
    ]
    quals = [
        changed.differing(pair, lexicon.found(one, pair.old), lexicon.found(one, pair.new))
        for one in (words.strengthening, words.weakening)
    ]
    gone: list[Hit] = []
    come: list[Hit] = []
    ways: dict[bool, set[Way]] = {True: set(), False: set()}  # by what qualifies verbs, by ladders
    for hunk in pair.hunks:
        here = [_of(hunk, pair, *both) if any(both) else both for both in verbs]
        by_quality, where, lost, won = _of_hunk(
            here, [_of(hunk, pair, *both) if any(both) else both for both in quals], words
        )
        if where and pair.old and pair.new:
            ways[by_quality].add(where)
        gone += lost
        come += won
    every = ways[True] or ways[False]
    return _raised("strength", pair, gone, come, next(iter(every)) if len(every) == 1 else "")


Sides = tuple[list[Hit], list[Hit]]


def _climbed(pair: Pair, words: Lexicon, ladder: int) -> Sides:
    """The words of a ladder on both sides, told apart by their rungs."""
    rungs = words.rungs[ladder]
    pattern = words.ladders[ladder]

    def hits(text: str) -> list[Hit]:
        return [
            Hit(key=rungs[hit.written], written=hit.written, start=hit.start, end=hit.end)
            for hit in lexicon.found(pattern, text)
        ]

    return hits(pair.old), hits(pair.new)


def _of(hunk: Hunk, pair: Pair, gone: Sequence[Hit], come: Sequence[Hit]) -> Sides:
    """What of these belongs to a hunk."""
    return (
        [hit for hit in gone if changed.nearest(hit, [h.old() for h in pair.hunks], hunk.old())],
        [hit for hit in come if changed.nearest(hit, [h.new() for h in pair.hunks], hunk.new())],
    )


def _of_hunk(
    verbs: Sequence[Sides], quals: Sequence[Sides], words: Lexicon
) -> tuple[bool, Way, list[Hit], list[Hit]]:
    """Whether what qualifies verbs says the way that a hunk goes, this way, and its words."""
    (firm_gone, firm_come), (soft_gone, soft_come) = quals
    gone: list[Hit] = []
    come: list[Hit] = []
    where: Way = ""
    for ladder, (all_lost, all_won) in enumerate(verbs):
        lost, won = (
            _apart(all_lost, [*firm_gone, *soft_gone]),
            _apart(all_won, [*firm_come, *soft_come]),
        )
        if lost and won:
            one = min(words.rungs[ladder][hit.written] for hit in lost)
            other = min(words.rungs[ladder][hit.written] for hit in won)
            if one != other:
                where, gone, come = ("down" if other > one else "up"), lost, won
                break
        gone += [hit for hit in lost if hit.written not in words.faint]
        come += [hit for hit in won if hit.written not in words.faint]
    both = bool(gone) == bool(come)
    qualified = both
    if both and (firm_come or soft_gone) and not (firm_gone or soft_come):
        where = "up"
    elif both and (firm_gone or soft_come) and not (firm_come or soft_gone):
        where = "down"
    else:
        qualified = False
    return (
        qualified,
        where,
        [*gone, *_apart([*firm_gone, *soft_gone], gone)],
        [*come, *_apart([*firm_come, *soft_come], come)],
    )


def _apart(hits: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """Hits that are no part of others: *consider* in *to consider*, *gravely concerned*."""
    return [
        hit
        for hit in hits
        if not any(one.start <= hit.start and hit.end <= one.end for one in others)
    ]


def _negation(pair: Pair, words: Lexicon) -> Raised | None:
    gone, come = changed.differing(
        pair, lexicon.found(words.negation, pair.old), lexicon.found(words.negation, pair.new)
    )
    lost, won = list(gone), list(come)
    for hunk in pair.hunks:
        old, new = pair.sides(hunk, around=0 if pair.apart else _AROUND)
        if not (old and new):
            continue
        left, right = _of(hunk, pair, gone, come)
        if not right:  # *oppose* is no more than *not support*
            lost += _at(pair.old, hunk.a0, _negated(old, new, words))
        if not left:
            won += _at(pair.new, hunk.b0, _negated(new, old, words))
    return _raised("negation", pair, lost, won)


def _at(text: str, place: int, found: Iterable[str]) -> list[Hit]:
    """Words that stand in or around a place, as hits."""
    hits = []
    for word in found:
        start = max(place, text.find(word, max(0, place - len(word))))
        hits.append(Hit(key=word, written=word, start=start, end=start + len(word)))
    return hits


def _negated(these: str, others: str, words: Lexicon) -> list[str]:
    """What stands on the other side as its opposite, or without what negates it."""
    find = _affixed_letters if words.affixed else _affixed
    listed = words.negation.pattern
    found = [*find(these, others, words), *_opposed(these, others, words)]
    return [word for word in dict.fromkeys(found) if not listed.search(word)]


def _opposed(these: str, others: str, words: Lexicon) -> Iterator[str]:
    if words.opposites is None:
        return
    one, other = (set(words.opposites.findall(text)) for text in (these, others))
    for plain, negated in words.opposed:
        if negated in one - other and plain in other - one:
            yield negated


def _affixed(these: str, others: str, words: Lexicon) -> Iterator[str]:
    """Words that stand on the other side without what negates them: likely, unlikely."""
    one, other = (set(re.findall(r"\w[\w'-]*", text)) for text in (these, others))
    for word in sorted(one - other - words.not_negated):
        if words.by_letters and word.startswith(tuple(words.not_negated)):
            continue  # 무역을: endings are joined to it
        for rest in _rests(word, words):
            if rest in other - one and _is_word(rest, words):
                yield word


def _rests(word: str, words: Lexicon) -> Iterator[str]:
    for prefix in words.negating_prefixes:
        if word.startswith(prefix):
            yield word.removeprefix(prefix)
    for suffix in words.negating_suffixes:
        if word.endswith(suffix):
            yield word.removesuffix(suffix)


def _is_word(rest: str, words: Lexicon) -> bool:
    """Whether what is left is a word: two letters are none, nor is what the list does not know."""
    known: Callable[[str], bool] = spacing.is_word if words.language == "en" else bool
    return len(rest) > (1 if words.language == "ko" else 2) and known(rest)


def _affixed_letters(these: str, others: str, words: Lexicon) -> Iterator[str]:
    """As above, where words have no spaces between them: 解決, 未解決; not 不安定, 複雑."""
    if words.affixed is None:
        return
    for one in words.affixed.finditer(these):
        if one[0].startswith(tuple(words.not_negated)):
            continue
        end = "" if len(one["rest"]) > 1 else "(?![一-龥])"
        plain = re.compile(rf"(?<![{words.signs}]){one['rest']}{end}")
        if len(plain.findall(others)) > len(plain.findall(these)):
            yield one[0]
