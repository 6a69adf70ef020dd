"""What is known of who reads: how wide lines may be, and whether colours are wanted."""

import os
import shutil
import sys


def width() -> int | None:
    """How wide lines may be; None where no terminal is, nor COLUMNS: for grep."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isdigit() and int(given) else None


def coloured() -> bool:
    """Whether a person looks at it who has not asked for plain signs."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", "unknown"}
    return sys.stdout.isatty() and not plain
