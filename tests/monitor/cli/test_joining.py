"""`statement`: to which statement a source belongs, shown, set and corrected beside a daemon."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from monitor.errors import UsageError
from storage import sources
from tests.monitor.conftest import Desk, ScriptedSite

LEAD = "The ministers of both countries met in Port Ansel on 12 March 2026."
TRADE = "They agreed to raise trade to $4.5 billion a year."
CLOSE = "The next round of talks will be held in the autumn."
CONFIG = """\
operator: [ops]
heartbeat: false
defaults: {{spacing: 0s, allow_private: true, alert: [desk]}}
channels:
  desk: {{file: {{path: alerts/}}}}
  ops: {{file: {{path: ops/}}}}
sources:
  - id: south-en
    url: 'http://127.0.0.1:{port}/south'
    language: en
    statement: ansel-2026
    select: "#text"
listings:
  - id: north
    url: 'http://127.0.0.1:{port}/north'
    links: "ul.links a"
    document: {{select: "#text", language: en, statement: ansel-2026, attachments: "#text a"}}
"""


def index(*links: str) -> tuple[int, bytes]:
    items = "".join(f'<li><a href="{link}">Readout {link[1:]}</a></li>' for link in links)
    return 200, f"<!DOCTYPE html><html><body><ul class=links>{items}</ul></body></html>".encode()


@pytest.fixture
def here(site: ScriptedSite, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that watches a text of sources.yaml, and one with an attachment, by a listing."""
    site.say("/south", LEAD, TRADE, CLOSE)
    site.say("/one", LEAD, CLOSE, '<a href="/annex">Annex</a>')
    site.say("/annex", "The annex of the ministers.", "It lists what both sides agreed upon.")
    site.answers["/north"] = index("/one")
    one = desk()
    one.configure(CONFIG.format(port=site.port))
    one.look(rounds=4)
    one.round()
    monkeypatch.chdir(one.folder)
    return one


def say(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["statement", *arguments])


def statements(here: Desk) -> dict[str, str | None]:
    with here.scheduler.store.read() as rx:
        return {one.slug: one.statement for one in sources.listing(rx) if one.kind == "source"}


def watched(here: Desk) -> dict[str, str | None]:
    return {one.id: one.statement for one in here.scheduler.config.sources}


def test_a_source_is_shown_beside_the_others_of_its_statement(here: Desk) -> None:
    shown = say("north-readout-one")
    assert shown.exit_code == 0, shown.exception
    assert shown.stdout.splitlines()[:3] == [
        "north-readout-one is in ansel-2026, as north says",
        "with south-en, north-annex",
        (
            "  south-en (English): 2 sentences in common, 0 worded differently, 1 only here, "
            "1 only there."
        ),
    ]
    assert "  only in south-en: “They agreed to raise trade" in shown.stdout
    (told,) = [json.loads(line) for line in say("south-en", "--json").stdout.splitlines()]
    assert told["statement"] == "ansel-2026"
    assert told["by"] == "configuration"
    assert told["others"] == ["north-readout-one", "north-annex"]
    assert told["set_beside"][0].startswith("north-readout-one (English): 2 sentences in common")
    assert told["unseen"] == []
    assert "south-en is in ansel-2026, as sources.yaml:11 says" in say("south-en").stdout


def test_a_correction_goes_for_the_attachments_and_outlasts_a_restart(
    here: Desk, site: ScriptedSite
) -> None:
    done = say("north-readout-one", "other-2026")
    assert done.stderr == "north-readout-one is in other-2026 now; it was in ansel-2026\n"
    moved = {
        "south-en": "ansel-2026", "north-readout-one": "other-2026", "north-annex": "other-2026",
    }  # fmt: skip
    assert statements(here) == moved
    here.round()
    assert statements(here) == moved
    here.configure(CONFIG.format(port=site.port))
    assert statements(here) == moved
    assert watched(here) == moved
    assert "north-readout-one is in other-2026, by hand" in say("north-readout-one").stdout


def test_a_file_that_a_page_attaches_later_has_the_corrected_statement(
    here: Desk, site: ScriptedSite
) -> None:
    """The daemon beside, which was not started again, knows of no correction by itself."""
    say("north-readout-one", "other-2026")
    site.say("/one", LEAD, CLOSE, '<a href="/annex">Annex</a> <a href="/map">Map</a>')
    site.say("/map", "The map of the harbour.", "It shows where the ships may lie.")
    here.clock.pass_by(days=1)
    here.look()
    here.round()
    assert statements(here)["north-map"] == "other-2026"
    assert watched(here)["north-readout-one"] == "other-2026"


def test_what_is_taken_out_stays_out(here: Desk, site: ScriptedSite) -> None:
    done = say("north-readout-one", "--none")
    assert done.stderr == "north-readout-one is in no statement now; it was in ansel-2026\n"
    here.configure(CONFIG.format(port=site.port))
    assert statements(here)["north-readout-one"] is None
    assert "north-readout-one is in no statement, by hand" in say("north-readout-one").stdout
    assert say("north-readout-one", "third").exit_code == 0
    assert statements(here)["north-annex"] == "third"


def test_a_statement_of_the_listing_that_is_changed_goes_for_what_nobody_corrected(
    here: Desk, site: ScriptedSite
) -> None:
    text = CONFIG.format(port=site.port).replace(
        "language: en, statement: ansel-2026", "language: en, statement: ansel-talks"
    )
    here.configure(text)
    assert statements(here)["north-readout-one"] == "ansel-talks"
    assert statements(here)["north-annex"] == "ansel-talks"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("south-en", "other"), r"sources.yaml:11: south-en stands .*`statement: other` there"),
        (("south-en", "--none"), r"sources.yaml:11: .*take `statement:` out there"),
        (("north", "other"), "north is a listing; its documents"),
        (("nobody", "other"), "no source 'nobody' in this store; there are: "),
        (("north-readout-one", "Other One"), "'Other One': the name of a statement may hold only"),
        (("north-readout-one", "other", "--none"), "leave out other, or it"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_the_remedy(
    here: Desk, arguments: tuple[str, ...], said: str
) -> None:
    before = statements(here)
    with pytest.raises(UsageError, match=said):
        CliRunner().invoke(cli, ["statement", *arguments], catch_exceptions=False)
    assert statements(here) == before


def test_what_sources_yaml_names_no_more_cannot_be_set(here: Desk, site: ScriptedSite) -> None:
    text = CONFIG.format(port=site.port)
    start, end = text.index("sources:"), text.index("listings:")
    here.configure(text[:start] + "sources: []\n" + text[end:])
    with pytest.raises(UsageError, match="south-en is watched no more"):
        CliRunner().invoke(cli, ["statement", "south-en", "x"], catch_exceptions=False)


def test_it_says_so_where_the_store_is_missing(tmp_path: Path) -> None:
    from storage.errors import StoreMissing

    with pytest.raises(StoreMissing):
        CliRunner().invoke(
            cli, ["--store", str(tmp_path / "no.db"), "statement", "a", "b"],
            catch_exceptions=False,
        )  # fmt: skip
