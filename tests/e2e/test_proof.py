"""From a page to a proof: `check` with a time-stamping authority, `proof`, and an outsider."""

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.monitor.proof.conftest import authority_files, stamping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.program import Readout
    from tests.e2e.site import Site
    from tests.monitor.proof.conftest import Authority

__all__ = ["authority_files"]
_FILE = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
stamp: {{url: "{stamps}", certificate: "{certificate}"}}
channels:
  desk: {{file: {{path: alerts/}}}}
sources:
  - {{id: pact, url: "{pact}", select: "#text"}}
"""


@pytest.fixture
def stamps(authority_files: "Path") -> "Iterator[Authority]":
    with stamping(authority_files) as one:
        yield one


def test_a_change_is_stamped_told_and_shown(
    readout: "Readout", site: "Site", stamps: "Authority", tmp_path: "Path"
) -> None:
    site.say("/pact", "They oppose it.")
    certificate = stamps.folder / "ca.pem"
    text = _FILE.format(stamps=stamps.url, certificate=certificate, pact=site.url("/pact"))
    readout.configure(text)
    readout("check", "pact")
    site.say("/pact", "They support it.")
    readout("check", "pact")
    assert len(stamps.queries) == 2
    (mail,) = readout.mails
    said = readout.call("proof", "pact", "1")
    assert "proof-pact-1-2.zip shows @1 → @2 of pact: stamped 20" in said.stderr
    assert "is there already" in readout.refused("proof", "pact", "1", code=2)
    assert "is the last version" in readout.refused("proof", "pact", "2", code=2)
    assert "no version 9" in readout.refused("proof", "pact", "1", "9", code=2)
    elsewhere = tmp_path / "elsewhere"
    unpack = [sys.executable, "-m", "zipfile", "-e", "proof-pact-1-2.zip", str(elsewhere)]
    subprocess.run(unpack, cwd=readout.folder, check=True)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=elsewhere, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert str(mail["Message-ID"]) in done.stdout
    head = mail.get_body(("plain",)).get_content().partition("CHAIN HEAD")[2].split()[0]  # type: ignore[union-attr]
    assert f'"link":"{head}"' in (elsewhere / "chain.jsonl").read_text(encoding="utf-8")
