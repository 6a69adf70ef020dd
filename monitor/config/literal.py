"""Secrets that are written in sources.yaml itself: accepted, masked, and told of by `doctor`."""

from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.explain import Page
from monitor.config.model import Place

_SECRETS = (
    ("email", "password"), ("email", "smtp"), ("slack", "webhook"), ("slack", "token"),
    ("webhook", "secret"),
)  # fmt: skip


def find(page: Page, path: Path) -> tuple[str, ...]:
    """Where secrets stand in a file as read: `sources.yaml:9: email.password of channel desk`."""
    channels = page.document.tree.get("channels")
    places: list[Place] = [
        ("channels", name, *keys)
        for name in (channels if isinstance(channels, dict) else ())
        for keys in _SECRETS
    ]
    found = [place for place in places if _is_literal(page, place)]
    return tuple(f"{path}:{page.document.line(at)}: {page.named(at)}" for at in found)


def _is_literal(page: Page, place: Place) -> bool:
    value = page.value(place)
    if not isinstance(value, str) or place in page.filled.veils:
        return False
    return place[-1] != "smtp" or _holds_password(value)


def _holds_password(address: str) -> bool:
    try:
        return bool(urlsplit(address).password)
    except ValueError:
        return False
