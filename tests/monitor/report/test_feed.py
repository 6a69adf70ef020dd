"""The Atom feeds: valid, their entries named for good, their links where the report is read."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import feedparser
import pytest
from lxml import etree, html

from monitor.report import feed
from storage import sources
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.report.conftest import MARKUP, Report
from tests.storage.build import NOW, later

URL = "https://report.example.org/texts"
ATOM = "{http://www.w3.org/2005/Atom}"
_ONCE = ("id", "title", "updated")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def checked(content: bytes) -> Any:  # noqa: ANN401
    """The feed as readers read it; what RFC 4287 asks for and is not there fails."""
    root = etree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for one in (root, *entries):
        for name in _ONCE:
            (said,) = one.findall(f"{ATOM}{name}")
            assert said.text
        for name in ("updated", "published"):
            assert all(_INSTANT.fullmatch(str(at.text)) for at in one.findall(f"{ATOM}{name}"))
        assert one.find(f"{ATOM}author/{ATOM}name") is not None
        (link,) = (each for each in one.findall(f"{ATOM}link") if each.get("rel") == "alternate")
        assert link.get("href")
        UUID(str(one.findtext(f"{ATOM}id")))
    ids = [one.findtext(f"{ATOM}id") for one in (root, *entries)]
    assert len(set(ids)) == len(ids)
    read = feedparser.parse(content)
    assert not read.bozo, read.get("bozo_exception")
    assert len(read.entries) == len(entries)
    return read


def test_changes_of_wording_are_in_it_and_nothing_else(report: Report) -> None:
    for name in ("feed.xml", "sources/a/feed.xml"):
        (entry,) = checked(report.files[name]).entries
        assert entry.title.startswith('"oppose" → "do not support" | The Isles: a')
        assert (entry.author, entry.published) == ("The Isles", entry.published)
        assert {tag.term for tag in entry.tags} >= {"negation", "strength"}
        said = html.fromstring(entry.content[0].value)
        assert said.xpath("//del/text()") == ["oppose"]
        assert said.xpath("//ins/text()") == ["do not support"]
    assert checked(report.files["sources/b/feed.xml"]).entries == []


def test_its_links_are_whole_where_the_report_is_published_and_lead_there_without(
    report: Report,
) -> None:
    page = "sources/a/1-2.html"
    assert checked(report.files["feed.xml"]).entries[0].link == page
    assert checked(report.files["sources/a/feed.xml"]).entries[0].link == f"../../{page}"
    report.publish(URL)
    for name in ("feed.xml", "sources/a/feed.xml"):
        read = checked(report.files[name])
        assert read.entries[0].link == f"{URL}/{page}"
        (own,) = (one for one in read.feed.links if one.rel == "self")
        assert own.href == f"{URL}/{name}"


def test_an_entry_keeps_its_name_whatever_the_source_is_called_and_whatever_comes_after(
    report: Report, watched: Desk, site: ScriptedSite
) -> None:
    (before,) = checked(report.files["feed.xml"]).entries
    site.say("/a", "The sides welcome it.", "They will meet in the 'autumn'.")
    watched.round()
    with report.store.write() as tx:
        sources.rename(tx, "a", "pact")
    report.publish()
    latest, again = checked(report.files["feed.xml"]).entries
    assert again.id == before.id
    assert latest.id != before.id
    assert latest.updated_parsed > again.updated_parsed


def test_what_was_seen_once_and_undone_is_not_told(
    report: Report, watched: Desk, site: ScriptedSite
) -> None:
    site.say("/a", "The sides welcome it.", "They will meet in the 'autumn'.")
    watched.clock.pass_by(minutes=15)
    watched.look()
    report.publish()
    assert len(checked(report.files["feed.xml"]).entries) == 1, "a second look is still due"
    assert "not confirmed" in report.page("sources/a/index.html").said
    site.say("/a", "The sides do not support it.", "They will meet in the 'autumn'.")
    watched.clock.pass_by(seconds=11)
    watched.look()
    report.publish()
    assert len(checked(report.files["feed.xml"]).entries) == 1


@pytest.mark.parametrize("said", [MARKUP, "\x00\x1b\ufffe\ud800", "]]>", "a\nb"])
def test_whatever_is_said_the_feed_is_well_formed(said: str) -> None:
    item = feed.Item(
        key="1", page="sources/a/1-2.html", title=said, author=said, published=NOW, updated=NOW,
        content=said, tags=(said,),
    )  # fmt: skip
    whole = feed.Feed(
        key="f", page="feed.xml", about="index.html", title=said, began=NOW,
        items=(item, replace(item, key="2", updated=later(hours=1))),
    )  # fmt: skip
    read = checked(feed.atom(whole, None))
    assert read.feed.updated == "2025-02-07T17:55:00Z"


def test_an_empty_feed_has_the_time_at_which_it_began() -> None:
    whole = feed.Feed(key="f", page="feed.xml", about="index.html", title="t", began=NOW, items=())
    assert checked(feed.atom(whole, URL)).feed.updated == "2025-02-07T16:55:00Z"
