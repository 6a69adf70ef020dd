"""A page that lets us in and refuses us in turn, by crawler or by chance."""

from collections.abc import Callable, Iterator
from itertools import cycle

from storage import versions
from tests.monitor.conftest import Answer, Desk, ScriptedSite, page

READOUT = ("The ministers met in Port Ellis.", "They agreed to meet again in May.")
CHALLENGE = (
    403,
    (
        b"<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and"
        b" cookies to continue</noscript></body></html>"
    ),
    {"cf-mitigated": "challenge"},
)
SOFT = (
    200,
    (
        b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have"
        b" permission to access this page on this server.<p>Reference #18.5cd1</body></html>"
    ),
)


def _served(answers: Iterator[Answer]) -> Callable[[], Answer]:
    return lambda: next(answers)


def test_within_the_hour_it_is_one_version_and_no_alert(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    good = (200, page(*READOUT))
    site.answers["/a"] = good
    watched = desk("/a")
    watched.baseline()
    site.answers["/a"] = _served(cycle((CHALLENGE, good, SOFT, SOFT, good, good, CHALLENGE)))
    for _ in range(8):
        watched.round()
    assert watched.mails == []
    (watch,) = watched.scheduler.watches.values()
    assert watch.state == "ok"
    with watched.scheduler.store.read() as rx:
        assert len(versions.history(rx, watch.source_id)) == 1


def test_an_edit_between_refusals_is_told_once(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    site.say("/a", *READOUT)
    watched = desk("/a")
    watched.baseline()
    edited = (200, page(READOUT[0], "They agreed to meet again in June."))
    site.answers["/a"] = _served(cycle((CHALLENGE, edited, SOFT, edited, edited)))
    for _ in range(8):
        watched.round()
    assert len(watched.mails) == 1
    assert "June" in watched.texts[0]
