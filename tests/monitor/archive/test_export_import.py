"""What is exported is read by warcio, and what is imported is what was exported."""

import gzip
import json
import quopri
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.cli.main import cli
from monitor.errors import ReadoutError, UsageError
from storage import captures, outbox, sources, versions
from storage.model import Capture, Document, Version
from storage.store import Store, open_store
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

TEXTS = tuple(
    (f"The two leaders {verb} any change of the harbour rules.", "They met in Port Ansel.")
    for verb in ("oppose", "do not support", "reject")
)


@pytest.fixture
def here(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: pytest.MonkeyPatch
) -> "Desk":
    """Two pages, one of which changed twice, one that was blocked for a while."""
    site.say("/a", *TEXTS[0])
    site.say("/b", *TEXTS[0])
    one = desk("/a", "/b")
    one.baseline()
    for text in TEXTS[1:]:
        site.say("/a", *text)
        one.round()
    site.answers["/b"] = (403, b"<title>Forbidden</title>")
    one.round()
    monkeypatch.chdir(one.folder)
    monkeypatch.setattr("monitor.cli.archiving.SYSTEM", one.clock)
    return one


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def _good(*arguments: str) -> Result:
    done = _run(*arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def _kept(store: Store, slug: str) -> list[Capture]:
    with store.read() as rx:
        source = sources.get(rx, slug)
        assert source is not None
        rows = captures.history(rx, source.source_id)
        return [captures.read(rx, row.capture_id) for row in rows]


def _read(store: Store, slug: str) -> list[tuple[Version, Document]]:
    with store.read() as rx:
        source = sources.get(rx, slug)
        assert source is not None
        found = versions.history(rx, source.source_id)
        return [(one, versions.document(rx, one.version_id)) for one in found]


def test_what_is_imported_is_what_was_exported(here: "Desk") -> None:
    _good("export", "--warc", "all.warc.gz")
    done = _good("--store", "other.db", "import", "all.warc.gz")
    assert "4 versions imported" in done.stderr
    other = open_store("other.db", mode="write")
    for slug in ("a", "b"):
        before, after = _kept(here.scheduler.store, slug), _kept(other, slug)
        assert [one.exchange for one in after] == [one.exchange for one in before]
        assert {one.origin for one in after} == {"import"}
        assert all(one.provenance and "all.warc.gz <urn:uuid:" in one.provenance for one in after)
        texts = [document for _, document in _read(here.scheduler.store, slug)]
        assert [document for _, document in _read(other, slug)] == texts
    with other.read() as rx:
        assert outbox.listing(rx) == []
    other.close()
    again = _good("--store", "other.db", "import", "all.warc.gz")
    assert "0 captures, 0 versions imported; " in again.stderr
    same = _good("import", "all.warc.gz")
    assert "0 captures, 0 versions imported; " in same.stderr
    assert _good("--store", "other.db", "verify").exit_code == 0


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warcio_reads_it(here: "Desk", name: str) -> None:
    _good("export", "a", "--warc", name)
    raw = Path(name).read_bytes()
    assert raw.startswith(b"\x1f\x8b" if name.endswith(".gz") else b"WARC/1.1")
    with Path(name).open("rb") as file:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        ]
    assert bodies == [one.exchange.body for one in _kept(here.scheduler.store, "a")]
    if name.endswith(".gz"):
        assert raw.count(b"\x1f\x8b\x08") >= 2 * len(bodies)
        assert gzip.decompress(raw).startswith(b"WARC/1.1")
    refused = _run("export", "--warc", name).exception
    assert isinstance(refused, UsageError)
    assert Path(name).read_bytes() == raw


def test_only_answers_stand_under_a_page_s_address(here: "Desk") -> None:
    """A reader such as pywb shows whatever stands there, the last of one instant first."""
    _good("export", "--warc", "all.warc")
    pages = {one.exchange.url for slug in "ab" for one in _kept(here.scheduler.store, slug)}
    with Path("all.warc").open("rb") as file:
        kinds = {
            record.rec_type
            for record in ArchiveIterator(file)
            if record.rec_headers.get_header("WARC-Target-URI") in pages
        }
    assert kinds == {"response"}


def test_versions_and_changes_are_written_as_json(here: "Desk") -> None:
    found = [json.loads(line) for line in _good("export", "--jsonl", "-").stdout.splitlines()]
    assert [one["kind"] for one in found if one["source"] == "a"] == [
        "version", "version", "change", "version", "change",
    ]  # fmt: skip
    assert found[1]["text"].startswith("The two leaders do not support")
    assert found[2]["passages"][0]["before"] == TEXTS[0][0]
    _good("export", "b", "--jsonl", "b.jsonl")
    (line,) = Path("b.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["source"] == "b"


def _archived(name: str, url: str, at: str, body: bytes) -> None:
    """A WARC file as a crawler makes it: the payload as it came over the wire, and a redirect."""
    with Path(name).open("wb") as out:
        to = WARCWriter(out, gzip=True)
        for line, head, payload in (
            ("301 Moved", [("Location", url)], b""),
            ("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
             gzip.compress(body)),
        ):  # fmt: skip
            http = StatusAndHeaders(line, head, protocol="HTTP/1.1")
            record = to.create_warc_record(
                url, "response", payload=BytesIO(payload), length=len(payload), http_headers=http,
                warc_headers_dict={"WARC-Date": at},
            )  # fmt: skip
            to.write_record(record)


def test_what_an_archive_kept_stands_in_the_history_by_its_time(
    here: "Desk", site: "ScriptedSite"
) -> None:
    mails = list(here.mails)
    url = f"http://127.0.0.1:{site.port}/a"
    _archived("old.warc.gz", url, "2026-02-01T10:00:00Z", page("They welcome every change."))
    done = _good("import", "old.warc.gz", "--by", "a reader")
    assert done.stderr == "1 capture, 1 version imported\n"
    first, *rest = _read(here.scheduler.store, "a")
    assert (first[0].number, first[0].first_seen) == (4, datetime(2026, 2, 1, 10, tzinfo=UTC))
    assert [one.number for one, _ in rest] == [1, 2, 3]
    kept = _kept(here.scheduler.store, "a")[0]
    assert kept.exchange.body == page("They welcome every change.")
    assert (kept.provenance or "").endswith(", by a reader")
    here.round()
    here.round()
    assert here.mails == mails
    assert "@4" in _good("log", "a").stdout


def test_between_two_captures_the_text_that_stood_is_no_new_version(
    here: "Desk", site: "ScriptedSite"
) -> None:
    url = f"http://127.0.0.1:{site.port}/a"
    at = _kept(here.scheduler.store, "a")[-1].exchange.ended_at.replace(microsecond=0)
    later = at.replace(year=2027)
    here.clock.pass_by(days=400)
    _archived("old.warc.gz", url, f"{later:%Y-%m-%dT%H:%M:%SZ}", page(*TEXTS[2]) + b"<!-- 2 -->")
    assert _good("import", "old.warc.gz").stderr == "1 capture, 0 versions imported\n"
    assert len(_read(here.scheduler.store, "a")) == 3


def test_a_page_saved_by_hand_is_marked_so(here: "Desk") -> None:
    Path("saved.html").write_bytes(page("They welcome every change."))
    refused = _run("import", "saved.html").exception
    assert isinstance(refused, UsageError)
    assert "--as ID and --seen TIME" in str(refused)
    unclear = _run("import", "saved.html", "--as", "b", "--seen", "yesterday").exception
    assert str(unclear).startswith("--seen 'yesterday' is no time; write 2025-02-10 or ")
    future = _run("import", "saved.html", "--as", "b", "--seen", "2031-01-01").exception
    assert "still to come" in str(future)
    _good("import", "saved.html", "--as", "b", "--seen", "2026-02-01", "--by", "a reader")
    kept = _kept(here.scheduler.store, "b")[0]
    assert kept.provenance == "saved by hand: saved.html, by a reader"
    assert len(_read(here.scheduler.store, "b")) == 2


def test_what_a_saved_page_brought_or_why_nothing_is_said_of_each(here: "Desk") -> None:
    Path("one.html").write_bytes(page("They welcome every change."))
    Path("same.html").write_bytes(page("They welcome every change.").replace(b"Arland", b"Oland"))
    challenge = b"<html><head><title>Just a moment...</title></head><body>Checking</body></html>"
    Path("wall.html").write_bytes(challenge)
    said = _good(
        "import", "one.html", "wall.html", "same.html", "--as", "b", "--seen", "2026-02-01"
    ).stderr.splitlines()
    assert said[0] == "3 captures, 1 version imported"
    assert re.fullmatch(r"same\.html: the text of b@\d+", said[1])
    assert said[2].startswith("kept, and no version: wall.html: blocked: ")
    assert len(said) == 3


def test_a_page_saved_with_its_pictures_is_read(here: "Desk") -> None:
    text = page("They welcome every change of München's rules.").decode().encode("iso-8859-1")
    quoted = quopri.encodestring(text).decode("ascii")
    Path("page.mhtml").write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://else.example/b\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n\n'
        "--b\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACw=\n"
        "--b\nContent-Type: text/html; charset=iso-8859-1\n"
        f"Content-Transfer-Encoding: quoted-printable\n\n{quoted}\n--b--\n",
        encoding="ascii",
    )
    done = _good("import", "page.mhtml", "--as", "b", "--seen", "2026-02-01")
    assert done.stderr == "1 capture, 1 version imported\n"
    kept = _kept(here.scheduler.store, "b")
    assert next(one for one in kept if one.origin == "import").provenance == (
        "saved by hand: page.mhtml"
    )
    (told, *_) = _read(here.scheduler.store, "b")
    assert "München's" in told[1].text


def test_a_file_of_parts_without_a_page_is_refused_with_the_remedy(here: "Desk") -> None:
    Path("none.mht").write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/css\n\np {}\n--b--\n"
    )
    refused = _run("import", "none.mht", "--as", "b", "--seen", "2026-02-01").exception
    assert isinstance(refused, UsageError)
    assert "save it as HTML, or as a web archive (.warc)" in str(refused)


def test_what_belongs_to_no_source_or_is_damaged_is_said(here: "Desk") -> None:
    _archived("other.warc.gz", "https://else.example/", "2026-02-01T10:00:00Z", page("No."))
    assert (
        "of no configured source: https://else.example/" in _good("import", "other.warc.gz").stderr
    )
    _good("import", "other.warc.gz", "--as", "b")
    _good("export", "a", "--warc", "a.warc")
    raw = Path("a.warc").read_bytes()
    Path("a.warc").write_bytes(raw.replace(b"oppose any", b"oppose all"))
    refused = _run("--store", "other.db", "import", "a.warc").exception
    assert isinstance(refused, ReadoutError)
    assert "not what its SHA-256 says" in str(refused)
