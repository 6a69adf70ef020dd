"""One visit to a source without a store: what would be read of it now."""

from typing import TYPE_CHECKING

from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from monitor.judge.exchange import judge_exchange
from monitor.reading import Before, read_capture, rules_of
from monitor.version import user_agent

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config, SourceConfig
    from storage.model import Verdict


def try_source(
    source: "SourceConfig", config: "Config", clock: "Clock"
) -> "tuple[Verdict, str | None, int]":
    """The verdict on the page, why, and how many words were read."""
    session = HostSession(user_agent=user_agent(config.contact))
    request = Request(
        url=source.url,
        fresh=True,
        timeout=source.timeout,
        max_size=source.max_size,
        allow_private=source.allow_private,
    )
    exchange = fetch(request, session, clock=clock)
    judgement = judge_exchange(exchange, previous_closed=None)
    if judgement.verdict != "ok":
        return judgement.verdict, judgement.reason, 0
    before = Before(frame_sha256=None, document=lambda: None)
    reading = read_capture(exchange, rules_of(source, None), before)
    words = len(reading.document.text.split()) if reading.document else 0
    return reading.judgement.verdict, reading.judgement.reason, words
