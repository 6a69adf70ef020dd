"""The sentences of a message that say how much changed, how sure it is and when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alerts import archive, when
from alerts.inert import cut, isolated, led, one_line
from alerts.words import negation
from storage.model import Passage

if TYPE_CHECKING:
    from alerts.notices import ChangeNotice, Envelope, NewNotice, StateNotice

LEGEND = "old words last read in full / new words first read"
_BY_ARCHIVE = "old words last read in full / new words in the archive's capture"
_RAISED = 90  # characters of the words that raised a flag
_SAID = {"expect": "EXPECTED PHRASE GONE", "elsewhere": "STILL ELSEWHERE ON THE PAGE"}
_KINDS = ("changed", "removed", "added", "moved")


def how_much(notice: "ChangeNotice") -> str:
    """`2 sentences changed, 1 removed, the rest identical.`"""
    shown = wording(notice)
    if notice.change == "typography":
        kinds = ", ".join(typography(shown))
        how = f" ({kinds})" if kinds else ""
        return f"{_count(len(shown), 'sentence')} set differently{how}, not a word changed."
    rest = ", the rest identical" if notice.rest_identical else ""
    return f"{counted(shown)}{rest}." if shown else "Changed."


def typography(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The kinds of typography in which passages differ, in the order of the text."""
    return tuple(dict.fromkeys(kind for one in passages for kind in one.typography))


def counted(passages: Sequence[Passage]) -> str:
    """How many sentences became what, `2 sentences changed, 1 removed`; empty where none did."""
    parts: list[str] = []
    for kind in _KINDS:
        count = sum(passage.kind == kind for passage in passages)
        if count:
            parts.append(f"{count if parts else _count(count, 'sentence')} {kind}")
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def wording(notice: "ChangeNotice") -> tuple[Passage, ...]:
    """The passages that count: those of the change's own kind."""
    return tuple(p for p in notice.passages if p.change == notice.change) or notice.passages


def how_sure(notice: "ChangeNotice") -> str:
    """`Seen twice, 11 s apart.`, or what stands against it; whose sight it is if not ours."""
    if notice.archive is not None:
        since = " The site itself has shown it since." if notice.confirmed else ""
        return archive.sight(notice.archive) + since
    older = [] if notice.archive_before is None else [archive.older(notice.archive_before)]
    return " ".join([_seen(notice), *older])


def _seen(notice: "ChangeNotice") -> str:
    if not notice.confirmed:
        return "NOT CONFIRMED: seen once, the second look did not succeed."
    times = {1: "once", 2: "twice"}.get(notice.looks, f"{notice.looks} times")
    apart = "" if notice.seconds_apart is None else f", {duration(notice.seconds_apart)} apart"
    return f"Seen {times}{apart}."


def what_was_said(notice: "ChangeNotice") -> str:
    """What the page itself says of the change: its date, and a note if there is one."""
    before, after = map(when.page_date, notice.redated)
    if before == after:
        dated = f"Page date unchanged ({one_line(after)})" if after else ""
    elif after:
        dated = f"Page {'re-dated to' if before else 'now dated'} {one_line(after)}"
    else:
        dated = f"{one_line(before or '')} is no longer given as the page's one date"
    if notice.publisher_said:
        said = f'the publisher says: "{one_line(notice.publisher_said)}"'
    else:
        said = "no note of what changed"
    joined = f"{dated}; {said}" if dated else said[0].upper() + said[1:]
    return f"{joined}."


def about_the_whole(notice: "ChangeNotice") -> str:
    """What the flags say that belong to no one passage."""
    said = []
    if notice.same_as is not None:
        said.append(f"The text is the same as version {notice.same_as} again.")
    elif "restored" in notice.flags:
        said.append("Words of an earlier version have come back.")
    if "redesign" in notice.flags:
        said.append("The page was rebuilt at the same time.")
    return " ".join(said)


def summary(notice: "ChangeNotice") -> str:
    """The first line of the message."""
    said = (about_the_whole(notice), how_much(notice), how_sure(notice), what_was_said(notice))
    return " ".join(filter(None, said))


def seen_between(notice: "ChangeNotice", envelope: "Envelope") -> str:
    """When it happened, in the reader's zone, the publisher's and UTC."""
    zones = (envelope.timezone, notice.source.timezone)
    span = when.between(notice.not_before, notice.first_seen, zones, year=envelope.fixed_at.year)
    if notice.not_before is None:
        return f"{span}  (new words first read; when the old ones last stood there is not known)"
    if notice.archive is not None:
        return f"{span}  ({_BY_ARCHIVE})"
    if when.same_minute(notice.not_before, notice.first_seen):
        return f"{span}  (old words last read in full and new words first read within this minute)"
    return f"{span}  ({LEGEND})"


def first_seen(notice: "NewNotice", envelope: "Envelope") -> str:
    """When a new document was first read."""
    zones = (envelope.timezone, notice.source.timezone)
    span = when.between(notice.not_before, notice.first_seen, zones, year=envelope.fixed_at.year)
    if notice.not_before is None:
        return f"{span}  (first read)"
    if when.same_minute(notice.not_before, notice.first_seen):
        return f"{span}  (not there, then read, within this minute)"
    return f"{span}  (not there / read)"


def since(notice: "StateNotice", envelope: "Envelope") -> str:
    """Since when a state holds or held, and when all was last well, or is again."""
    zones = (envelope.timezone, notice.source.timezone if notice.source else "UTC")
    year = envelope.fixed_at.year
    said = f"since {when.instant(notice.since, zones, year=year)}"
    if notice.last_good is not None:
        read = "read in full again" if notice.recovered else "last read in full"
        said += f"; {read} {when.one(notice.last_good, envelope.timezone, year=year)}"
    return said


def labels(
    passage: Passage,
    term_counts: Sequence[tuple[str, int, int]],
    evidence: Sequence[tuple[str, str, str]] = (),
) -> tuple[str, ...]:
    """What became of the sentence if it is not merely changed, `REMOVED`; then its flags.

    Of typography, which it was: `TYPOGRAPHY: quotes, spaces`, `LAYOUT: heading → paragraph`.

    The flags are said as a reader takes them in, with the words that raised them where these are
    known: `NEGATION REMOVED: no longer`, `STRENGTH DOWN: agreed → discussed`, `TERM "…" 1 -> 0`.
    """
    counts = {name: f" {before} -> {after}" for name, before, after in term_counts}
    raised = {flag: (way, words) for flag, way, words in evidence}
    said = [] if passage.kind == "changed" else [passage.kind.upper()]
    if passage.typography:
        said.append(_with_words("TYPOGRAPHY", ", ".join(passage.typography)))
    if passage.layout:
        said.append(_with_words("LAYOUT", passage.layout))
    for flag in passage.flags:
        name = flag.removeprefix("term:")
        way, words = raised.get(flag, ("", ""))
        if name != flag:
            said.append(f'TERM "{isolated(one_line(name))}"{counts.get(name, "")}')
            continue
        if flag == "negation" and not evidence:
            way = negation(passage) or ""
        label = _SAID.get(flag) or one_line(flag).replace("_", " ")
        called = " ".join(filter(None, (label, way))).upper()
        said.append(_with_words(called, words))
    return tuple(said)


def _with_words(called: str, words: str) -> str:
    """`STRENGTH DOWN: agreed → discussed`; `RESTORED from @1` has no colon."""
    if not words:
        return called
    said = led(cut(one_line(words), _RAISED))
    return f"{called}{' ' if words.startswith('from @') else ': '}{said}"


def place(passage: Passage) -> str:
    """Where the passage stands: `§ "heading", paragraph 3`."""
    under = f'§ "{isolated(one_line(passage.section))}", ' if passage.section else ""
    return f"{under}paragraph {passage.paragraph}"


def duration(seconds: float) -> str:
    """`11 s`, `10 min`, `3 h`, `2 d`."""
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"
