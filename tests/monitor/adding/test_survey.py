"""What `add` makes of the pages written for the shipped sources: listings, documents, texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import livesights
from monitor.adding import proposal
from monitor.adding.looks import Looks
from monitor.adding.survey import Survey, survey
from monitor.cli import addlines
from monitor.config.model import SourceConfig
from tests import shipped

LISTINGS = {one.id: one for one in shipped.CONFIG.listings}
SCATTERED = {"ru-kremlin-en"}  # a card about a person stands inside a sentence
# The container's name is the site's own, and holds the text alone or little more.
NAMED = {
    "ca-gac": "div.cmp-text", "cn-mfa-zh": "#News_Body_Txt_A", "eu-ecb": "main",
    "jp-mofa-en": "div.main-section", "kr-mofa": "#contents", "tw-mofa-en": "div.essay",
    "uk-pm": "div.govspeak", "us-fed-fomc": "#article", "us-state": "div.entry-content",
    "us-wh-statements": "div.entry-content", "ru-kremlin-en": "[itemprop=articleBody]",
}  # fmt: skip


def _survey(url: str, body: bytes, content_type: str) -> Survey:
    exchange = shipped.exchange(url, body, content_type)
    source = SourceConfig(id="draft", url=url, name="draft")
    return survey(source, Looks(first=exchange, second=exchange))


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_an_index_a_feed_or_a_sitemap_is_a_listing(name: str) -> None:
    said = shipped.expected(name)
    seen = _survey(LISTINGS[name].url, shipped.body(name, "listing"), said["LISTING_TYPE"])
    assert seen.is_listing
    assert seen.usable
    assert seen.found.kind == said["KIND"]
    matched = {url for url, _, _ in said["MATCHED"]}
    if said["KIND"] == "page":
        assert matched <= {one.url for one in seen.found.entries}, "by the links it found itself"
    made = proposal.entry(LISTINGS[name].url, seen, {}, ())
    assert made["timezone"] == LISTINGS[name].timezone or name == "eu-ecb"  # in Frankfurt


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_statement_is_a_document_and_all_of_it_is_read(name: str) -> None:
    said = shipped.expected(name)
    seen = _survey(said["URL"], shipped.body(name, "document"), said["DOCUMENT_TYPE"])
    assert not seen.is_listing
    assert seen.usable
    assert seen.document is not None
    missing = [one for one in said["TEXT"] if one not in seen.document.text]
    assert not missing or name in SCATTERED, missing
    made = proposal.entry(said["URL"], seen, {}, ())
    assert made["language"].partition("-")[0] == said["LANGUAGE"]
    assert made.get("select") == NAMED.get(name, made.get("select"))


@pytest.mark.slow
@given(
    name=st.sampled_from(shipped.NAMES),
    stem=st.sampled_from(["listing", "document"]),
    cut=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    junk=st.binary(max_size=40),
)
def test_whatever_a_page_is_it_is_judged_and_proposed(
    name: str, stem: str, cut: tuple[float, float], junk: bytes
) -> None:
    """Pages with a stretch taken out and something else put there."""
    whole = shipped.body(name, stem if name in LISTINGS else "document")
    start, end = sorted(int(share * len(whole)) for share in cut)
    body = whole[:start] + junk + whole[end:]
    exchange = shipped.exchange("https://www.example.org/x", body, "text/html")
    source = SourceConfig(id="draft", url="https://www.example.org/x", name="draft")
    seen = survey(source, Looks(first=exchange, second=exchange))
    made = proposal.entry("https://www.example.org/x", seen, {}, ())
    assert made["id"].startswith("example-")
    rows = list(livesights.of_source(source, exchange))
    assert rows
    assert list(addlines.lines("https://www.example.org/x", seen, None))
