"""What `doctor` says of the last good capture of each source, and `status` of its state."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.clock import SYSTEM
from tests.monitor.conftest import json_lines, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

PACT = (
    "The two leaders met in Port Ansel on Tuesday to speak of the harbour and its tolls.",
    "They oppose any unilateral change of the harbour rules, and said so at length.",
    "Both delegations agreed that the fishing grounds stay open until the autumn.",
    "The ministers will meet again within the year, in the capital of the other side.",
    "The text was agreed by both delegations at noon, after a long night.",
)
NOTE = "Correction: an earlier text said that the ministers would meet in the spring of next year."


def _run(here: "Desk", command: str, *options: str) -> str:
    where = ["--store", str(here.folder / "readout.db")]
    where += ["--config", str(here.folder / "sources.yaml")]
    return CliRunner().invoke(cli, [*where, command, *options]).stdout


def _noted(here: "Desk") -> list[Any]:
    return [one for one in json_lines(_run(here, "doctor", "--json")) if one["about"] == "a"]


def test_text_beside_the_pin_and_a_new_address_are_noted(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a", extra="language: en")
    here.clock.at = SYSTEM.now()  # doctor's
    here.baseline()
    assert [one["state"] for one in _noted(here)] == ["ok"]
    appended = page(*PACT).replace(b"</div></body>", f"</div><p>{NOTE}</p></body>".encode())
    site.answers["/new"] = (200, appended)
    site.answers["/a"] = (301, b"", {"Location": "/new"})
    here.round()
    assert here.mails == [], "it is beside the text"
    moved, beside, _ = _noted(here)
    assert moved["finding"].endswith("/new")
    assert moved["remedy"].startswith("url: 'http://127.0.0.1")
    assert NOTE in beside["finding"]


def test_a_new_address_is_noted_until_it_is_configured_or_the_page_is_back(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.clock.at = SYSTEM.now()
    here.baseline()
    site.say("/new", *PACT)
    site.answers["/a"] = (301, b"", {"Location": "/new"})
    here.round()
    assert "moved" in _noted(here)[0]["finding"]
    path = here.folder / "sources.yaml"
    old = path.read_text(encoding="utf-8")
    here.configure(old.replace("/a'", "/new'"))
    assert [one["state"] for one in _noted(here)] == ["ok"]
    here.configure(old)
    assert "moved" in _noted(here)[0]["finding"]
    site.say("/a", *PACT)
    here.round()
    assert [one["state"] for one in _noted(here)] == ["ok"]
    assert here.mails == []


def test_status_says_that_a_page_was_replaced_and_what_to_do(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *PACT)
    here = desk("/a")
    here.clock.at = SYSTEM.now() - timedelta(minutes=43)
    here.baseline()
    site.say("/a", *(f"Communiqué {n} of spring: volume {n * 7}, sheet {n * 3}." for n in range(9)))
    here.round()
    for _ in range(2):
        here.clock.pass_by(minutes=6)
        here.look()
    (row, *_) = json_lines(_run(here, "status", "--json"))
    assert (row["state"], row["verdict"]) == ("replaced", "gone")
    said = _run(here, "status")
    assert "replaced" in said
    assert "give the source a new id" in said
    assert "replaced 1" in said
    assert "give the source a new id" in _noted(here)[-1]["remedy"]
