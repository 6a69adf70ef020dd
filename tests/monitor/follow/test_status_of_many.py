"""What needs somebody, of listings that led to very much of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from monitor.cli import statuslines
from monitor.cli.status import Picture, Row, rows_of
from storage.overview import Day
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, index

PRESS = 'id: press, url: "BASE/press", links: "ul.links a", document: {select: "#text"}'


def _row(here: Desk, slug: str) -> Row:
    with here.scheduler.store.read() as rx:
        (found,) = rows_of(rx, (slug,), None, here.clock.now())
    return found


def _copies(row: Row, count: int) -> list[Row]:
    """So many other documents like this one, whose watching came to the same."""
    return [
        replace(
            row,
            source=replace(row.source, source_id=row.source.source_id + 100 + n, slug=f"more-{n}"),
            state="gone",
            watch=replace(row.watch, state="gone", verdict="gone", failures=3),
        )
        for n in range(count)
    ]


def _lines(here: Desk, rows: list[Row], *, whole: bool = False) -> list[str]:
    day = Day(changes={}, new=0, unseen=timedelta(0))
    picture = Picture(
        rows=rows, channels={}, queues={}, last_sent_at=None, day=day, volatile=[], holder=None,
        a_day=None, full=False, now=here.clock.now(),
    )  # fmt: skip
    return statuslines.whole(picture, str(here.folder / "readout.db"), everything=whole)


def test_of_many_documents_of_one_listing_in_one_state_ten_are_named(
    follow: Callable[..., Desk],
    site: ScriptedSite,
) -> None:
    site.say("/a", "The text of the ministry.", *DOCUMENT)
    site.answers["/press"] = (200, index(("/a", "First readout")))
    here = follow(PRESS)
    press, one = _row(here, "press"), _row(here, "press-first-readout")
    said = _lines(here, [press, *_copies(one, 30)])
    gone = [line for line in said if line.startswith("  more-")]
    assert len(gone) == 10
    (more,) = [line for line in said if "20 more" in line]
    assert more.split()[:2] == ["press", "listing"]
    assert "20 more of what it led to: gone" in more
    assert more.endswith("→ readout -v status")
    assert said.index(more) == said.index(gone[-1]) + 1
    assert "gone 30" in said[-1]
    for rows, whole in (([press, *_copies(one, 30)], True), ([press, *_copies(one, 10)], False)):
        shown = _lines(here, rows, whole=whole)
        assert not [line for line in shown if "more of what" in line]
        assert len([line for line in shown if line.startswith("  more-")]) == len(rows) - 1


def test_what_stands_in_sources_yaml_is_always_named(
    follow: Callable[..., Desk],
    site: ScriptedSite,
) -> None:
    site.say("/a", "The text of the ministry.", *DOCUMENT)
    here = follow(sources="sources:\n  - {id: own, url: 'BASE/a', select: '#text'}\n")
    said = _lines(here, _copies(_row(here, "own"), 12))
    assert len([line for line in said if line.startswith("  more-")]) == 12
