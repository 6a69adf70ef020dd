"""Dates as pages write them for machines."""

import re
from datetime import date, datetime

_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[T ])")


def iso_date(said: object) -> str | None:
    """The date or instant as ISO 8601, as precise as it was given; None if it is not one.

    Only forms that can be read in one way are taken: ISO 8601 and year-first dates. A time
    without a zone stays without one.
    """
    if not isinstance(said, str):
        return None
    text = _YEAR_FIRST.sub(
        lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", said.strip()
    )
    try:
        if len(text) in {8, 10} and "W" not in text:
            return date.fromisoformat(text).isoformat()
        if re.match(r"\d{4}-?\d\d-?\d\d[T ]", text):
            return _instant(datetime.fromisoformat(text.replace(" +", "+")))
    except ValueError:
        return None
    return None


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
