"""Messages link to the pages of the report, wherever it is published."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from alerts import compose, pages, slack_blocks
from alerts.as_json import as_json
from alerts.notices import ChangeNotice, DigestNotice, Envelope, NewNotice, StateNotice
from tests.alerts.conftest import NOW, build_source

URL = "https://report.example.org/texts/"
CHANGE = f"{URL}sources/lorvania-harbor/3-4.html"
SOURCE = f"{URL}sources/lorvania-harbor/index.html"
NEW = NewNotice(
    alert_id=1, source=build_source(), number=1, title="T", excerpt="They met.", word_count=2,
    first_seen=NOW, capture_sha256="", chain_head="",
)  # fmt: skip
STATE = StateNotice(
    alert_id=2, source=build_source(), state="broken", verdict="blocked", reason="403", since=NOW,
    last_good=None, last_version=None, remedy=None,
)  # fmt: skip


@pytest.mark.parametrize(
    "given", ["https://e.org/r", "https://e.org/r/", "https://e.org/r/index.html"]
)
def test_the_report_is_named_by_its_folder_or_its_index(given: str) -> None:
    page = pages.of_change("harbor", 3, 4)
    assert pages.address(given, page) == "https://e.org/r/sources/harbor/3-4.html"


def test_a_change_leads_to_its_own_page_on_every_channel(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    notice, published = change(), envelope(report_url=URL)
    assert f"\nREPORT  {CHANGE}\n" in compose.text(notice, published)
    page = lxml_html.fromstring(compose.html(notice, published))
    assert CHANGE in page.xpath("//a/@href")
    message = slack_blocks.message(notice, published, threaded=False)
    assert {"type": "link", "url": CHANGE, "text": CHANGE} in _leaves(message.blocks)
    assert f"REPORT {CHANGE}" in message.plain
    assert as_json(notice, URL)["report"] == CHANGE


def test_what_is_no_change_leads_to_the_page_of_its_source(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    for notice in (NEW, STATE):
        assert f"REPORT  {SOURCE}\n" in compose.text(notice, envelope(report_url=URL))
        assert as_json(notice, URL)["report"] == SOURCE
    digest = DigestNotice(members=(change(), NEW))
    said = compose.text(digest, envelope(report_url=URL))
    assert [CHANGE in said, SOURCE in said] == [True, True]


def test_without_a_published_report_nothing_is_said_of_it(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    notice = change()
    assert "REPORT" not in compose.text(notice, envelope())
    assert "REPORT" not in compose.html(notice, envelope())
    assert "REPORT" not in json.dumps(
        slack_blocks.message(notice, envelope(), threaded=True).blocks
    )
    assert as_json(notice)["report"] is None
    about_a_channel = replace(STATE, source=None, about="desk")
    assert "REPORT" not in compose.text(about_a_channel, envelope(report_url=URL))
    assert as_json(about_a_channel, URL)["report"] is None


def _leaves(node: object) -> list[object]:
    match node:
        case list():
            return [leaf for one in node for leaf in _leaves(one)]
        case {"elements": list(elements)}:
            return _leaves(elements)
        case _:
            return [node]
