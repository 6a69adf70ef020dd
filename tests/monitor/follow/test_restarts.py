"""What was found is watched on after a restart, a crash between the two commits, and a reload."""

from dataclasses import replace

from monitor import pipeline
from monitor.config.load import load
from monitor.scheduler import Scheduler
from storage import sources
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, LISTING, index


def again(one: Desk) -> Desk:
    """The next process, over the same store."""
    one.scheduler.stop()
    config = load(one.folder / "sources.yaml", {})
    return replace(one, scheduler=Scheduler(one.scheduler.store, config, one.clock))


def ids(one: Desk) -> set[str]:
    return {source.id for source in one.scheduler.sources.values()}


def test_the_next_process_watches_what_was_found(press: Desk, site: ScriptedSite) -> None:
    after = again(press)
    assert ids(after) == {"press", "press-first-readout", "press-second-readout"}
    site.say("/a", "The first text.", DOCUMENT[0], "They agreed to end their talks in the spring.")
    after.clock.pass_by(days=1)
    after.look(rounds=2)
    after.round()
    assert len(after.mails) == 1


def test_a_listing_that_was_kept_and_not_read_is_read_at_the_next_start(
    press: Desk, site: ScriptedSite
) -> None:
    site.answers["/press"] = (200, index(("/c", "Third readout"), ("/b", "Second readout")))
    site.say("/c", "The third text.", *DOCUMENT)
    press.clock.pass_by(minutes=15)
    scheduler = press.scheduler
    listing = next(i for i, one in scheduler.sources.items() if one.id == "press")
    scheduler.dispatch([listing], press.clock.now())
    visits: list[pipeline.Visit] = []
    while not visits:
        visits = scheduler._visits.take(scheduler.watches)
    with scheduler.store.write() as tx:  # the first commit, and no second
        pipeline.keep(tx, visits, press.clock.now())
    after = again(press)
    after.scheduler.recover()
    assert "press-third-readout" in ids(after)
    after.round()
    after.round()
    assert after.mails == ['NEW "Readout" | Third readout']


def test_a_listing_taken_out_ends_what_it_found_and_brings_it_back(press: Desk) -> None:
    path = press.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    press.configure(text.partition("listings:")[0])
    assert ids(press) == set()
    with press.scheduler.store.read() as rx:
        found = sources.get(rx, "press-first-readout")
        assert found is not None
        assert found.removed_at is not None
    press.configure(text)
    assert ids(press) == {"press", "press-first-readout", "press-second-readout"}
    assert press.mails == []


def test_what_a_listing_gives_its_documents_may_change(press: Desk, site: ScriptedSite) -> None:
    path = press.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8").partition("listings:")[0]
    press.configure(text + LISTING.format(port=site.port).replace("[talks]", "[peace]"))
    document = next(one for one in press.scheduler.sources.values() if one.id != "press")
    assert [term.name for term in document.watch] == ["peace"]
