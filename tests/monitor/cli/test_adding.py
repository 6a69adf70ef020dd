"""`add`: a page is looked at twice, and what is proposed for it is appended to sources.yaml."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from monitor.config.load import load
from monitor.errors import UsageError
from tests.monitor.text.conftest import PdfPage, column, pdf

if TYPE_CHECKING:
    from tests.monitor.conftest import ScriptedSite

CONFIG = """\
# Whom we tell.
defaults: {spacing: 0s, second_look: 0s, allow_private: true, alert: [desk]}
channels:
  desk: {file: {path: alerts/}}

sources:
  # The first one.
  - id: old
    url: https://old.example/
    # expect: [peace]

  # - id: mine
"""
PARAGRAPHS = "".join(
    f"<p>The {place} ministers agreed on the {place} harbour toll, and on who is to gather it.</p>"
    for place in ("first", "second", "third", "fourth")
)
DOCUMENT = f"""<!DOCTYPE html><html lang="en"><head><title>Joint statement on the Harbour Accord |
 Ministry of External Relations</title><meta property="og:site_name" content="Ministry of Arland">
<meta property="article:published_time" content="2026-03-02T09:30:00+01:00">
<link rel="alternate" type="application/rss+xml" title="All statements" href="/feed.xml">
<link rel="canonical" href="https://www.arland.example/accord"></head>
<body><nav><a href="/">Home</a> <a href="/all">All of it</a></nav>
<div class="css-1x2y3z4a"><div class="statement-body"><h1>Joint statement on the Harbour Accord</h1>
{PARAGRAPHS}<p id="count">Read COUNT times so far by visitors.</p></div></div>
<footer>Ministry, Port Ellis. NONCE</footer></body></html>"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def _add(*options: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["add", *options], input=stdin)


def _added(*options: str) -> dict[str, Any]:
    done = _add(*options, "--yes", "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    said = json.loads(done.stdout)
    assert isinstance(said, dict)
    return said


def _page(html: str, **headers: str) -> Callable[[], tuple[int, bytes, dict[str, str]]]:
    """A page whose counter and nonce are new at each visit."""
    visits: Iterator[int] = iter(range(100, 200))

    def answer() -> tuple[int, bytes, dict[str, str]]:
        number = next(visits)
        text = html.replace("NONCE", f"{number * 7919:x}").replace("COUNT", str(number))
        return 200, text.encode(), headers

    return answer


@pytest.fixture
def url(site: "ScriptedSite", here: Path) -> str:
    """A document's address."""
    steady = DOCUMENT.replace('<p id="count">Read COUNT times so far by visitors.</p>', "")
    site.answers["/accord"] = _page(steady)
    return f"http://127.0.0.1:{site.port}/accord"


def test_a_document_is_read_twice_and_appended_with_every_line_kept(
    url: str, here: Path, site: "ScriptedSite"
) -> None:
    said = _added(url)
    assert site.visits == ["/robots.txt", "/accord", "/accord"]
    assert (said["kind"], said["verdict"], said["written"]) == ("document", "ok", True)
    assert said["published"] == "2026-03-02T09:30:00+01:00"
    assert said["first"] == "Joint statement on the Harbour Accord"
    assert said["last"].startswith("The fourth ministers agreed")
    assert said["differing"] == []
    assert [one["title"] for one in said["feeds"]] == ["All statements"]
    assert said["canonical"] == "https://www.arland.example/accord"
    source = load(here / "sources.yaml", {}).sources[-1]
    assert (source.name, source.publisher) == (
        "Joint statement on the Harbour Accord", "Ministry of Arland",
    )  # fmt: skip
    assert (source.language, source.select, source.url) == ("en", ("div.statement-body",), url)
    assert source.id.endswith("-joint-statement-on-the-harbour-accord")
    new = (here / "sources.yaml").read_text(encoding="utf-8")
    before, after = CONFIG.split("\n  # - id: mine\n")
    assert new.startswith(before)
    assert new.endswith("\n  # - id: mine\n" + after)
    assert "by two looks of readout add" in new


def test_a_person_is_shown_what_was_seen(url: str) -> None:
    done = _add(url)
    for words in (
        "a document", "Joint statement on the Harbour Accord", "published 2026-03-02",
        "div.statement-body", "The fourth ministers agreed", "only what stands beside the text",
        "feed http://127.0.0.1", "All statements", "noted, not trusted", "- id: ",
    ):  # fmt: skip
        assert words in done.stdout, done.stdout
    assert "nothing was written; --yes writes it" in done.stderr


def test_a_headline_outside_of_the_text_is_said_to_be_left_out(
    site: "ScriptedSite", here: Path
) -> None:
    heading = "<h1>Joint statement on the Harbour Accord</h1>"
    html = DOCUMENT.replace(heading, "").replace('<div class="css', f'{heading}<div class="css')
    site.answers["/apart"] = _page(html.replace("COUNT", "9"))
    url = f"http://127.0.0.1:{site.port}/apart"
    said = _add(url).stdout
    assert "stands outside of that" in said
    assert "--no-select" in said
    assert "select: div.statement-body" in said
    left = _add(url, "--no-select").stdout
    assert "pinned" in left
    assert "select:" not in left
    assert "select" not in _added(url, "--no-select")["entry"]


def test_what_is_said_goes_before_what_is_proposed(url: str, here: Path) -> None:
    _added(url, "--id", "accord", "--name", "The Accord", "--select", "body", "--ignore", "nav",
           "--ignore", "footer", "--statement", "accord-2026", "--language", "de",
           "--timezone", "Europe/Oslo", "--publisher", "Us")  # fmt: skip
    source = load(here / "sources.yaml", {}).sources[-1]
    assert (source.id, source.name, source.select) == ("accord", "The Accord", ("body",))
    assert (source.ignore, source.statement) == (("nav", "footer"), "accord-2026")
    assert (source.language, source.timezone, source.publisher) == ("de", "Europe/Oslo", "Us")


def test_what_differs_between_the_looks_is_shown_with_the_rule(
    site: "ScriptedSite", here: Path
) -> None:
    site.answers["/counted"] = _page(DOCUMENT)
    url = f"http://127.0.0.1:{site.port}/counted"
    done = _add(url)
    assert "1 passage between the two looks" in done.stdout
    rule = r"^Read .* times so far by visitors\.$"
    assert f"left out of the text: ignore_text '{rule}'" in done.stdout, done.stdout
    assert "the same text in both looks" not in done.stdout
    assert "found in both looks; the text in it differed" in done.stdout
    said = _added(url, "--ignore-text", "Read .* times so far")
    assert said["differing"] == []
    assert said["lasting"]
    assert said["entry"]["ignore_text"] == ["Read .* times so far"]


def test_a_rule_that_takes_out_just_what_differed_is_written(
    site: "ScriptedSite", here: Path
) -> None:
    site.answers["/counted"] = _page(DOCUMENT)
    said = _added(f"http://127.0.0.1:{site.port}/counted", "--ignore-text", "^Something")
    rule = r"^Read .* times so far by visitors\.$"
    assert said["entry"]["ignore_text"] == ["^Something", rule]
    (_, source) = load(here / "sources.yaml", {}).sources
    assert source.ignore_text == ("^Something", rule)


def test_a_rule_that_would_take_more_is_shown_and_not_written(
    site: "ScriptedSite", here: Path
) -> None:
    within = "They will meet again in spring. Read COUNT times so far by visitors."
    site.answers["/counted"] = _page(
        DOCUMENT.replace("Read COUNT times so far by visitors.", within)
    )
    url = f"http://127.0.0.1:{site.port}/counted"
    done = _add(url)
    assert "takes its whole paragraph out; without, what differs from look to look" in done.stdout
    assert "left out of the text" not in done.stdout
    assert "ignore_text" not in _added(url)["entry"]


def test_what_differs_and_has_no_rule_is_said_to_be_muted_in_time(
    site: "ScriptedSite", here: Path
) -> None:
    teasers = iter(("Harbour fees fell.", "Snow closed every northern pass.") * 4)
    site.answers["/turns"] = lambda: (
        200,
        DOCUMENT.replace("Read COUNT times so far by visitors.", next(teasers)).encode(),
        {},
    )
    done = _add(f"http://127.0.0.1:{site.port}/turns", "--yes")
    assert "not told, and muted after three visits" in done.stdout
    assert "ignore_text" not in (here / "sources.yaml").read_text(encoding="utf-8")


def test_a_container_that_nobody_named_is_left_to_the_pin(site: "ScriptedSite", here: Path) -> None:
    site.answers["/plain"] = _page(DOCUMENT.replace("statement-body", "css-9f8e7d6c"))
    said = _added(f"http://127.0.0.1:{site.port}/plain")
    assert not said["lasting"]
    assert "select" not in said["entry"]


@pytest.mark.parametrize(
    ("answer", "verdict", "remedy"),
    [
        ((403, b"<title>Access Denied</title>"), "blocked", "--via wayback"),
        ((404, b"<title>Not found</title>"), "gone", "new address"),
        (
            (200, b"<html><body><div id=app></div><script>1</script></body></html>"),
            "empty",
            "--sel",
        ),
        ((500, b"<title>Oops</title>"), "failed", "try again"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_the_remedy(
    site: "ScriptedSite", here: Path, answer: tuple[int, bytes], verdict: str, remedy: str
) -> None:
    site.answers["/bad"] = answer
    url = f"http://127.0.0.1:{site.port}/bad"
    done = _add(url, "--yes")
    assert done.exit_code == 1
    assert f"nothing was written: {verdict}: " in done.stderr
    assert remedy in done.stderr
    assert (here / "sources.yaml").read_text(encoding="utf-8") == CONFIG
    said = _added(url, "--anyway", "--id", "bad")
    assert (said["verdict"], said["written"]) == (verdict, True)
    assert f"verified: never; {verdict}" in (here / "sources.yaml").read_text(encoding="utf-8")


def test_an_address_that_is_watched_already_is_not_added_again(url: str, here: Path) -> None:
    _added(url)
    before = (here / "sources.yaml").read_bytes()
    done = _add(f"{url}?utm_source=mail#top", "--yes")
    assert isinstance(done.exception, UsageError)
    assert "is that address already" in str(done.exception)
    assert (here / "sources.yaml").read_bytes() == before


def test_a_page_that_moved_for_good_is_added_where_it_stands(
    url: str, here: Path, site: "ScriptedSite"
) -> None:
    site.answers["/old"] = (301, b"", {"Location": "/accord"})
    assert "moved for good" in _add(url.replace("/accord", "/old")).stdout
    assert _added(url.replace("/accord", "/old"))["entry"]["url"] == url


def test_that_nobody_would_be_told_is_said(url: str, here: Path) -> None:
    assert "nobody is told" not in _add(url).stderr
    path = here / "sources.yaml"
    path.write_text(CONFIG.replace(", alert: [desk]", ""), encoding="utf-8")
    assert "nobody is told of it: --alert" in _add(url).stderr
    assert "nobody is told" not in _add(url, "--alert", "desk").stderr


def test_a_second_of_the_same_name_gets_another_id(
    url: str, here: Path, site: "ScriptedSite"
) -> None:
    first = _added(url)["entry"]["id"]
    site.answers["/again"] = site.answers["/accord"]
    assert _added(url.replace("/accord", "/again"))["entry"]["id"] == f"{first}-2"


def test_without_a_file_one_is_begun_that_works(url: str, here: Path) -> None:
    (here / "sources.yaml").unlink()
    refused = _add(url, "--yes")
    assert refused.exit_code == 1
    assert "--allow-private" in refused.stderr
    assert not (here / "sources.yaml").exists()


def test_a_wrong_option_is_said_before_anything_is_fetched(
    url: str, site: "ScriptedSite", here: Path
) -> None:
    for wrong in (
        ("--select", "div["), ("--alert", "nobody"), ("--timezone", "Tokyo"), ("--id", "A B"),
        ("--id", "old"), ("--match", "(a"), ("--links", "a["), ("--ignore-text", "(a+)+$"),
    ):  # fmt: skip
        done = _add(url, *wrong, "--yes")
        assert isinstance(done.exception, UsageError), done.output
    done = _add("ftp://x.example/", "--yes")
    assert isinstance(done.exception, UsageError)
    assert site.visits == []


def test_a_title_reaches_neither_the_environment_nor_the_terminal(
    site: "ScriptedSite", here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_SECRET", "sesame")
    hostile = "Accord ${DESK_SECRET} \x1b[31m \u202e: # [x"
    site.answers["/hostile"] = _page(
        DOCUMENT.replace("Joint statement on the Harbour Accord", hostile)
    )
    url = f"http://127.0.0.1:{site.port}/hostile"
    assert "\x1b" not in _add(url).stdout
    _added(url)
    name = load(here / "sources.yaml", dict(os.environ)).sources[-1].name
    assert "${DESK_SECRET}" in name
    assert "sesame" not in name


def test_a_page_that_refuses_programs_is_added_by_way_of_an_archive(
    site: "ScriptedSite", here: Path
) -> None:
    site.answers["/bad"] = (403, b"<title>Access Denied</title>")
    url = f"http://127.0.0.1:{site.port}/bad"
    _added(url, "--anyway", "--via", "direct", "--via", "wayback", "--id", "bad")
    assert load(here / "sources.yaml", {}).sources[-1].via == ("direct", "wayback")


def test_a_pdf_is_added_without_a_selector(site: "ScriptedSite", here: Path) -> None:
    lines = [f"The two ministers agreed on point {n} of the harbour accord." for n in range(9)]
    body = pdf([PdfPage(texts=column(lines))], title="The Harbour Accord")
    site.answers["/accord.pdf"] = (200, body, {"Content-Type": "application/pdf"})
    said = _added(f"http://127.0.0.1:{site.port}/accord.pdf")
    assert (said["kind"], said["title"]) == ("document", "The Harbour Accord")
    assert "select" not in said["entry"]
    assert said["entry"]["language"] == "en"


def test_a_large_page_is_read_apart_and_left_to_the_pin(site: "ScriptedSite", here: Path) -> None:
    many = "".join(
        f"<p>The ministers agreed on point {n} of the accord.</p>" for n in range(12_000)
    )
    site.answers["/long"] = _page(DOCUMENT.replace(PARAGRAPHS, many))
    said = _added(f"http://127.0.0.1:{site.port}/long")
    assert (said["kind"], said["verdict"]) == ("document", "ok")
    assert said["blocks"] > 12_000
    assert "select" not in said["entry"]


def test_a_password_in_the_address_is_used_and_not_shown(
    url: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGE_PASSWORD", "sesame")
    named = url.replace("http://", "http://desk:${PAGE_PASSWORD}@")
    for options in ((), ("--json",), ("--yes",)):
        done = _add(named, *options)
        assert done.exit_code == 0, (done.output, done.exception)
        assert "sesame" not in done.output
    assert f"url: {named}" in (here / "sources.yaml").read_text(encoding="utf-8")
    plain = _add(url.replace("http://", "http://desk:letters@").replace("/accord", "/x"))
    assert "letters" not in plain.output


def _listing(count: int) -> str:
    items = "".join(
        f'<li><a href="/news/{n}">Statement number {n} on the harbour and its many tolls</a>'
        f" <time datetime=2026-03-{n:02}>{n} March 2026</time></li>"
        for n in range(1, count + 1)
    )
    return (
        "<!DOCTYPE html><html lang=en><head><title>Statements | Ministry of Arland</title></head>"
        "<body><nav><a href=/>Home</a><a href=/x>Contact us</a></nav><main><h1>Statements</h1>"
        f"<ul class=statements>{items}</ul></main></body></html>"
    )


def test_an_index_page_becomes_a_listing_with_how_its_documents_are_read(
    site: "ScriptedSite", here: Path, url: str
) -> None:
    site.answers["/news"] = _page(_listing(12))
    site.answers["/news/1"] = site.answers["/accord"]
    said = _added(url.replace("/accord", "/news"))
    assert (said["kind"], said["format"], len(said["entries"])) == ("listing", "page", 12)
    assert said["entries"][0]["published"] == "2026-03-01"
    (listing,) = load(here / "sources.yaml", {}).listings
    assert listing.name == "Statements"
    assert listing.links
    assert listing.document["select"] == ("div.statement-body",)
    assert listing.document["language"] == "en"
    written = (here / "sources.yaml").read_text(encoding="utf-8")
    assert "its list by two looks of readout add; so was one of its documents" in written


def test_what_is_to_be_done_next_is_said_of_a_listing_as_of_a_source(
    site: "ScriptedSite", here: Path, url: str
) -> None:
    said = _add(url, "--yes").stderr
    assert "makes its first version; a daemon reads it on SIGHUP" in said
    site.answers["/news"] = _page(_listing(12))
    site.answers["/news/1"] = site.answers["/accord"]
    said = _add(url.replace("/accord", "/news"), "--yes").stderr
    assert "first version" not in said
    assert "reads it for the first time, and what it names by then is no news" in said
    assert "a daemon reads it on SIGHUP" in said


def test_a_feed_becomes_a_listing(site: "ScriptedSite", here: Path, url: str) -> None:
    items = "".join(
        f"<item><title>Number {n}</title><link>{url}?n={n}</link></item>" for n in range(3)
    )
    channel = f"<channel><title>Arland</title>{items}</channel>"
    feed = f"<?xml version='1.0'?><rss version='2.0'>{channel}</rss>"
    site.answers["/feed.xml"] = (200, feed.encode(), {"Content-Type": "application/rss+xml"})
    site.answers["/accord?n=0"] = site.answers["/accord"]
    said = _added(url.replace("/accord", "/feed.xml"))
    assert (said["kind"], said["format"], said["section"]) == ("listing", "rss", "listings")
    assert "links" not in said["entry"]
    assert said["document"]["verdict"] == "ok"
    assert said["entry"]["publisher"] == "Ministry of Arland", "as its document says"


def test_an_index_of_sitemaps_becomes_a_listing_by_its_latest(
    site: "ScriptedSite", here: Path, url: str
) -> None:
    root = url.removesuffix("/accord")
    names = "http://www.sitemaps.org/schemas/sitemap/0.9"
    kind = {"Content-Type": "application/xml"}
    index = "".join(
        f"<sitemap><loc>{root}/{year}.xml</loc><lastmod>{year}-03-01</lastmod></sitemap>"
        for year in (2025, 2026, 2024)
    )
    latest = f"<url><loc>{root}/about</loc></url><url><loc>{url}</loc></url>"
    site.answers["/index.xml"] = (
        200, f"<sitemapindex xmlns='{names}'>{index}</sitemapindex>".encode(), kind,
    )  # fmt: skip
    site.answers["/2026.xml"] = (200, f"<urlset xmlns='{names}'>{latest}</urlset>".encode(), kind)
    said = _added(f"{root}/index.xml", "--match", "/accord")
    assert (said["kind"], said["format"]) == ("listing", "index")
    assert said["document"]["url"] == url
    assert said["entry"]["document"]["select"] == "div.statement-body"


def test_a_document_beside_other_links_is_no_listing(
    site: "ScriptedSite", here: Path, url: str
) -> None:
    beside = "".join(f"<li><a href=/n/{n}>Another statement of ours, the {n}th</a></li>"
                     for n in range(9))  # fmt: skip
    html = DOCUMENT.replace("<footer>", f"<aside><ul>{beside}</ul></aside><footer>")
    site.answers["/beside"] = site.answers["/next"] = _page(html)
    assert _added(url.replace("/accord", "/beside"))["kind"] == "document"
    listing = _add(url.replace("/accord", "/next"), "--links", "aside a", "--json")
    assert listing.exit_code == 0, (listing.exception, listing.output)
    assert json.loads(listing.stdout)["kind"] == "listing"
    none = _add(url.replace("/accord", "/next"), "--links", ".nowhere a", "--json", "--yes")
    assert none.exit_code == 1
    assert json.loads(none.stdout)["written"] is False


@pytest.mark.slow
def test_what_a_listing_led_to_is_not_added_again(
    site: "ScriptedSite", here: Path, url: str
) -> None:
    site.answers["/news"] = _page(re.sub(r"<time.*?</time>", "", _listing(6)))  # none too old
    site.answers["/news/1"] = site.answers["/accord"]
    _added(url.replace("/accord", "/news"), "--id", "news")
    assert CliRunner().invoke(cli, ["check"]).exit_code == 0
    done = _add(url.replace("/accord", "/news/1"), "--yes")
    assert isinstance(done.exception, UsageError)
    assert "found by news is that address already" in str(done.exception)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "the document that it was tried with was gone"),
        (("--match", "no such words"), "no document of it was read"),
    ],
)
def test_only_what_was_verified_is_said_to_be(
    site: "ScriptedSite", here: Path, asked: tuple[str, ...], said: str
) -> None:
    site.answers["/news"] = _page(_listing(12))  # whose documents are not there
    _added(f"http://127.0.0.1:{site.port}/news", *asked)
    written = (here / "sources.yaml").read_text(encoding="utf-8")
    assert f"its list by two looks of readout add; {said}" in written
