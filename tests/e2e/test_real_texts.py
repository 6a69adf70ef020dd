"""The real statement and readout, where at hand: a reprint is typography, a word is not."""

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

TEXTS = Path(__file__).parents[3] / "shared" / "texts"
pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"{TEXTS} is not there: the real texts are not part of the project"
)
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
channels: {{desk: {{file: {{path: alerts/}}}}}}
sources:
  - {{id: statement, url: "{statement}", select: "#text", language: en}}
  - {{id: statement-pinned, url: "{statement}"}}
  - {{id: readout, url: "{readout}", select: "#text", language: ja}}
"""


def _lines(name: str) -> list[str]:
    text = (TEXTS / name).read_text(encoding="utf-8")
    return [escape(line, quote=False) for line in text.splitlines() if line.strip()]


def test_the_reprint_is_typography_and_one_word_is_told(readout: "Readout", site: "Site") -> None:
    statement, japanese = _lines("statement.en.txt"), _lines("readout.ja.txt")
    site.say("/statement", *statement)
    site.say("/readout", *japanese)
    addresses = {"statement": site.url("/statement"), "readout": site.url("/readout")}
    readout.configure(_CONFIG.format(**addresses))
    first = readout.json("check")
    assert [one["verdict"] for one in first] == ["ok"] * 3
    site.say("/statement", *_lines("statement.en.reprint.txt"))
    reprint = readout.json("check", "statement", "statement-pinned")
    assert [one["change"] for one in reprint] == ["typography"] * 2
    assert readout.mails == []
    site.say("/statement", *statement)
    readout("check", "statement", "statement-pinned")
    assert readout.mails == []
    strong = "reiterated their strong opposition to any attempts"
    weak = "reiterated their opposition to any attempts"
    changed = [line.replace(strong, weak) for line in statement]
    assert changed != statement
    site.say("/statement", *changed)
    site.say("/readout", *[line.replace("1兆ドル", "2兆ドル") for line in japanese])
    told = readout.json("check", "statement", "readout")
    assert [one["change"] for one in told] == ["wording", "wording"]
    subjects = sorted(str(mail["Subject"]) for mail in readout.mails)
    assert len(subjects) == 2
    assert any("strong" in subject for subject in subjects)
    assert any("1兆" in subject and "2兆" in subject for subject in subjects)
