"""The second judgement: whether what was read from a page is a text, or only a refusal."""

import functools

from monitor.judge import page as pages
from monitor.judge.match import holds
from monitor.judge.page import Page, Visible
from monitor.judge.rule import Rule
from monitor.judge.table import rules_for
from storage.model import Document, Judgement

_OK = Judgement(verdict="ok", reason=None)
_LONG = 3_000  # characters; no refusal is that long


def judge_document(document: Document, *, selector: str) -> Judgement:
    """What a document is worth: `empty` without words, else by the rows that look at texts alone.

    `selector` is where the text was looked for; it is named when nothing is there to read.
    """
    text = document.text
    if len(text) > _LONG:
        return _OK
    if not any(map(str.isalnum, text)):
        return Judgement(verdict="empty", reason=f"no words in the text at {selector}")
    page = _as_page(document, text)
    rule = next((rule for rule in _of_texts() if holds(rule, page)), None)
    if rule is None:
        return _OK
    return Judgement(verdict=rule.verdict, reason=f"{rule.reason} (all of the text at {selector})")


def _as_page(document: Document, text: str) -> Page:
    first = document.blocks[0]
    lead = first.text if first.kind == "heading" else None
    named = (document.title, document.headline, lead)
    return Page(
        status=200,
        headers={},
        asked="",
        landed="",
        headings=tuple(part for name in named if name for part in pages.parts(name)),
        visible=Visible(
            text=pages.fold(text), empty=False, words=pages.words(text), links=0, markup=""
        ),
    )


def _looks_at_text_alone(rule: Rule) -> bool:
    """Not those that count links: a document has none, and a short notice would be refused."""
    needs = (rule.header, rule.landed, rule.markup, rule.links)
    return rule.looks_inside and all(need is None for need in needs)


@functools.cache
def _of_texts() -> tuple[Rule, ...]:
    return tuple(rule for rule in rules_for(200)[1] if _looks_at_text_alone(rule))
