"""For which statement a document that a listing led to is taken, and when for none."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage import sources, statements
from tests.monitor.conftest import Desk, ScriptedSite, page
from tests.monitor.follow.conftest import Start
from tests.monitor.follow.test_listings import index

pytestmark = pytest.mark.slow

TEXT = (
    "The leaders of Norland and Sudmark met in Port Ansel and agreed on a joint programme.",
    "Trade between the two countries is to grow to $4.5 billion by the end of the decade.",
    "They recalled the old treaty, under which 35,000 people cross the border each day.",
    "Both sides oppose any attempt to change the status quo in the Ansel Strait by force.",
)
DATED = b'<meta property="article:published_time" content="2026-03-02T08:00:00Z">'
NORTH = """id: north, url: 'BASE/north', publisher: North, links: 'ul.links a',
    document: {select: "#text", language: en}"""
SOUTH = NORTH.replace("north", "south").replace("North", "South")
OLD = ("/old", "On older things")


def start(site: ScriptedSite, follow: Start, own: str = "") -> Desk:
    site.say("/old", "An older text of the ministers.", "It is about the weather of the year.")
    for name in ("north", "south"):
        site.answers[f"/{name}"] = (200, index(OLD))
    site.answers["/own"] = (200, page(*TEXT).replace(b"<title>", DATED + b"<title>"))
    entry = "  - {id: own, url: 'BASE/own', select: '#text', publisher: Own, language: en" + own
    return follow(NORTH, SOUTH, sources=f"sources:\n{entry}}}\n")


def appear(site: ScriptedSite, here: Desk, name: str) -> None:
    site.say(f"/{name}-1", *TEXT)
    site.answers[f"/{name}"] = (200, index((f"/{name}-1", f"Readout of {name}"), OLD))
    here.round()
    here.round()


def statement(here: Desk, slug: str) -> str | None:
    with here.scheduler.store.read() as rx:
        found = sources.get(rx, slug)
    assert found is not None, slug
    return found.statement


def test_a_document_joins_the_statement_of_sources_yaml(site: ScriptedSite, follow: Start) -> None:
    here = start(site, follow, ", statement: ansel-2026")
    appear(site, here, "north")
    assert statement(here, "own") == "ansel-2026"
    assert statement(here, "north-readout-of-north") == "ansel-2026"
    (said,) = [text for text in here.texts if "STATEMENT  taken for one of" in text]
    assert "taken for one of ansel-2026, with own, by 4 sentences that are the same" in said
    assert "SET BESIDE  own (Own, English): the same text." in said


def test_what_sources_yaml_says_of_no_statement_is_joined_to_none(
    site: ScriptedSite, follow: Start
) -> None:
    here = start(site, follow)
    appear(site, here, "north")
    assert statement(here, "own") is None
    assert statement(here, "north-readout-of-north") is None
    assert not any("STATEMENT  taken" in text for text in here.texts)


def test_two_documents_in_no_statement_yet_are_joined_to_a_new_one(
    site: ScriptedSite, follow: Start
) -> None:
    here = start(site, follow)
    appear(site, here, "north")
    appear(site, here, "south")
    name = statement(here, "south-readout-of-south")
    assert name is not None
    assert name.startswith("2026-03-02-")
    assert statement(here, "north-readout-of-north") == name
    (said,) = [text for text in here.texts if "STATEMENT  taken for one of" in text]
    assert f"taken for one of {name}, with north-readout-of-north, by 4 sentences" in said
    assert {one.statement for one in here.scheduler.config.sources if one.id != "own"} == {
        name, None,
    }  # fmt: skip


def test_listings_without_publisher_are_told_apart_by_their_hosts(
    site: ScriptedSite, follow: Start
) -> None:
    site.say("/old", "An older text of the ministers.", "It is about the weather of the year.")
    for name in ("north", "south"):
        site.answers[f"/{name}"] = (200, index(OLD))
    north = NORTH.replace("publisher: North, ", "")
    south = SOUTH.replace("publisher: South, ", "")
    here = follow(north, south.replace("BASE", f"http://localhost:{site.port}"))
    appear(site, here, "north")
    appear(site, here, "south")
    found = statement(here, "south-readout-of-south")
    assert found is not None
    assert statement(here, "north-readout-of-north") == found


def test_what_was_taken_out_by_hand_draws_nothing_to_it(site: ScriptedSite, follow: Start) -> None:
    here = start(site, follow)
    appear(site, here, "north")
    store = str(here.folder / "readout.db")
    out = CliRunner().invoke(
        cli, ["--store", store, "statement", "north-readout-of-north", "--none"]
    )
    assert out.exit_code == 0, out.output
    appear(site, here, "south")
    assert statement(here, "south-readout-of-south") is None
    with here.scheduler.store.read() as rx:
        assert statements.every(rx) == []


def test_a_text_too_long_to_be_read_twice_is_left_to_a_person(
    site: ScriptedSite, follow: Start
) -> None:
    here = start(site, follow)
    appear(site, here, "north")
    site.say("/south-1", *TEXT, "word " * 10_001)
    site.answers["/south"] = (200, index(("/south-1", "Readout of south"), OLD))
    here.round()
    here.round()
    assert statement(here, "south-readout-of-south") is None
    assert any("Readout of south" in subject for subject in here.mails)


def test_a_text_of_another_week_is_another_affair(site: ScriptedSite, follow: Start) -> None:
    here = start(site, follow)
    appear(site, here, "north")
    here.clock.at += timedelta(days=7)
    here.round()
    appear(site, here, "south")
    assert statement(here, "south-readout-of-south") is None
