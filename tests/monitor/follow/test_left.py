"""Which listings a link left, called by their ids in sources.yaml."""

from collections.abc import Callable

import pytest

from storage import remarks, sources
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_kinds import sitemaps, urlset
from tests.monitor.follow.test_listings import DOCUMENT, index

MAPS = 'id: maps, url: "BASE/maps", document: {select: "#text"}'
PRESS = 'id: press, url: "BASE/press", links: "ul.links a", document: {select: "#text"}'


@pytest.mark.slow
def test_a_link_that_left_a_sitemap_of_an_index_and_a_page_left_both(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    base = f"http://127.0.0.1:{site.port}"
    for name in "ab":
        site.say(f"/{name}", f"Text {name} of the ministry.", *DOCUMENT)
    site.answers["/maps"] = sitemaps((f"{base}/map-2026.xml", "2026-03-01"))
    site.answers["/map-2026.xml"] = urlset(f"{base}/a", f"{base}/b")
    site.answers["/press"] = (200, index(("/b", "Second readout"), ("/a", "First readout")))
    one = follow(PRESS, MAPS)
    one.clock.pass_by(days=1)
    one.look(rounds=3)
    site.answers["/maps"] = sitemaps((f"{base}/map-2026.xml", "2026-03-04"))
    site.answers["/map-2026.xml"] = urlset(f"{base}/a")
    site.answers["/press"] = (200, index(("/a", "First readout")))
    for _ in range(4):
        one.round()
    (subject,) = [mail for mail in one.mails if mail.startswith("UNLISTED")]
    assert subject.startswith("UNLISTED: the link to it left maps and press; the page itself still")
    with one.scheduler.store.read() as rx:
        left = {
            remark.before
            for source in sources.listing(rx)
            for remark in remarks.history(rx, source.source_id)
            if remark.kind == "unlisted"
        }
    assert left <= {"maps", "press"}
