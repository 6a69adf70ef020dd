"""When and why a source could not be read, or served known texts in turn, by its episodes. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from alerts.inert import one_line
from storage.model import SEEN, Episode


def told(history: Iterable[Episode]) -> list[Episode]:
    """Of a source's episodes, in time, those that its history shows."""
    passed = list(history)
    return [*outages(passed), *(one for one in passed if flaps(one))]


def outages(history: Iterable[Episode]) -> list[Episode]:
    """The stretches in which the source could not be seen, whatever its state was called."""
    found: list[Episode] = []
    for episode in history:
        if episode.state != "overdue" and (episode.verdict is None or episode.verdict in SEEN):
            continue
        last = found[-1] if found else None
        same = last and (last.verdict, last.reason) == (episode.verdict, episode.reason)
        if last and same and last.until == episode.since:
            found[-1] = replace(last, until=episode.until)
        else:
            found.append(episode)
    return found


def flaps(episode: Episode) -> bool:
    """Whether the source was seen all the while, and served known texts in turn.

    One that flapped and then failed is called flapping until it is broken, and is not seen.
    """
    return episode.state == "flapping" and episode.verdict in SEEN


def why(episode: Episode) -> str:
    """Why the source was not seen, `blocked (403)` or `not running`, on one line and inert."""
    reason = one_line(episode.reason or "")
    if episode.verdict is None:
        return reason
    return f"{episode.verdict} ({reason})" if reason else episode.verdict
