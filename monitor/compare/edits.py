"""Edits: which words of a pair of texts were taken out and put in, rebuilding both exactly.

Tokens become code points, so that diff-match-patch sees words as characters. The diff is bounded
by counts, never by a clock: stretches of more than `LIMIT` pairs of tokens are first cut at tokens
that occur once on both sides, and what is still larger is replaced whole.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from monitor.compare import anchors, fold, tokens
from monitor.compare.widen import widen
from storage.model import EditOp

if TYPE_CHECKING:
    from diff_match_patch import diff_match_patch

Edit = tuple[EditOp, str]
LIMIT = 500 * 500
_MOST = 10_000  # tokens that differ on both sides together: then the two texts are unlike
_ANCHORED = 150 * 150  # pairs of tokens: unrelated texts cost their square
_BESIDE = 40  # tokens
_TELLING = 5  # letters: a shorter word may stand in any two texts
_OPS: dict[int, EditOp] = {0: "=", -1: "-", 1: "+"}


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """`=`, `-` and `+` parts: `=` with `-` joined is `before`, `=` with `+` is `after`."""
    if before == after:
        return (("=", before),) if before else ()
    return _join(widen(_join(_diff(tokens.tokenize(before), tokens.tokenize(after)))))


def _diff(a: list[str], b: list[str]) -> list[Edit]:
    start, end = common(a, b)
    if len(a) - start - end == 1 == len(b) - start - end:
        at = len(a) - end  # one word for another: there is nothing to look for
        parts = "".join(a[:start]), a[start], b[start], "".join(a[at:])
        return list(zip(("=", "-", "+", "="), parts, strict=True))
    # Some of what is the same is left beside the edits: they may lean towards a word's border.
    start, end = max(0, start - _BESIDE), max(0, end - _BESIDE)
    head, tail = a[:start], a[len(a) - end :]
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    return [("=", "".join(head)), *_diff_inner(inner_a, inner_b), ("=", "".join(tail))]


def common(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens two texts have in common at their beginning, and at their end."""
    shorter = min(len(a), len(b))
    start = 0
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def common_letters(one: str, other: str) -> tuple[int, int]:
    """How many letters two texts have in common at their beginning, and at their end."""
    start = _engine().diff_commonPrefix(one, other)
    end = _engine().diff_commonSuffix(one, other)
    return start, min(end, len(one) - start, len(other) - start)


def _diff_inner(a: list[str], b: list[str]) -> list[Edit]:
    if len(a) * len(b) <= LIMIT:
        return _diff_mapped(a, b)
    between = anchors.gaps(anchors.match(a, b), (0, len(a), 0, len(b)))
    if sum(i1 - i0 + j1 - j0 for i0, i1, j0, j1 in between) > _MOST:
        return _whole(a, b)
    parts: list[Edit] = []
    at = 0
    for i0, i1, j0, j1 in between:
        parts.append(("=", "".join(a[at:i0])))
        one, other = a[i0:i1], b[j0:j1]
        small = len(one) * len(other) <= LIMIT
        parts += _diff_mapped(one, other) if small else _whole(one, other)
        at = i1
    return [*parts, ("=", "".join(a[at:]))]


def _whole(a: Sequence[str], b: Sequence[str]) -> list[Edit]:
    return [("-", "".join(a)), ("+", "".join(b))]


def _diff_mapped(a: list[str], b: list[str]) -> list[Edit]:
    """The diff of two short stretches of tokens, by diff-match-patch over code points."""
    if not a or not b:
        return _whole(a, b)
    codes = _codes(a, b)
    back = {code: token for token, code in codes.items()}
    engine = _engine()
    one, other = ("".join(codes[_key(token)] for token in side) for side in (a, b))
    found = _readable(engine, _found(engine, one, other), back)
    return list(_told(found, a, b))


def _found(engine: "diff_match_patch", one: str, other: str) -> list[tuple[int, str]]:
    """The diff of two strings of codes; large ones are first cut at what occurs once in each."""
    pairs = anchors.unique(one, other) if len(one) * len(other) > _ANCHORED else []
    found: list[tuple[int, str]] = []
    at = 0
    for i0, i1, j0, j1 in anchors.gaps(pairs, (0, len(one), 0, len(other))):
        found.append((0, one[at:i0]))
        found += engine.diff_main(one[i0:i1], other[j0:j1], checklines=False)
        at = i1
    found.append((0, one[at:]))
    engine.diff_cleanupMerge(found)
    return found


def _told(found: Iterable[tuple[int, str]], a: list[str], b: list[str]) -> Iterator[Edit]:
    """The edits in the tokens' own letters: what is set otherwise is taken out and put in."""
    i, j = 0, 0
    for op, text in found:
        old, new = a[i : i + len(text) * (op <= 0)], b[j : j + len(text) * (op >= 0)]
        i, j = i + len(old), j + len(new)
        if op:
            yield _OPS[op], "".join(old or new)
            continue
        for left, right in zip(old, new, strict=True):
            yield from (("=", left),) if left == right else (("-", left), ("+", right))


@functools.lru_cache(maxsize=4096)
def _key(token: str) -> str:
    """A token as it is told from others: Japan’s is Japan's."""
    return token if token.isascii() else fold.folded(token, None, at_start=False) or token


def _readable(
    engine: "diff_match_patch", found: Sequence[tuple[int, str]], back: Mapping[str, str]
) -> list[tuple[int, str]]:
    """No confetti: small words left standing among edits go with them, whole phrases stay."""
    cleaned: list[tuple[int, str]] = []
    between: list[tuple[int, str]] = []
    for at, (op, text) in enumerate([*found, (0, "")]):
        tokens_ = [back[code] for code in text]
        if op == 0 and (not text or _is_phrase(tokens_) or _is_border(found, at, tokens_)):
            engine.diff_cleanupSemantic(between)
            cleaned += [*between, (op, text)]
            between = []
        else:
            between.append((op, text))
    engine.diff_cleanupSemanticLossless(cleaned)
    return cleaned


def _is_border(found: Sequence[tuple[int, str]], at: int, kept: Sequence[str]) -> bool:
    """Whether a telling word stands at the end, or at the beginning, of one of two sides.

    agreed on trade → discussed trade — and they left: trade stayed.
    """
    before, after = _ops(found, at, -1), _ops(found, at, 1)
    return min(len(before), len(after)) == 1 and any(
        len(word) >= _TELLING and tokens.is_word(word) for word in kept
    )


def _ops(found: Sequence[tuple[int, str]], at: int, step: int) -> set[int]:
    """What was done beside a place, up to what was kept."""
    ops: set[int] = set()
    at += step
    while 0 <= at < len(found) and found[at][0]:
        ops.add(found[at][0])
        at += step
    return ops


def _is_phrase(parts: Iterable[str]) -> bool:
    """Four words, or eight letters of a script that writes each by itself."""
    sizes = (
        1 if len(part) == 1 and part > "\u3040" else 2 for part in parts if tokens.is_word(part)
    )
    return sum(sizes) >= 8


def _codes(a: Sequence[str], b: Sequence[str]) -> dict[str, str]:
    """A code point for each distinct token: letters for words, so that edits lean on word borders.

    Stretches are bounded by `LIMIT`, and so are their distinct tokens: the code space suffices.
    """
    letters, others = _letters(), iter(range(0x40000, 0xE0000))
    codes: dict[str, str] = {" ": " ", "\n": "\n"}
    for token in map(_key, chain(a, b)):
        if token not in codes:
            source = letters if tokens.is_word(token) else others
            codes[token] = chr(next(source, None) or next(others))
    return codes


def _letters() -> "chain[int]":
    return chain(range(0x4E00, 0xA000), range(0xAC00, 0xD7A4), range(0x20000, 0x2A6E0))


def _join(parts: Sequence[Edit]) -> tuple[Edit, ...]:
    """Neighbours of one kind made one, a removal before the addition beside it."""
    joined: list[Edit] = []
    minus, plus = "", ""
    for op, text in [*(part for part in parts if part[1]), ("=", "")]:
        if op == "-":
            minus += text
        elif op == "+":
            plus += text
        else:
            joined += [edit for edit in (("-", minus), ("+", plus)) if edit[1]]
            minus, plus = "", ""
            if joined and joined[-1][0] == "=":
                joined[-1] = ("=", joined[-1][1] + text)
            elif text:
                joined.append(("=", text))
    return tuple(joined)


@functools.cache
def _engine() -> "diff_match_patch":
    from diff_match_patch import diff_match_patch  # only texts that differ need it

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # no clock: the same edits on every machine
    return engine
