"""Reads the table of verdicts: rules.toml and the phrases it names."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from monitor.judge.rule import Rule

_FEW = 150  # words on a page whose text or source a row looks at, unless the row says otherwise
_KEYS = {"name", "is", "says", "status", "header", "landed", "heading", "text", "markup"}
_LIMITS = {"words", "links"}


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The rows of the table, in order."""
    table, phrases = _read("rules.toml"), _read("phrases.toml")
    return tuple(_rule(row, table["statuses"], phrases) for row in table["table"]["rows"])


@functools.cache
def rules_for(status: int) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rows that can hold for a status: those that need no look inside the page, and all."""
    able = tuple(rule for rule in rules() if rule.status is None or status in rule.status)
    return tuple(rule for rule in able if not rule.looks_inside), able


@functools.lru_cache(maxsize=4096)
def is_suspicious(heading: str) -> bool:
    """Whether some row asks for this heading, so that the page must be looked at more closely."""
    return _any_heading().match(heading) is not None


@functools.cache
def _any_heading() -> re.Pattern[str]:
    return _whole(dict.fromkeys(rule.heading.pattern for rule in rules() if rule.heading))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("monitor.judge").joinpath(name).read_text("utf-8"))


def _rule(
    row: Mapping[str, Any], statuses: Mapping[str, list[int]], phrases: Mapping[str, Any]
) -> Rule:
    if unknown := row.keys() - _KEYS - _LIMITS:
        raise ValueError(f"rules.toml: unknown key {min(unknown)!r} in row {row.get('name')!r}")
    looks = "text" in row or "markup" in row
    heading, text = (list(_patterns(row.get(key, ()), phrases)) for key in ("heading", "text"))
    return Rule(
        name=row["name"],
        verdict=row["is"],
        reason=row["says"],
        status=frozenset(_codes(row["status"], statuses)) if "status" in row else None,
        header=_header(row["header"]) if "header" in row else None,
        landed=re.compile(row["landed"]) if "landed" in row else None,
        heading=_whole(heading) if heading else None,
        text=re.compile("|".join(text)) if text else None,
        markup=re.compile(row["markup"]) if "markup" in row else None,
        words=row.get("words", _FEW if looks else None),
        links=row.get("links"),
    )


def _codes(given: Iterable[int | str], statuses: Mapping[str, list[int]]) -> Iterator[int]:
    for code in given:
        if isinstance(code, int):
            yield code
        elif code.endswith("xx"):
            yield from range(int(code[0]) * 100, int(code[0]) * 100 + 100)
        else:
            yield from statuses[code]


def _header(given: str) -> tuple[str, re.Pattern[str]]:
    name, _, pattern = given.partition(": ")
    return name, re.compile(pattern, re.IGNORECASE)


def _patterns(given: Iterable[str], phrases: Mapping[str, Any]) -> Iterator[str]:
    """The patterns of a row; "@name" stands for those of a section, in all languages."""
    for pattern in given:
        if pattern.startswith("@"):
            yield from (each for group in phrases[pattern[1:]].values() for each in group)
        else:
            yield pattern


def _whole(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns)})\\Z")
