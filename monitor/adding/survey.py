"""What two looks at a page show: what would be read, where it stands, what differed. Pure."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from monitor import apart
from monitor.adding import turning
from monitor.discover.linked import Link, canonical_of, offered
from monitor.discover.listing import read_listing
from monitor.judge.exchange import judge_exchange
from monitor.reading import Before, Reading, differ, read_capture, rules_of
from monitor.text import pdf
from monitor.text.proposing import selectors_like
from monitor.text.site import site_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.adding.looks import Looks
    from monitor.config.model import SourceConfig
    from monitor.discover.found import Found
    from monitor.text.rules import Rules
    from storage.model import Document, Exchange, Judgement, Passage

_UNREAD = Before(frame_sha256=None, document=lambda: None)
_FEWEST = 3  # links that make a list
_MOSTLY_LINKS = 0.3  # of the main text are the titles of a list: it is no document
_PAGE = "page"

Wanted = Literal["source", "listing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was seen of a page.

    `selector` is where the text was read: as given, or found, with `pin` where it was found first.
    `lasting` says whether it stands for the pin by a name that people gave. `differing` are the
    passages in which the two looks differ; `bytes_differ` whether anything of the page did.
    `found` is the page read as a listing. `feeds`, `sitemaps`, `canonical` and `site` are what the
    page and its host say of themselves.
    """

    exchange: "Exchange"
    judgement: "Judgement"
    document: "Document | None"
    selector: str | None
    pin: str | None
    lasting: bool
    differing: "tuple[Passage, ...]"
    bytes_differ: bool
    found: "Found"
    feeds: tuple[Link, ...] = ()
    sitemaps: tuple[str, ...] = ()
    canonical: str | None = None
    site: str | None = None
    wanted: Wanted | None = None
    # Rules for what differed, and whether each takes out just that.
    turning: "Mapping[str, bool]" = field(default_factory=dict)

    @property
    def is_listing(self) -> bool:
        """Whether the address is a listing rather than a document; as `wanted`, if it is said."""
        if self.wanted is not None:
            return self.wanted == "listing"
        if self.found.kind is None or self.found.verdict not in {"ok", "truncated"}:
            return False
        return self.found.kind != _PAGE or _mostly_links(self.document, self.found)

    @property
    def ignore_text(self) -> list[str]:
        """The rules to write: each takes out what differed between the looks, and nothing else."""
        return [expression for expression, exact in self.turning.items() if exact]

    @property
    def usable(self) -> bool:
        """Whether what was seen can be watched."""
        if self.is_listing:
            return self.found.verdict == "ok" and bool(self.found.entries or self.found.more)
        return self.judgement.verdict == "ok" and self.document is not None

    @property
    def why_not(self) -> tuple[str, str | None]:
        """The verdict and the reason of what cannot be watched."""
        said = self.found if self.is_listing else self.judgement
        return said.verdict, said.reason


def survey(
    source: "SourceConfig",
    looks: "Looks",
    *,
    links: str | None = None,
    wanted: Wanted | None = None,
) -> Survey:
    """What the looks show of the page that `source` would watch.

    `links` are those of an index page, as in a listing; `wanted` is what it shall be, if it is not
    to be found out.
    """
    exchange = looks.second or looks.first
    found = read_listing(exchange, links=links)
    judgement = judge_exchange(exchange, previous_closed=None)
    seen = Survey(
        exchange=exchange, judgement=judgement, document=None, selector=None, pin=None,
        lasting=False, differing=(), bytes_differ=looks.first.body != exchange.body, found=found,
        sitemaps=looks.sitemaps, wanted=wanted,
    )  # fmt: skip
    if found.kind in {None, _PAGE} and not _closed(exchange):
        seen = _with_its_head(seen)
    if judgement.verdict != "ok" or (wanted != "source" and found.kind not in {None, _PAGE}):
        return seen
    rules = rules_of(source, None)
    first = read_capture(looks.first, rules, _UNREAD)
    reading = read_capture(exchange, replace(rules, pin=first.selector), _UNREAD)
    if reading.document is None or reading.judgement.verdict != "ok":
        return replace(seen, judgement=reading.judgement)
    pin = reading.selector or first.selector
    selector = ", ".join(rules.select) or _lasting(looks, replace(rules, pin=pin), first, reading)
    seen = replace(
        seen,
        judgement=reading.judgement,
        document=reading.document,
        selector=selector or pin,
        pin=pin,
        lasting=selector is not None,
    )
    if first.document is None:
        return seen
    both = first.document, reading.document
    passages = differ(source, *both).passages
    return replace(seen, differing=passages, turning=turning.rules(passages, both))


def _closed(exchange: "Exchange") -> bool:
    """Whether nothing but the text is looked for: a PDF, or what is read in a child process."""
    return pdf.is_pdf(exchange.body) or apart.is_heavy(exchange.body)


def _with_its_head(seen: Survey) -> Survey:
    body, base = seen.exchange.body, seen.exchange.final_url
    kind = seen.exchange.header("Content-Type")
    return replace(
        seen,
        feeds=offered(body, base, kind),
        canonical=canonical_of(body, base, kind),
        site=site_name(body, kind),
    )


def _lasting(looks: "Looks", rules: "Rules", first: Reading, reading: Reading) -> str | None:
    """A selector that reads on both looks what the pin reads there; None if there is none."""
    exchange = looks.second or looks.first
    if rules.pin is None or _closed(exchange):
        return None
    proposed = selectors_like(exchange.body, exchange.header("Content-Type"), rules.pin)
    sights = ((looks.first, first), (exchange, reading))
    return next((one for one in proposed if _reads_alike(one, rules, sights)), None)


def _reads_alike(
    selector: str, rules: "Rules", sights: "tuple[tuple[Exchange, Reading], ...]"
) -> bool:
    under = replace(rules, select=(selector,), pin=None)
    for exchange, pinned in sights:
        again = read_capture(exchange, under, _UNREAD)
        if pinned.document is None or again.document is None:
            return False
        if again.document.blocks != pinned.document.blocks:
            return False
    return True


def _mostly_links(document: "Document | None", found: "Found") -> bool:
    """Whether a page is a list: the titles of its links are much of its text, or all there is."""
    if len(found.entries) < _FEWEST:
        return False
    if document is None:
        return True
    text = document.text
    titles = [one.title for one in found.entries if one.title and one.title in text]
    return len(titles) >= _FEWEST and sum(map(len, titles)) >= _MOSTLY_LINKS * len(text)
