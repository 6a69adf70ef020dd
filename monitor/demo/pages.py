"""The demo's pages as bytes: the text in a ministry's frame, with the frame's usual noise."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from monitor.demo.catalogue import Page
from monitor.demo.marks import Group, parse
from monitor.demo.revisions import Revision, text

_TEASERS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noise:
    """What differs from visit to visit, and means nothing."""

    nonce: str
    csrf: str
    dom_id: str
    views: int
    first_teaser: int


def render(page: Page, revision: Revision, visit: int) -> bytes:
    """The page as served: same arguments, same bytes. `visit` drives nothing but the noise."""
    frame = _frame(page.ministry)
    noise = _noise(page, visit)
    title, *groups = parse(text(page, revision))
    html = _template(f"{page.ministry}.html").render(
        page=page,
        title=title.items[0],
        groups=groups,
        frame=frame,
        noise=noise,
        teasers=_rotated(frame["teasers"], noise.first_teaser),
    )
    return html.encode()


def challenge(page: Page, visit: int) -> bytes:
    """What a guard before the site answers to programs instead of the page."""
    host = _frame(page.ministry)["host"]
    return _template("challenge.html").render(host=host, noise=_noise(page, visit)).encode()


def blocks(page: Page, revision: Revision) -> tuple[Group, ...]:
    """What a reader should find on the page: the title, then the text in reading order."""
    return parse(text(page, revision))


def _noise(page: Page, visit: int) -> _Noise:
    def token(name: str) -> str:
        digest = sha256(f"{page.slug} {name} {visit}".encode()).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    return _Noise(
        nonce=token("nonce")[:22],
        csrf=token("csrf"),
        dom_id=sha256(token("dom").encode()).hexdigest(),
        views=18_204 + 17 * visit,
        first_teaser=visit,
    )


def _rotated(teasers: list[Any], first: int) -> list[Any]:
    start = first % len(teasers)
    return (teasers[start:] + teasers[:start])[:_TEASERS_SHOWN]


@cache
def _frame(ministry: str) -> dict[str, Any]:
    source = files("monitor.demo").joinpath("templates", f"{ministry}.yaml")
    frame: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return frame


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("monitor.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)
