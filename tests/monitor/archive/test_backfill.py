"""`backfill`: the archive's captures are a source's past, told to nobody."""

import gzip
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from monitor import rederived
from monitor.cli.main import cli
from monitor.errors import ReadoutError
from storage import captures, changes, origins, overview, versions
from tests.monitor.conftest import json_lines, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.model import Capture, Version
    from tests.monitor.archive.conftest import Loopback
    from tests.monitor.conftest import Desk, ScriptedSite

    Start = Callable[..., Desk]

OPPOSE, LIKE, REJECT = (
    (f"The two leaders {verb} any change of the harbour rules.", "They met in Port Ansel.")
    for verb in ("oppose", "do not support", "reject")
)


@pytest.fixture
def start(desk: "Start", archive: "Loopback", monkeypatch: pytest.MonkeyPatch) -> "Start":
    """Begin to watch /a, in the folder of its store, beside the archive."""

    def begin(**how: str) -> "Desk":
        here = desk("/a", **how)
        monkeypatch.chdir(here.folder)
        monkeypatch.setattr("monitor.cli.backfilling.SYSTEM", here.clock)
        here.clock.wait = 1.0
        return here

    return begin


def _url(site: "ScriptedSite") -> str:
    return f"http://127.0.0.1:{site.port}/a"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["backfill", "a", *arguments])


def _good(*arguments: str) -> Result:
    done = _run(*arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def _refusal(done: Result) -> str:
    """What a run said that could not go on."""
    assert isinstance(done.exception, ReadoutError)
    assert done.exception.exit_code == 3
    return str(done.exception)


def _say(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def _history(here: "Desk") -> "list[Version]":
    with here.scheduler.store.read() as rx:
        return versions.history(rx, 1)


def _captures(here: "Desk") -> "list[Capture]":
    with here.scheduler.store.read() as rx:
        kept = origins.brought(rx, 1)
        return [captures.read(rx, one) for one in sorted(kept)]


def _is_content(here: "Desk") -> None:
    """`verify` finds nothing wrong, and `rederive` nothing to do."""
    _say("verify")
    config, store = here.scheduler.config, here.scheduler.store
    assert not list(rederived.rederive(store, config, config.sources, here.clock.now(), dry=True))


def test_the_archives_captures_are_the_past_of_a_source(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    site.say("/a", *REJECT)
    here.baseline()
    url = _url(site)
    archive.keep("20250201100000", url, *OPPOSE, ETag='"one"', Server="harbour")
    archive.keep("20250301100000", url, *OPPOSE)
    archive.keep("20250401100000", url, *OPPOSE)
    archive.keep("20250501100000", url, *LIKE)
    archive.keep("20270501100000", url, *LIKE)  # after the last day that is asked for
    done = _good("--from", "2025-01-01", "--to", "2026-01-01")
    assert done.stderr.splitlines() == [
        "the archive has 4 captures; 3 to fetch",
        "3 captures, 2 versions kept",
    ]
    assert done.stdout == ""
    assert archive.fetched == ["20250201100000", "20250401100000", "20250501100000"]
    assert set(archive.agents) == set(site.agents)  # the same name as everywhere
    lines = [line for line in _say("log", "a").splitlines() if line.startswith("@")]
    assert [line.split()[0] for line in lines] == ["@1", "@3", "@2"]
    assert "2025-04-01 10:00 → 2025-05-01 10:00" in lines[1]
    assert lines[1].endswith("archive")
    assert lines[2].endswith("baseline  archive")
    (first, *_) = _captures(here)
    assert first.origin == "wayback"
    assert first.exchange.url == first.exchange.final_url == url
    assert first.exchange.started_at == datetime(2025, 2, 1, 10, tzinfo=UTC)
    assert first.exchange.headers[:2] == (("ETag", '"one"'), ("Server", "harbour"))
    assert first.provenance is not None
    assert first.provenance.endswith(
        f" from http://127.0.0.1:{archive.port}/web/20250201100000id_/{url}"
    )
    shown = CliRunner().invoke(cli, ["show", "a@3"])
    kept_at = f"http://127.0.0.1:{archive.port}/web/20250501100000/{url}"
    said = f"captured by the Wayback Machine at 2025-05-01 10:00:00 UTC: {kept_at}\n"
    header, line = shown.stderr.splitlines(keepends=True)
    assert header == "a@3 (archive)   first read 2025-05-01 10:00, last read 10:00 UTC\n"
    assert line == said
    told = json.loads(_say("show", "a@3", "--json"))
    assert (told["origin"], told["provenance"][:8]) == ("wayback", "fetched ")
    assert _say("diff", "a", "2", "3").startswith("@2 (archive) → @3 (archive)   wording")
    assert "seen by the Wayback Machine, not by us" in _say("diff", "a", "2", "3")
    assert _say("diff", "a").startswith("@3 (archive) → @1   wording")
    stands = CliRunner().invoke(cli, ["status", "a"]).output
    assert "@1 " in stands  # the last in time, as `show` has it
    assert "@3" not in stands
    _say("proof", "a", "2", "3", "--out", "proof.zip")
    with zipfile.ZipFile("proof.zip") as zipped:
        (readme,) = (one for one in zipped.namelist() if one.endswith("README.txt"))
        proven = " ".join(zipped.read(readme).decode().split())
    assert "That the capture of version 3 came from the publisher: it was captured by" in proven
    told = json.loads(_say("diff", "a", "--json"))
    assert (told["from_origin"], told["to_origin"]) == ("wayback", "direct")
    assert here.mails == []
    _is_content(here)
    here.round()
    site.say("/a", *OPPOSE)
    here.round()
    assert len(here.mails) == 1  # what is watched goes on as if nothing had come


def _today(here: "Desk") -> dict[str, int]:
    now = here.clock.now()
    with here.scheduler.store.read() as rx:
        return overview.day(rx, now - timedelta(days=1), now, [1]).changes


def test_what_came_today_is_what_our_own_sights_brought(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    site.say("/a", *REJECT)
    here.baseline()
    site.say("/a", *LIKE)
    here.round()
    for stamp, text in (("20250201100000", OPPOSE), ("20250501100000", LIKE)):
        archive.keep(stamp, _url(site), *text)
    archive.keep("20260302081000", _url(site), *OPPOSE)  # of today, and between two of ours
    _good("--from", "2025-01-01")
    assert len(_history(here)) == 5
    assert _today(here) == {"wording": 1}
    archive.keep("20260302092000", _url(site), *REJECT)
    here.clock.pass_by(hours=2)
    _good("--from", "2025-01-01")
    site.say("/a", *OPPOSE)
    here.round()
    assert len(here.mails) == 2
    assert _today(here) == {"wording": 2}


def test_a_first_sight_after_what_was_imported_is_no_change_of_today(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.keep("20250201100000", _url(site), *OPPOSE)
    _good("--from", "2025-01-01")
    site.say("/a", *LIKE)
    here.baseline()
    assert len(_history(here)) == 2
    assert _today(here) == {}
    site.say("/a", *REJECT)
    here.round()
    assert _today(here) == {"wording": 1}


@pytest.mark.slow
def test_a_run_that_was_ended_goes_on_where_it_stopped(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    for day, text in enumerate((OPPOSE, LIKE, REJECT), start=1):
        archive.keep(f"2025020{day}000000", _url(site), *text)
    archive.instead["/web/20250202"] = [(503, b"down")] * 4
    done = _run("--from", "2025-01-01")
    assert "1 capture, 1 version kept" in done.stderr
    assert "it answered 503; run this again after" in _refusal(done)
    assert archive.fetched == ["20250201000000", *["20250202000000"] * 4]
    archive.asked.clear()
    here.clock.pass_by(minutes=6)
    again = _good("--from", "2025-01-01")
    assert "3 captures; 2 to fetch, 1 there already" in again.stderr
    assert archive.fetched == ["20250202000000", "20250203000000"]
    assert "0 to fetch, 3 there already" in _good("--from", "2025-01-01").stderr
    assert len(_history(here)) == 3


def test_who_asks_too_much_waits_as_long_as_the_archive_wants(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.keep("20250201000000", _url(site), *OPPOSE)
    archive.instead["/cdx"] = [(429, b"Too many", {"Retry-After": "90"})]
    archive.instead["/web"] = [(429, b"Too many")]
    began = here.clock.now()
    done = _good("--from", "2025-01-01")
    assert done.stderr.count("it takes no more requests for now (429); going on at 0") == 2
    waited = (here.clock.now() - began).total_seconds()
    assert 90 + 300 <= waited < 90 + 300 + 60
    assert "1 capture, 1 version kept" in done.stderr


def test_a_long_pause_is_kept_by_the_next_run_too(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.instead["/cdx"] = [(503, b"", {"Retry-After": "7200"})]
    assert "it answered 503" in _refusal(_run("--from", "2025-01-01"))
    asked = len(archive.asked)
    assert "it asked to be left alone" in _refusal(_run("--from", "2025-01-01"))
    assert len(archive.asked) == asked
    here.clock.pass_by(hours=3)
    _good("--from", "2025-01-01")


def test_the_index_is_read_part_by_part(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.most = 2
    for day, text in enumerate((OPPOSE, OPPOSE, OPPOSE, LIKE, LIKE), start=1):
        archive.keep(f"2025020{day}000000", _url(site), *text)
    _good("--from", "2025-01-01")
    assert sum(path.startswith("/cdx") for path in archive.asked) == 3
    assert [stamp[6:8] for stamp in archive.fetched] == ["01", "03", "04", "05"]
    assert len(_history(here)) == 2


def test_what_is_no_page_is_left_out_and_counted(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    url = _url(site)
    archive.keep("20250201000000", url, *OPPOSE)
    archive.keep("20250202000000", url, status=301, body=b"", Location="https://m.example/b")
    archive.keep("20250203000000", url, status=503, body=b"<title>Down</title>")
    archive.keep("20250204000000", url, body=b"<title>Just a moment...</title><p>Checking")
    archive.keep("20250205000000", url, status=302, body=b"", revisit=True, Location="/b")
    archive.keep("20250206000000", url, *OPPOSE)
    done = _good("--from", "2025-01-01", "--json")
    assert "6 captures; 4 to fetch; 1 redirect and 1 error left out" in done.stderr
    said = [
        (one["captured_at"][8:10], one["verdict"], one["version"])
        for one in json_lines(done.stdout)
    ]
    assert said[0] == ("01", "ok", 1)
    assert said[1][1] in {"blocked", "empty"}
    assert said[2] == ("05", None, None)
    assert said[3] == ("06", "ok", 1)
    assert "1 capture no page of this source: 2025-02-04" in done.stderr
    assert "1 capture not to be had: 2025-02-05T00:00:00Z a redirect" in done.stderr
    assert len(_history(here)) == 1


def test_that_the_page_was_not_there_is_kept_as_that(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.keep("20250201000000", _url(site), *OPPOSE)
    archive.keep("20250203000000", _url(site), status=404, body=b"<title>Not found</title>")
    archive.keep("20250204000000", _url(site), status=404, body=b"<title>Page not found</title>")
    archive.keep("20250205000000", _url(site), *OPPOSE)
    archive.keep("20250206000000", _url(site), status=410, body=b"<title>Gone</title>")
    done = _good("--from", "2025-01-01", "--json")
    assert [one["verdict"] for one in json_lines(done.stdout)] == [
        "ok",
        "gone",
        "gone",
        "ok",
        "gone",
    ]
    assert [one.exchange.status for one in _captures(here)] == [200, 404, 404, 200, 410]
    assert len(_history(here)) == 1
    lines = [line for line in _say("log", "a").splitlines() if "not there when" in line]
    assert ["2025-02-06" in lines[0], "2025-02-03" in lines[1]] == [True, True]
    assert len(lines) == 2  # each time it went, not each capture
    assert lines[1].endswith(f"/web/20250203000000/{_url(site)}")
    (told,) = map(json.loads, _say("log", "a", "--json").splitlines())
    assert [one["kind"] for one in told["remarks"]] == ["gone", "gone"]


def test_a_capture_that_the_archive_has_lost_is_not_mistaken_for_another(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    url = _url(site)
    archive.keep("20250201000000", url, *OPPOSE)
    archive.keep("20250202000000", url, *LIKE)
    lost = f"/web/20250202000000id_/{url}"
    archive.instead[lost] = [(302, b"", {"Location": f"/web/20250201000000id_/{url}"})]
    done = _good("--from", "2025-01-01")
    assert "1 capture not to be had: 2025-02-02" in done.stderr
    archive.instead[lost] = [(302, b"", {"Location": f"http://127.0.0.1:{site.port}/a"})]
    done = _good("--from", "2025-01-01")
    assert "it leads to another site" in done.stderr
    archive.instead[lost] = [(404, b"<title>Not in archive</title>")]
    _good("--from", "2025-01-01")
    assert site.visits == []  # the page itself was never asked
    assert len(_history(here)) == 1
    _good("--from", "2025-01-01")
    assert len(_history(here)) == 2


def test_other_ways_to_write_the_address_are_the_same_page(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.keep("20250201000000", _url(site).replace("http:", "https:"), *OPPOSE)
    archive.keep("20250202000000", _url(site) + "/", *LIKE)
    _good("--from", "2025-01-01")
    assert [one.exchange.url.partition(":")[0] for one in _captures(here)] == ["https", "http"]
    assert len(_history(here)) == 2


def test_a_body_that_was_kept_as_it_came_is_unpacked(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    packed = gzip.compress(page(*OPPOSE))
    archive.keep("20250201000000", _url(site), body=packed, Content_Encoding="gzip")
    archive.keep("20250202000000", _url(site), body=packed[:-9])
    done = _good("--from", "2025-01-01")
    (kept,) = _captures(here)
    assert kept.exchange.body == page(*OPPOSE)
    assert "not to be had" in done.stderr


def test_a_page_that_broke_off_when_the_archive_read_it_is_no_version(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    archive.keep("20250201000000", _url(site), body=page(*OPPOSE)[:80], Content_Length="4000")
    done = _good("--from", "2025-01-01")
    assert "truncated" in done.stderr
    assert _history(here) == []


def test_what_was_imported_already_is_not_kept_twice(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    (here.folder / "saved.html").write_bytes(page(*OPPOSE))
    _say("import", "saved.html", "--as", "a", "--seen", "2025-02-01T00:00Z")
    archive.keep("20250201000000", _url(site), *OPPOSE)
    done = _good("--from", "2025-01-01")
    assert "0 captures, 0 versions kept; 1 imported already" in done.stderr
    assert len(_history(here)) == 1


def test_changes_that_the_archives_versions_part_are_superseded(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start()
    site.say("/a", *OPPOSE)
    here.baseline()
    site.say("/a", *REJECT)
    here.round()
    archive.keep("20260302082000", _url(site), *LIKE)
    _good("--from", "2026-01-01")
    with here.scheduler.store.read() as rx:
        steps = changes.steps(rx, [one.version_id for one in versions.history(rx, 1)])
    assert len(steps) == 2
    assert "before @3 was known: @1 → @2" in _say("log", "a", "--all")
    told = json.loads(_say("log", "a", "--json").splitlines()[1])
    assert (told["version"], told["origin"]) == (3, "wayback")
    assert len(here.mails) == 1
    _is_content(here)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "gestern"), "--from 'gestern' is no time"),
        (("--from", "2030-01-01"), "is still to come"),
        (("--from", "2025-01-02", "--to", "2025-01-01"), "is before --from"),
        (("--from", "2025-01-02", "--to", "x"), "--to 'x' is no time"),
    ],
)
def test_a_time_that_is_none_is_said(start: "Start", arguments: tuple[str, ...], said: str) -> None:
    start()
    done = _run(*arguments)
    assert said in str(done.exception)


def test_a_source_that_is_not_configured_is_said(start: "Start") -> None:
    start()
    done = CliRunner().invoke(cli, ["backfill", "b", "--from", "2025-01-01"])
    assert "no source b" in str(done.exception)


def test_without_a_selector_a_page_of_another_build_is_read_where_its_text_stands(
    start: "Start", site: "ScriptedSite", archive: "Loopback"
) -> None:
    here = start(extra="every: 15m")
    rest = [f"Point {count} of the plan was agreed on in Port Ansel." for count in range(8)]
    site.say("/a", *REJECT, *rest)
    here.baseline()
    old = "".join(f"<p>{one}</p>" for one in (*OPPOSE, *rest))
    built = f"<html><body><ul><li>Home<li>News</ul><table><tr><td class=t>{old}</table></html>"
    archive.keep("20250201000000", _url(site), body=built.encode())
    done = _good("--from", "2025-01-01")
    assert "1 capture, 1 version kept" in done.stderr
    shown = _say("diff", "a")
    assert shown.startswith("@2 (archive) → @1   wording   1 sentence changed, the rest identical")
    _is_content(here)
