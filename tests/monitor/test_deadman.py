"""The dead-man switch, called over loopback."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from monitor.config.model import Config
from monitor.deadman import DeadMan
from monitor.fetch.ping import ping

if TYPE_CHECKING:
    from tests.monitor.conftest import ScriptedSite


class _Clock:
    """Only what a DeadMan asks."""

    at = 0.0

    def monotonic(self) -> float:
        return self.at


def _wait(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_it_is_called_once_a_minute_and_never_without_an_address(site: "ScriptedSite") -> None:
    site.answers["/ping"] = (200, b"")
    clock = _Clock()
    dead_man = DeadMan(clock)  # type: ignore[arg-type]
    config = Config(ping=f"http://127.0.0.1:{site.port}/ping")
    for seconds, calls in ((0, 1), (30, 1), (61, 2), (90, 2), (122, 3)):
        clock.at = seconds
        dead_man.healthy(config)
        dead_man.healthy(Config())
        _wait(lambda: site.visits == ["/ping"] * calls)  # noqa: B023
        time.sleep(0.05)
        assert len(site.visits) == calls


def test_a_failure_is_said_once_and_without_the_address(
    site: "ScriptedSite", caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    site.answers["/secret"] = (500, b"")
    dead_man = DeadMan(_Clock())  # type: ignore[arg-type]
    config = Config(ping=f"http://127.0.0.1:{site.port}/secret")
    dead_man.call(config)
    dead_man.call(config)
    assert [one.getMessage() for one in caplog.records] == [
        "the address of ping in sources.yaml was called, and it answered 500"
    ]
    DeadMan(_Clock()).call(Config(ping="http://127.0.0.1:1/secret"))  # type: ignore[arg-type]
    assert "it did not answer (ConnectionError)" in caplog.records[-1].getMessage()
    assert "secret" not in caplog.text


def test_who_answers_has_no_say_in_where_else_we_go(site: "ScriptedSite") -> None:
    site.answers["/ping"] = (302, b"", {"Location": f"http://127.0.0.1:{site.port}/inside"})
    site.answers["/inside"] = (200, b"")
    assert ping(f"http://127.0.0.1:{site.port}/ping", "readout") == "it answered 302"
    assert site.visits == ["/ping"]
