"""Feeds, sitemaps and their indexes, further pages, attachments, one document in two listings."""

from collections.abc import Callable, Iterable

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage import entries, remarks, sources
from storage.model import Remark
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, index

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
Start = Callable[..., Desk]


def feed(*items: tuple[str, str, str]) -> tuple[int, bytes, dict[str, str]]:
    """An RSS feed of these items: address, title, date."""
    said = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate></item>"
        for url, title, date in items
    )
    channel = f"<channel><title>Press</title>{said}</channel>"
    body = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
    return 200, body.encode(), {"Content-Type": "application/rss+xml"}


def urlset(*urls: str) -> tuple[int, bytes, dict[str, str]]:
    """A sitemap of these addresses."""
    said = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    body = f'<?xml version="1.0"?><urlset xmlns="{_SITEMAPS}">{said}</urlset>'
    return 200, body.encode(), {"Content-Type": "application/xml"}


def sitemaps(*named: tuple[str, str]) -> tuple[int, bytes, dict[str, str]]:
    """A sitemap index: addresses and when each was last modified."""
    said = "".join(
        f"<sitemap><loc>{url}</loc><lastmod>{at}</lastmod></sitemap>" for url, at in named
    )
    body = f'<?xml version="1.0"?><sitemapindex xmlns="{_SITEMAPS}">{said}</sitemapindex>'
    return 200, body.encode(), {"Content-Type": "application/xml"}


def watched(one: Desk) -> list[str]:
    return sorted(source.id for source in one.scheduler.sources.values())


def daily(site: ScriptedSite, days: Iterable[int]) -> list[tuple[str, str, str]]:
    """The items of a feed of a document each of these days of February, which the site serves."""
    items = []
    for day in days:
        site.say(f"/{day}", f"The text of day {day}.", *DOCUMENT)
        items.append((f"/{day}", f"Readout {day}", f"{day:02} Feb 2026 07:00:00 GMT"))
    return items


def remarked(one: Desk, slug: str) -> list[Remark]:
    with one.scheduler.store.read() as rx:
        source = sources.get(rx, slug)
        assert source is not None
        return remarks.history(rx, source.source_id)


DOCUMENT_ID = "press-first-readout"
PRESS = 'id: press, url: "BASE/feed", document: {select: "#text"}'


def test_a_feed_is_followed(follow: Callable[..., Desk], site: ScriptedSite) -> None:
    site.say("/a", "The first text.", *DOCUMENT)
    site.say("/b", "The second text.", *DOCUMENT)
    first = ("/a?utm_source=rss", "First readout", "Mon, 02 Mar 2026 07:00:00 GMT")
    site.answers["/feed"] = feed(first)
    one = follow(PRESS)
    assert watched(one) == ["press", "press-first-readout"]
    site.answers["/feed"] = feed(
        ("/b#top", "Second readout", "Mon, 02 Mar 2026 09:00:00 GMT"),
        ("/a", "First readout, corrected", "Mon, 02 Mar 2026 08:00:00 GMT"),
    )
    one.round()
    one.round()
    assert one.mails == ['NEW "Readout" | Second readout']
    assert "dated 2 Mar 2026 by its listing" in one.texts[0]
    assert "/a?utm" not in " ".join(site.visits)
    told = CliRunner().invoke(cli, ["--store", str(one.folder / "readout.db"), "log", DOCUMENT_ID])
    assert 'called "First readout, corrected" in its listing, "First readout" before' in told.output
    kinds = {(one.kind, one.before, one.after) for one in remarked(one, "press-first-readout")}
    assert kinds == {
        ("retitled", "First readout", "First readout, corrected"),
        ("redated", "2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z"),
    }


def test_the_sitemaps_of_an_index_are_followed(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    base = f"http://127.0.0.1:{site.port}"
    for name in "abcd":
        site.say(f"/{name}", f"Text {name} of the ministry.", *DOCUMENT)
    site.answers["/feed"] = sitemaps((f"{base}/map-2025.xml", "2025-12-31"))
    site.answers["/map-2025.xml"] = urlset(f"{base}/a", f"{base}/b")
    one = follow(PRESS)
    assert watched(one) == ["press", "press-a", "press-b", "press-map-2025"]
    assert one.mails == []
    site.answers["/map-2025.xml"] = urlset(f"{base}/a", f"{base}/b", f"{base}/c")
    site.answers["/map-2026.xml"] = urlset(f"{base}/d")
    site.answers["/feed"] = sitemaps(
        (f"{base}/map-2026.xml", "2026-03-02"), (f"{base}/map-2025.xml", "2026-03-02")
    )
    for _ in range(3):
        one.round()
    assert sorted(one.mails) == ['NEW "Readout" | press-c', 'NEW "Readout" | press-d']


def test_further_pages_are_read_once_at_first(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    for name in "abc":
        site.say(f"/{name}", f"Text {name} of the ministry.", *DOCUMENT)

    def page(link: tuple[str, str], further: str) -> bytes:
        return index(link).replace(
            b"</ul>", f'</ul><a rel=next href="{further}">Older</a>'.encode()
        )

    site.answers["/feed"] = (200, page(("/a", "First readout"), "/feed-2"))
    site.answers["/feed-2"] = (200, page(("/b", "Second readout"), "/feed-3"))
    site.answers["/feed-3"] = (200, page(("/c", "Third readout"), "/feed-4"))
    one = follow(PRESS + ', pages: 2, links: "ul.links a"')
    assert {"press-first-readout", "press-second-readout"} <= set(watched(one))
    assert "press-third-readout" not in watched(one)
    assert site.visits.count("/feed-2") == 1
    assert one.mails == []


def test_one_document_in_two_listings_is_one_source(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.say("/a", "The first text.", *DOCUMENT)
    site.say("/b", "The second text.", *DOCUMENT)
    site.answers["/feed"] = feed(("/a", "First readout", ""))
    site.answers["/other"] = (200, index(("/a/", "The first readout")))
    one = follow(PRESS, 'id: other, url: "BASE/other", links: "ul.links a"')
    assert watched(one) == ["other", "press", "press-first-readout"]
    site.answers["/feed"] = feed(("/b", "Second readout", ""), ("/a", "First readout", ""))
    site.answers["/other"] = (200, index(("/b", "Second readout"), ("/a/", "The first readout")))
    one.round()
    one.round()
    assert len(one.mails) == 1
    with one.scheduler.store.read() as rx:
        document = sources.get(rx, "press-first-readout")
        assert document is not None
        assert len(entries.of_source(rx, document.source_id)) == 2


def test_what_sources_yaml_names_is_no_second_source(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.say("/a", "The first text.", *DOCUMENT)
    site.answers["/feed"] = feed(("/a", "First readout", ""))
    named = "sources:\n  - {id: own, url: 'BASE/a', select: '#text'}\n"
    assert watched(follow(PRESS, sources=named)) == ["own", "press"]


def attaching(words: str, url: str) -> tuple[int, bytes]:
    text = "".join(f"<p>{one}</p>" for one in DOCUMENT)
    body = (
        f"<html><body><div id=text>{text}</div><a class=file href='{url}'>{words}</a></body></html>"
    )
    return 200, body.encode()


def test_attachments_are_sources_of_the_same_statement(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.answers["/a"] = attaching("Full text", "/full")
    site.say("/full", "The full text of the ministers.", *DOCUMENT)
    named = (
        "sources:\n  - {id: own, url: 'BASE/a', select: '#text', statement: talks,"
        " attachments: a.file}\n"
    )
    one = follow(sources=named)
    assert watched(one) == ["own", "own-full-text"]
    attached = next(s for s in one.scheduler.sources.values() if s.id == "own-full-text")
    assert (attached.statement, attached.select) == ("talks", ())
    assert one.mails == []
    site.answers["/a"] = attaching("Full text", "/full-2")
    site.say("/full-2", "The full text of the ministers, with an annex.", *DOCUMENT)
    for _ in range(3):
        one.round()
    assert one.mails == ['NEW INSTEAD: ADDED "with an annex" | Full text']
    assert "REPLACES" in one.texts[0]
    (relinked,) = remarked(one, "own")
    assert (relinked.kind, (relinked.after or "")[-7:]) == ("relinked", "/full-2")


@pytest.mark.slow
def test_a_listing_that_falls_silent_is_told_once(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.answers["/feed"] = feed(*daily(site, range(23, 29)))
    one = follow(PRESS)
    assert one.mails == []
    one.clock.pass_by(days=5)
    one.look(rounds=4)
    one.round()
    said = "nothing new for 7 d; usually every 24 h"
    assert one.mails == [f"LISTING: {said} | press"]
    one.round()
    assert len(one.mails) == 1


def test_what_a_page_calls_its_own_address_is_noted_and_not_trusted(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    text = "".join(f"<p>{one}</p>" for one in DOCUMENT)
    other = f"http://127.0.0.1:{site.port}/elsewhere"
    head = f"<html><head><link rel=canonical href='{other}'></head>"
    site.answers["/a"] = (200, f"{head}<body><div id=text>{text}</div></body></html>".encode())
    site.answers["/feed"] = feed(("/a", "First readout", ""))
    one = follow(PRESS)
    assert "/elsewhere" not in site.visits
    (remark,) = remarked(one, "press-first-readout")
    assert (remark.kind, remark.after) == ("canonical", other)


def test_a_listing_that_is_silent_at_the_first_look_is_no_news(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.answers["/feed"] = feed(*daily(site, range(1, 7)))
    one = follow(PRESS)
    one.round()
    assert one.mails == []
    assert [remark.kind for remark in remarked(one, "press")] == ["silent"]


@pytest.mark.slow
def test_silence_after_something_old_came_is_counted_from_its_coming_and_told(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    listed = daily(site, range(1, 7))
    site.say("/20", "The text of day 20.", *DOCUMENT)
    site.answers["/feed"] = feed(*listed)
    one = follow(PRESS)
    assert [remark.kind for remark in remarked(one, "press")] == ["silent"]
    site.answers["/feed"] = feed(("/20", "Readout 20", "2 Mar 2026 00:00:00 GMT"), *listed)
    one.look(rounds=2)
    for _ in range(2):
        one.round()
    assert one.mails == ['NEW "Readout" | Readout 20'], "it is not silent in the minute it speaks"
    one.clock.pass_by(days=6)
    one.round()
    assert [mail for mail in one.mails if mail.startswith("LISTING")] == [
        "LISTING: nothing new for 6 d; usually every 24 h | press"
    ]


def test_doctor_judges_a_listing_beside_what_it_was(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    site.say("/a", "The first text.", *DOCUMENT)
    there = feed(("/a", "First readout", "Mon, 02 Mar 2026 07:00:00 GMT"))
    site.answers["/feed"] = there
    one = follow(PRESS)
    site.answers["/feed"] = (200, index(*((f"/n/{n}", f"News {n}") for n in range(10))))
    one.round()
    assert one.scheduler.watches[1].reason == "an index page where a feed was before"
    said = _live(one)
    assert "bad   press" in said
    assert "failed    an index page where a feed was before" in said
    assert "look for its new feed or page, and change url of press" in said
    site.answers["/feed"] = there
    assert "bad   press" not in _live(one)


def _live(one: Desk) -> str:
    """What `doctor --live` says of what it fetched just now."""
    given = [
        "--config",
        str(one.folder / "sources.yaml"),
        "--store",
        str(one.folder / "readout.db"),
    ]
    done = CliRunner().invoke(cli, [*given, "doctor", "--live"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output.partition("fetched just now")[2]
