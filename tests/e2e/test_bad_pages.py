"""Pages made to hurt, in one pass: each gets a verdict, is kept, and holds up no other."""

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.e2e.site import Page

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

SENTENCE = "The two leaders oppose any unilateral change of the harbour rules."
_TEXT = f"<div id=text><p>{SENTENCE}</p></div>"
_HTML = "text/html; charset="
# The page, and the verdict on it.
_PAGES: dict[str, tuple[Page, str]] = {
    "garbage": (Page(body=bytes(range(256)) * 50), "empty"),
    "nothing": (Page(body=b""), "empty"),
    "large": (Page(body=b"<p>words</p>" * 2_100_000), "failed"),  # 25 MB
    "deep": (Page(body=b"<div id=text>" * 100_000 + b"words"), "failed"),
    "inside": (Page(body=_TEXT.encode() + b"<b>" * 100_000 + b"words"), "failed"),
    "nul": (Page(body=_TEXT.replace("any", "any\0").encode()), "ok"),
    "liar": (Page(body=f'<meta charset="shift_jis">{_TEXT}Überraschung'.encode()), "ok"),
    "unknown": (Page(body=_TEXT.encode(), headers={"Content-Type": f"{_HTML}x-none"}), "ok"),
    "bomb": (
        Page(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        "failed",
    ),
    "ungzipped": (Page(body=_TEXT.encode(), headers={"Content-Encoding": "gzip"}), "failed"),
    "good": (Page(body=_TEXT.encode()), "ok"),
}


def test_bad_pages_are_verdicts_and_the_next_source_goes_on(
    readout: "Readout", site: "Site"
) -> None:
    for name, (page, _) in _PAGES.items():
        site.pages[f"/{name}"] = page
    lines = [
        f"  - {{id: {name}, url: '{site.url(f'/{name}')}', select: '#text'}}" for name in _PAGES
    ]
    head = "defaults: {second_look: 0s, spacing: 0s, allow_private: true}\nsources:\n"
    readout.configure(head + "\n".join(lines) + "\n")
    found = {one["source"]: one for one in readout.json("check")}
    assert {name: one["verdict"] for name, one in found.items()} == {
        name: verdict for name, (_, verdict) in _PAGES.items()
    }
    assert all(one["reason"] for one in found.values() if one["verdict"] != "ok")
    assert SENTENCE in readout.json("show", "liar")[0]["text"]
    assert SENTENCE.replace("any", "any\ufffd") == readout.json("show", "nul")[0]["text"]
    assert _kept(readout) == dict.fromkeys(_PAGES, 1)


def _kept(readout: "Readout") -> dict[str, int]:
    """How many captures the store holds of each source."""
    with closing(sqlite3.connect(readout.folder / "readout.db")) as store:
        return dict(
            store.execute(
                "SELECT slug, count(capture_id) FROM sources LEFT JOIN captures USING (source_id) "
                "GROUP BY slug"
            ).fetchall()
        )
