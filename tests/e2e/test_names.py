"""What people may write to name a version, a text, a file; and what they hear when it is none."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.program import program
from tests.e2e.site import Page, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.program import Readout

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in “Port Ansel” on Tuesday.", "They agreed to meet again within the year.")
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true}}
heartbeat: false
sources:
  - {{id: pact, url: "{pact}", select: "#text"}}
  - {{id: shut, url: "{shut}"}}
  - {{id: keyed, url: "{keyed}?key=${{KEY}}", select: "#text"}}
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may be another user")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Readout]":
    """A store with two versions of a pact, and a page that was never read."""
    folder = tmp_path_factory.mktemp("told")
    with serving() as site, program(folder, KEY="hunter2") as readout:
        site.pages["/shut"] = Page(status=500, body=b"<p>Out of order</p>")
        site.say("/keyed?key=hunter2", OPPOSE, *REST)
        readout.configure(
            _CONFIG.format(pact=site.url("/pact"), shut=site.url("/shut"), keyed=site.url("/keyed"))
        )
        for sentence in (OPPOSE, SUPPORT):
            site.say("/pact", sentence, *REST)
            readout("check", "pact")
        for name, words in {"old.txt": OPPOSE, "new.txt": SUPPORT, "curly.txt": REST[0],
                            "straight.txt": 'They met in "Port Ansel" on Tuesday.',
                            "empty.html": ""}.items():  # fmt: skip
            (folder / name).write_text(words, encoding="utf-8")
        (folder / "letters").mkdir()
        (folder / "noise.html").write_bytes(os.urandom(4096))
        (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
        (folder / "locked.pdf").write_bytes(_encrypted_pdf())
        yield readout


def _encrypted_pdf() -> bytes:
    """A PDF whose trailer says that it is encrypted, with a key nobody has."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"3a" * 32, b"5c" * 32),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>\n" % (
        len(parts) + 1
    )
    return body + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize(
    "names",
    ["pact", "pact 1", "pact @1 @2", "pact@1", "pact@1 2", "pact pact@1 pact@2", "pact@-2 pact@-1",
     "pact -2 -1", "pact 1 -1", "pact -2"],
)  # fmt: skip
def test_the_two_ends_of_a_diff(told: "Readout", names: str) -> None:
    (found,) = told.json("diff", *names.split())[:1]
    assert (found["from"], found["to"]) == (1, 2)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("diff pact 1 shut@1", "readout compare pact shut@1"),
        ("diff pact@1 1 2", "two at the most"),
        ("diff pact --sidewise", "No such option '--sidewise'"),
        ("extract http://[::1", "is not an address; check its host and port"),
        ("extract ftp://host/page", "has another scheme than http and https"),
        ("diff pact 7", "pact has no version 7; see: readout log pact"),
        ("show shut", "shut has no version yet; see: readout log shut"),
        ("show pact@", "'' is no version and no time"),
        ("show pact@2 --at 2025-02-10", "names a version already"),
        ("log nobody", "no source 'nobody' in this store; there are: "),
        ("check nobody", "no source nobody; there are: "),
        ("mute pact --for 0s", "readout unmute pact"),
        ("alerts test nobody", "no channel 'nobody'; there are: none"),
        ("alerts retry 99", "none of these deliveries"),
        ("compare old.txt missing.txt", "missing.txt: no such file"),
        ("compare old.txt missing", "missing: no such file, and no such source; there are: "),
        ("--store none.db compare old.txt missing", "missing: no such file, and no store"),
        ("compare old.txt letters", "letters is a directory"),
        ("compare old.txt noise.html", "noise.html: "),
        ("compare old.txt broken.pdf", "broken.pdf: the PDF is damaged"),
        ("compare old.txt locked.pdf", "locked.pdf: the PDF is encrypted"),
        ("compare old.txt new.txt --language jp", "did you mean 'ja'?"),
        ("compare old.txt new.txt --language zz", "--language 'zz' is not a language code"),
        ("compare - -", "readout: standard input"),
        ("show pact --at 2020-01-01", "no version 2020-01-01: its first was seen 20"),
        ("extract missing.html", "missing.html: no such file"),
        ("extract old.txt --select [[", "is not CSS that works here"),
    ],
)
def test_what_is_none_is_told_in_a_sentence(told: "Readout", command: str, said: str) -> None:
    assert said in told.refused(*command.split(), code=2)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("noise.html", "failed: the body is no text in any known character set"),
        ("empty.html", "empty: the body is empty"),
        ("broken.pdf", "failed: the PDF is damaged"),
    ],
)
def test_what_holds_no_text_has_a_reason(told: "Readout", name: str, said: str) -> None:
    assert told.call("extract", name).stderr.startswith(said)


@as_root
def test_a_file_that_may_not_be_read(told: "Readout") -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "mine.txt").write_text(OPPOSE, encoding="utf-8")
        (folder / "mine.txt").chmod(0o600)
        (folder / "all.txt").write_text(OPPOSE, encoding="utf-8")
        with program(folder) as readout:
            readout.prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            for command in (["compare", "all.txt", "mine.txt"], ["extract", "mine.txt"]):
                said = readout.refused(*command, code=2)
                assert said == "readout: mine.txt cannot be read (Permission denied)\n"


def _kinds(told: "Readout", *names: str, code: int, stdin: str = "") -> Any:  # noqa: ANN401
    return told("compare", *names, code=code, stdin=stdin)


def test_what_may_be_compared(told: "Readout") -> None:
    assert "[-oppose-]{+do not support+}" in _kinds(told, "old.txt", "new.txt", code=1)
    assert "[-oppose-]{+do not support+}" in _kinds(told, "-", "new.txt", code=1, stdin=OPPOSE)
    assert "[-oppose-]" in _kinds(told, "pact@1", "-", code=1, stdin=f"<p>{SUPPORT}</p>")
    assert "typography" in _kinds(told, "curly.txt", "straight.txt", code=0)
    assert "no difference" in _kinds(told, "pact", "pact@2", code=0)


def test_standard_input_is_read_as_a_page(told: "Readout") -> None:
    assert told("extract", "-", stdin=f"<article><p>{OPPOSE}</p></article>") == f"{OPPOSE}\n\n"


def test_a_secret_in_an_address_is_not_shown(told: "Readout") -> None:
    (found,) = told.json("check", "keyed")
    assert found["verdict"] == "ok"
    assert found["url"].endswith("/keyed?key=***")
    for command in (["-vv", "check", "keyed"], ["status"], ["sources"], ["log"], ["doctor"],
                    ["sources", "--json"], ["status", "--json"]):  # fmt: skip
        done = told.call(*command)
        assert "hunter2" not in done.stdout + done.stderr


def test_a_file_without_markup_keeps_its_lines(told: "Readout") -> None:
    lines = ["root:x:0:0:root:/root:/bin/sh", "daemon:x:1:1:a < b:/:/bin/sh"]
    (told.folder / "accounts").write_text("\n\n".join(lines), encoding="utf-8")
    (found,) = told.json("extract", "accounts")
    assert [block["text"] for block in found["blocks"]] == lines
    assert told("compare", "accounts", "accounts").endswith("no difference\n")
