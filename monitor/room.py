"""How large the store is, and how much room is left beside it."""

import shutil
from pathlib import Path

from monitor.outlook import Room
from monitor.phrasing import amount, many

_MONTH, _YEAR = 365.25 / 12, 365.25  # days
_FAR = 10  # years: nobody knows more


def disk(store: str, a_day: float | None = None) -> str:
    """`store 3.1 GB, 41.0 GB free (about 3 years)`, of the store as it was named.

    `a_day`: the bytes by which it grows, if known.
    """
    path = Path(store.removeprefix("sqlite:///"))
    if not path.is_file():
        return "store on a database server"
    parent = path.resolve().parent
    files = (path, *(parent / f"{path.name}{end}" for end in ("-wal", "-shm")))
    size = sum(one.stat().st_size for one in files if one.is_file())
    free = shutil.disk_usage(parent).free
    days = Room(free=free, a_day=a_day).days
    lasts = "" if days is None else f" ({lasting(days)})"
    return f"store {amount(size)}, {amount(free)} free{lasts}"


def lasting(days: float) -> str:
    """How long the room lasts, in the unit that fits it: `about 3 years`."""
    if days >= _FAR * _YEAR:
        return f"more than {_FAR} years"
    for unit, size in (("year", _YEAR), ("month", _MONTH), ("day", 1.0)):
        if days >= 2 * size:
            return f"about {many(round(days / size), unit)}"
    return "less than 2 days"
