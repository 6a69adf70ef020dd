"""A file or a fetched body as a document: what `extract` and `compare` show of it."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from monitor.text.find import find_container
from monitor.text.frame import cut_page
from monitor.text.pdf import is_pdf, read_pdf
from monitor.text.read import read
from monitor.text.rules import Rules
from monitor.text.tree import parse
from storage.model import Document, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the program reads from a body, and how. A PDF has neither selector nor frame."""

    document: Document
    selector: str | None
    frame_sha256: bytes | None
    charset: str | None


def extract(
    body: bytes, content_type: str | None, url: str, rules: Rules
) -> Extraction | Judgement:
    """The text of a body under the rules; without `select` and pin its main text is found.

    `url` may be a path: a name that ends in .txt is plain text if no content type says otherwise.
    """
    if is_pdf(body):
        document = read_pdf(body, rules)
        if isinstance(document, Judgement):
            return document
        return Extraction(document=document, selector=None, frame_sha256=None, charset=None)
    if content_type is None and urlsplit(url).path.lower().endswith((".txt", ".md")):
        content_type = "text/plain"
    if not rules.select and rules.pin is None:
        rules = replace(rules, pin=find_container(body, content_type, url))
    page = parse(body, content_type)
    if isinstance(page, Judgement):
        return page
    charset = page.charset
    frame = cut_page(page, rules)
    if isinstance(frame, Judgement):
        return frame
    return Extraction(
        document=read(frame, rules),
        selector=frame.selector,
        frame_sha256=frame.sha256,
        charset=charset,
    )
