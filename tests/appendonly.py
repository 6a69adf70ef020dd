"""Evidence is written once: whatever a test runs, our SQL alters and removes none of it.

Every statement of every engine in the test's process is looked at. What a test itself does to a
store, to see it found, is let through: only statements that come from the program count.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PROGRAM = tuple(f"{_ROOT / room}/" for room in ("storage", "monitor", "alerts"))

# What may change in a row of evidence, and why.
MAY_CHANGE: Mapping[str, frozenset[str]] = {
    "bodies": frozenset({"data", "basis_id", "position"}),  # thinned out, or kept another way
    "captures": frozenset(),
    "sightings": frozenset(),
    "versions": frozenset(
        {"last_seen_at", "confirmed_at", "superseded_by_version_id", "note", "noted_since"}
    ),  # what later visits find
    "changes": frozenset(),
    "messages": frozenset({"sent_at", "remote_id"}),  # fixed first, evidence once sent
    "alerts": frozenset(),
    "chain": frozenset(),
    "texts": frozenset(),
    "blocks": frozenset(),
    "derivations": frozenset(),
    "stamps": frozenset(),
}

# Thinning takes rows out of SQLite and puts them back without their data, to free the pages.
_PUT_BACK = frozenset({"bodies"})

_DELETE = re.compile(r"\s*DELETE FROM (\w+)")
_UPDATE = re.compile(r"\s*UPDATE (\w+) SET (.*?)(?: WHERE |$)", re.DOTALL)
_COLUMN = re.compile(r"(?:^|, ?)(\w+) ?=")


def altered(statement: str) -> str | None:
    """What of the evidence a statement would alter: `changes`, `versions.title`."""
    if (found := _DELETE.match(statement)) and found[1] in MAY_CHANGE.keys() - _PUT_BACK:
        return found[1]
    if (found := _UPDATE.match(statement)) and found[1] in MAY_CHANGE:
        columns = set(_COLUMN.findall(found[2])) - MAY_CHANGE[found[1]]
        return ", ".join(f"{found[1]}.{column}" for column in sorted(columns)) or None
    return None


def refuse(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
    """For SQLAlchemy's `before_cursor_execute`: no statement of the program alters evidence."""
    what = altered(statement)
    if what is not None and _comes_from_the_program():
        raise AssertionError(f"the program alters evidence ({what}): {statement}")


def _comes_from_the_program() -> bool:
    """Whether whoever called SQLAlchemy is the program, and no test."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        name = frame.f_code.co_filename
        if name.startswith(_PROGRAM):
            return True
        if name.startswith(f"{_ROOT / 'tests'}/") and name != __file__:
            return False
        frame = frame.f_back
    return False
