"""Index pages as ministries build them, each with what is expected of it beside it."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.config.model import ListingConfig
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


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_was_found_is_found_again_when_it_grows(name: str, exchange: Exchanged) -> None:
    expected = _expected(name)
    body = (FOLDER / f"{name}.html").read_bytes()
    page = exchange(body, url=expected["URL"], content_type="text/html")
    kept = read_listing(page).links
    assert kept is not None
    again = read_listing(page, links=kept, kind="page")
    assert [one.url for one in again.entries] == [one[0] for one in expected["ENTRIES"]]


@pytest.mark.parametrize("listing", INDEXES, ids=lambda listing: listing.id)
def test_the_lists_of_the_shipped_sources_are_found_without_css(listing: ListingConfig) -> None:
    wanted = shipped.expected(listing.id)
    body = shipped.body(listing.id, "listing")
    found = read_listing(shipped.exchange(listing.url, body, wanted["LISTING_TYPE"]))
    assert (found.kind, found.verdict) == ("page", "ok")
    entries = [(one.url, one.title, one.published) for one in found.entries]
    assert [one for one in wanted["MATCHED"] if one not in entries] == []
