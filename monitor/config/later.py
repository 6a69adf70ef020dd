"""Keys that are accepted and checked, and that this release does not act on yet."""

from collections.abc import Iterator
from pathlib import Path

from monitor.config.explain import Page
from monitor.config.model import Config, Place


def not_acted_on(config: Config) -> list[tuple[str, str]]:
    """Where (`sources.yaml:41: source mofa-press`) and which key, in the order of the file."""
    return list(config.later)


def find(page: Page, path: Path) -> tuple[tuple[str, str], ...]:
    """The places in a file as read, for `Config.later`."""
    found = sorted(_places(page), key=lambda place: page.document.line(place) or 0)
    return tuple((_where(page, place, path), page.key(place) or str(place[0])) for place in found)


def _where(page: Page, place: Place, path: Path) -> str:
    spot, owner = f"{path}:{page.document.line(place)}", page.owner(place)
    return f"{spot}: {owner}" if owner else spot


def _places(page: Page) -> Iterator[Place]:
    tree = page.document.tree
    entries: list[Place] = [("defaults",)]
    for section in ("sources", "listings"):
        items = tree.get(section)
        if isinstance(items, list):
            entries += [(section, index) for index in range(len(items))]
    for entry in entries:
        given = page.value(entry)
        if isinstance(given, dict):
            via = given.get("via")
            if "wayback" in (via if isinstance(via, list) else [via]):
                yield (*entry, "via")
