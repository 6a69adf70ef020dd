"""Every source and listing of the shipped sources.yaml reads the page written for it."""

import re
from typing import Any

import pytest

from monitor.config.load import load_text
from monitor.config.model import ListingConfig, SourceConfig
from monitor.discover.found import Found
from monitor.discover.listing import read_listing
from monitor.discover.matching import matches
from monitor.reading import Before, read_capture, rules_of
from tests import shipped

SOURCES = {one.id: one for one in shipped.CONFIG.sources}
LISTINGS = {one.id: one for one in shipped.CONFIG.listings}
_UNREAD = Before(frame_sha256=None, document=lambda: None)


def test_each_has_its_pages_and_each_page_its_entry() -> None:
    assert sorted({**SOURCES, **LISTINGS}) == shipped.NAMES
    assert len(shipped.NAMES) >= 20


def test_those_that_refuse_programs_have_an_archive_watched_meanwhile() -> None:
    refusing = {"us-state", "jp-mofa-en", "mofa-japan-us-summit"}
    by_way = {name: one.via for name, one in SOURCES.items()}
    by_way |= {name: one.via for name, one in LISTINGS.items()}
    assert {name for name, via in by_way.items() if "wayback" in via} == refusing
    for name in refusing & set(LISTINGS):
        template = LISTINGS[name].template
        assert template is not None
        assert template.via == ("direct", "wayback"), "it is handed on to the documents"


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_a_listing_names_its_documents_and_no_others(name: str) -> None:
    listing, said = LISTINGS[name], shipped.expected(name)
    found = _found(listing.url, shipped.body(name, "listing"), listing, said)
    assert (found.kind, found.verdict) == (said["KIND"], "ok")
    if found.kind == "index":
        assert said["FURTHER"] in [one.url for one in found.more]
        found = _found(said["FURTHER"], shipped.body(name, "further"), listing, said)
        assert found.verdict == "ok"
    matched = [one for one in found.entries if matches(one, listing.match)]
    assert [(one.url, one.title, one.published) for one in matched] == said["MATCHED"]
    others = [one.url for one in found.entries if one not in matched]
    assert set(said["OTHERS"]) <= set(others), others
    assert said["URL"] in [one.url for one in matched]


def _found(url: str, body: bytes, listing: ListingConfig, said: dict[str, Any]) -> Found:
    return read_listing(shipped.exchange(url, body, said["LISTING_TYPE"]), links=listing.links)


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_document_is_read_whole_and_without_furniture(name: str) -> None:
    said = shipped.expected(name)
    source = SOURCES.get(name) or _of_listing(LISTINGS[name], said["URL"])
    assert source.select, "a shipped source says where its text stands"
    exchange = shipped.exchange(said["URL"], shipped.body(name, "document"), said["DOCUMENT_TYPE"])
    reading = read_capture(exchange, rules_of(source, None), _UNREAD)
    assert reading.judgement.verdict == "ok", reading.judgement
    document = reading.document
    assert document is not None
    assert [block.text for block in document.blocks] == said["TEXT"]
    assert (document.title, document.language) == (said["TITLE"], said["LANGUAGE"])
    assert (document.published, document.modified) == (said["PUBLISHED"], said["MODIFIED"])
    page = exchange.body.decode()
    for words in said["DROPPED"]:
        assert words in page, f"{words!r} does not stand on the page: nothing is shown by it"
        assert words not in document.text


def _of_listing(listing: ListingConfig, url: str) -> SourceConfig:
    """The source that a listing makes of one of its documents."""
    given: dict[str, Any] = dict(listing.document)
    return SourceConfig(**{"id": f"{listing.id}-x", "url": url, "name": "x", **given})


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_page_that_was_rebuilt_is_empty_and_gives_no_other_text(name: str) -> None:
    said = shipped.expected(name)
    source = SOURCES.get(name) or _of_listing(LISTINGS[name], said["URL"])
    page = b"<html><body><div class=new><p>The site is new.</p></div></body></html>"
    exchange = shipped.exchange(said["URL"], page, "text/html")
    reading = read_capture(exchange, rules_of(source, None), _UNREAD)
    assert (reading.judgement.verdict, reading.document) == ("empty", None)


@pytest.mark.parametrize("name", shipped.NAMES)
def test_each_entry_can_be_deleted(name: str) -> None:
    """Who follows one country takes the others out: no entry rests on another."""
    text = (shipped.ROOT / "sources.yaml").read_text(encoding="utf-8")
    entry = re.search(rf"(?m)^  - id: {name}\b.*\n(?:    .*\n)+", text)
    assert entry is not None
    config = load_text(text.replace(entry[0], ""), shipped.ROOT / "sources.yaml", {})
    assert name not in [one.id for one in config.sources] + [one.id for one in config.listings]
    assert len(config.sources) + len(config.listings) == len(shipped.NAMES) - 1
