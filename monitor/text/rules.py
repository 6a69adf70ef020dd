"""The rules: everything of ours that decides the text read from given bytes."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache

# Raise it, with a line under "Text rules" in CHANGELOG, whenever the same bytes read differently.
TEXT_RULES = 2
_LIBRARIES = ("lxml", "beautifulsoup4", "pypdfium2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the configuration, and the pin, say of one source's text."""

    select: tuple[str, ...] = ()  # CSS selectors: the first that matches names the text
    until: str | None = None  # CSS: the text ends before this
    ignore: tuple[str, ...] = ()  # CSS: taken out of the text
    ignore_text: tuple[str, ...] = ()  # regular expressions: blocks that are furniture
    language: str | None = None
    pin: str | None = None  # where the text was found, when nothing is selected
    line: int | None = field(default=None, compare=False)  # of the source, for sentences only


def rules_sha256(rules: Rules) -> bytes:
    """The hash under which a text was read: two equal hashes read equal bytes alike."""
    return _hashed(rules, TEXT_RULES)


@lru_cache(maxsize=4096)  # asked for at every visit
def _hashed(rules: Rules, text_rules: int) -> bytes:
    said = {"text_rules": text_rules, "libraries": _versions(), **asdict(rules)}
    del said["line"]
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


@cache
def _versions() -> dict[str, str]:
    from importlib.metadata import version  # a search starts with this file

    return {name: version(name) for name in _LIBRARIES}
