"""The program's libraries and tables loaded once, by one page read twice and one mail composed."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.site import page

if TYPE_CHECKING:
    from monitor.pipeline import Visit
    from monitor.scheduler import Scheduler
    from storage.model import Exchange

_CONFIG = """\
defaults: {second_look: 0s, alert: [desk]}
channels: {desk: {file: {path: alerts/}}}
sources: [{id: pact, url: "http://127.0.0.1:1/", language: en}]
"""
_REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")


def warm() -> None:
    """Do in this process, without thread or network, most of what a daemon does."""
    import monitor.cli.watching
    import monitor.daemon
    import monitor.fetch.fetch
    import monitor.fetch.session  # noqa: F401
    from monitor.clock import SYSTEM
    from monitor.config.load import load
    from monitor.scheduler import Scheduler
    from storage.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources.yaml"
        path.write_text(_CONFIG, encoding="utf-8")
        store = open_store(str(Path(folder) / "readout.db"), mode="write")
        scheduler = Scheduler(store, load(path, {}), SYSTEM)
        for first in ("The leaders support the rules.", "The leaders do not oppose the rules."):
            _see(scheduler, page(first, *_REST).body)
        _compose(scheduler)
        store.close()


def _see(scheduler: "Scheduler", body: bytes) -> None:
    from monitor import pipeline

    for _look in range(2):
        now = scheduler.clock.now()
        visits = [_visit(scheduler, source_id, body) for source_id in scheduler.sources]
        scheduler.watches.update(pipeline.absorb(scheduler.store, scheduler.config, visits, now))


def _visit(scheduler: "Scheduler", source_id: int, body: bytes) -> "Visit":
    from monitor.pipeline import Visit

    source, watch = scheduler.sources[source_id], scheduler.watches[source_id]
    return Visit(source=source, watch=watch, exchange=_exchange(scheduler, source.url, body))


def _exchange(scheduler: "Scheduler", url: str, body: bytes) -> "Exchange":
    from storage.model import Exchange

    now = scheduler.clock.now()
    return Exchange(
        url=url,
        final_url=url,
        hops=(),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        declared_bytes=len(body),
        received_bytes=len(body),
        started_at=now,
        ended_at=now,
        failure=None,
        retry_at=None,
    )


def _compose(scheduler: "Scheduler") -> None:
    from alerts.mail import as_bytes, mail
    from alerts.notices import Envelope
    from monitor import notices
    from storage import outbox

    now = scheduler.clock.now()
    with scheduler.store.read() as rx:
        notice = notices.build(rx, scheduler.config, outbox.due(rx, now))
    envelope = Envelope(message_id="<warm@readout.invalid>", fixed_at=now)
    as_bytes(mail(notice, envelope, scheduler.config.channels["desk"].target))
