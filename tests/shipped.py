"""The pages written for the shipped sources.yaml, each after the structure its publisher uses.

A folder of tests/pages/shipped/ for each source and listing: `listing.*` and `further.xml` (a
sitemap that its index names), `document.html`, and a file of Python, named as the folder, with what
is to be read from them.
"""

import runpy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.config.load import load
from storage.model import Exchange

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages" / "shipped"
CONFIG = load(ROOT / "sources.yaml", {})
NAMES = sorted(path.name for path in PAGES.iterdir())
_AT = datetime(2026, 3, 3, tzinfo=UTC)


def expected(name: str) -> dict[str, Any]:
    """What is to be read of the pages of one source or listing."""
    return runpy.run_path(str(PAGES / name / f"{name}.py"))


def body(name: str, stem: str) -> bytes:
    """One of its pages."""
    (path,) = (PAGES / name).glob(f"{stem}.*ml")
    return path.read_bytes()


def exchange(url: str, content: bytes, content_type: str) -> Exchange:
    """A page as if it had come from there."""
    return Exchange(
        url=url, final_url=url, hops=(), status=200, headers=(("Content-Type", content_type),),
        body=content, declared_bytes=None, received_bytes=len(content), started_at=_AT,
        ended_at=_AT, failure=None, retry_at=None,
    )  # fmt: skip
