"""What the messages of a simulated month told, held against the edits that were made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alerts.notices import ChangeNotice, DigestNotice, Notice
from bench.month_pages import Form, Page
from storage.model import Passage

Edit = tuple[str, int, int]  # page, line, form


@dataclass(slots=True)
class Ledger:
    """What was sent, message by message; a repeat under the same Message-ID is the same message."""

    told: dict[str, list[tuple[ChangeNotice, Passage]]] = field(default_factory=dict)
    arrivals: int = 0
    others: int = 0  # states and what the operator is told

    def enter(self, message_id: str, notice: Notice) -> None:
        """A message arrived."""
        self.arrivals += 1
        members = notice.members if isinstance(notice, DigestNotice) else (notice,)
        changes = [one for one in members if isinstance(one, ChangeNotice)]
        self.others += len(members) - len(changes)
        if changes:
            self.told[message_id] = [(one, passage) for one in changes for passage in one.passages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How the telling went. The lists name what went wrong, for whoever mends it."""

    edits: int
    typographic: int
    messages: int
    missed: list[str]
    false: list[str]
    doubled: list[str]


def count(pages: Sequence[Page], ledger: Ledger, until: datetime) -> Count:
    """Which edits were told once, and what was told without one."""
    known = {page.slug: _Lines(page) for page in pages}
    made = set(_edits(pages, until))
    by_message: dict[Edit, list[str]] = defaultdict(list)
    false = []
    for message_id, passages in ledger.told.items():
        found: set[Edit] = set()
        for notice, passage in passages:
            if passage.change == "wording":
                edits = known[notice.source.slug].edits(passage)
                found |= edits
                false += [] if edits else [_wrong(notice, passage)]
        for edit in found:
            by_message[edit].append(message_id)
    forms = [form for page in pages for line in page.lines for form in line[1:]]
    twice = [(edit, ids) for edit, ids in by_message.items() if len(ids) > 1]
    return Count(
        edits=len(made),
        typographic=sum(not form.wording and form.at <= until for form in forms),
        messages=len(ledger.told),
        missed=[_named(known, edit) for edit in sorted(made - set(by_message))],
        false=false,
        doubled=[f"{_named(known, edit)} {ids}" for edit, ids in twice],
    )


def _wrong(notice: ChangeNotice, passage: Passage) -> str:
    sure = "confirmed" if notice.confirmed else "unconfirmed"
    when = f"{notice.source.slug}@{notice.to_number} at {notice.first_seen:%d %H:%M}, {sure}"
    return f"{when}: {passage.before!r} → {passage.after!r}"


def _edits(pages: Iterable[Page], until: datetime) -> Iterable[Edit]:
    """The edits of wording that a reader must hear of: what stood between two visits is not seen.

    An edit undone, or overtaken by the next of its line, counts as told with that one.
    """
    for page in pages:
        for line, forms in enumerate(page.lines):
            for at, form in enumerate(forms):
                if form.wording and form.at <= until:
                    yield page.slug, line, at


def _named(known: "dict[str, _Lines]", edit: Edit) -> str:
    slug, line, at = edit
    form = known[slug].page.lines[line][at]
    return f"{slug} line {line} at {form.at:%d %H:%M}: {form.text or 'taken out'!r}"


class _Lines:
    """The forms of a page's lines, found by their texts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._at = {
            form.text: (line, at)
            for line, forms in enumerate(page.lines)
            for at, form in enumerate(forms)
            if form.text
        }

    def edits(self, passage: Passage) -> set[Edit]:
        """The edits of wording that lead from the passage's old text to its new one."""
        before, after = (self._at.get(text.strip()) for text in (passage.before, passage.after))
        if (passage.before and before is None) or (passage.after and after is None):
            return set()
        if before and after and before[0] == after[0]:
            return self._between(before[0], before[1] + 1, after[1])
        gone = self._until_gone(*before) if before else set()
        return gone | (self._between(after[0], 0, after[1]) if after else set())

    def _between(self, line: int, first: int, last: int) -> set[Edit]:
        forms = self.page.lines[line]
        return {(self.page.slug, line, at) for at in range(first, last + 1) if forms[at].wording}

    def _until_gone(self, line: int, at: int) -> set[Edit]:
        """Those that took a line out: up to the next form without a text."""
        forms: tuple[Form, ...] = self.page.lines[line]
        gone = next((n for n in range(at + 1, len(forms)) if not forms[n].text), None)
        return set() if gone is None else self._between(line, at + 1, gone)
