"""The words of discovery: what a listing was found to hold.

Standard library only, beside the words of `storage.model`.
"""

from dataclasses import dataclass
from typing import Literal

from storage.model import Verdict

ListingKind = Literal["page", "rss", "atom", "json", "sitemap", "index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document that a listing names.

    `url` is the address to fetch, in the site's own scheme; `key` is the same for all addresses of
    one document. Titles and summaries are plain text on one line. Dates are ISO 8601, as precise as
    the listing gives them: a time without a zone stays without one, and what could be read in two
    ways is None.
    """

    url: str
    key: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A page on which the listing goes on: the next page, or a sitemap that an index names.

    `modified` is what the index says of it, ISO 8601: one that is as it was need not be read again.
    """

    url: str
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one look at a listing brought.

    Only with the verdict `ok` is the listing known whole: an entry that is missing then is gone
    from it. With `truncated` the entries that came are right, and those that did not come say
    nothing. With any other verdict there are none. `reason` is for people; None when all is well.

    `kind` is None where the body is no listing. `links` is the CSS by which the links of a page
    were found: the given one, or the one found automatically, to be kept and given the next time.
    `more` holds the next page of a page or feed (one at most), or the sitemaps of an index, in its
    order.
    """

    kind: ListingKind | None
    verdict: Verdict
    reason: str | None = None
    entries: tuple[Entry, ...] = ()
    more: tuple[Further, ...] = ()
    links: str | None = None
    title: str | None = None
