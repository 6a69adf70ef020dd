"""PDF as a document. The file is opened in a child process with limits, one a PDF."""

import re
from typing import Any

from monitor.text import child
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
    bring down.
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
    furniture = [re.compile(one) for one in rules.ignore_text] if rules else []
    return Document(
        title=(answer["title"] or "").strip() or None,
        headline=None,
        language=rules.language if rules else None,
        published=None,
        modified=None,
        blocks=tuple(
            block
            for block in blocks(without_furniture(pages))
            if not any(pattern.search(block.text) for pattern in furniture)
        ),
    )


def _segment(values: list[Any]) -> Segment:
    text, left, bottom, right, top = values
    return Segment(text=text, left=left, bottom=bottom, right=right, top=top)
