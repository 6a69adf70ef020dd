"""One line that says the news: the words first, then who said them in which text."""

from alerts.inert import cut, one_line
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
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

HEADLINE = 110  # characters; mail programs on a phone show some forty
WHO = 100
_LOPSIDED = 3  # this many times more words on one side: the other side is only the seam


def subject(notice: Notice) -> str:
    """The subject of the mail, free of anything that could break a header."""
    who = belongs_to(notice)
    doubt = " | unconfirmed" if isinstance(notice, ChangeNotice) and not notice.confirmed else ""
    return headline(notice) + (f" | {who}" if who else "") + doubt


def belongs_to(notice: Notice) -> str:
    """Whose words in which text; empty where there is no one source."""
    match notice:
        case ChangeNotice() | NewNotice():
            return who(notice.source)
        case StateNotice():
            return who(notice.source) if notice.source else one_line(notice.about or "")
        case OperatorNotice():
            return "readout"
        case DigestNotice():
            return cut(_names(notice), WHO)
        case SampleNotice():
            return ""


def who(source: SourceCard) -> str:
    """`publisher: name`."""
    name = one_line(source.name)
    return cut(f"{one_line(source.publisher)}: {name}" if source.publisher else name, WHO)


def headline(notice: Notice) -> str:
    """The news itself."""
    match notice:
        case ChangeNotice():
            return change_headline(notice)
        case NewNotice():
            return _quoted("NEW ", one_line(notice.title or notice.source.name))
        case StateNotice():
            return state_headline(notice)
        case OperatorNotice():
            return cut(one_line(notice.subject), HEADLINE)
        case DigestNotice():
            return digest_headline(notice.members)
        case SampleNotice():
            return f"Sample from readout to channel {one_line(notice.channel)}"


def change_headline(notice: ChangeNotice) -> str:
    """The weightiest words that went or came."""
    if not notice.passages:
        return f"CHANGED version {notice.from_number} → {notice.to_number}"
    words = passage_headline(notice.passages[0])
    return f"typography: {words}" if notice.change == "typography" else words


def passage_headline(passage: Passage) -> str:
    """`REMOVED "…"`, `ADDED "…"`, `MOVED "…"` or `"…" → "…"`."""
    match passage.kind:
        case "added":
            return _quoted("ADDED ", one_line(passage.after))
        case "removed":
            return _quoted("REMOVED ", one_line(passage.before))
        case "moved":
            return _quoted("MOVED ", one_line(passage.after))
        case "changed":
            group = leading(passage)
            if group is None:
                return _quoted("CHANGED ", one_line(passage.after))
            return _edit_headline(group, negated="negation" in passage.flags)


def _edit_headline(group: Group, *, negated: bool) -> str:
    went, came = word_count(group.removed), word_count(group.added)
    short = negated and max(went, came) < 3  # "not" alone says little: show what it stood in
    if not short and went > max(1, _LOPSIDED * came):
        return _quoted("REMOVED ", clause(group.removed))
    if not short and came > max(1, _LOPSIDED * went):
        return _quoted("ADDED ", clause(group.added))
    before, after = widened(group)
    if not before:
        return _quoted("ADDED ", after)
    if not after:
        return _quoted("REMOVED ", before)
    half = (HEADLINE - 7) // 2
    return f'"{cut(before, half)}" → "{cut(after, half)}"'


def _quoted(label: str, text: str) -> str:
    return f'{label}"{cut(text, HEADLINE - len(label) - 2)}"'


def state_headline(notice: StateNotice) -> str:
    """What became of watching, and why."""
    reason = one_line(notice.reason or notice.verdict or "")
    if notice.recovered:
        return "SEEN AGAIN"
    label = {"broken": "NOT SEEN", "gone": "GONE", "overdue": "NOT CHECKED"}.get(
        notice.state, notice.state.upper()
    )
    return cut(f"{label}: {reason}" if reason else label, HEADLINE)


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
