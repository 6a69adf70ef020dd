"""The time zone a publisher's clocks most likely show, by the country in its host's name."""

from functools import cache
from importlib.resources import files

# Where a country has several zones, or the name is none of a country: that of the government.
_SEATS = {
    "gov": "America/New_York", "mil": "America/New_York", "eu": "Europe/Brussels",
    "uk": "Europe/London", "ar": "America/Argentina/Buenos_Aires", "au": "Australia/Sydney",
    "br": "America/Sao_Paulo", "ca": "America/Toronto", "cl": "America/Santiago",
    "cn": "Asia/Shanghai", "de": "Europe/Berlin", "ec": "America/Guayaquil", "es": "Europe/Madrid",
    "id": "Asia/Jakarta", "kz": "Asia/Almaty", "mx": "America/Mexico_City",
    "mn": "Asia/Ulaanbaatar", "my": "Asia/Kuala_Lumpur", "nz": "Pacific/Auckland",
    "pt": "Europe/Lisbon", "ru": "Europe/Moscow", "ua": "Europe/Kyiv", "uz": "Asia/Tashkent",
    "vn": "Asia/Ho_Chi_Minh", "cy": "Asia/Nicosia", "ps": "Asia/Hebron",
}  # fmt: skip


def zone_of(host: str) -> str | None:
    """An IANA name; None for a host that names no country, or a country of several zones."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return _SEATS.get(last) or _only_zones().get(last)


@cache
def _only_zones() -> dict[str, str]:
    """The zone of each country that has one, by its code in small letters."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found.setdefault(code.lower(), []).append(zone)
    return {code: zones[0] for code, zones in found.items() if len(zones) == 1}
