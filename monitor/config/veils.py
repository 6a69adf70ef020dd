"""Where values that came from `${NAME}` end up in the masked configuration."""

from collections.abc import Iterator, Mapping

from monitor.config.document import Value
from monitor.config.model import Place
from monitor.config.substitute import VEIL

_Tree = Mapping[str, Value]


def spread(veils: Mapping[Place, str], tree: _Tree) -> dict[Place, str]:
    """Veils by their place in the masked configuration: those in `defaults` go to each source."""
    found: dict[Place, str] = {}
    for where, shown in veils.items():
        place, text = _whole(where, shown)
        if place[0] == "defaults":
            found |= {(*entry, *place[1:]): text for entry in _heirs(tree, str(place[1]))}
        else:
            found[place] = text
    return found


def _whole(place: Place, text: str) -> tuple[Place, str]:
    """All of `watch` for a term in it: its sets are shown one by one, in places of their own."""
    if "watch" in place:
        return place[: place.index("watch") + 1], VEIL
    return place, text


def _heirs(tree: _Tree, key: str) -> Iterator[Place]:
    """The sources and listings that do not give the key themselves."""
    for section in ("sources", "listings"):
        items = tree.get(section)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and key not in item:
                yield (section, index)
