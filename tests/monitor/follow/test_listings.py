"""A publisher's index page, as the daemon follows it: new documents, and what becomes of them."""

import pytest
from click.testing import CliRunner

from monitor.cli import status
from monitor.cli.main import cli
from tests.monitor.conftest import Desk, ScriptedSite


def index(*links: tuple[str, str]) -> bytes:
    """An index page with these links: address and words."""
    items = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in links)
    return (
        "<!DOCTYPE html><html lang=en><head><title>Press releases</title></head><body>"
        f"<nav><a href=/home>Home</a></nav><ul class=links>{items}</ul></body></html>"
    ).encode()


DOCUMENT = (
    "The ministers met in the capital on Monday.",
    "They agreed to continue their talks in the spring.",
)
THREE = index(("/c", "Third readout"), ("/b", "Second readout"), ("/a", "First readout"))
LISTING = """
listings:
  - id: press
    url: 'http://127.0.0.1:{port}/press'
    links: "ul.links a"
    follow: 90d
    document: {{select: "#text", watch: [talks]}}
"""


def test_what_stands_there_at_first_is_no_news(press: Desk) -> None:
    assert sorted(source.id for source in press.scheduler.sources.values()) == [
        "press",
        "press-first-readout",
        "press-second-readout",
    ]
    assert press.mails == []


def test_what_was_found_has_its_line_in_status_where_it_is_named(
    press: Desk, site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "SYSTEM", press.clock)

    def lines(*ids: str) -> list[str]:
        store = str(press.folder / "readout.db")
        shown = CliRunner().invoke(cli, ["--store", store, "status", *ids]).stdout
        return [one for one in shown.splitlines() if one.startswith("  press-first-readout")]

    assert lines() == []
    (line,) = lines("press-first-readout")
    assert "ok       @1    seen" in line
    assert "next " in line
    site.answers["/a"] = (404, b"")
    for _ in range(3):
        press.clock.pass_by(days=1)
        press.look()
    needy, line = lines("press-first-readout")
    assert "→ the last text is kept" in needy
    assert "gone     @1    seen" in line
    assert "gone ×3: 404" in line


def test_each_later_document_is_told_with_its_first_lines(press: Desk, site: ScriptedSite) -> None:
    site.answers["/press"] = (200, THREE)
    site.say("/c", "The third text.", *DOCUMENT)
    press.round()
    press.round()
    assert press.mails == ['NEW "Readout" | Third readout']
    (text,) = press.texts
    assert "The third text." in text
    assert 'TERM "talks" 1' in text
    assert "found in press" in text
    press.round()
    assert len(press.mails) == 1


def test_an_edit_of_a_found_document_is_told(press: Desk, site: ScriptedSite) -> None:
    site.say("/a", "The first text.", DOCUMENT[0], "They agreed to end their talks in the spring.")
    press.clock.pass_by(days=1)
    press.look()
    press.round()
    (subject,) = press.mails
    assert subject.startswith('"continue" → "end"')


def test_a_link_that_leaves_while_its_page_answers_is_told(press: Desk, site: ScriptedSite) -> None:
    press.clock.pass_by(days=1)
    press.look(rounds=2)
    site.answers["/press"] = (200, index(("/a", "First readout")))
    press.round()
    press.round()
    assert press.mails == [
        "UNLISTED: the link to it left press; the page itself still answers | Second readout"
    ]
    site.answers["/press"] = (200, index(("/b", "Second readout"), ("/a", "First readout")))
    press.round()
    press.round()
    assert len(press.mails) == 1


def test_what_makes_room_at_the_end_of_a_listing_has_not_left_it(
    press: Desk, site: ScriptedSite
) -> None:
    site.answers["/press"] = (200, index(("/c", "Third readout"), ("/b", "Second readout")))
    site.say("/c", "The third text.", *DOCUMENT)
    for _ in range(3):
        press.round()
    assert press.mails == ['NEW "Readout" | Third readout']


def test_a_document_that_moved_is_told_as_that_and_followed_there(
    press: Desk, site: ScriptedSite
) -> None:
    site.answers["/press"] = (200, index(("/b2", "Second readout"), ("/a", "First readout")))
    site.say("/b2", "The second text.", *DOCUMENT)
    site.answers["/b"] = (301, b"", {"Location": "/b2"})
    for _ in range(3):
        press.round()
    assert press.mails == [f"MOVED to http://127.0.0.1:{site.port}/b2 | Second readout"]
    site.say("/b2", "The second text.", DOCUMENT[0], "They agreed to end their talks.")
    press.clock.pass_by(hours=2)
    press.look()
    press.round()
    assert len(press.mails) == 2
    assert press.mails[1].endswith("Second readout")


def test_another_document_under_the_same_words_is_told_as_that(
    press: Desk, site: ScriptedSite
) -> None:
    site.answers["/press"] = (200, index(("/b2", "Second readout"), ("/a", "First readout")))
    site.say(
        "/b2", "Quite another text.", "It speaks of the sea, and of ships.", "And of harbours."
    )
    for _ in range(3):
        press.round()
    assert press.mails == ['NEW "Readout" | Second readout']
    assert "REPLACES" in press.texts[0]


def test_a_document_that_cannot_be_read_is_told_all_the_same(
    press: Desk, site: ScriptedSite
) -> None:
    site.answers["/press"] = (200, THREE)
    site.answers["/c"] = (403, b"<title>Forbidden</title>")
    press.round()
    assert press.mails == []
    press.round()
    press.round()
    assert press.mails == ['NEW "Third readout" | press']
    assert "NOT READ" in press.texts[0]
    site.say("/c", "The third text.", *DOCUMENT)
    press.round()
    press.round()
    assert press.mails[1:] == ['NEW "Readout" | Third readout']


def _move_unread(press: Desk, site: ScriptedSite, rounds: int) -> None:
    """The first readout leads elsewhere, where it is not read for so many quarters of an hour."""
    site.answers["/press"] = (200, index(("/b", "Second readout"), ("/a2", "First readout")))
    site.answers["/a2"] = (503, b"<title>Service unavailable</title>")
    for _ in range(rounds):
        press.round()


def test_what_moved_to_where_it_cannot_be_read_yet_is_told_as_moved_alone(
    press: Desk, site: ScriptedSite
) -> None:
    _move_unread(press, site, 4)
    assert press.mails == []
    site.say("/a2", "The first text.", *DOCUMENT)
    for _ in range(5):
        press.round()
    assert press.mails == [f"MOVED to http://127.0.0.1:{site.port}/a2 | First readout"]


@pytest.mark.slow
def test_what_cannot_be_read_for_an_hour_is_told_though_it_may_have_moved_there(
    press: Desk, site: ScriptedSite
) -> None:
    _move_unread(press, site, 7)
    assert sorted(press.mails) == [
        'NEW "First readout" | press',
        "UNLISTED: the link to it left press; the page itself still answers | First readout",
    ]


@pytest.mark.slow
def test_a_document_that_refuses_is_told_once(press: Desk, site: ScriptedSite) -> None:
    site.answers["/press"] = (200, THREE)
    site.answers["/c"] = (403, b"<title>Forbidden</title>")
    for _ in range(9):
        press.round()
    assert press.mails == ['NEW "Third readout" | press']
    site.say("/c", "The third text.", *DOCUMENT)
    for _ in range(2):
        press.round()
    assert press.mails[1:] == ['NEW "Readout" | Third readout'], "and no word of its being seen"


def test_what_only_its_text_could_say_matters_is_told_to_refuse(
    press: Desk, site: ScriptedSite
) -> None:
    path = press.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    press.configure(text.replace("    links:", "    match_text: harbour\n    links:"))
    site.answers["/press"] = (200, THREE)
    site.answers["/c"] = (404, b"")
    for _ in range(9):
        press.round()
    assert press.mails == ["GONE: 404: not found | Third readout"]


def test_a_document_that_is_not_there_is_told_once(press: Desk, site: ScriptedSite) -> None:
    site.answers["/press"] = (200, THREE)
    site.answers["/c"] = (404, b"")
    for _ in range(5):
        press.round()
    assert press.mails == ['NEW "Third readout" | press']
    assert "NOT READ (404" in press.texts[0]
    site.say("/c", "The third text.", *DOCUMENT)
    press.clock.pass_by(hours=2)
    for _ in range(2):
        press.round()
    assert press.mails[1:] == ['NEW "Readout" | Third readout'], "and no word of its coming back"


def test_that_a_document_people_know_is_gone_is_told(press: Desk, site: ScriptedSite) -> None:
    site.answers["/a"] = (404, b"")
    press.clock.pass_by(days=1)
    for _ in range(4):
        press.round()
    assert press.mails == ["GONE: 404: not found | First readout"]


def test_a_listing_without_links_is_a_verdict(press: Desk, site: ScriptedSite) -> None:
    site.answers["/press"] = (200, index())
    press.round()
    listing = next(i for i, one in press.scheduler.sources.items() if one.id == "press")
    watch = press.scheduler.watches[listing]
    assert (watch.verdict, watch.failures) == ("empty", 1)
    assert "(was 2)" in (watch.reason or "")
    site.answers["/press"] = (200, index(("/b", "Second readout"), ("/a", "First readout")))
    press.round()
    assert press.scheduler.watches[listing].state == "ok"
    assert press.mails == []


def test_only_documents_that_match_are_followed(press: Desk, site: ScriptedSite) -> None:
    path = press.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    press.configure(
        text.replace("    links:", "    match: readout\n    match_text: harbour\n    links:")
    )
    site.answers["/press"] = (
        200,
        index(
            ("/e", "Third readout"), ("/d", "On ships"), ("/c", "On trains"),
            ("/b", "Second readout"), ("/a", "First readout"),
        ),
    )  # fmt: skip
    site.say("/c", "A text about trains.", *DOCUMENT)
    site.say("/d", "A text about a harbour.", *DOCUMENT)
    site.say("/e", "The third text.", *DOCUMENT)
    press.round()
    press.round()
    assert sorted(press.mails) == ['NEW "Readout" | On ships', 'NEW "Readout" | Third readout']
    assert "press-on-trains" not in {one.id for one in press.scheduler.sources.values()}


def test_an_older_copy_of_a_listing_unlists_nothing(press: Desk, site: ScriptedSite) -> None:
    older = index(("/b", "Second readout"), ("/a", "First readout"))
    site.say("/c", "The third text.", *DOCUMENT)
    for body in (THREE, THREE, older, older, THREE, THREE, older, older):
        site.answers["/press"] = (200, body)
        press.round()
    assert press.mails == ['NEW "Readout" | Third readout']
