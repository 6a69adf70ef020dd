"""The listings of the simulated month: what each publishes, takes off and moves, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bench.accuracy.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.month_pages import Page

START = datetime(2026, 3, 1, tzinfo=UTC)
HOSTS = 25
_LISTINGS = 5  # of the hosts have one, which leads to all their documents
_LATE = 0.6  # of the run: what would be published later would hardly be read
_STEADY = ("still", "noise", "a/b")  # pages that have the same words at two visits in a row
# All that is listed stands where a page's text does, so that the same faults strike it.
_INDEX = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Press</title></head><body>'
    '<h1>Press releases</h1><div id="text" class="body">\n<ul>{links}</ul>\n</div>'
    "<footer><p>Press office</p></footer></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What becomes of a document: it is there from `born` on, in the listing until it `leaves`."""

    listing: str
    born: datetime
    leaves: datetime | None = None
    moves: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An index page, the newest document first."""

    slug: str
    host: str
    pages: "tuple[Page, ...]"

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://{self.host}/{self.slug}"

    def body(self, at: datetime) -> bytes:
        """The index as it is served then."""
        listed = [page for page in self.pages if _is_listed(page, at)]
        links = (f'<li><a href="{page.at(at)}">{page.words}</a></li>\n' for page in listed)
        return _INDEX.format(links="".join(links)).encode()


def _is_listed(page: "Page", at: datetime) -> bool:
    life = page.life
    return life is not None and life.born <= at and (life.leaves is None or at < life.leaves)


def life(number: int, manner: str, settled: datetime, end: datetime) -> Life | None:
    """What becomes of the page of that number in a run; None: sources.yaml names it.

    Until it is `settled`, nothing happens; nor after the `end`. Half of the documents stand there
    at first. The first of each listing stays as it is, so that there is always something below
    what leaves.
    """
    host, chance = number % HOSTS, Chance(f"life {number}")
    if host >= _LISTINGS:
        return None
    listing, quiet = f"press-{host}", settled - START
    if number < HOSTS:
        return Life(listing=listing, born=START)
    late = settled + (end - settled) * _LATE
    born = START if chance.below(2) else _between(chance, settled, late)
    later, fate = _between(chance, born + quiet, end), chance.below(5)
    return Life(
        listing=listing,
        born=born,
        leaves=later if fate == 0 else None,
        moves=later if fate == 1 and manner in _STEADY else None,
    )


def _between(chance: Chance, begin: datetime, end: datetime) -> datetime:
    return begin + timedelta(seconds=chance.below(int((end - begin).total_seconds())))


def listings(pages: "Iterable[Page]") -> list[Listing]:
    """The listings that lead to these pages."""
    by_slug: dict[str, list[Page]] = {}
    for page in pages:
        if page.life is not None:
            by_slug.setdefault(page.life.listing, []).append(page)
    return [
        Listing(slug=slug, host=several[0].host, pages=tuple(sorted(several, key=_newest)))
        for slug, several in by_slug.items()
    ]


def _newest(page: "Page") -> tuple[float, int]:
    assert page.life is not None
    return -page.life.born.timestamp(), -int(page.words.rpartition(" ")[2])
