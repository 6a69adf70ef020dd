"""What one live look at a source or listing shows, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor import apart, moved
from monitor.compare.language import detect
from monitor.compare.texts import sample
from monitor.discover.matching import matches
from monitor.fetch.logins import without_login
from monitor.judge.exchange import judge_exchange
from monitor.phrasing import many
from monitor.reading import Before, read_capture, rules_of
from monitor.remedies import remedy
from monitor.text import pdf, tree
from monitor.text.selectors import first_that_matches
from storage.model import Verdict

if TYPE_CHECKING:
    from monitor.config.model import ListingConfig, SourceConfig, Watched
    from monitor.discover.found import Entry, Found
    from storage.model import Document, Exchange, Judgement

_SHORT = 200  # letters: a statement has more
_DENSE = 3  # letters that an ideograph or a Korean syllable stands for
_UNREAD = Before(frame_sha256=None, document=lambda: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One row of the table: what was seen of a source or listing. `bad` needs somebody."""

    about: str
    state: Literal["ok", "note", "bad"]
    verdict: Verdict
    what: str
    remedy: str | None = None


def of_source(source: "SourceConfig", exchange: "Exchange") -> Iterator[Sight]:
    """Whether a page can be read, how much of it and from where, and whether it moved."""
    yield from _moved(source.id, exchange)
    yield from _read(source, exchange, owner=source.id, key="select", within="")


def of_document(
    listing: "ListingConfig", source: "SourceConfig", exchange: "Exchange"
) -> Iterator[Sight]:
    """The same of one document of a listing, which stands for all: `source` is how it is read."""
    within = f"its document {source.url}: "
    yield from _read(source, exchange, owner=listing.id, key="document.select", within=within)


def of_listing(listing: "ListingConfig", exchange: "Exchange", found: "Found") -> Iterator[Sight]:
    """Whether a listing can be read, how many documents it names, and how many match."""
    yield from _moved(listing.id, exchange)
    if found.verdict != "ok":
        archived = _archived(listing, found.verdict)
        yield Sight(
            about=listing.id,
            state="note" if archived else "bad",
            verdict=found.verdict,
            what=found.reason or "it cannot be read",
            remedy=archived or _listing_remedy(listing, found),
        )
        return
    fit = matching(listing, found)
    form = {"page": "links", "index": "sitemaps"}.get(found.kind or "", f"entries ({found.kind})")
    count = f"{len(found.entries) or len(found.more)} {form}"
    newest = max((one.published for one in fit if one.published), default=None)
    dated = f", the newest of {newest[:10]}" if newest else ""
    if found.entries and not fit:
        yield Sight(
            about=listing.id, state="bad", verdict="ok", what=f"{count}, none of which matches",
            remedy=f"mend match of {listing.id}: {listing.match!r}; readout add {_url(listing)} "
            "shows what is listed",
        )  # fmt: skip
        return
    said = f", {len(fit)} of which match" if listing.match and found.entries else ""
    yield Sight(about=listing.id, state="ok", verdict="ok", what=f"{count}{said}{dated}")


def matching(listing: "ListingConfig", found: "Found") -> "list[Entry]":
    """What a listing names and would be followed, in its order."""
    return [one for one in found.entries if matches(one, listing.match)]


def _listing_remedy(listing: "ListingConfig", found: "Found") -> str:
    if found.verdict == "empty" and listing.links:
        return f"mend links of {listing.id}: readout add {_url(listing)} --as listing finds them"
    if found.verdict == "empty":
        return f"is it a feed still? give {listing.id} its new address, or name the links by links"
    if (found.reason or "").endswith(" was before"):  # to which this very look is the advice
        return f"look for its new feed or page, and change url of {listing.id} in sources.yaml"
    return remedy(found.verdict, listing.id, found.reason, kind="listing")


def _moved(about: str, exchange: "Exchange") -> Iterator[Sight]:
    new = exchange.final_url
    if moved.for_good(exchange.hops) and new != exchange.url:
        yield Sight(
            about=about, state="note", verdict="ok", what=f"moved for good to {new}",
            remedy=f"url: '{new}' in sources.yaml; the history stays",
        )  # fmt: skip


def _read(
    source: "SourceConfig", exchange: "Exchange", *, owner: str, key: str, within: str
) -> Iterator[Sight]:
    document = None
    judgement = judge_exchange(exchange, previous_closed=None)
    if judgement.verdict == "ok":
        reading = read_capture(exchange, rules_of(source, None), _UNREAD)
        judgement, document = reading.judgement, reading.document
    if judgement.verdict != "ok" or document is None:
        yield _unread(source, judgement, owner=owner, key=key, within=within)
        return
    where = _selector(source, exchange) or "where it was found"
    count = f"{len(document.text):,} characters from {where}"
    yield from _doubts(source, document, owner=owner, key=key, within=within)
    yield Sight(about=owner, state="ok", verdict="ok", what=f"{within}{count}")


def _unread(
    source: "SourceConfig", judgement: "Judgement", *, owner: str, key: str, within: str
) -> Sight:
    verdict, reason = judgement.verdict, judgement.reason
    archived = _archived(source, verdict)
    said = remedy(verdict, owner, reason).replace("mend select", f"mend {key}")
    return Sight(
        about=owner,
        state="note" if archived else "bad",
        verdict=verdict,
        what=within + (reason or "it cannot be read"),
        remedy=archived or said,
    )


def _url(entry: "Watched") -> str:
    """The address as it may be shown."""
    return without_login(entry.url)


def unasked(entry: "Watched") -> Sight:
    """What is watched through an archive alone is not asked for at the site."""
    return Sight(
        about=entry.id, state="note", verdict="ok",
        what="watched by an archive's captures alone: the site itself is not asked",
    )  # fmt: skip


def _archived(entry: "Watched", verdict: Verdict) -> str | None:
    """A page that refuses programs is no fault where an archive's captures are watched instead."""
    refused = verdict == "blocked" and "wayback" in entry.via
    return "an archive's captures are watched meanwhile" if refused else None


def _doubts(
    source: "SourceConfig", document: "Document", *, owner: str, key: str, within: str
) -> Iterator[Sight]:
    if sum(_DENSE if char >= "\u3000" else 1 for char in document.text) < _SHORT:
        yield Sight(
            about=owner, state="note", verdict="ok",
            what=f"{within}only {many(len(document.text), 'character')}",
            remedy=f"is that all? readout extract {_url(source)}; then mend {key} of {owner}",
        )  # fmt: skip
    found = detect(sample(document.blocks))
    if source.language and found and found != source.language.partition("-")[0].lower():
        yield Sight(
            about=owner, state="note", verdict="ok",
            what=f"{within}its text is in another language ({found}) than {source.language}",
            remedy=f"mend language of {owner}, or find the address of the edition that is meant",
        )  # fmt: skip


def _selector(source: "SourceConfig", exchange: "Exchange") -> str | None:
    """Which of the selectors matched."""
    if not source.select or pdf.is_pdf(exchange.body) or apart.is_heavy(exchange.body):
        return None
    page = tree.parse(exchange.body, exchange.header("Content-Type"))
    if not isinstance(page, tree.Page):
        return None
    found = first_that_matches(page.root, page.text, source.select)
    return found[0] if found else None
