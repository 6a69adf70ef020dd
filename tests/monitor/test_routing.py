"""Which channels are told of what, and when."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from alerts.channels import File
from monitor.config.model import Channel
from monitor.routing import matches, route

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _channel(name: str = "desk", **changes: object) -> Channel:
    return Channel(name=name, target=File(path=Path("alerts")), **changes)  # type: ignore[arg-type]


def _told(tell: str, flags: tuple[str, ...], channel: Channel) -> bool:
    return bool(route(tell, flags, ["desk"], {"desk": channel}, NOON))  # type: ignore[arg-type]


def test_typography_is_told_only_where_it_is_asked_for() -> None:
    assert not _told("typography", (), _channel())
    assert _told("wording", (), _channel())
    assert _told("typography", (), _channel(tell=("typography",)))
    assert not _told("wording", (), _channel(tell=("typography",)))


def test_only_holds_for_changes_not_for_states() -> None:
    channel = _channel(only=("negation", "term"))
    assert not _told("wording", ("number",), channel)
    assert _told("wording", ("negation", "number"), channel)
    assert _told("wording", ("term:taiwan",), channel)
    assert _told("state", (), channel)


@pytest.mark.parametrize(
    ("wanted", "raised", "expected"),
    [
        (("term:Taiwan",), {"term:Taiwan"}, True),
        (("term:Taiwan",), {"term:taiwan"}, True),
        (("term:Taiwan",), {"term:Korea"}, False),
        (("term",), {"term:Korea"}, True),
        ((), {"negation"}, False),
    ],
)
def test_flags_match(wanted: tuple[str, ...], raised: set[str], *, expected: bool) -> None:
    assert matches(wanted, frozenset(raised)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)),  # 21:00
        (datetime(2026, 3, 2, 13, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)),  # 22:00
        (datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)),  # 05:00
        (datetime(2026, 3, 2, 22, tzinfo=UTC), datetime(2026, 3, 2, 22, tzinfo=UTC)),  # 07:00
    ],
)
def test_quiet_hours_end_in_the_readers_morning(now: datetime, expected: datetime) -> None:
    channel = _channel(timezone="Asia/Tokyo", quiet=(time(22), time(7)), urgent=("negation",))
    (calm,) = route("wording", ("number",), ["desk"], {"desk": channel}, now)
    assert (calm.at, calm.urgent) == (expected, False)
    (urgent,) = route("wording", ("negation",), ["desk"], {"desk": channel}, now)
    assert (urgent.at, urgent.urgent) == (now, True)
