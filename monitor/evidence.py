"""What raised the flags of a change, for those who are shown it: words, and earlier versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alerts.words import word_count
from monitor.compare.flags import explained
from monitor.compare.fold import fold
from monitor.compare.language import detect
from monitor.compare.texts import sample
from storage import versions
from storage.model import Passage, Source, Term, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSIONS = 100  # looked through, the latest of them
_WORDS = 3  # a sentence of fewer stands in too many places

Said = tuple[tuple[str, str, str], ...]  # flag, which way, words


@dataclass(frozen=True, slots=True)
class Past:
    """The folds of texts that were read, for whoever asks of several changes of one source."""

    folds: dict[str, str] = field(default_factory=dict)
    versions: dict[int, list[str]] = field(default_factory=dict)


def said(
    rx: "Connection",
    source: Source,
    before: Version,
    passages: Sequence[Passage],
    *,
    terms: Sequence[Term] = (),
    expect: Sequence[str] = (),
) -> tuple[Said, ...]:
    """For each passage its flags, which way they went and the words that raised them."""
    back = [passage for passage in passages if "restored" in passage.flags]
    known = dict(zip(back, restored(rx, before, back, source.language), strict=True))
    document = None
    if source.language is None:
        document = detect(sample(versions.document(rx, before.version_id).compared))
    return tuple(
        (
            *explained(passage, source.language, terms, expect, document=document),
            *((("restored", "", f"from @{number}"),) if (number := known.get(passage)) else ()),
        )
        for passage in passages
    )


def restored(
    rx: "Connection",
    before: Version,
    passages: Sequence[Passage],
    language: str | None,
    *,
    but: int | None = None,
    past: Past | None = None,
) -> list[int | None]:
    """For each passage the earliest version, before the one it left, that holds it as it now is.

    `but`: the id of the version that brought it, which by a clock put back may be the earliest.
    """
    wanted = [_sentence(passage, language) for passage in passages]
    if not any(wanted):
        return [None] * len(passages)
    history = [
        one
        for one in versions.standing(rx, before.source_id)[-_VERSIONS:]
        if (one.first_seen, one.number) < (before.first_seen, before.number)
        and one.version_id != but
    ]
    past = past or Past()
    left = _folded(rx, before, language, past)
    open_ = {text for text in wanted if text and not any(text in block for block in left)}
    found: dict[str, int] = {}
    for version in history if open_ else ():
        blocks = _folded(rx, version, language, past)
        here = {text for text in open_ - set(found) if any(text in block for block in blocks)}
        found |= dict.fromkeys(here, version.number)
    return [found.get(text) if text else None for text in wanted]


def _sentence(passage: Passage, language: str | None) -> str | None:
    """The sentence that stands now, folded; None where it cannot have been restored."""
    came = passage.change == "wording" and passage.kind != "removed"
    return fold(passage.after, language) if came and word_count(passage.after) >= _WORDS else None


def _folded(rx: "Connection", version: Version, language: str | None, past: Past) -> list[str]:
    """The blocks of a version, folded; versions share most of theirs."""
    if version.version_id not in past.versions:
        texts = [block.text for block in versions.document(rx, version.version_id).compared]
        for text in texts:
            if text not in past.folds:
                past.folds[text] = fold(text, language)
        past.versions[version.version_id] = [past.folds[text] for text in texts]
    return past.versions[version.version_id]
