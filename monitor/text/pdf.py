"""PDF as a document. The file is opened in a child process with limits, one a PDF."""

from typing import Any

from monitor.text import child, ignoring
from monitor.text.pdf_flow import blocks
from monitor.text.pdf_furniture import without_furniture
from monitor.text.pdf_page import Segment, lines
from monitor.text.rules import Rules
from storage.model import Document, Judgement

_MAGIC_WITHIN = 1024


def is_pdf(body: bytes) -> bool:
    """Whether the body says of itself that it is a PDF."""
    return b"%PDF-" in body[:_MAGIC_WITHIN]


def read_pdf(body: bytes, rules: Rules | None = None) -> Document | Judgement:
    """The text of a PDF, or why it cannot be read. Of the rules, language and `ignore_text` count.

    It starts a process: a child that sees the body and nothing else, and that a hostile file may
    bring down. Raises SlowPatternError when an expression takes too long.
    """
    answer = child.ask("monitor.text.pdf_child", body, what="the PDF")
    if isinstance(answer, Judgement):
        return answer
    pages = [
        (lines([_segment(one) for one in page["segments"]], number), float(page["height"]))
        for number, page in enumerate(answer["pages"])
    ]
    if not any(found for found, _ in pages):
        return Judgement(verdict="empty", reason="the PDF holds only images: no text")
    found = blocks(without_furniture(pages))
    return Document(
        title=(answer["title"] or "").strip() or None,
        headline=None,
        language=rules.language if rules else None,
        published=None,
        modified=None,
        blocks=ignoring.without_furniture(found, rules) if rules else tuple(found),
    )


def _segment(values: list[Any]) -> Segment:
    text, left, bottom, right, top = values
    return Segment(text=text, left=left, bottom=bottom, right=right, top=top)
