"""Reading a capture under today's rules: its frame, its pin, its document. No store, no network.

The parsers and the comparison are loaded by the first page that needs them: a `check` that finds
nothing due, or nothing new, pays for neither.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.judge.document import judge_document
from monitor.text.ignoring import SlowPatternError
from monitor.text.rules import Rules, rules_sha256
from storage.model import Comparison, Document, Exchange, Judgement

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig

OK = Judgement(verdict="ok", reason=None)
_FEW_LEFT = 0.5  # a pinned text that lost more than half of its blocks may have moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a capture says. `document` is None where the frame is the one read before."""

    judgement: Judgement
    frame_sha256: bytes | None = None
    document: Document | None = None
    selector: str | None = None  # the pin, when this reading found a new one
    notes: str | None = None  # of a page whose frame is the one read before

    @property
    def publisher_said(self) -> str | None:
        """The page's notes on its own changes, wherever on it they stand."""
        return self.notes if self.document is None else self.document.publisher_said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What is read of an exchange."""

    body: bytes
    content_type: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is known from earlier readings of the source."""

    frame_sha256: bytes | None  # under the same rules; None if they differ
    document: Callable[[], Document | None]  # the latest version's text, read when needed


def rules_of(source: "SourceConfig", pin: str | None) -> Rules:
    """The rules that decide the text of this source's captures."""
    return Rules(
        select=source.select,
        until=source.until,
        ignore=source.ignore,
        ignore_text=source.ignore_text,
        language=source.language,
        pin=None if source.select else pin,
        line=source.line,
    )


def read_capture(exchange: Exchange, rules: Rules, before: Before) -> Reading:
    """The document of an exchange that was judged ok, or the verdict on its content."""
    from monitor import apart
    from monitor.text import pdf

    if pdf.is_pdf(exchange.body):
        return _read_pdf(exchange.body, rules)
    if apart.is_heavy(exchange.body):
        return apart.read(exchange, rules, before)
    content_type = exchange.header("Content-Type")
    return read_page(exchange.body, content_type, exchange.final_url, rules, before)


def read_page(
    body: bytes, content_type: str | None, url: str, rules: Rules, before: Before
) -> Reading:
    """The document of an HTML page or a plain text, read in this process, or what it is worth."""
    try:
        return _read_page(_Page(body=body, content_type=content_type, url=url), rules, before)
    except SlowPatternError as error:
        return Reading(judgement=Judgement(verdict="failed", reason=str(error)))


def _read_page(page: _Page, rules: Rules, before: Before) -> Reading:
    if rules.select:
        return _read_frame(page, rules, before)
    if rules.pin is None:
        return _find(page, rules, before)
    reading = _read_frame(page, rules, before)
    if reading.judgement.verdict == "ok" and not _lost_most(reading, before):
        return reading
    return _find_again(page, rules, before) or reading


def _read_frame(page: _Page, rules: Rules, before: Before) -> Reading:
    from monitor.text import frame, notes, read, tree

    parsed = tree.parse(page.body, page.content_type)
    if isinstance(parsed, Judgement):
        return Reading(judgement=parsed)
    said = notes.said_on(parsed)  # before the frame is cut out, which uses the tree up
    cut = frame.cut_page(parsed, rules)
    if isinstance(cut, Judgement):
        return Reading(judgement=cut)
    if cut.sha256 == before.frame_sha256:
        return Reading(judgement=OK, frame_sha256=cut.sha256, notes=said)
    document = replace(read.read(cut, rules), publisher_said=said)
    judgement = judge_document(document, selector=cut.selector)
    return Reading(judgement=judgement, frame_sha256=cut.sha256, document=document)


def _read_pdf(body: bytes, rules: Rules) -> Reading:
    from monitor.text import pdf

    try:
        document = pdf.read_pdf(body, rules)
    except SlowPatternError as error:
        return Reading(judgement=Judgement(verdict="failed", reason=str(error)))
    if isinstance(document, Judgement):
        return Reading(judgement=document)
    return Reading(judgement=OK, document=document)


def _find(page: _Page, rules: Rules, before: Before) -> Reading:
    from monitor.text import find, tree

    pin = find.find_container(page.body, page.content_type, page.url)
    if pin is None:
        parsed = tree.parse(page.body, page.content_type)
        none = Judgement(verdict="empty", reason="no main text was found")
        return Reading(judgement=parsed if isinstance(parsed, Judgement) else none)
    return replace(_read_frame(page, replace(rules, pin=pin), before), selector=pin)


def _find_again(page: _Page, rules: Rules, before: Before) -> Reading | None:
    """The text read where it stands now, if most of it stands in one other place of the page."""
    from monitor.text import find

    previous = before.document()
    if previous is None:
        return None
    pin = find.relocate(page.body, page.content_type, page.url, previous)
    if pin is None or pin == rules.pin:
        return None
    return replace(_read_frame(page, replace(rules, pin=pin), before), selector=pin)


def _lost_most(reading: Reading, before: Before) -> bool:
    if reading.document is None:
        return False
    previous = before.document()
    if previous is None or not previous.blocks:
        return False
    kept = {block.text for block in reading.document.blocks}
    left = sum(block.text in kept for block in previous.blocks)
    return left < _FEW_LEFT * len(previous.blocks)


def with_pin(rules: Rules, reading: Reading) -> bytes:
    """The hash of the rules under which this reading was made."""
    return rules_sha256(rules if reading.selector is None else replace(rules, pin=reading.selector))


def whole_text(exchange: Exchange) -> str:
    """All that can be read on a page, squashed; nothing of a PDF, which has no elsewhere."""
    from monitor import apart
    from monitor.text import find, pdf

    if pdf.is_pdf(exchange.body):
        return ""
    if apart.is_heavy(exchange.body):
        return apart.whole_text(exchange)
    return find.whole_text(exchange.body, exchange.header("Content-Type"))


def replaced_by(
    before: Document, now: Document, comparison: Comparison, exchange: Exchange
) -> Judgement | None:
    """`gone`, where another text stands on the page and hardly anything of the one before."""
    from monitor import replaced

    if comparison.kind != "wording" or not replaced.hardly_left(before, comparison):
        return None
    return replaced.judge_replaced(before, now, comparison, whole_text(exchange))


def with_elsewhere(comparison: Comparison, now: Document, exchange: Exchange) -> Comparison:
    """The comparison with lost sentences flagged that stand elsewhere on the page."""
    from monitor import elsewhere

    if not elsewhere.lost(comparison):
        return comparison
    return elsewhere.flagged(comparison, now, whole_text(exchange))


def differ(source: "SourceConfig", before: Document, after: Document) -> Comparison:
    """How two documents of one source differ, with what its configuration watches for."""
    from monitor.compare.compare import compare

    return compare(
        before.compared,
        after.compared,
        language=source.language,
        terms=source.watch,
        expect=source.expect,
    )
