"""Names of versions on the command line: ID, ID@N, ID@-1, ID@2025-02-10, ID@sha256:…"""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from alerts import when
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError
from storage import sources, versions
from storage.model import Source, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

_HASH = re.compile(r"[0-9a-fA-F]{1,64}")
_NUMBER = re.compile(r"-?\d{1,9}")
_CLOCK = re.compile(r"[T ]\d\d(:?(?P<minute>\d\d)(:?(?P<second>\d\d)(?P<fraction>[.,]\d+)?)?)?")


def source(rx: "Connection", slug: str) -> Source:
    """The source of that id; UsageError names those there are, or the id that it has now."""
    found = sources.get(rx, slug)
    if found is None:
        now = _called_now(slug)
        if now is not None and sources.get(rx, now) is not None:
            raise UsageError(f"no source {slug!r}: it is {now!r} now")
        whole, named = split(slug)
        if named is not None and sources.get(rx, whole) is not None:
            command = click.get_current_context().command_path
            raise UsageError(
                f"{slug!r} is a version, and this takes a source: {command} {whole}; "
                f"of one version: readout show {slug}"
            )
        known = ", ".join(one.slug for one in sources.listing(rx)) or "none yet"
        raise UsageError(f"no source {slug!r} in this store; there are: {known}")
    return found


def _called_now(slug: str) -> str | None:
    """The id that sources.yaml gives to what it says was formerly called so."""
    from monitor.config.former import called_now

    settings = click.get_current_context().find_object(Settings)
    return None if settings is None else called_now(settings.config_path, slug)


def split(reference: str) -> tuple[str, str | None]:
    """The id and what stands behind `@`, if anything."""
    slug, at, name = reference.partition("@")
    return slug, name if at else None


def check_text(one: Source) -> None:
    """UsageError for a listing, which has no text."""
    if one.kind == "listing":
        raise UsageError(
            f"{one.slug} is a listing and has no text; what it led to: readout log {one.slug}"
        )


def version(rx: "Connection", one: Source, name: str | None) -> Version:
    """The version of a source that a reference names; the last in time without one."""
    check_text(one)
    found = _find(rx, one, "-1" if name is None else name)
    if found is None:
        which = "no version yet" if name is None else f"no version {name}{_begins(rx, one, name)}"
        raise UsageError(f"{one.slug} has {which}; see: readout log {one.slug}")
    return found


def asked(
    rx: "Connection", reference: str, at: str | None
) -> tuple[Source, Version, datetime | None]:
    """The source and version of `ID`, `ID@…`, or `ID --at TIME`, and the instant that names it."""
    slug, name = split(reference)
    if at is None:
        one, named = resolve(rx, reference)
        return one, named, instant(name, one.timezone)
    if name is not None:
        raise UsageError(f"{reference} names a version already; leave out that, or --at")
    one = source(rx, slug)
    then = past(at, one.timezone)
    found = versions.at(rx, one.source_id, then)
    return one, found or version(rx, one, at), then  # which says what there is


def standing(rx: "Connection", one: Version) -> Version | None:
    """The version that stands in the place of a superseded one; None if it stands itself."""
    return None if one.superseded_by is None else versions.by_id(rx, one.superseded_by)


def _begins(rx: "Connection", one: Source, name: str) -> str:
    """Since when there are versions, where one of an earlier time was asked for."""
    if name.startswith("sha256:") or _NUMBER.fullmatch(name):
        return ""
    line = versions.standing(rx, one.source_id)
    if not line:
        return ""
    first = line[0]
    return f": its first was seen {when.minute(first.first_seen, one.timezone)} {one.timezone}"


def ends(reference: str, *others: str | None) -> tuple[str, list[str]]:
    """The source and the versions that `ID A B`, `ID@A B` or `ID ID@A ID@B` name, `@` or not."""
    slug, first = split(reference)
    names = [] if first is None else [first]
    for other in filter(None, others):
        owner, at, name = other.rpartition("@")
        if at and owner not in {"", slug}:
            both = f"readout compare {reference} {other}"
            raise UsageError(f"{other} is of another source than {slug}; see: {both}")
        names.append(name)
    if len(names) > 2:  # as many ends as a difference has
        raise UsageError(f"{' and '.join(names)} are too many versions; name two at the most")
    return slug, names


def resolve(rx: "Connection", reference: str) -> tuple[Source, Version]:
    """The source and version that `ID@…` names."""
    slug, name = split(reference)
    one = source(rx, slug)
    return one, version(rx, one, name)


def _find(rx: "Connection", one: Source, name: str) -> Version | None:
    if name.startswith("sha256:"):
        return _by_hash(rx, one, name.removeprefix("sha256:"))
    if _NUMBER.fullmatch(name):
        number = int(name)
        if number > 0:
            return versions.get(rx, one.source_id, number)
        history = versions.standing(rx, one.source_id)
        return history[number] if number and -number <= len(history) else None
    return versions.at(rx, one.source_id, past(name, one.timezone))


def _by_hash(rx: "Connection", one: Source, prefix: str) -> Version | None:
    """The version whose text's hash begins so; UsageError where it is none, or several's."""
    if not _HASH.fullmatch(prefix):
        raise UsageError(
            f"{one.slug}@sha256:{prefix} is no beginning of a hash; "
            "write digits of `sha256`, as log --json gives it"
        )
    found = versions.by_sha256_prefix(rx, one.source_id, prefix)
    texts = {version.text_sha256.hex(): version for version in reversed(found)}
    if len(texts) > 1:
        named = sorted(texts.items(), key=lambda pair: pair[1].number)
        length = _telling(list(texts), len(prefix))
        which = ", ".join(f"@{each.number} (sha256:{digits[:length]})" for digits, each in named)
        raise UsageError(f"{one.slug}@sha256:{prefix} may be any of {which}; write more of it")
    return found[0] if found else None


def _telling(hashes: list[str], length: int) -> int:
    """How many digits, more than that, tell these hashes apart."""
    return next(n for n in range(length + 1, 65) if len({one[:n] for one in hashes}) == len(hashes))


def instant(name: str | None, zone: str) -> datetime | None:
    """The instant by which a version is named; None where it is named otherwise."""
    if name is None or name.startswith("sha256:") or _NUMBER.fullmatch(name):
        return None
    return parse_time(name, zone)


def past(text: str, zone: str) -> datetime:
    """The instant that is written, as `parse_time` has it; UsageError if it is still to come."""
    at = parse_time(text, zone)
    begin = datetime.fromisoformat(text)
    if (begin if begin.tzinfo else begin.replace(tzinfo=ZoneInfo(zone))) > SYSTEM.now():
        raise UsageError(f"{text} is still to come: nobody knows what will stand there then")
    return at


def parse_time(text: str, zone: str) -> datetime:
    """An instant as people write it; without a zone, the publisher's.

    It means the end of the day, minute or second that is written: times are shown to the second,
    and what is copied from `log` must name the version that was first seen then.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is no version and no time; write ID@3, ID@-1, ID@2025-02-10, "
            "ID@2025-02-10T12:00+09:00 or ID@sha256:…"
        ) from None
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    try:
        return (at + _lasts(text) - timedelta.resolution).astimezone(UTC)
    except OverflowError:  # in the first or last hours of the calendar
        return at.replace(tzinfo=UTC)


def parse_since(text: str, zone: str, now: datetime) -> datetime:
    """The instant that `--since` names: the beginning of what is written, or 24h and 3d ago."""
    from monitor.due import parse_duration

    try:
        return now - parse_duration(text)
    except ValueError:
        pass
    try:
        at = parse_begin(text, zone)
    except ValueError:
        raise UsageError(
            f"--since {text!r} is no time; write 24h, 3d, 2025-02-10 or 2025-02-10T12:00+09:00"
        ) from None
    if at > now:
        raise UsageError(f"--since {text} is still to come")
    return at


def parse_begin(text: str, zone: str) -> datetime:
    """The beginning of the day, minute or second that is written; ValueError if it is no time."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _lasts(text: str) -> timedelta:
    """How long what is written lasts: 2025-02-10 a day, 2025-02-10T12:00 a minute."""
    match _CLOCK.search(text):
        case None:
            return timedelta(days=1)
        case found if found["fraction"]:
            return timedelta.resolution
        case found if found["second"]:
            return timedelta(seconds=1)
        case found:
            return timedelta(minutes=1) if found["minute"] else timedelta(hours=1)
