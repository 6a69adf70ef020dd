"""docs/internals.md names every module, and none that is not there."""

import re

from tests.docs import pages

_ROOMS = ("monitor", "storage", "alerts")
_SECTION = re.compile(
    r"^### `(?P<folder>[\w/]+)/`\n(?P<rows>.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL
)
_ROW = re.compile(r"^\| `(?P<name>\w+\.py)` \| (?P<words>.+) \|$", re.MULTILINE)


def _named() -> dict[str, str]:
    """What the page says of each module, by its path."""
    _, _, listed = pages.text("docs/internals.md").partition("\n## Modules\n")
    return {
        f"{section['folder']}/{row['name']}": row["words"]
        for section in _SECTION.finditer(listed)
        for row in _ROW.finditer(section["rows"])
    }


def test_every_module_is_named_and_none_that_is_not_there() -> None:
    there = {
        path.relative_to(pages.ROOT).as_posix()
        for room in _ROOMS
        for path in (pages.ROOT / room).rglob("*.py")
        if path.name != "__init__.py"
    }
    named = _named()
    assert sorted(there - set(named)) == [], "say in docs/internals.md what they are"
    assert sorted(set(named) - there) == [], "take them out of docs/internals.md"
    assert all(len(words.split()) > 1 for words in named.values())


def test_each_is_named_once_in_the_order_of_the_alphabet() -> None:
    for section in _SECTION.finditer(pages.text("docs/internals.md")):
        names = [row["name"].removesuffix(".py") for row in _ROW.finditer(section["rows"])]
        assert names == sorted(set(names)), section["folder"]
