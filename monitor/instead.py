"""How a document differs from the one in whose place its link stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor import abreast, evidence
from monitor.compare import across, framing
from monitor.compare.compare import compare
from monitor.compare.flags import term_counts
from monitor.compare.ranking import rank
from monitor.phrasing import many
from storage import versions
from storage.model import Comparison, Document, Passage, Source, Term

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.evidence import Said

_HARDLY = 0.2  # of the sentences of the shorter text: fewer that are like its own are hardly any
_MOST = 100  # passages; more are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Which version was replaced, in a sentence how it differs, and the passages by which."""

    number: int
    said: str
    passages: tuple[Passage, ...]
    evidence: "tuple[Said, ...]"
    terms: tuple[tuple[str, int, int], ...]  # name, in the replaced text, in this one


def flags(
    before: Document, after: Document, language: str | None, terms: Sequence[Term]
) -> tuple[str, ...]:
    """What the difference from the replaced text raises, as one of two versions would."""
    found, _ = _differing(before, after, language, terms)
    told = _wording(found) if found else ()
    return tuple(dict.fromkeys(flag for passage in told for flag in passage.flags))


def beside(
    rx: "Connection", source: Source, replaced: int, version_id: int, terms: Sequence[Term]
) -> Beside:
    """The text of a document beside the version that it replaced."""
    version = versions.by_id(rx, replaced)
    before, after = (versions.document(rx, one) for one in (replaced, version_id))
    found, said = _differing(before, after, source.language, terms)
    shown = () if found is None else tuple(rank(_wording(found)))[:_MOST]
    return Beside(
        number=version.number,
        said=said,
        passages=shown,
        evidence=evidence.said(rx, source, version, shown, terms=terms),
        terms=_terms(terms, before, after),
    )


def _terms(
    terms: Sequence[Term], before: Document, after: Document
) -> tuple[tuple[str, int, int], ...]:
    then, now = (term_counts(one.text, terms) for one in (before, after))
    return tuple((name, count, now[name]) for name, count in then.items() if count != now[name])


def _differing(
    before: Document, after: Document, language: str | None, terms: Sequence[Term]
) -> tuple[Comparison | None, str]:
    """How two texts differ in wording, where that can be told; and in a sentence."""
    if max(len(one.text) for one in (before, after)) > abreast.MOST:
        return None, "too long to be set beside it here"
    if across.between_languages(before.compared, after.compared):
        return None, "in another language, so its wording is not compared"
    found = compare(before.compared, after.compared, language=language, terms=terms)
    if found.kind is None:
        return None, "the same text"
    if found.kind == "typography":
        return None, "the same wording; only typography differs"
    counted = framing.summarize(found, before.compared, after.compared, language)
    alike = counted.common + counted.changed
    if alike < _HARDLY * (alike + min(counted.only_before, counted.only_after)):
        return None, "hardly a sentence in common"
    return found, _counts(counted)


def _counts(found: framing.Summary) -> str:
    """`1 sentence worded differently, 2 only here, 0 only there, 12 in common`."""
    return (
        f"{many(found.changed, 'sentence')} worded differently, {found.only_after} only here, "
        f"{found.only_before} only there, {found.common} in common"
    )


def _wording(found: Comparison) -> list[Passage]:
    return [passage for passage in found.passages if passage.change == "wording"]
