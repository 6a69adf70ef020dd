"""What a message about a state says: its headline, its summary, its facts."""

from alerts.inert import cut, isolated, one_line
from alerts.notices import GroupNotice, StateNotice

_NAMED = 20  # sources of a host that are named; more are counted
_LABELS = {"broken": "NOT SEEN", "overdue": "NOT CHECKED"}
_BLIND = " Changes there are NOT SEEN until this is mended."
_NOT_COMPARED = (
    " What stands there now is kept and NOT COMPARED with anything; when the last text, or some of "
    "it, is there again, that is told."
)
_STANDS = (
    " Its text stands on the page as it was; it is read and compared on, and what changes in it is "
    "told."
)
_NOTICE_GONE = "The page no longer says that its text was withdrawn; the text stands there."
_SETTLED = "One text has stood for an hour. If people know another, that change is told by itself."
_FIRST = "It is read in full for the first time; what changes from now on is told."
_AGAIN = "It is read in full again; what changed meanwhile is told by itself."
_MOVED = "The same words stand at another address now, and are watched there"
_SILENT = "Does the publisher list new documents elsewhere? New ones there would NOT BE SEEN."
_FLAPPING = (
    "The page serves texts it had before in turn, and settles on none: these visits are noted as "
    "sightings, and told no more until one text has stood for an hour. A text that is new is told."
)


def news(notice: StateNotice, limit: int) -> str:
    """What became of watching, and why."""
    if notice.moved_to is not None:
        return cut(f"MOVED to {one_line(notice.moved_to)}", limit)
    if notice.recovered and notice.stands:
        return "NO LONGER SAID TO BE WITHDRAWN"
    if notice.recovered:
        seen = "SEEN FOR THE FIRST TIME" if notice.begins else "SEEN AGAIN"
        return _settled(notice) if notice.was == "flapping" else seen
    if notice.state == "flapping":
        return f"FLAPPING: {_numbers(notice)} in turn"
    if notice.state == "ok":
        return _because("LISTING", _reason(notice), limit)
    label = _LABELS.get(notice.state, notice.state.upper())
    reason = _reason(notice) or one_line(notice.verdict or "")
    return _because(label, reason, limit)


def _because(label: str, reason: str, limit: int) -> str:
    said = cut(f"{label}: {reason}" if reason else label, limit)
    begin = len(label) + len(": ")
    return said[:begin] + isolated(said[begin:])


def _reason(notice: StateNotice) -> str:
    """Why, without the name of the state before it."""
    return one_line((notice.reason or "").removeprefix(f"{notice.state}: "))


def _settled(notice: StateNotice) -> str:
    return f"SETTLED on version {notice.last_version}"


def _numbers(notice: StateNotice) -> str:
    """`versions 1 and 2`; the latter stands now."""
    return f"versions {' and '.join(map(str, notice.between))}"


def summary(notice: StateNotice) -> str:
    """The first line of the message."""
    if notice.moved_to is not None:
        return f"{_MOVED}: {one_line(notice.moved_to)}"
    if notice.state == "ok" and not notice.recovered:
        return f"{_reason(notice).capitalize()}. {_SILENT}"
    if notice.recovered:
        return _well(notice)
    if notice.state == "flapping":
        return _FLAPPING
    if notice.stands:
        return f"Withdrawn: {_reason(notice)}.{_STANDS}"
    verdict = f" ({notice.verdict})" if notice.verdict not in {None, notice.state} else ""
    reason = f": {_reason(notice)}" if notice.reason else ""
    blind = _NOT_COMPARED if notice.state in {"replaced", "withdrawn"} else ""
    blind = _BLIND if notice.state == "broken" else blind
    return f"{notice.state.capitalize()}{verdict}{reason}.{blind}"


def _well(notice: StateNotice) -> str:
    if notice.was == "flapping":
        return _SETTLED
    if notice.stands:
        return _NOTICE_GONE
    return _FIRST if notice.begins else _AGAIN


def facts(notice: StateNotice) -> tuple[tuple[str, str], ...]:
    """Label and text of what else is to know."""
    found = []
    if notice.last_version is not None:
        found.append(("LAST VERSION", f"@{notice.last_version}"))
    if notice.remedy:
        found.append(("WHAT TO DO", one_line(notice.remedy)))
    return tuple(found)


def group_news(notice: GroupNotice, limit: int) -> str:
    """`57 found again unchanged, 3 need you`, or `NOT SEEN: 57 sources: 403`."""
    first, count = notice.members[0], len(notice.members)
    if first.recovered:
        return _again(notice)
    label = _LABELS.get(first.state, first.state.upper())
    reasons = dict.fromkeys(filter(None, map(_reason, notice.members)))
    why = next(iter(reasons), "") if len(reasons) == 1 else str(first.verdict)
    return _because(f"{label}: {max(count, notice.needy)} sources", why, limit)


def _again(notice: GroupNotice) -> str:
    changed = len(notice.members) - notice.unchanged
    parts = [f"{notice.unchanged} found again unchanged"] if notice.unchanged else []
    parts += [f"{changed} found again changed"] if changed else []
    needy = notice.needy
    parts += [f"{needy} need{'s' if needy == 1 else ''} you"] if needy else []
    return ", ".join(parts)


def group_summary(notice: GroupNotice) -> str:
    """The first line of the message."""
    if notice.members[0].recovered:
        still = f" {notice.needy} of this host still cannot be read." if notice.needy else ""
        return f"Read in full again; what changed meanwhile is told by itself.{still}"
    state = notice.members[0].state
    blind = _BLIND if state == "broken" else ""
    earlier = notice.needy - len(notice.members)
    before = f", {earlier} more were told before" if earlier > 0 else ""
    return f"{len(notice.members)} sources of one host came to be {state}{before}.{blind}"


def group_lines(notice: GroupNotice) -> tuple[str, ...]:
    """Each source and why, the first of them; then who else is in trouble."""
    named = [_member(one) for one in notice.members[:_NAMED]]
    left = len(notice.members) - len(named)
    lines = [*named, *([f"and {left} more: readout status"] if left else [])]
    if notice.others:
        shown = ", ".join(map(one_line, notice.others[:_NAMED]))
        lines.append(f"In trouble as well: {shown}")
    return tuple(lines)


def group_heads(notice: GroupNotice) -> tuple[str, ...]:
    """Each source and the head of its chain: the leaves of the root, whose witnesses they are."""
    return tuple(f"{_name(one)} {one.chain_head}" for one in notice.members if one.chain_head)


def _member(one: StateNotice) -> str:
    why = "" if one.recovered else f": {_reason(one) or one.verdict}"
    return f"{_name(one)}{why}"


def _name(one: StateNotice) -> str:
    return one_line(one.source.slug if one.source else one.about or "")
