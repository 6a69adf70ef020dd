"""Whether a row of the table holds for a page."""

import re

from monitor.judge.page import Page, Visible
from monitor.judge.rule import Rule
from monitor.judge.table import rules_for
from storage.model import Judgement


def first(page: Page) -> Rule | None:
    """The first row of the table that holds for a page."""
    rules = rules_for(page.status)[page.visible is not None]
    return next((rule for rule in rules if holds(rule, page)), None)


def holds(rule: Rule, page: Page) -> bool:
    """Whether all that a row asks for is true of a page; the cheap questions come first."""
    if rule.header is not None:
        name, pattern = rule.header
        if (value := page.headers.get(name)) is None or not pattern.search(value):
            return False
    if rule.landed is not None and not _landed(rule.landed, page):
        return False
    if rule.heading is not None and not any(map(rule.heading.match, page.headings)):
        return False
    if page.visible is None:
        return not rule.looks_inside
    return _shows(rule, page.visible)


def judgement(rule: Rule, status: int) -> Judgement:
    """What a row says of a page with that status."""
    prefix = "" if status == 200 else f"{status}: "
    return Judgement(verdict=rule.verdict, reason=prefix + rule.reason)


def _landed(pattern: re.Pattern[str], page: Page) -> bool:
    if page.asked == page.landed:
        return False
    return bool(pattern.search(page.landed)) and not pattern.search(page.asked)


def _shows(rule: Rule, seen: Visible) -> bool:
    if rule.words is not None and seen.words > rule.words:
        return False
    if rule.links is not None and seen.links > rule.links:
        return False
    if rule.markup is not None and not rule.markup.search(seen.markup):
        return False
    return rule.text is None or bool(rule.text.search(seen.text))
