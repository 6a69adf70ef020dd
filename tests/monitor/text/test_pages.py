"""Pages paired with the documents expected of them."""

import hashlib
import json
import runpy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from monitor.text.extract import Extraction, extract
from monitor.text.rules import TEXT_RULES

PAGES = Path(__file__).parents[2] / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
# Of all the documents below. It may change only together with TEXT_RULES (or the rules' libraries)
# and a line under "Text rules" in CHANGELOG: the same bytes now read differently.
FINGERPRINT = (2, "9aff100b03f1a168")


def _read(name: str) -> tuple[Extraction, dict[str, Any]]:
    pair = runpy.run_path(str(PAGES / f"{name}.py"))
    text = (PAGES / f"{name}.html").read_text("utf-8")
    body = text.encode(pair.get("CHARSET", "utf-8"))
    found = extract(body, None, "https://ministry.example/page", pair["RULES"])
    assert isinstance(found, Extraction), found
    return found, pair


@pytest.mark.parametrize("name", NAMES)
def test_page_reads_as_expected(name: str) -> None:
    found, pair = _read(name)
    assert found.document == pair["EXPECTED"]


def test_nothing_reads_differently_unnoticed() -> None:
    documents = [asdict(_read(name)[0].document) for name in NAMES]
    canonical = json.dumps(documents, sort_keys=True, ensure_ascii=False)
    assert (TEXT_RULES, hashlib.sha256(canonical.encode()).hexdigest()[:16]) == FINGERPRINT
