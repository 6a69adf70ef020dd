"""How often a phrase stands in each version of a source, by the texts that are known to hold it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, select

from storage import placing
from storage.placing import Place
from storage.tables.texts import VERSIONS

_BATCH = 100  # sources whose versions are read together
_STANDING = (
    select(VERSIONS.c.source_id, VERSIONS.c.version_id, VERSIONS.c.headline, VERSIONS.c.blocks)
    .where(
        VERSIONS.c.source_id.in_(bindparam("sources", expanding=True)),
        VERSIONS.c.superseded_by.is_(None),
    )
    .order_by(VERSIONS.c.source_id, VERSIONS.c.first_seen, VERSIONS.c.number)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often the phrase stands in a version, and where the first text is that holds it.

    `first` is None where none does but the headline.
    """

    version_id: int
    count: int
    headline: str | None
    first: Place | None


def counted(
    rx: Connection,
    source_ids: Collection[int],
    places: Mapping[Place, int],
    in_headline: Callable[[str], int],
) -> Iterator[tuple[int, list[Counted]]]:
    """Of each source that has any the versions that are not superseded, in time.

    `places`: the texts that hold the phrase, and how often; `in_headline` counts it in one.
    """
    listed, above = sorted(source_ids), cache(in_headline)
    text_ids = {text_id for text_id, _ in places}
    for start in range(0, len(listed), _BATCH):
        rows = rx.execute(_STANDING, {"sources": listed[start : start + _BATCH]})
        for source_id, versions in groupby(rows, key=itemgetter(0)):
            yield (
                source_id,
                [
                    _counted(
                        version_id, headline, placing.among(blocks, places, text_ids), places, above
                    )
                    for _, version_id, headline, blocks in versions
                ],
            )


def sheets(rx: Connection, source_id: int) -> set[int]:
    """The sheets on which the texts of the source's versions stand, but for superseded ones."""
    rows = rx.execute(_STANDING, {"sources": [source_id]})
    return {text_id for row in rows for text_id, _ in placing.places(row.blocks)}


def _counted(
    version_id: int, headline: str | None, held: Sequence[Place], places: Mapping[Place, int],
    above: Callable[[str], int],
) -> Counted:  # fmt: skip
    over = 0 if headline is None else above(headline)
    return Counted(
        version_id=version_id,
        count=over + sum(map(places.__getitem__, held)),
        headline=headline if over else None,
        first=held[0] if held else None,
    )
