"""What `doctor` finds in the last good captures: text beside the pin, a new address."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from monitor.cli.doctor import Finding
from monitor.cli.render import many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config, SourceConfig
    from storage.model import Exchange, Source
    from storage.watches import Watch

_EXCERPT = 120  # characters of what stands beside the pin


def findings(
    rx: "Connection", config: "Config", listed: Iterable["Source"], known: Mapping[int, "Watch"]
) -> Iterator[Finding]:
    """A note for each source whose page moved, or shows main text that is not watched."""
    from storage import captures, pins

    configured = {one.id: one for one in config.sources}
    for one in listed:
        watch, source = known.get(one.source_id), configured.get(one.slug)
        if watch is None or source is None or watch.ok_capture_id is None:
            continue
        exchange = captures.read(rx, watch.ok_capture_id).exchange
        yield from _moved(source, exchange)
        pinned = [] if source.select else pins.history(rx, one.source_id)
        if pinned:
            then = captures.read(rx, pinned[-1].capture_id).exchange
            yield from _beside(one.slug, pinned[-1].selector, then, exchange)


def _moved(source: "SourceConfig", exchange: "Exchange") -> Iterator[Finding]:
    from monitor.moved import for_good

    new = exchange.final_url
    if for_good(exchange.hops) and new != source.url:
        yield Finding(
            about=source.id, state="note",
            finding=f"the page has moved for good, and is read at {new}",
            remedy=f"url: '{new}' in sources.yaml; the history stays",
        )  # fmt: skip


def _beside(slug: str, pin: str, then: "Exchange", now: "Exchange") -> Iterator[Finding]:
    from monitor.text import pdf
    from monitor.text.beside import beside

    if pdf.is_pdf(now.body) or pdf.is_pdf(then.body):
        return
    found = beside(then.body, now.body, now.header("Content-Type"), pin)
    if found:
        first = found[0] if len(found[0]) <= _EXCERPT else f"{found[0][:_EXCERPT].rstrip()}…"
        more = f" and {many(len(found) - 1, 'more sentence')}" if len(found) > 1 else ""
        yield Finding(
            about=slug, state="note",
            finding=f'new text beside the pinned container {pin!r} is not watched: "{first}"{more}',
            remedy=f"if it belongs to the text, name both with select of {slug}: "
            "readout extract URL --select CSS",
        )  # fmt: skip
