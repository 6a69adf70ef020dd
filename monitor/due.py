"""When a source is next due: intervals and cron lines. Pure: the instant is handed in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_DURATION = re.compile(r"([0-9]{1,9})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = timedelta(days=3650)
_SET_BACK = timedelta(minutes=1)  # clocks are put right by less than that all the time
_SOME_DAY = datetime(2025, 1, 1, tzinfo=UTC)  # any instant will do to try a cron line on

_LONGEST_STEPS = (59, 23, 31, 12, 7)  # of a cron line's fields

DURATION_REMEDY = "write a number and s, m, h or d, as in 30s, 15m, 6h, 1d"
CRON_REMEDY = "write five fields (minute, hour, day, month, weekday), as in '*/15 8-20 * * mon-fri'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Every so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """At the times of a cron line of five fields, in the source's time zone."""

    line: str


Every = Interval | Cron


def set_back(noted: datetime | None, now: datetime) -> bool:
    """Whether an instant that was noted is still to come: the clock was set back since."""
    return noted is not None and noted - now > _SET_BACK


def within(noted: datetime, now: datetime, length: timedelta) -> bool:
    """Whether less than that has passed; a time still to come is that of a clock since set back."""
    return noted <= now < noted + length


def rests(until: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether something is left alone until then; a longer rest was begun before the clock was
    set back, and is over.
    """
    return until is not None and now < until <= now + longest


def parse_duration(text: str) -> timedelta:
    """`30s`, `15m`, `6h` or `1d` as a timedelta. ValueError says what is wrong and the remedy."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"is not a duration; {DURATION_REMEDY}")
    seconds = int(match[1]) * _SECONDS[match[2]]
    if seconds > _LONGEST.total_seconds():
        raise ValueError("is longer than ten years; write at most 3650d")
    return timedelta(seconds=seconds)


def format_duration(duration: timedelta) -> str:
    """The shortest notation that `parse_duration` reads back to the same: 900 s is `15m`."""
    seconds = int(duration.total_seconds())
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"


def parse_every(text: str) -> Every:
    """A duration of at least a second, or a cron line that fires some day.

    ValueError says what is wrong and the remedy.
    """
    fields = text.split()
    if len(fields) > 2:  # two are a number and its unit, written somehow
        return _parse_cron(" ".join(fields))
    try:
        duration = parse_duration(text)
    except ValueError as error:
        raise ValueError(f"{error}, or a cron line such as '*/15 8-20 * * mon-fri'") from None
    if duration < timedelta(seconds=1):
        raise ValueError("is too often; write at least 1s")
    return Interval(seconds=int(duration.total_seconds()))


def _parse_cron(line: str) -> Cron:
    if (count := len(line.split())) != 5:
        raise ValueError(f"is a cron line of {count} fields; {CRON_REMEDY}")
    try:
        fires = _fires(line)
    except CronSimError as error:
        raise ValueError(f"is not a cron line ({str(error).lower()}); {CRON_REMEDY}") from None
    for field, longest in zip(line.split(), _LONGEST_STEPS, strict=True):
        step = field.rpartition("/")[2] if "/" in field else ""
        if step.isdigit() and int(step) > longest:
            raise ValueError(f"has a step of {step} that is never taken; write at most {longest}")
    if not fires:
        raise ValueError("never comes due, for there is no such day; correct day and month")
    return Cron(line=line)


def _fires(line: str) -> bool:
    """Whether a cron line comes due within 50 years. CronSimError if it is none."""
    try:
        return next(CronSim(line, _SOME_DAY), None) is not None
    except CronSimError:
        # CronSim refuses the 31st of February in the words it has for the 32nd of any month.
        minute, hour, day, _, weekday = line.split()
        CronSim(f"{minute} {hour} {day} * {weekday}", _SOME_DAY)
        CronSim(f"* * * {line.split()[3]} *", _SOME_DAY)
        return False


def format_every(every: Every) -> str:
    """The notation of sources.yaml."""
    match every:
        case Interval(seconds=seconds):
            return format_duration(timedelta(seconds=seconds))
        case Cron(line=line):
            return line


def next_check(every: Every, *, after: datetime, timezone: str) -> datetime:
    """The first instant later than `after` (aware) at which a source is due, in UTC.

    Cron lines run by the clock of `timezone`: a time that the start of summer time skips comes at
    the end of the gap, one that its end repeats comes once, the first time. Never raises for what
    `parse_every` gave.
    """
    match every:
        case Interval(seconds=seconds):
            return after.astimezone(UTC) + timedelta(seconds=seconds)
        case Cron(line=line):
            return _next_firing(line, after.astimezone(UTC), ZoneInfo(timezone))


def _next_firing(line: str, after: datetime, zone: ZoneInfo) -> datetime:
    # In the repeated hour a cron line may name a wall-clock time whose first pass is over already:
    # instants are compared in UTC, and those that are past are stepped over.
    firings = (firing.astimezone(UTC) for firing in CronSim(line, after.astimezone(zone)))
    return next(firing for firing in firings if firing > after)
