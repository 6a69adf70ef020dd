"""A proof: what is in it, that it checks itself with nothing but Python, and finds every change."""

import ast
import base64
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from monitor.cli.main import cli
from monitor.fetch import save_page
from monitor.proof.kit import verify
from monitor.proof.witnessing import Saver
from storage.errors import EvidenceDamaged
from tests.monitor.proof.conftest import openssl

if TYPE_CHECKING:
    from tests.monitor.conftest import Desk, ScriptedSite
    from tests.monitor.proof.conftest import Authority

KIT = Path(verify.__file__)
EVIL = "<script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}"
_made: dict[str, bytes] = {}


def made(desk: "Desk", *arguments: str) -> bytes:
    """What `readout proof` writes of a desk's store."""
    out = desk.folder / f"{len(list(desk.folder.iterdir()))}.zip"
    called = ["--store", str(desk.folder / "readout.db"), "proof", *arguments, "--out", str(out)]
    done = CliRunner().invoke(cli, called, catch_exceptions=False, standalone_mode=False)
    assert done.exit_code == 0, done.output
    return out.read_bytes()


@pytest.fixture
def watched(
    desk: "Callable[..., Desk]",
    site: "ScriptedSite",
    authority: "Authority",
    monkeypatch: pytest.MonkeyPatch,
) -> "Desk":
    """Three versions, each stamped, the last saved by an archive."""
    from tests.monitor.proof.test_stamping import Stamping

    monkeypatch.setattr(save_page, "ARCHIVE", f"http://127.0.0.1:{site.port}")
    page = f"http://127.0.0.1:{site.port}/a"
    memento = f"/web/20260302080000/{page}"
    site.answers[f"/save/{page}"] = (302, b"", {"Location": memento})
    site.answers["/moved"] = (302, b"", {"Location": "/a"})
    site.say("/b", "We stay in touch.")
    site.say("/a", "We agree on “most” things.", "Five ships sailed.")
    one = desk("/a", "/b", "/moved", extra='select: "#text", witness: wayback')
    stamping, saver = Stamping(one, authority), Saver(one.scheduler.store)
    one.baseline()
    stamping.tick()
    for ships in ("Six ships sailed.", f"Nine ships never sailed. {EVIL}"):
        site.say("/a", "We agree on “most” things.", ships.replace("<", "&lt;"))
        one.round()
        stamping.tick()
    for _ in range(9):
        one.clock.pass_by(minutes=1)
        saver.tick(one.scheduler.config, one.clock.now())
        while saver.under_way:
            pass
    saver.tick(one.scheduler.config, one.clock.now())
    return one


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The members of one proof, made once."""
    if not _made:
        with zipfile.ZipFile(io.BytesIO(made(request.getfixturevalue("watched"), "a", "2"))) as one:
            _made.update({name: one.read(name) for name in one.namelist()})
    return dict(_made)


def laid(files: dict[str, bytes], within: Path) -> Path:
    folder = within / "proof"
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def run(folder: Path) -> tuple[int, str]:
    """What verify.py of that folder says, with nothing but the standard library about it."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def checked(files: dict[str, bytes], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What our own copy says of these files, which must not hold."""
    assert verify.main([str(laid(files, folder))]) == 1
    return capsys.readouterr().out


def summed(files: dict[str, bytes]) -> dict[str, bytes]:
    """With the sums made anew, as a forger would."""
    names = sorted(set(files) - {"SHA256SUMS"})
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names)
    return {**files, "SHA256SUMS": sums.encode()}


def test_it_holds_and_says_what_was_checked(whole: dict[str, bytes], tmp_path: Path) -> None:
    code, said = run(laid(whole, tmp_path))
    assert code == 0, said
    assert said.count("ok     ") == 7
    assert said.count("openssl ts -verify") == 3
    assert "Everything holds." in said


def test_what_is_in_it(whole: dict[str, bytes]) -> None:
    assert list(whole) == [
        "README.txt", "index.html", "verify.py", "proof.json",
        "capture-2.warc.gz", "version-2.json", "version-2.txt",
        "capture-3.warc.gz", "version-3.json", "version-3.txt",
        "diff.json", "chain.jsonl",
        *(f"stamp-{n}.{kind}" for n in (1, 2, 3) for kind in ("root", "token", "pem")),
        "SHA256SUMS",
    ]  # fmt: skip
    rows = [json.loads(line)["content"] for line in whole["chain.jsonl"].splitlines()]
    assert {row["kind_of_row"] for row in rows} == {
        "capture", "sighting", "version", "change", "message",
    }  # fmt: skip
    facts = json.loads(whole["proof.json"])
    assert facts["versions"][1]["memento"].endswith("/a")
    assert whole["version-2.txt"].decode() == "We agree on “most” things.\n\nSix ships sailed.\n"


def test_openssl_checks_each_stamp_as_it_is_told(
    whole: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = laid(whole, tmp_path)
    verify.main([str(folder)])
    said = capsys.readouterr().out.replace("\\\n", " ")
    commands = [line.split("(")[0].split() for line in said.splitlines() if "openssl" in line]
    for command in (one for one in commands if one[0] == "openssl"):
        assert b"OK" in openssl(*command[1:], folder=folder)


def test_the_zip_itself_can_be_checked_with_another_copy(
    watched: "Desk", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = made(watched, "a", "1", "3")  # never compared by the watch
    path = tmp_path / "proof.zip"
    path.write_bytes(packed)
    assert verify.main([str(path)]) == 0
    assert "README.txt" in capsys.readouterr().out
    readme = " ".join(zipfile.ZipFile(path).read("README.txt").decode().split())
    assert "the differences were made for this file" in readme
    path.write_bytes(packed[:-200])
    assert verify.main([str(path)]) == 1
    assert "not a zip file" in capsys.readouterr().out


@pytest.mark.parametrize("where", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_a_byte_altered_anywhere_is_named(
    whole: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str], where: float
) -> None:
    for name, kept in whole.items():
        data = bytearray(kept)
        data[min(int(len(data) * where), len(data) - 1)] ^= 1
        said = checked({**whole, name: bytes(data)}, tmp_path, capsys)
        assert name in said.split("WRONG", 1)[1], (name, said)


def test_a_member_taken_away_or_put_in_is_named(
    whole: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = laid(whole, tmp_path)
    for name, data in whole.items():
        (folder / name).unlink()
        assert verify.main([str(folder)]) == 1
        assert f"{name} is" in capsys.readouterr().out
        (folder / name).write_bytes(data)
    assert "extra.txt is not listed" in checked({**whole, "extra.txt": b""}, tmp_path, capsys)


def test_an_altered_copy_of_the_checker_says_so_of_itself(
    whole: dict[str, bytes], tmp_path: Path
) -> None:
    bent = whole["verify.py"].replace(b"Check a proof", b"Chekc a proof", 1)
    code, said = run(laid({**whole, "verify.py": bent}, tmp_path))
    assert code == 1
    assert "verify.py was altered" in said


def _swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new)


def _packed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: gzip.compress(gzip.decompress(data).replace(old, new))


FORGED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "the page": ("capture-2.warc.gz", _packed(b"Six ships", b"Ten ships")),
    "what is known": ("capture-3.warc.gz", _packed(b'"status":200', b'"status":201')),
    "the text": ("version-3.json", _swap(b"never", b"again")),
    "the text to be read": ("version-3.txt", _swap(b"never", b"again")),
    "an edit": ("diff.json", lambda data: data.replace(b"never", b"again", 1)),
    "an edit and its passage": ("diff.json", _swap(b"never", b"again")),
    "a row": ("chain.jsonl", _swap(b'"visits":', b'"visits":1')),
    "a time": ("chain.jsonl", _swap(b"2026-03-02T08:15", b"2026-03-02T08:05")),
    "a root": ("stamp-2.root", lambda _: bytes(32)),
    "a token": ("stamp-2.token", lambda data: data[: len(data) // 2]),
    "a path": ("proof.json", lambda data: data.replace(b'"right"', b'"left"', 1)),
    "a stamp's time": ("proof.json", _swap(b'"stamped_at": "2', b'"stamped_at": "1')),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forger_who_makes_new_sums_is_found_out_by_the_chain(
    whole: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    name, forge = FORGED[what]
    forged = forge(whole[name])
    assert forged != whole[name]
    said = checked(summed({**whole, name: forged}), tmp_path, capsys)
    assert "ok     all files are as they were written" in said
    assert "WRONG" in said


class _Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_to_read_is_inert_and_loads_nothing(whole: dict[str, bytes]) -> None:
    page = _Page()
    html = whole["index.html"].decode()
    page.feed(html)
    names = [tag for tag, _ in page.tags]
    assert not {"script", "img", "link", "a", "iframe", "form"} & set(names)
    assert {"ins", "del", "main", "h1", "h2"} <= set(names)
    assert page.tags[names.index("html")][1] == {"lang": "en"}
    assert not [attrs for _, attrs in page.tags if {"src", "href", "onclick", "style"} & set(attrs)]
    assert "<script>alert(1)</script> ⟦U+202E⟧" in page.text
    policy = next(one["content"] for _, one in page.tags if "Content-Security" in str(one))
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_page_is_valid_html(whole: dict[str, bytes]) -> None:
    html5lib: Any = pytest.importorskip("html5lib")
    html5lib.HTMLParser(strict=True).parse(whole["index.html"].decode())


def test_it_says_what_it_proves_and_what_not(whole: dict[str, bytes]) -> None:
    readme = " ".join(whole["README.txt"].decode().split())
    assert "The bytes of both captures were here no later than 20" in readme
    assert "Those of the first capture were here no later than 20" in readme
    assert "That the publisher served these bytes to others" in readme
    assert "The Internet Archive was asked to save the page of version 3" in readme
    assert "no outside witness" not in readme


def test_words_from_right_to_left_are_set_apart_on_the_page(
    desk: "Callable[..., Desk]", site: "ScriptedSite"
) -> None:
    site.say("/a", "الطرف الأول يدعم الاستقلال.")
    one = desk("/a", extra="language: ar")
    one.baseline()
    site.say("/a", "الطرف الأول يعارض الاستقلال.")
    one.round()
    with zipfile.ZipFile(io.BytesIO(made(one, "a", "1", "2"))) as file:
        page = file.read("index.html").decode()
    assert "\u2068يدعم\u2069 → \u2068يعارض\u2069" in page


def test_without_a_stamp_it_says_so(
    desk: "Callable[..., Desk]",
    site: "ScriptedSite",
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.say("/a", "We agree.")
    one = desk("/a")
    one.baseline()
    site.say("/a", "We do not agree.")
    one.round()
    path = tmp_path / "it.zip"
    path.write_bytes(made(one, "a", "1"))
    readme = " ".join(zipfile.ZipFile(path).read("README.txt").decode().split())
    assert "no outside witness of the time but the messages" in readme
    assert verify.main([str(path)]) == 0
    assert "there are none: no outside witness" in capsys.readouterr().out


@pytest.mark.parametrize(
    "spoil",
    [
        "DELETE FROM chain WHERE kind = 'version'",
        "UPDATE chain SET link_sha256 = x'00' WHERE position = 4",
        "UPDATE versions SET title = 'another'",
        "UPDATE sightings SET visit_count = 99",
    ],
)
def test_no_proof_is_written_of_what_does_not_hold(
    desk: "Callable[..., Desk]", site: "ScriptedSite", spoil: str
) -> None:
    site.say("/a", "We agree.")
    one = desk("/a")
    one.baseline()
    site.say("/a", "We do not agree.")
    one.round()
    with one.scheduler.store.write() as tx:
        tx.execute(text(spoil))
    with pytest.raises(EvidenceDamaged, match="not what was kept"):
        made(one, "a", "1")


def test_the_same_proof_is_the_same_file(watched: "Desk", monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.cli import proving

    monkeypatch.setattr(proving, "SYSTEM", watched.clock)
    assert made(watched, "a", "2") == made(watched, "a", "2", "3")


def test_the_same_proof_whichever_version_is_named_first(
    watched: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.cli import proving

    monkeypatch.setattr(proving, "SYSTEM", watched.clock)
    assert made(watched, "a", "3", "1") == made(watched, "a", "1", "3")


def test_the_checker_is_python_3_9() -> None:
    tree = ast.parse(KIT.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        str(node.module).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names
