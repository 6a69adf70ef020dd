"""`doctor --live` over the shipped sources.yaml, its publishers served on loopback."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from tests import shipped, shippedweb
from tests.shippedweb import Web

LISTINGS = {one.id: one for one in shipped.CONFIG.listings}
WHITE_HOUSE = "https://www.whitehouse.gov/briefings-statements/"
REBUILT = b"<html><body><div class=new><p>The site was rebuilt over night.</p></div></body></html>"


@pytest.fixture
def web() -> Iterator[Web]:
    with shippedweb.serving() as one:
        yield one


def _doctor(web: Web, folder: Path, *options: str) -> Result:
    path = shippedweb.written(web, folder)
    store = str(folder / "no.db")
    return CliRunner().invoke(
        cli, ["--config", str(path), "--store", store, "doctor", "--live", *options]
    )


def _rows(web: Web, folder: Path) -> dict[str, list[dict[str, Any]]]:
    done = _doctor(web, folder, "--json")
    assert done.exit_code == 1, "something needs you"
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in shipped.NAMES}
    for line in done.stdout.splitlines():
        said = json.loads(line)
        if said["about"] in rows:
            rows[said["about"]].append(said)
    return rows


@pytest.mark.slow
def test_all_that_is_shipped_is_read_from_where_it_should_be(web: Web, tmp_path: Path) -> None:
    done = _doctor(web, tmp_path)
    assert done.exit_code == 0, done.output
    table = done.stdout.partition("fetched just now")[2].splitlines()[1:]
    assert [line.split()[1] for line in table if line.startswith("ok ")] == [
        *(one.id for one in shipped.CONFIG.sources),
        *(name for one in LISTINGS for name in [one] * (3 if one == "tw-president-en" else 2)),
    ]
    for row in table:
        assert not row.startswith(("bad", "note")), row
    joined = "\n".join(table)
    assert "8 links, 7 of which match, the newest of 2026-03-02" in joined
    assert "3 entries (rss), 2 of which match" in joined
    assert "3 sitemaps" in joined
    assert "characters from .entry-content" in joined
    assert "characters from td.detail_body" in joined
    for name in shipped.NAMES:
        said = shipped.expected(name)
        assert any(asked.endswith(said["URL"].partition("://")[2]) for asked in web.asked)
    assert web.most_at_once == 1, "one host is asked one thing at a time"
    pages = Counter(asked for asked in web.asked if "robots" not in asked)
    assert set(pages.values()) == {1}


@pytest.mark.slow
def test_what_is_wrong_is_said_with_the_remedy(web: Web, tmp_path: Path) -> None:
    said = {name: shipped.expected(name) for name in shipped.NAMES}
    html = "text/html"
    web.put(LISTINGS["us-state"].url, html, b"<title>Access Denied</title>", status=403)
    web.put(LISTINGS["uk-fcdo"].url, html, b"<title>Access Denied</title>", status=403)
    web.put(said["uk-pm"]["URL"], html, REBUILT)
    web.put(LISTINGS["eu-ecb"].url, html, b"<html><body><p>Our feeds have moved.</p></body></html>")
    web.put(LISTINGS["jp-mofa-en"].url, html, REBUILT)
    web.put(said["mofa-japan-us-summit"]["URL"], html, b"<title>Access Denied</title>", status=403)
    web.put(LISTINGS["ca-pm"].url, "text/xml", _feed("https://pm.gc.ca/en/contact"))
    web.put(said["wh-japan-joint-statement"]["URL"], html, b"", status=404)
    web.answers[shippedweb._key(LISTINGS["fr-elysee"].url)] = (
        301, {"Location": "https://www.elysee.fr/actualites"}, b"",
    )  # fmt: skip
    web.put("https://www.elysee.fr/actualites", html, shipped.body("fr-elysee", "listing"))
    web.put(said["kr-mofa"]["URL"], html, shipped.body("ca-gac", "document")
            .replace(b'<div class="cmp-text">', b'<div id="contents">'))  # fmt: skip
    rows = _rows(web, tmp_path)
    expected = {
        "us-state": ("note", "blocked: ", "an archive's captures"),
        "uk-fcdo": ("bad", "blocked: ", "refuses programs"),
        "uk-pm": ("bad", "empty: its document ", "mend document.select of uk-pm"),
        "eu-ecb": ("bad", "empty: ", "is it a feed still? give eu-ecb its new address"),
        "jp-mofa-en": ("bad", "empty: no link on the page matches", "mend links of jp-mofa-en"),
        "mofa-japan-us-summit": ("note", "blocked: ", "an archive's captures"),
        "ca-pm": ("bad", "1 entries (rss), none of which matches", "mend match of ca-pm"),
        "wh-japan-joint-statement": ("bad", "gone: ", "find its new address"),
        "fr-elysee": ("note", "moved for good to ", "url: '"),
        "kr-mofa": ("note", "another language (en) than ko", "mend language of kr-mofa"),
    }
    for name, (state, finding, remedy) in expected.items():
        found = [one for one in rows[name] if one["state"] != "ok"]
        assert len(found) == 1, (name, rows[name])
        assert (found[0]["state"], finding in found[0]["finding"]) == (state, True), found
        assert remedy in found[0]["remedy"], found
    fine = set(rows) - set(expected)
    assert [one for name in fine for one in rows[name] if one["state"] != "ok"] == []


def _feed(url: str) -> bytes:
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>"
        f"<item><title>Contact</title><link>{url}</link></item></channel></rss>"
    ).encode()


def test_what_an_archive_alone_is_watched_for_is_not_asked_for(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    address = f"http://127.0.1.1:{web.port}"
    path.write_text(
        "defaults: {allow_private: true, spacing: 0s}\n"
        f"sources:\n  - {{id: a, url: '{address}/a', via: [wayback]}}\n"
        f"  - {{id: b, url: 'http://desk:sesame@127.0.1.1:{web.port}/b', select: p}}\n",
        encoding="utf-8",
    )
    web.answers[f"{next(iter(web.hosts))}/b"] = (
        200,
        {"Content-Type": "text/html"},
        b"<p>Short.</p>",
    )
    given = ["--config", str(path), "--store", str(tmp_path / "no.db"), "doctor", "--live"]
    done = CliRunner().invoke(cli, given)
    assert "the site itself is not asked" in done.stdout
    assert "only 6 characters" in done.stdout
    assert "sesame" not in done.output
    assert not [asked for asked in web.asked if asked.endswith("/a")]


@pytest.mark.slow
def test_a_first_check_of_what_is_shipped_reads_all_and_tells_nobody(
    web: Web, tmp_path: Path
) -> None:
    path = shippedweb.written(web, tmp_path)
    given = ["--config", str(path), "--store", str(tmp_path / "readout.db"), "check", "--json"]
    with time_machine.travel(datetime(2026, 3, 3, 9, tzinfo=UTC)):  # when the pages are of
        done = CliRunner().invoke(cli, given)
    assert done.exit_code == 0, done.output
    seen = {one["source"]: one["verdict"] for one in map(json.loads, done.stdout.splitlines())}
    assert {name: seen[name] for name in shipped.NAMES} == dict.fromkeys(shipped.NAMES, "ok")
    documents = [name for name in seen if name not in shipped.NAMES]
    assert all(any(name.startswith(f"{one}-") for name in documents) for one in LISTINGS)
    assert set(seen.values()) <= {"ok", "gone"}, (
        "gone: what the lists name and no page was made for"
    )
    assert list(tmp_path.glob("mails/*.eml")) == []
