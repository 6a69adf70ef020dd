"""What of a source's history is news: what people were told, or would have been. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from storage.model import Change, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A change of wording on the page, from one version to another; a new document has no change.

    Noise, what our rules changed, what was imported and what no further look confirmed is none,
    unless somebody was told of it.
    """

    before: Version | None
    after: Version
    change: Change | None


def news(
    line: Iterable[Version],
    changes: Sequence[Change],
    told: frozenset[int],
    found: Collection[int],
) -> tuple[News, ...]:
    """The news of a source, latest first.

    `line`: all its versions, superseded ones among them. `told`: the ids of the changes that
    somebody was told of. `found`: the ids of the versions that were told as new documents.
    """
    known = {version.version_id: version for version in line}
    named = told | _confirmed(known.values(), changes)
    of_changes = [
        News(before=known[one.from_version_id], after=known[one.to_version_id], change=one)
        for one in _last_of_each_pair(changes)
        if one.change_id in named and one.cause == "page" and one.comparison.kind == "wording"
    ]
    of_documents = [News(before=None, after=known[one], change=None) for one in found]
    return tuple(sorted([*of_changes, *of_documents], key=_when, reverse=True))


def _when(one: News) -> tuple[object, ...]:
    number = one.before.number if one.before else 0
    return (one.after.first_seen, one.after.number, number)


def _confirmed(versions: Iterable[Version], changes: Sequence[Change]) -> frozenset[int]:
    """The changes from each confirmed version to the one confirmed next, in order of recording."""
    recorded = {(one.from_version_id, one.to_version_id): one.change_id for one in changes}
    base: Version | None = None
    found: set[int] = set()
    for version in sorted(versions, key=lambda one: one.number):
        if version.confirmed_at is None:
            continue
        pair = (base.version_id, version.version_id) if base else None
        if pair in recorded and version.cause == "page":
            found.add(recorded[pair])
        base = version
    return frozenset(found)


def _last_of_each_pair(changes: Sequence[Change]) -> Iterable[Change]:
    return {(one.from_version_id, one.to_version_id): one for one in changes}.values()
