"""What the other texts of a statement did, in the words of a message about one of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from alerts import when
from alerts.inert import one_line

Told = Literal["change", "new", "state"]
NAMED = 3  # unchanged texts that are named; more are counted

_LANGUAGES = {
    "en": "English", "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "fr": "French",
    "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "ru": "Russian",
    "ar": "Arabic",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another text of the same statement. `changed_at`: its new words were first seen then.

    `came_at`: it is itself a new document, and was first read then. `looking`: it differs, and a
    second look is still to come. `readable`: its last visit read it.
    """

    slug: str
    language: str | None
    publisher: str | None = None
    edition: bool = False  # of the publisher of the text that the message is about
    seen_at: datetime | None  # last read in full
    changed_at: datetime | None = None
    came_at: datetime | None = None
    number: int | None = None  # of the version that changed
    looking: bool = False
    readable: bool = True


def language_name(code: str) -> str:
    """`English` for `en-GB`; a code we have no name for as it is."""
    return _LANGUAGES.get(code[:2].lower(), code)


def said(
    siblings: Sequence[Sibling],
    own: str | None,
    at: datetime,
    zone: str,
    *,
    about: Told = "change",
) -> tuple[str, ...]:
    """What each did, a sentence each; `at` is the date of the message, `zone` the reader's.

    `own`: the language of the text that the message is about; no other of it is an edition.
    `about`: what the message tells of that text; others did so *too* only where they did the same.

    What cannot be read now is told elsewhere, as not seen.
    """
    names = _names(siblings, own)
    seen = [one for one in siblings if one.readable and one.seen_at is not None]
    news = [one for one in seen if one.changed_at or one.came_at or one.looking]
    same = [one for one in seen if one not in news]
    told = [_news(names[one.slug], one, about, (zone, at.year)) for one in news]
    if len(same) > NAMED or (same and len(same) < len(siblings) and not news):
        oldest = max(_ago(one, at) for one in same)
        which = "Everything else in this statement" if not news else f"{len(same)} other texts"
        told.append(f"{which} read within {_span(oldest)}, unchanged.")
    else:
        told += [
            f"{names[one.slug]}, last seen {_span(_ago(one, at))} ago, has not changed."
            for one in same
        ]
    told += [
        f"{names[one.slug]} has not been read yet."
        for one in siblings
        if one.seen_at is None and one.readable
    ]
    return tuple(told)


def _news(name: str, one: Sibling, about: Told, here: tuple[str, int]) -> str:
    zone, year = here
    too = " too" if about == "change" else ""
    if one.changed_at is not None:
        at = when.one(one.changed_at, zone, year=year)
        return f"{name} changed{too}, at {at} (@{one.number})."
    if one.looking:
        return f"{name} looks changed{too}; a second look at it is to come."
    assert one.came_at is not None
    as_well = " as well" if about == "new" else ""
    return f"{name} is new{as_well}, first read at {when.one(one.came_at, zone, year=year)}."


def _names(siblings: Sequence[Sibling], own: str | None) -> dict[str, str]:
    """By id: `The English edition (id)` of what the same publisher has once in that language.

    What another has written is no edition of this text: `外務省 (Japanese, id)`.
    """
    counts = Counter(_code(one.language) for one in siblings if one.edition)
    counts.update([_code(own)])
    return {
        one.slug: f"The {language_name(one.language)} edition ({one_line(one.slug)})"
        if one.edition and one.language and counts[_code(one.language)] == 1
        else _by_publisher(one)
        for one in siblings
    }


def _by_publisher(one: Sibling) -> str:
    """`外務省 (Japanese, id)`, or as much of it as is known."""
    language = language_name(one.language) if one.language else None
    if one.publisher is None:
        return one_line(f"{one.slug} ({language})" if language else one.slug)
    return one_line(f"{one.publisher} ({', '.join(filter(None, (language, one.slug)))})")


def _code(language: str | None) -> str:
    return (language or "")[:2].lower()


def _ago(one: Sibling, at: datetime) -> timedelta:
    """How long before the message it was read; not at all, where a later visit read it again."""
    assert one.seen_at is not None
    return max(timedelta(0), at - one.seen_at)


def _span(length: timedelta) -> str:
    """`10 minutes`, never less than one, rounded up: nothing is said to be fresher than it is."""
    minutes = max(1, -(-int(length.total_seconds()) // 60))
    for size, noun in ((1440, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{-(-minutes // size)} {noun}s"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
