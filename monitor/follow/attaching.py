"""The files that a page attaches, watched as sources of the same statement."""

from typing import TYPE_CHECKING

from monitor.commit import Commit
from monitor.follow.departed import departed
from monitor.follow.entering import Place, enter_all, note_missing
from storage import captures, entries, sources
from storage.model import Capture
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.discover import found as discover


def attach(commit: Commit, watch: Watch, capture: Capture) -> None:
    """Follow the files that a page links to, and note which it links to no more.

    `watch` is as it was before this capture.
    """
    named = _linked(commit, capture)
    before = None
    stood = frozenset[str]() if _is_news(commit, watch) else None
    if watch.ok_capture_id not in {None, capture.capture_id}:
        assert watch.ok_capture_id is not None
        before = [one.key for one in _linked(commit, captures.read(commit.tx, watch.ok_capture_id))]
        stood = frozenset(before)
    place = Place(commit=commit, parent_id=watch.source_id, stood=stood, seen=watch.last_ok_at)
    enter_all(place, named, follow=None)
    now = [one.key for one in named]
    note_missing(place, departed(before or [], now, ordered=False), frozenset(now))


def _is_news(commit: Commit, watch: Watch) -> bool:
    """Whether the page itself is read for the first time, and is news: then its files are, too.

    Unless only its text can say whether it is wanted at all.
    """
    found = commit.source.found
    if watch.ok_capture_id is not None or found is None or found.match_text is not None:
        return False
    known_at = sources.announced_at(commit.tx, watch.source_id)
    return known_at != sources.by_id(commit.tx, watch.source_id).added_at


def attach_first(commit: Commit, watch: Watch) -> None:
    """The same for a page that is as it was, while none of its files is known yet."""
    if watch.ok_capture_id is not None and not entries.of_listing(commit.tx, watch.source_id):
        attach(commit, watch, captures.read(commit.tx, watch.ok_capture_id))


def _linked(commit: Commit, capture: Capture) -> "list[discover.Entry]":
    from monitor.discover.found import Entry as Named
    from monitor.discover.linked import linked

    assert commit.source.attachments is not None
    exchange, selector = capture.exchange, commit.source.attachments
    content_type = exchange.header("Content-Type")
    links = linked(exchange.body, selector, exchange.final_url, content_type)
    return [Named(url=one.url, key=one.key, title=one.words or None) for one in links]
