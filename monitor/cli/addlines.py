"""What `add` saw, on a terminal and as JSON."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from monitor.cli.render import many, one_line, safe

if TYPE_CHECKING:
    from monitor.adding.survey import Survey
    from monitor.config.editing import Section
    from storage.model import Passage

_LONGEST = 100  # characters of a line of the text
_SHOWN = 3  # entries, passages, feeds
_WATCHED = "what differs from look to look is not told, and muted after three visits"
_REMEDIES = {
    "blocked": "the site refuses programs from here: add it from a network that it serves, or with "
    "--anyway --via direct --via wayback, which has an archive's captures watched meanwhile",
    "empty": "name the text: readout extract URL --select CSS, then readout add URL --select CSS",
    "gone": "open it in a browser, and add its new address",
    "truncated": "try again in a while",
    "failed": "does a browser open it from here? try again in a while",
}


def as_json(url: str, seen: "Survey", document: "Survey | None") -> dict[str, object]:
    """The object of `add --json`, but for the entry."""
    text = seen.document
    verdict, reason = ("ok", None) if seen.usable else seen.why_not
    return {
        "url": url,
        "final_url": seen.exchange.final_url,
        "kind": "listing" if seen.is_listing else "document",
        "verdict": verdict,
        "reason": reason,
        "title": seen.found.title if seen.is_listing else text and text.title,
        "language": text.language if text else None,
        "published": text.published if text else None,
        "modified": text.modified if text else None,
        "selector": seen.selector,
        "lasting": seen.lasting,
        "blocks": len(text.blocks) if text else 0,
        "words": len(text.text.split()) if text else 0,
        "first": text.blocks[0].text if text and text.blocks else None,
        "last": text.blocks[-1].text if text and text.blocks else None,
        "differing": [{"before": one.before, "after": one.after} for one in seen.differing],
        "feeds": [{"url": one.url, "title": one.words or None} for one in seen.feeds],
        "sitemaps": list(seen.sitemaps),
        "canonical": seen.canonical,
        "format": seen.found.kind,
        "entries": [
            {"url": one.url, "title": one.title, "published": one.published}
            for one in seen.found.entries
        ] if seen.is_listing else [],
        "document": as_json(document.exchange.url, document, None) if document else None,
    }  # fmt: skip


def yaml(section: "Section", entry: Mapping[str, Any]) -> str:
    """The entry as it would stand in the file."""
    from monitor.config import editing

    return editing.shown(section, entry)


def lines(url: str, seen: "Survey", document: "Survey | None") -> Iterator[str]:
    """What was seen, a fact a line."""
    yield from _where(url, seen)
    verdict, reason = ("ok", None) if seen.usable else seen.why_not
    said = verdict if reason is None else f"{verdict}: {one_line(reason)}"
    yield _line("verdict", f"{said}, in two looks" if verdict == "ok" else said)
    yield from _listed(seen) if seen.is_listing else _read(seen)
    yield from _offers(seen)
    if document is not None:
        yield ""
        yield f"how its documents are read, by {one_line(document.exchange.url)}"
        verdict, reason = ("ok", None) if document.usable else document.why_not
        yield _line("verdict", verdict if reason is None else f"{verdict}: {one_line(reason)}")
        yield from _read(document)


def refusal(seen: "Survey") -> Iterator[str]:
    """Why nothing was written, and what to do."""
    verdict, reason = seen.why_not
    remedy = _REMEDIES.get(verdict, _REMEDIES["failed"])
    if "allow_private" in (reason or ""):
        remedy = "if it is meant to be inside your network: --allow-private"
    elif verdict == "ok":
        verdict, reason = "empty", "it lists nothing"
        remedy = "name its links with --links CSS, or add it with --as source"
    yield f"nothing was written: {verdict}: {one_line(reason or 'it cannot be read')}"
    yield f"{'':<5} → {remedy}"
    yield f"{'':<5} → --anyway adds it all the same"


def _line(label: str, text: str) -> str:
    return f"{label:<11} {text}"


def _where(url: str, seen: "Survey") -> Iterator[str]:
    from monitor.adding.proposal import moved_to

    new = seen.exchange.final_url
    yield _line("address", one_line(url))
    if moved_to(seen):
        yield _line("", f"moved for good to {one_line(new)}")
    elif new != seen.exchange.url:
        yield _line("", f"leads to {one_line(new)} for now")
    if seen.canonical and seen.canonical not in {url, new}:
        yield _line("", f"calls itself {one_line(seen.canonical)} (noted, not trusted)")


def _read(seen: "Survey") -> Iterator[str]:
    yield _line("kind", "a document")
    text = seen.document
    if text is None:
        return
    yield _line("title", one_line(text.title or "none"))
    dates = (("published", text.published), ("modified", text.modified))
    said = [f"{label} {one_line(at)}" for label, at in dates if at]
    yield _line("language", text.language or "not said by the page")
    yield _line("dates", ", ".join(said) or "none said by the page")
    yield _line("read from", _selector(seen))
    if seen.lasting and text.headline is not None:
        yield _line(
            "headline", f"{_cut(text.headline, _LONGEST // 2)}   stands outside of that: it is"
        )
        yield _line("", "compared, too, where the text is found by itself: --no-select")
    count = f"{many(len(text.blocks), 'block')}, {len(text.text):,} characters"
    yield _line("size", count)
    if text.blocks:
        yield _line("begins", _cut(text.blocks[0].text))
        yield _line("ends", _cut(text.blocks[-1].text))
    yield from _differed(seen)


def _selector(seen: "Survey") -> str:
    where = seen.selector or "the whole of it"
    if seen.lasting and seen.differing:
        return f"{where}   found in both looks; the text in it differed, see below"
    if seen.lasting:
        return f"{where}   the same text in both looks"
    if seen.pin:
        return f"{where}   found by itself and pinned: as select no name of it reads the same"
    return where


def _differed(seen: "Survey") -> Iterator[str]:
    from monitor import volatile

    if not seen.differing:
        beside = "only what stands beside the text" if seen.bytes_differ else "nothing"
        yield _line("differed", f"{beside}, between the two looks")
        return
    yield _line("differed", f"{many(len(seen.differing), 'passage')} between the two looks")
    for one in seen.differing[:_SHOWN]:
        yield _line("", _passage(one))
    for expression, exact in list(seen.turning.items())[:_SHOWN]:
        yield _line("", _left_out(expression) if exact else _takes_more(expression))
    if any(volatile.pattern(one) is None for one in seen.differing):
        yield _line("", f"→ {_WATCHED}")


def _left_out(expression: str) -> str:
    return f"→ left out of the text: ignore_text '{one_line(expression)}'"


def _takes_more(expression: str) -> str:
    loose = one_line(expression.removeprefix("^").removesuffix("$"))
    return f"→ --ignore-text '{loose}' takes its whole paragraph out; without, {_WATCHED}"


def _passage(one: "Passage") -> str:
    before, after = (_cut(text or "", _LONGEST // 2) for text in (one.before, one.after))
    return f'"{before}" → "{after}"'


def _listed(seen: "Survey") -> Iterator[str]:
    found = seen.found
    form = {"page": "an index page", "sitemap": "a sitemap", "index": "an index of sitemaps"}
    kind = form.get(found.kind or "", f"a feed ({found.kind})")
    yield _line("kind", f"a listing: {kind}")
    yield _line("title", one_line(found.title or "none"))
    more = f", and {many(len(found.more), 'further page')}" if found.more else ""
    yield _line("lists", f"{many(len(found.entries), 'document')}{more}")
    if found.links:
        yield _line("links", one_line(found.links))
    for one in found.entries[:_SHOWN]:
        yield _line("", f"{one.published or 'no date':<12.10} {_cut(one.title or one.url)}")


def _offers(seen: "Survey") -> Iterator[str]:
    for one in seen.feeds[:_SHOWN]:
        title = f"   {_cut(one.words)}" if one.words else ""
        yield _line("offers", f"feed {one_line(one.url)}{title}")
    for sitemap in seen.sitemaps[:_SHOWN]:
        yield _line("offers", f"sitemap {one_line(sitemap)}   named by robots.txt")
    if seen.feeds or seen.sitemaps:
        yield _line("", "readout add with one of these watches for new documents")


def _cut(text: str, longest: int = _LONGEST) -> str:
    line = one_line(safe(text))
    return line if len(line) <= longest else f"{line[:longest].rstrip()}…"
