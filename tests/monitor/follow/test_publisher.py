"""A publisher's week: what is published, edited, unlisted, moved and withdrawn is told, no more."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_kinds import PRESS, feed, urlset
from tests.monitor.follow.test_listings import index

STEP = timedelta(minutes=20)
HOURS = 6 * 24
_TOPICS = ("harbours", "ferries", "lighthouses", "fishing grounds", "the coast guard", "sea cables")


@dataclass
class Publisher:
    """What stands on the site: documents by number, newest first in its lists."""

    site: ScriptedSite
    texts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    listed: list[int] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.site.port}"

    def publish(self, number: int) -> None:
        topic = _TOPICS[number % len(_TOPICS)]
        self.write(
            number,
            f"The ministers spoke of {topic} in their meeting number {number}.",
            f"They agreed on {number + 2} steps, the first of which begins in the spring.",
            f"The minister of {topic} said: 'It's a good day for all who live there.'",
            f"The next meeting, on {topic}, is to be held in city number {number * 7}.",
        )
        self.listed.insert(0, number)

    def write(self, number: int, *paragraphs: str) -> None:
        self.texts[number] = paragraphs
        path = self.paths.setdefault(number, f"/readout-{number}")
        self.site.say(path, *paragraphs)

    def edit(self, number: int) -> None:
        first, _, *rest = self.texts[number]
        self.write(number, first, "They agreed on no steps at all.", *rest)

    def set_anew(self, number: int) -> None:
        """The same words, in other types."""
        said = (one.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") for one in self.texts[number])
        self.write(number, *(one.replace(" in ", "\N{NO-BREAK SPACE}in ") for one in said))

    def move(self, number: int) -> None:
        old, new = self.paths[number], f"/archive/readout-{number}"
        self.paths[number] = new
        self.site.say(new, *self.texts[number])
        self.site.answers[old] = (301, b"", {"Location": new})

    def withdraw(self, number: int) -> None:
        self.site.answers[self.paths[number]] = (410, b"<title>Gone</title><p>Gone</p>")
        self.listed.remove(number)

    def list_all(self) -> None:
        """Write the index page (the newest ten), the feed (twenty) and the sitemap (all)."""
        links = [(self.paths[n], f"Readout of meeting {n}") for n in self.listed]
        self.site.answers["/index"] = (200, index(*links[:10]))
        self.site.answers["/feed"] = feed(
            *((f"{self.base}{path}?utm_source=rss", title, "") for path, title in links[:20])
        )
        self.site.answers["/map.xml"] = urlset(*(self.base + path for path, _ in links))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_exactly_what_a_publisher_does_is_told(
    site: ScriptedSite, follow: Callable[..., Desk]
) -> None:
    publisher = Publisher(site)
    for number in range(3):
        publisher.publish(number)
    publisher.list_all()
    one = follow(
        'id: index, url: "BASE/index", links: "ul.links a", document: {select: "#text"}',
        PRESS,
        'id: map, url: "BASE/map.xml", document: {select: "#text"}',
    )
    assert one.mails == []
    assert len(one.scheduler.sources) == 3 + 3
    begin = one.clock.at
    todo: dict[int, Callable[[], None]] = {
        4 * n: partial(publisher.publish, n + 2) for n in range(1, 31)
    }
    todo |= {
        9: lambda: publisher.edit(1),
        30: lambda: publisher.edit(5),
        51: lambda: publisher.edit(11),
        77: lambda: publisher.edit(3),
        125: lambda: publisher.edit(20),
        41: lambda: publisher.set_anew(7),
        59: lambda: publisher.listed.remove(12),
        83: lambda: publisher.listed.remove(4),
        95: lambda: publisher.move(15),
        130: lambda: publisher.withdraw(17),
    }
    _live_through(one, publisher, begin, todo)
    told = Counter(_kind(subject) for subject in one.mails)
    assert told == {"new": 30, "edit": 5, "unlisted": 2, "moved": 1, "gone": 1}
    assert sum(source.listing is None for source in one.scheduler.sources.values()) == 33


def _live_through(
    one: Desk, publisher: Publisher, begin: datetime, todo: dict[int, Callable[[], None]]
) -> None:
    done: set[int] = set()
    while one.clock.at < begin + timedelta(hours=HOURS):
        hour = int((one.clock.at - begin) / timedelta(hours=1))
        for at in sorted(todo.keys() - done):
            if at <= hour:
                todo[at]()
                done.add(at)
                publisher.list_all()
        one.clock.at += STEP
        one.look()
        if any(watch.look for watch in one.scheduler.watches.values()):
            one.clock.pass_by(seconds=11)
            one.look()


def _kind(subject: str) -> str:
    for kind, begins in (
        ("new", 'NEW "'), ("unlisted", "UNLISTED:"), ("moved", "MOVED to "), ("gone", "GONE:"),
    ):  # fmt: skip
        if subject.startswith(begins):
            return kind
    return "edit" if '" → "no"' in subject else subject
