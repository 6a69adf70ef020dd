"""One line that says the news: the words first, then who said them in which text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from alerts import states
from alerts.inert import bare, cut, isolated, one_line
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    GroupNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    SampleNotice,
    Single,
    SourceCard,
    StateNotice,
)
from alerts.words import Group, clause, leading, widened, word_count
from storage.model import Passage

HEADLINE = 110  # characters of the news, and of a whole subject; a phone shows some forty
WHO = 100
_WHO_LEAST = 40  # characters of a subject that say who, however long the words are
_TELLING_WORDS = 20
_LOPSIDED = 3  # this many times more words on one side: the other side is only the seam


def subject(notice: Notice) -> str:
    """The subject of the mail, free of anything that could break a header."""
    doubt = _doubt(notice) if isinstance(notice, ChangeNotice) and not notice.confirmed else ""
    called, room = belongs_to(notice), HEADLINE - len(doubt)
    if not called:
        return _news(notice, room) + doubt
    room -= len(" | ")
    called = cut(called, max(_WHO_LEAST, room - len(bare(_news(notice, room)))))
    return f"{_news(notice, room - len(called))} | {isolated(called)}{doubt}"


def _doubt(notice: ChangeNotice) -> str:
    return " | unconfirmed" if notice.archive is None else " | the archive's sight"


def _news(notice: Notice, room: int) -> str:
    """The news in that many characters; of a digest the most telling, and how many more."""
    if not isinstance(notice, DigestNotice) or not notice.members:
        return headline(notice, room)
    first = max(notice.members, key=_telling)
    more = f" +{len(notice.members) - 1} more" if len(notice.members) > 1 else ""
    return headline(first, room - len(more)) + more


def _telling(notice: Single) -> tuple[bool, bool, bool]:
    """Sorts what should be named first last: flagged wording, other changes, new documents."""
    changed = isinstance(notice, ChangeNotice)
    flagged = isinstance(notice, ChangeNotice) and bool(notice.flags)
    return (changed, flagged, isinstance(notice, NewNotice))


def belongs_to(notice: Notice) -> str:  # noqa: PLR0911 - one a kind
    """Whose words in which text; empty where there is no one source."""
    match notice:
        case ChangeNotice():
            return who(notice.source)
        case NewNotice():
            return who(notice.source) if _replaces(notice) else _whence(notice)
        case StateNotice():
            return who(notice.source) if notice.source else one_line(notice.about or "")
        case OperatorNotice():
            return "readout"
        case GroupNotice():
            return cut(one_line(notice.host), WHO)
        case DigestNotice():
            return cut(_names(notice), WHO)
        case SampleNotice():
            return ""


def _whence(notice: NewNotice) -> str:
    """Whose document it is, and its name, unless that were its title again.

    Where nobody is named as its publisher, the listing or host says it then.
    """
    source = notice.source
    named = one_line(notice.named or source.name)
    if named.casefold() != _title(notice).casefold():
        return who(replace(source, name=named))
    if source.publisher:
        return cut(one_line(source.publisher), WHO)
    return cut(one_line(notice.found_by or urlsplit(source.url).hostname or source.slug), WHO)


def _title(notice: NewNotice) -> str:
    return one_line(notice.called or notice.title or notice.source.name)


def who(source: SourceCard) -> str:
    """`publisher: name`."""
    name = one_line(source.name)
    return cut(f"{one_line(source.publisher)}: {name}" if source.publisher else name, WHO)


def headline(notice: Notice, limit: int = HEADLINE) -> str:  # noqa: PLR0911 - one a kind
    """The news itself, in at most `limit` characters where it quotes a page."""
    match notice:
        case ChangeNotice():
            return change_headline(notice, limit)
        case NewNotice() if _replaces(notice):
            return _replaced_headline(notice, limit)
        case NewNotice():
            return _quoted("NEW ", _title(notice), limit)
        case StateNotice():
            return states.news(notice, limit)
        case GroupNotice():
            return states.group_news(notice, limit)
        case OperatorNotice():
            return isolated(cut(one_line(notice.subject), limit))
        case DigestNotice():
            return digest_headline(notice.members)
        case SampleNotice():
            return f"Sample from readout to channel {one_line(notice.channel)}"


def change_headline(notice: ChangeNotice, limit: int = HEADLINE) -> str:
    """The weightiest words that went or came."""
    if not notice.passages:
        return f"CHANGED version {notice.from_number} → {notice.to_number}"
    label = "typography: " if notice.change == "typography" else ""
    telling = telling_words(notice.evidence[0]) if notice.evidence else []
    return label + passage_headline(notice.passages[0], limit - len(label), telling)


def _replaces(notice: NewNotice) -> bool:
    """Whether its words are those of another document with some changed: these are the news."""
    return notice.replaces is not None and bool(notice.passages)


def _replaced_headline(notice: NewNotice, limit: int) -> str:
    """The weightiest words by which it differs from what stood under the same link."""
    label = "NEW INSTEAD: "
    telling = telling_words(notice.evidence[0]) if notice.evidence else []
    return label + passage_headline(notice.passages[0], limit - len(label), telling)


def telling_words(raised: Sequence[tuple[str, str, str]]) -> list[str]:
    """The words that raised the flags of a passage, those of the gravest first."""
    found = [
        flag.removeprefix("term:") if flag.startswith("term:") else word
        for flag, _, words in raised
        for word in re.split(", | → ", words)
    ]
    return list(dict.fromkeys(filter(None, found)))[:_TELLING_WORDS]


def passage_headline(passage: Passage, limit: int = HEADLINE, telling: Sequence[str] = ()) -> str:
    """`REMOVED "…"`, `ADDED "…"`, `MOVED "…"` or `"…" → "…"`; of many clauses a `telling` one."""
    match passage.kind:
        case "added":
            return _quoted("ADDED ", one_line(passage.after), limit)
        case "removed":
            return _quoted("REMOVED ", one_line(passage.before), limit)
        case "changed" | "moved":
            group = leading(passage)
            if group is None:
                return _quoted(f"{passage.kind.upper()} ", one_line(passage.after), limit)
            return _edit_headline(group, limit, telling, negated="negation" in passage.flags)


def _edit_headline(group: Group, limit: int, telling: Sequence[str], *, negated: bool) -> str:
    went, came = word_count(group.removed), word_count(group.added)
    short = negated and max(went, came) < 3  # "not" alone says little: show what it stood in
    if not short and went > max(1, _LOPSIDED * came):
        return _quoted("REMOVED ", clause(group.removed, telling), limit)
    if not short and came > max(1, _LOPSIDED * went):
        return _quoted("ADDED ", clause(group.added, telling), limit)
    before, after = widened(group)
    if not before:
        return _quoted("ADDED ", after, limit)
    if not after:
        return _quoted("REMOVED ", before, limit)
    room = limit - len('"" → ""')  # a short side leaves what it does not need to the other
    left, right = (max(room // 2, room - len(other)) for other in (after, before))
    return f'"{isolated(cut(before, left))}" → "{isolated(cut(after, right))}"'


def _quoted(label: str, text: str, limit: int) -> str:
    return f'{label}"{isolated(cut(text, limit - len(label) - 2))}"'


def digest_headline(members: tuple[Single, ...]) -> str:
    """How many of what."""
    counts = (
        _count(sum(isinstance(member, ChangeNotice) for member in members), "change"),
        _count(sum(isinstance(member, NewNotice) for member in members), "new document"),
        _count(sum(isinstance(member, StateNotice) for member in members), "state"),
        _count(sum(isinstance(member, OperatorNotice) for member in members), "message"),
    )
    return ", ".join(filter(None, counts)) or "nothing"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _names(notice: DigestNotice) -> str:
    names = dict.fromkeys(belongs_to(member) for member in notice.members)
    return ", ".join(filter(None, names))
