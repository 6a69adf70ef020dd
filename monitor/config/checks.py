"""What each kind of value in sources.yaml must look like.

Every function takes the text and returns the value, or raises ValueError with a predicate that
ends in a remedy: the caller puts file, line, key and value before it.
"""

import re
from collections.abc import Collection
from datetime import time
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

FLAGS = (
    "number", "same_value", "date", "negation", "modality", "strength", "term", "expect", "name",
    "quote", "mark", "spacing", "silent_edit", "reverted", "restored", "elsewhere", "redesign",
)  # fmt: skip
_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SIZE = re.compile(r"([0-9]{1,12}) ?([kKMGT]?B)")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_CHANNEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
# The codes of two letters, ISO 639-1; of three there are thousands, and any may be a language.
_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
    id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo
    lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_ISO_639_1.split())
_COUNTRIES = {
    "jp": "ja",
    "cn": "zh",
    "tw": "zh-Hant",
    "kr": "ko",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
}
_ALIKE = 0.8  # of six hundred zones, one always resembles what was written a little
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+|[^<>\n\r]*<[^@\s<>,;]+@[^@\s<>,;]+>")
# A repetition of nothing but a repetition, as in (a+)+, takes for ever on some texts.
_RUNAWAY = re.compile(r"\((?:\?:)?(?:\\.|\[\^?\]?[^\]]*\]|[^()\\])[+*]\)(?:[+*]|\{[0-9]+,\})")


def near(word: str, known: Collection[str], alike: float = 0.6) -> str:
    """`; did you mean 'x'?`, or nothing when no known word is `alike` enough (0 to 1)."""
    lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), lower, n=1, cutoff=alike)
    return f"; did you mean '{lower[found[0]]}'?" if found else ""


def text(value: str) -> str:
    """Anything with a letter in it, on one line."""
    if not value.strip():
        raise ValueError("is empty; give it a value or remove it")
    if _CONTROL.search(value):
        raise ValueError("holds a line break or control character; write it on one line")
    return value


def contact(value: str) -> str:
    """What may stand in a User-Agent."""
    if not text(value).isascii() or set(value) & set("()"):
        raise ValueError("must be plain ASCII without brackets; write a mail or web address")
    if not _ADDRESS.fullmatch(value) and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("is no address; write a mail or web address, as in desk@example.org")
    return value


def slug(value: str) -> str:
    """An id: a-z, 0-9 and -."""
    if _SLUG.fullmatch(value):
        return value
    better = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:100]
    example = f", as in '{better}'" if better else ""
    raise ValueError(f"may hold only a-z, 0-9 and -, up to 100 of them{example}")


def channel_name(value: str) -> str:
    """The name of a channel."""
    if _CHANNEL.fullmatch(value):
        return value
    raise ValueError("is none that works; use letters, digits, -, _ and .")


def url(value: str) -> str:
    """An http or https address."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not an address; check its host and port") from None
    if _SPACE.search(value):
        raise ValueError("holds white space; write it as %20, or remove it")
    if not parts.scheme or "://" not in value:
        raise ValueError("has no scheme; begin it with https://")
    if parts.scheme not in {"http", "https"}:
        raise ValueError("has another scheme than http and https; begin it with https://")
    if not host:
        raise ValueError("names no host; write it as https://host/path")
    if ".." in host:
        raise ValueError("has two dots in its host; correct it")
    return value


def smtp(value: str) -> str:
    """The address of a mail server, smtp:// or smtps://."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"smtp", "smtps"} or not host or parts.path.strip("/") or parts.query:
        raise ValueError(
            "is not a mail server; write smtps://USER@HOST (TLS from the start) "
            "or smtp://USER@HOST:587 (STARTTLS)"
        )
    return value


def address(value: str) -> str:
    """A mail address, with or without a name before it."""
    if _ADDRESS.fullmatch(value.strip()):
        return value.strip()
    raise ValueError("is not a mail address; write it as desk@example.org")


@lru_cache(maxsize=512)
def timezone(value: str) -> str:
    """An IANA name."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zones = available_timezones()
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
        hint = near(value, zones, _ALIKE)
        if not hint and (city := get_close_matches(value.title(), cities, n=1, cutoff=_ALIKE)):
            hint = f"; did you mean '{cities[city[0]]}'?"
        raise ValueError(
            f"is not a time zone{hint or '; write an IANA name such as Asia/Tokyo'}"
        ) from None
    return value


def language(value: str) -> str:
    """A language code: one of two letters or any three, perhaps script and region."""
    if better := _COUNTRIES.get(value.lower()):
        raise ValueError(f"is a country, not a language; did you mean '{better}'?")
    code = value.partition("-")[0].lower()
    if not _LANGUAGE.fullmatch(value) or (len(code) == 2 and code not in _LANGUAGES):
        raise ValueError("is not a language code; write it as en, ja, zh-Hant or pt-BR")
    return value


@lru_cache(maxsize=4096)
def selector(value: str) -> str:
    """CSS that lxml can find elements by."""
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector

    text(value)
    try:
        CSSSelector(value, translator="html")
    except (SelectorError, SyntaxError, ValueError) as error:
        raise ValueError(f"is not CSS that works here ({error}); correct the selector") from None
    return value


@lru_cache(maxsize=4096)
def pattern(value: str) -> str:
    """A regular expression."""
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"is not a regular expression ({error}); correct it") from None
    if not value:
        raise ValueError("is empty; give it a value or remove it")
    if found := _RUNAWAY.search(value):
        raise ValueError(f"can hang (it repeats a repetition, {found[0]}); repeat it once")
    return value


def size(value: str) -> int:
    """`20MB` as bytes."""
    match = _SIZE.fullmatch(value.strip())
    if match is None:
        raise ValueError("is not a size; write a number and kB, MB, GB or TB, as in 20MB")
    if not (count := int(match[1]) * _UNITS[match[2].upper()]):
        raise ValueError("is nothing at all; write a size such as 20MB")
    return count


def clock(value: str) -> time:
    """`08:00` as a time of day."""
    match = _CLOCK.fullmatch(value)
    if match is None:
        raise ValueError('is not a time of day; write it as "08:00"')
    return time(int(match[1]), int(match[2]))


def heartbeat(value: str) -> time | None:
    """A time of day, or false."""
    if value.lower() in {"false", "no", "off"}:
        return None
    try:
        return clock(value)
    except ValueError as error:
        raise ValueError(f"{error}, or false to have none") from None


def quiet(value: str) -> tuple[time, time]:
    """`22:00-07:00` as two times of day."""
    first, dash, last = value.partition("-")
    try:
        times = clock(first.strip()), clock(last.strip())
    except ValueError:
        dash = ""
        times = time(0), time(1)
    if not dash or times[0] == times[1]:
        raise ValueError('is not a range of hours; write it as "22:00-07:00"')
    return times


def flag(value: str) -> str:
    """The name of a flag; `term:NAME` for one watched term, `term` for any."""
    if value in FLAGS or (value.startswith("term:") and value[5:].strip()):
        return value
    hint = near(value, FLAGS)
    raise ValueError(f"is not a flag{hint or '; the flags are: ' + ', '.join(FLAGS)}")


def one_of(value: object, known: Collection[str]) -> str:
    """One of a few words."""
    if isinstance(value, str) and value in known:
        return value
    hint = near(str(value), known) or "; write one of them"
    raise ValueError(f"is not one of {', '.join(known)}{hint}")


def format_size(count: int) -> str:
    """Bytes in the notation of sources.yaml."""
    unit = next(u for u in ("TB", "GB", "MB", "KB", "B") if count % _UNITS[u] == 0)
    return f"{count // _UNITS[unit]}{'kB' if unit == 'KB' else unit}"
