"""Index pages as ministries build them, each with what is expected of it beside it."""

import runpy
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from monitor.config.model import ListingConfig
from monitor.discover.addresses import canonical
from monitor.discover.listing import read_listing
from storage.model import Exchange
from tests import shipped

Exchanged = Callable[..., Exchange]

FOLDER = Path(__file__).with_name("listings")
INDEXES = [one for one in shipped.CONFIG.listings if shipped.expected(one.id)["KIND"] == "page"]
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


def _expected(name: str) -> dict[str, Any]:
    return runpy.run_path(str(FOLDER / f"{name}.py"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("by", ["css", "itself"])
def test_what_a_page_lists(name: str, by: str, exchange: Exchanged) -> None:
    expected = _expected(name)
    body = (FOLDER / f"{name}.html").read_bytes()
    links = expected["CSS"] if by == "css" else None
    found = read_listing(exchange(body, url=expected["URL"], content_type="text/html"), links=links)
    assert (found.kind, found.verdict, found.reason) == ("page", "ok", None)
    assert [(one.url, one.title, one.published) for one in found.entries] == expected["ENTRIES"]
    assert [one.url for one in found.more] == list(filter(None, [expected["NEXT"]]))


def _grown(body: bytes, expected: dict[str, Any]) -> bytes:
    """The page with one more item before the first, as its publisher would put it there."""
    root = html.document_fromstring(body)
    root.make_links_absolute(expected["URL"])
    first, second = (
        next(one for one in root.iter("a") if canonical(one.get("href", "")) == canonical(url))
        for url, *_ in expected["ENTRIES"][:2]
    )
    around = set(second.iterancestors())
    item = next(one for one in (first, *first.iterancestors()) if one.getparent() in around)
    new = deepcopy(item)
    for link in (new, *new.iter("a")):
        if canonical(link.get("href") or "") == canonical(expected["ENTRIES"][0][0]):
            link.set("href", "/a-new-document")
    item.addprevious(new)
    return html.tostring(root, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_was_found_is_found_again_when_it_grows(name: str, exchange: Exchanged) -> None:
    expected = _expected(name)
    body = (FOLDER / f"{name}.html").read_bytes()
    kept = read_listing(exchange(body, url=expected["URL"], content_type="text/html")).links
    assert kept is not None
    grown = exchange(_grown(body, expected), url=expected["URL"], content_type="text/html")
    again = read_listing(grown, links=kept, kind="page")
    new = canonical("/a-new-document", expected["URL"])
    assert new is not None
    assert [one.url for one in again.entries] == [new.url, *(it[0] for it in expected["ENTRIES"])]


@pytest.mark.parametrize("listing", INDEXES, ids=lambda listing: listing.id)
def test_the_lists_of_the_shipped_sources_are_found_without_css(listing: ListingConfig) -> None:
    wanted = shipped.expected(listing.id)
    body = shipped.body(listing.id, "listing")
    found = read_listing(shipped.exchange(listing.url, body, wanted["LISTING_TYPE"]))
    assert (found.kind, found.verdict) == ("page", "ok")
    entries = [(one.url, one.title, one.published) for one in found.entries]
    assert [one for one in wanted["MATCHED"] if one not in entries] == []
