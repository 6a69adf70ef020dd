"""The time zone of a publisher, by the country in its host's name."""

from zoneinfo import ZoneInfo

import pytest

from monitor.adding import zones


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("www.mofa.go.jp", "Asia/Tokyo"),
        ("www.whitehouse.gov", "America/New_York"),
        ("www.gov.uk", "Europe/London"),
        ("en.kremlin.ru", "Europe/Moscow"),
        ("www.mfa.gov.cn", "Asia/Shanghai"),
        ("www.mea.gov.in", "Asia/Kolkata"),
        ("english.president.gov.tw.", "Asia/Taipei"),
        ("www.elysee.fr", "Europe/Paris"),
        ("www.ecb.europa.eu", "Europe/Brussels"),
        ("www.g7.example", None),
        ("127.0.0.1", None),
    ],
)
def test_a_host_names_the_zone_of_its_government(host: str, zone: str | None) -> None:
    assert zones.zone_of(host) == zone


def test_every_zone_of_the_table_is_one() -> None:
    for zone in {*zones._SEATS.values(), *zones._only_zones().values()}:
        assert ZoneInfo(zone).key == zone
