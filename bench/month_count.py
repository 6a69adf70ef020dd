"""What the messages of a simulated month told, held against the edits that were made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    GroupNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    StateNotice,
)
from bench.month_pages import Page
from bench.month_press import START
from storage.model import Passage

Edit = tuple[str, int, int]  # page, line, form
Shown = Mapping[int, int]  # which form of each line
Turn = tuple[str, str]  # a document, and what became of it: new, unread, unlisted, moved
Member = ChangeNotice | NewNotice | StateNotice | OperatorNotice


@dataclass(slots=True)
class Ledger:
    """What was sent, message by message; a repeat under the same Message-ID is the same message."""

    told: dict[str, list[ChangeNotice]] = field(default_factory=dict)
    turns: dict[Turn, set[str]] = field(default_factory=lambda: defaultdict(set))
    arrivals: int = 0
    others: int = 0  # states and what the operator is told

    def enter(self, message_id: str, notice: Notice) -> None:
        """A message arrived."""
        self.arrivals += 1
        members = _members(notice)
        changes = [one for one in members if isinstance(one, ChangeNotice)]
        turns = [turn for one in members if (turn := _turn(one)) is not None]
        for turn in turns:
            self.turns[turn].add(message_id)
        self.others += len(members) - len(changes) - len(turns)
        if changes:
            self.told[message_id] = changes


def _members(notice: Notice) -> Sequence[Member]:
    match notice:
        case DigestNotice() | GroupNotice():
            return notice.members
        case ChangeNotice() | NewNotice() | StateNotice() | OperatorNotice():
            return (notice,)
        case _:
            return ()


def _turn(notice: Member) -> Turn | None:
    """What it tells of a document's coming, leaving or moving."""
    if isinstance(notice, NewNotice):
        return notice.source.slug, "unread" if notice.number is None else "new"
    if isinstance(notice, StateNotice) and notice.source is not None:
        if notice.moved_to is not None:
            return notice.source.slug, "moved"
        if notice.state == "unlisted":
            return notice.source.slug, "unlisted"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How the telling went. The lists name what went wrong, for whoever mends it."""

    edits: int
    typographic: int
    turns: dict[str, int]  # documents that were new, unlisted, moved
    messages: int
    missed: list[str]
    false: list[str]
    doubled: list[str]


def count(pages: Sequence[Page], ledger: Ledger, until: datetime) -> Count:
    """Which edits were told once, and what was told without one."""
    known = {page.slug: _Lines(page) for page in pages}
    turns = set(_turns(pages, until))
    # What cannot be read for ten minutes is told as that, and again once it can be read.
    unread = {(slug, "unread") for slug, what in turns if what == "new"}
    made = set(_edits(pages, until))
    by_message: dict[Edit, list[str]] = defaultdict(list)
    false = []
    for message_id, notices in ledger.told.items():
        found: set[Edit] = set()
        for notice in notices:
            if notice.source.slug not in known:
                false.append(f"{notice.source.slug}: a document that is watched elsewhere")
                continue
            passages = [one for one in notice.passages if one.change == "wording"]
            edits = known[notice.source.slug].edits(passages)
            found.update(*edits)
            pairs = zip(passages, edits, strict=True)
            false += [_wrong(notice, passage) for passage, told in pairs if not told]
        for edit in found:
            by_message[edit].append(message_id)
    forms = [form for page in pages for line in page.lines for form in line[1:]]
    twice = [(edit, ids) for edit, ids in by_message.items() if len(ids) > 1]
    return Count(
        edits=len(made),
        typographic=sum(not form.wording and form.at <= until for form in forms),
        turns=Counter(what for _, what in turns),
        messages=len(ledger.told),
        missed=[
            *(_named(known, edit) for edit in sorted(made - set(by_message))),
            *map(" ".join, sorted(turns - set(ledger.turns))),
        ],
        false=[*false, *map(" ".join, sorted(set(ledger.turns) - turns - unread))],
        doubled=[
            *(f"{_named(known, edit)} {ids}" for edit, ids in twice),
            *(f"{' '.join(one)} {ids}" for one, ids in ledger.turns.items() if len(ids) > 1),
        ],
    )


def _turns(pages: Iterable[Page], until: datetime) -> Iterable[Turn]:
    """What became of the documents of listings: what stood there at first is no news."""
    for page in pages:
        if page.life is None:
            continue
        if START < page.life.born <= until:
            yield page.slug, "new"
        if page.life.leaves is not None and page.life.leaves <= until:
            yield page.slug, "unlisted"
        if page.life.moves is not None and page.life.moves <= until:
            yield page.slug, "moved"


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

    def edits(self, passages: Sequence[Passage]) -> list[set[Edit]]:
        """The edits of wording that each passage of a message tells; none: it is false.

        Which old sentence a new one is set against is free, where several lines were edited
        between two visits: a line's old form and its new one may stand in two passages.
        """
        went = dict(self._at[one.before] for one in passages if one.before in self._at)
        came = dict(self._at[one.after] for one in passages if one.after in self._at)
        return [self._told(passage, went, came) for passage in passages]

    def _told(self, passage: Passage, went: Shown, came: Shown) -> set[Edit]:
        sides = [text for text in (passage.before, passage.after) if text]
        lines = [self._at[text][0] for text in sides if text in self._at]
        edits = [self._of_line(line, went.get(line), came.get(line)) for line in lines]
        return set().union(*edits) if len(lines) == len(sides) and all(edits) else set()

    def _of_line(self, line: int, went: int | None, came: int | None) -> set[Edit]:
        """The edits of a line that lead from one form to another; None: it does not stand."""
        forms = self.page.lines[line]
        if came is None:
            came = next((at for at, form in enumerate(forms) if not form.text), None)
        if went is None and forms[0].wording:  # it was put in later
            went = -1
        if came is None or went is None:
            return set()
        every = range(went + 1, came + 1)
        return {(self.page.slug, line, at) for at in every if forms[at].wording}
