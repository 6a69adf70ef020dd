"""What a listing found, read for the first time: told as new, or known by another name."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor import health, posting
from monitor.commit import Commit
from monitor.compare.flags import term_counts
from monitor.follow import belonging
from monitor.follow.entering import remark
from monitor.reading import differ
from storage import captures, entries, sources, versions, watches
from storage.model import Document, Entry
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig

_UNREAD_FOR = timedelta(minutes=10)  # what cannot be read for so long is told as it is
MOVED_FOR = timedelta(hours=1)  # or for so long, where it may be what left the listing, elsewhere
_AS_OLD = timedelta(days=7)  # a link that left so long ago is no former place of a new one


def note(commit: Commit, before: Watch, watch: Watch) -> Watch:
    """Tell of what was found, once it was read and read again; the watch as it stands then."""
    if before.confirmed_version_id is not None or watch.state == "ended":
        return watch
    if watch.confirmed_version_id is None:
        if watch.version_id is None:
            _unread(commit, watch)
        return watch
    document = versions.document(commit.tx, watch.confirmed_version_id)
    if not _is_wanted(commit.source, document):
        return _passed_over(commit, watch)
    _note_canonical(commit, watch.source_id, watch.confirmed_version_id)
    left = _left(commit, watch)
    for entry in left:
        if _is_same(commit, document, entry) and _moved(commit, watch, entry):
            return _passed_over(commit, watch)
    if not _stood_there_at_first(commit, watch):
        _tell(commit, watch, document, left)
    return watch


def comes_as_new(commit: Commit, watch: Watch) -> bool:
    """Whether a document was never read, nor known at first: what is told of it is that it is new,

    read or not. That it is gone, or refused, or there at last, would tell the same twice.
    """
    source = commit.source
    is_document = source.found is not None and source.listing is None
    unread = is_document and watch.version_id is None and _is_called(source)
    return unread and not _stood_there_at_first(commit, watch)


def _note_canonical(commit: Commit, source_id: int, version_id: int) -> None:
    """Remark what a page says is its own address, if it is another: noted, and not trusted."""
    from monitor.discover.addresses import canonical
    from monitor.discover.linked import canonical_of

    capture_id = versions.by_id(commit.tx, version_id).capture_id
    exchange = captures.read(commit.tx, capture_id).exchange
    said = canonical_of(exchange.body, exchange.final_url, exchange.header("Content-Type"))
    known = [canonical(url) for url in (commit.source.url, exchange.final_url)]
    other = canonical(said) if said else None
    if other is not None and other.key not in {one.key for one in known if one}:
        remark(commit, source_id, "canonical", None, other.url)


def _unread(commit: Commit, watch: Watch) -> None:
    """What cannot be read is told all the same, unless only its text could say that it matters.

    What is not there is told when it counts as gone: a page may come after the link to it.
    """
    since = watch.failing_since
    if since is None or not _is_called(commit.source):
        return
    patience = MOVED_FOR if _may_be_another(commit, watch) else _UNREAD_FOR
    if commit.now - since < patience:
        return
    if watch.verdict == "gone" and watch.state not in health.VANISHED:
        return
    if sources.announced_at(commit.tx, watch.source_id) is None:
        sources.announce(commit.tx, watch.source_id, commit.now)
        posting.new(commit, watch, (), _of_listing(commit, watch))


def _is_wanted(source: "SourceConfig", document: Document) -> bool:
    """Whether the title, the address or the text is what the listing's documents are to have."""
    from monitor.discover.matching import matches_text

    found = source.found
    assert found is not None
    by_name = found.match is not None and _is_called(source)
    return by_name or matches_text(document.text, found.match_text)


def _is_called(source: "SourceConfig") -> bool:
    """Whether its title or its address alone say that it is followed."""
    from monitor.discover.found import Entry as Named
    from monitor.discover.matching import matches

    found = source.found
    assert found is not None
    if found.match is None:
        return found.match_text is None
    return matches(Named(url=source.url, key="", title=source.name), found.match)


def _passed_over(commit: Commit, watch: Watch) -> Watch:
    """Followed no further; what was kept of it stays."""
    sources.pass_over(commit.tx, watch.source_id, commit.now)
    return replace(watch, state="ended", state_since=commit.now)


def _stood_there_at_first(commit: Commit, watch: Watch) -> bool:
    known_at = sources.announced_at(commit.tx, watch.source_id)
    return known_at == sources.by_id(commit.tx, watch.source_id).added_at


def _left(commit: Commit, watch: Watch) -> list[Entry]:
    """What left the same listings of late: the document may have stood there under another name."""
    return [
        other
        for entry in entries.of_source(commit.tx, watch.source_id)
        for other in entries.of_listing(commit.tx, entry.listing_id)
        if other.source_id not in {None, watch.source_id}
        and other.missing_since is not None
        and commit.now - other.missing_since < _AS_OLD
    ]


def _may_be_another(commit: Commit, watch: Watch) -> bool:
    """Whether it came in the look in which another link left, under the same words if it has any:

    that document may have moved here, which its text will say.
    """
    named = entries.of_source(commit.tx, watch.source_id)
    came = {(one.first_seen, one.title) for one in named}
    return any((one.missing_since, one.title) in came for one in _left(commit, watch))


def _is_same(commit: Commit, document: Document, entry: Entry) -> bool:
    """Whether what left the listing is this document: its page leads here, or has these words."""
    assert entry.source_id is not None
    former = watches.load(commit.tx, [entry.source_id]).get(entry.source_id)
    if former is None or former.version_id is None or former.state == "ended":
        return False
    text = versions.document(commit.tx, former.version_id)
    return differ(commit.source, text, document).kind != "wording"


def _moved(commit: Commit, watch: Watch, entry: Entry) -> bool:
    """Watch on what moved under its name, at its new address; False where sources.yaml names it."""
    assert entry.source_id is not None
    slug = sources.by_id(commit.tx, entry.source_id).slug
    former = commit.config.source(slug)
    if former is None or former.found is None:
        return False
    to = commit.source.url
    sources.relocate(commit.tx, entry.source_id, to)
    entries.save(
        commit.tx,
        [
            *(
                replace(one, source_id=entry.source_id)
                for one in entries.of_source(commit.tx, watch.source_id)
            ),
            replace(entry, unlisted_at=commit.now),
        ],
    )
    remark(commit, entry.source_id, "moved", former.url, to)
    there = watches.load(commit.tx, [entry.source_id])[entry.source_id]
    posting.moved(replace(commit, source=former), there, to)
    return True


def _of_listing(commit: Commit, watch: Watch) -> dict[str, object]:
    """When the listing that named it first was last seen without it, and how it dates it."""
    named = entries.of_source(commit.tx, watch.source_id)
    first = min(named, key=lambda one: one.first_seen, default=None)
    if first is None:
        return {}
    facts: dict[str, object] = {}
    if first.not_before is not None:
        facts["not_before"] = first.not_before.isoformat()
    if first.published is not None:
        facts["listed"] = first.published
    return facts


def _tell(commit: Commit, watch: Watch, document: Document, left: list[Entry]) -> None:
    """Tell of a new document; of what it stands in place of, where a link's words are the same."""
    sources.announce(commit.tx, watch.source_id, commit.now)
    named = {one.title for one in entries.of_source(commit.tx, watch.source_id) if one.title}
    replaced = next((one for one in left if one.title in named and not one.unlisted_at), None)
    facts, raised = _of_listing(commit, watch), set[str]()
    if replaced is not None:
        assert replaced.source_id is not None
        entries.save(commit.tx, [replace(replaced, unlisted_at=commit.now)])
        facts["replaces"] = sources.by_id(commit.tx, replaced.source_id).slug
        raised.update(_beside(commit, replaced.source_id, document, facts))
    joined = belonging.join(commit, watch.source_id, document)
    if joined is not None:
        facts |= joined.facts()
    counts = term_counts(document.text, commit.source.watch)
    raised |= {f"term:{name}" for name, count in counts.items() if count}
    posting.new(commit, watch, sorted(raised), facts)


def _beside(
    commit: Commit, replaced: int, document: Document, facts: dict[str, object]
) -> tuple[str, ...]:
    """The flags of how a document differs from the last text of what it replaced, if it had one."""
    former = watches.load(commit.tx, [replaced]).get(replaced)
    last = (former.confirmed_version_id or former.version_id) if former else None
    if last is None:
        return ()
    from monitor import instead

    facts["replaced_version"] = last
    source = commit.source
    return instead.flags(
        versions.document(commit.tx, last), document, source.language, source.watch
    )
