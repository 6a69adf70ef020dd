"""A title without the name of its site, and the subject that has it."""

from collections.abc import Callable

import pytest

from monitor.called import bare
from tests.monitor.conftest import Desk, ScriptedSite, page
from tests.monitor.follow.test_listings import index

Start = Callable[..., Desk]
NONE: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("title", "publisher", "host", "expected"),
    [
        ("On Ports | Ministry of Ports", "Ministry of Ports", "", "On Ports"),
        ("On Ports ｜ 外務省", "外務省", "", "On Ports"),
        ("On Ports - The Ministry of Ports, Ansel", "Ministry of Ports", "", "On Ports"),
        ("On Ports - GOV.ANS", None, "www.gov.ans", "On Ports"),
        ("On Ports – Harbour", None, "www.harbour.gov.ans", "On Ports"),
        ("On Ports - News - GOV.ANS", None, "www.gov.ans", "On Ports - News"),
        ("On Ports - Harbour visit", None, "www.harbour.gov.ans", "On Ports - Harbour visit"),
        ("On Ports - Annex", "Ministry of Ports", "gov.ans", "On Ports - Annex"),
        ("Ministry of Ports", "Ministry of Ports", "", "Ministry of Ports"),
        ("On Ports - 0", None, "127.0.0.1", "On Ports - 0"),
        ("On co-operation", "operation", "", "On co-operation"),
        ("Ministry of Ports | On Ports", "Ministry of Ports", "", "Ministry of Ports | On Ports"),
    ],
)
def test_what_names_the_publisher_or_the_host_is_left_out(
    title: str, publisher: str | None, host: str, expected: str
) -> None:
    assert bare(title, NONE, publisher=publisher, host=host, others=NONE) == expected


def test_what_the_page_or_its_listing_calls_the_document_is_its_title() -> None:
    def of(*names: str) -> str:
        return bare("On Ports - Part 2 | Media", names, publisher=None, host="", others=NONE)

    assert of("On Ports - Part 2") == "On Ports - Part 2"
    assert of("on  ports - part 2") == "On Ports - Part 2"
    assert of("On Ports") == "On Ports"
    assert of("On Ships") == "On Ports - Part 2 | Media"


def test_what_ends_most_titles_beside_it_is_left_out() -> None:
    def of(*others: str) -> str:
        return bare("On Ports | Media", NONE, publisher=None, host="", others=others)

    assert of("On Ships | Media", "On Fish | Media", "On Tides | Media") == "On Ports"
    assert of("On Ships | Media", "On Fish | Media") == "On Ports | Media"
    assert of("A | Media", "B | Media", "C | Media", "D", "E", "F", "G") == "On Ports | Media"


@pytest.mark.parametrize(
    ("publisher", "whose"), [(", publisher: Ministry of Ports", "Ministry of Ports"), ("", "press")]
)
def test_the_subject_of_a_new_document_says_its_title_once(
    site: ScriptedSite, desk: Start, publisher: str, whose: str
) -> None:
    site.answers["/press"] = (200, index(("/a", "On Tides")))
    site.say("/a", "The text of the tides.", "It is long enough.")
    here = desk()
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    url = f"http://127.0.0.1:{site.port}/press"
    listing = (
        f"{{id: press, url: '{url}', links: 'ul a'{publisher}, document: {{select: '#text'}}}}"
    )
    here.configure(text.replace("sources:\n\n", "sources: []\n") + f"listings:\n  - {listing}\n")
    here.look(rounds=3)
    here.round()
    site.answers["/press"] = (200, index(("/b", "On Ports"), ("/a", "On Tides")))
    body = page("The text of the ports.", "It is long enough.")
    site.answers["/b"] = (200, body.replace(b"<title>Readout<", b"<title>On Ports | Media<"))
    here.round()
    here.round()
    assert here.mails == [f'NEW "On Ports" | {whose}']
