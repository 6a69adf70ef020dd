"""A file or a fetched body as a document: what `extract` and `compare` show of it."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from monitor.text.frame import cut_page
from monitor.text.pdf import is_pdf, read_pdf
from monitor.text.read import read
from monitor.text.rules import Rules
from monitor.text.tree import Page, parse
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
    page = parse(body, content_type)
    if isinstance(page, Judgement):
        return page
    if not rules.select and rules.pin is None:
        rules = replace(rules, pin=_container(page, body, content_type, url))
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


def _container(page: Page, body: bytes, content_type: str | None, url: str) -> str | None:
    """The main text's: of a plain text the whole, without what finding one takes to load."""
    if page.plain:
        return "body"
    from monitor.text.find import find_container

    return find_container(body, content_type, url)
