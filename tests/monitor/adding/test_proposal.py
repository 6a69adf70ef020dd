"""Ids and names that are proposed for pages as publishers make them."""

from datetime import UTC, datetime

import pytest

from monitor.adding import proposal
from monitor.adding.looks import Looks
from monitor.adding.survey import survey
from monitor.config.model import SourceConfig
from storage.model import Exchange

AT = datetime(2026, 3, 2, tzinfo=UTC)
ENGLISH = (
    "<p>The ministers met in the port, and agreed on the toll for the ships of the two.</p>" * 4
)
JAPANESE = "<p>両国の大臣は港の通行料について話し合い、これを改めることで一致した。</p>" * 4


def _entry(url: str, head: str, text: str, taken: set[str] | None = None) -> dict[str, object]:
    body = f"<html lang=en><head>{head}</head><body><div id=main>{text}</div></body></html>"
    exchange = Exchange(
        url=url, final_url=url, hops=(), status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),), body=body.encode(),
        declared_bytes=None, received_bytes=len(body), started_at=AT, ended_at=AT, failure=None,
        retry_at=None,
    )  # fmt: skip
    source = SourceConfig(id="draft", url=url, name="draft")
    return proposal.entry(
        url, survey(source, Looks(first=exchange, second=exchange)), {}, taken or ()
    )


@pytest.mark.parametrize(
    ("url", "head", "text", "expected"),
    [
        (
            "https://www.mofa.go.jp/na/pageit_000001_01583.html",
            "<title>日米首脳会談｜外務省</title>", f"<h1>日米首脳会談</h1>{JAPANESE}",
            ("mofa-pageit-000001-01583", "日米首脳会談", "外務省", "ja", "Asia/Tokyo"),
        ),
        (
            "https://www.gov.uk/government/news/tolls",
            "<title>Tolls - GOV.UK</title><meta property=og:site_name content=GOV.UK>", ENGLISH,
            ("gov-uk-tolls", "Tolls", "GOV.UK", "en", "Europe/London"),
        ),
        (
            "https://www.whitehouse.gov/fact-sheets/2026/02/tolls/",
            "<title>Fact Sheet: Tolls &#8211; The White House</title>", ENGLISH,
            ("whitehouse-fact-sheet-tolls", "Fact Sheet: Tolls", "The White House", "en",
             "America/New_York"),
        ),
        (
            "https://www.mfa.gov.cn/eng/t20260302_1.html",
            "<title>Remarks on Tolls_Ministry of Foreign Affairs</title>", ENGLISH,
            ("mfa-remarks-on-tolls", "Remarks on Tolls", "Ministry of Foreign Affairs", "en",
             "Asia/Shanghai"),
        ),
        (
            "http://en.kremlin.ru/events/president/news/7", "", ENGLISH,
            ("kremlin-7", "en.kremlin.ru", "en.kremlin.ru", "en", "Europe/Moscow"),
        ),
    ],
)  # fmt: skip
def test_what_is_proposed(url: str, head: str, text: str, expected: tuple[str, ...]) -> None:
    made = _entry(url, head, text)
    assert tuple(made[k] for k in ("id", "name", "publisher", "language", "timezone")) == expected
    assert made["select"] == "#main"


def test_an_id_is_short_and_nobody_elses() -> None:
    head = f"<title>{'A very long title of a statement ' * 9}</title>"
    first = str(_entry("https://www.mofa.go.jp/x", head, ENGLISH)["id"])
    assert len(first) <= 60
    again = _entry("https://www.mofa.go.jp/x", head, ENGLISH, {first, f"{first}-2"})
    assert again["id"] == f"{first}-3"
