"""Against pywb, which serves real WARC files as the Wayback Machine does."""

import gzip
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.fetch import save_page
from storage import captures, origins, versions
from tests.monitor.archive import pywb
from tests.monitor.conftest import json_lines, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not pywb.BIN.exists(), reason="no pywb: `make .venv-pywb/.ready`"),
]

WWW, PLAIN = "http://www.ministry.example/statement", "https://ministry.example/statement"
OPPOSE, LIKE = (page(f"They {verb} any change of the rules.") for verb in ("oppose", "support"))
_CONFIG = """\
heartbeat: false
defaults: {allow_private: true}
sources:
  - {id: a, url: 'https://ministry.example/statement', select: '#text'}
"""


def _crawled(path: Path) -> Path:
    warc = pywb.Warc(path)
    first = "2025-02-01T10:00:00Z"
    digest = warc.response(WWW, first, OPPOSE, ETag='"one"', Content_Length=str(len(OPPOSE)))
    warc.revisit(PLAIN, "2025-02-02T10:00:00Z", digest, (WWW, first))
    warc.revisit(PLAIN, "2025-02-03T10:00:00Z", digest, (WWW, first))
    warc.response(PLAIN, "2025-02-04T10:00:00Z", b"", "301 Moved", Location="https://m.example/b")
    warc.response(PLAIN, "2025-02-05T10:00:00Z", b"<title>Not found</title>", "404 Not Found")
    warc.response(PLAIN, "2025-02-06T10:00:00Z", gzip.compress(LIKE), Content_Encoding="gzip")
    warc.response(PLAIN + "/other", "2025-02-07T10:00:00Z", OPPOSE)
    warc.close()
    return path


def test_the_past_comes_from_real_warc_files(
    desk: "Callable[..., Desk]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = desk()
    here.configure(_CONFIG)
    here.clock.wait = 1.0
    monkeypatch.chdir(here.folder)
    monkeypatch.setattr("monitor.cli.backfilling.SYSTEM", here.clock)
    warc = _crawled(tmp_path / "crawl.warc.gz")
    with pywb.serving(tmp_path / "pywb", warc) as place:
        monkeypatch.setattr(save_page, "ARCHIVE", place)
        done = CliRunner().invoke(cli, ["backfill", "a", "--from", "2025-01-01", "--json"])
        again = CliRunner().invoke(cli, ["backfill", "a", "--from", "2025-01-01"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert "6 captures; 4 to fetch; 1 redirect left out" in done.stderr
    told = [
        (one["captured_at"][8:10], one["verdict"], one["version"])
        for one in json_lines(done.stdout)
    ]
    assert told == [
        ("01", "ok", 1), ("03", "ok", 1), ("05", "gone", None), ("06", "ok", 2),
    ]  # fmt: skip
    assert "0 to fetch, 4 there already" in again.stderr
    with here.scheduler.store.read() as rx:
        kept = [captures.read(rx, one) for one in sorted(origins.brought(rx, 1))]
        found = versions.history(rx, 1)
    assert [one.exchange.status for one in kept] == [200, 200, 404, 200]
    assert [kept[one].exchange.body for one in (0, 1, 3)] == [OPPOSE, OPPOSE, LIKE]
    assert [one.exchange.url for one in kept] == [WWW, PLAIN, PLAIN, PLAIN]
    assert kept[0].exchange.header("ETag") == '"one"'
    assert [one.number for one in found] == [1, 2]
    assert CliRunner().invoke(cli, ["verify"]).exit_code == 0


def _seen(path: Path, date: str, body: bytes) -> Path:
    warc = pywb.Warc(path)
    warc.response(PLAIN, date, body)
    warc.close()
    return path


def _hour(here: "Desk") -> None:
    here.clock.pass_by(minutes=61)
    end = time.monotonic() + 30
    while here.scheduler.look_at_archive(here.clock.now()):
        assert time.monotonic() < end
        time.sleep(0.01)
    here.look()


def test_captures_are_told_as_they_come_to_the_archive(
    desk: "Callable[..., Desk]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = desk()
    first = _seen(tmp_path / "one.warc.gz", "2026-03-01T10:00:00Z", OPPOSE)
    with pywb.serving(tmp_path / "pywb", first) as place:
        monkeypatch.setattr(save_page, "ARCHIVE", place)
        channel = "channels: {desk: {file: {path: alerts/}}}\n"
        told = _CONFIG.replace("'#text'}", "'#text', via: [wayback], alert: [desk]}")
        here.configure(channel + told)
        _hour(here)
        assert here.mails == []
        pywb.add(tmp_path / "pywb", _seen(tmp_path / "two.warc.gz", "2026-03-02T08:30:00Z", LIKE))
        _hour(here)
        _hour(here)
    (mail,) = here.texts
    assert "captured by the Wayback Machine at 2026-03-02 08:30 UTC" in mail
    assert f"{place}/web/20260302083000/{PLAIN}" in mail
    with here.scheduler.store.read() as rx:
        assert [one.number for one in versions.history(rx, 1)] == [1, 2]
