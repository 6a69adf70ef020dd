"""What is wrong between one part of sources.yaml and another: ids, channels, ways to send.

Works on the plain tree, so that these errors are told together with those of single values: what
has the wrong kind here is passed over, shape.py says so.
"""

from collections.abc import Iterable, Iterator

from monitor.config.checks import near
from monitor.config.document import Value
from monitor.config.errors import Fault
from monitor.config.explain import Page
from monitor.config.model import Place

_WAYS = ("email", "slack", "webhook", "file")
_Map = dict[str, Value]


def check(page: Page) -> Iterator[Fault]:
    """Every fault, in no order."""
    tree = page.filled.tree
    assert isinstance(tree, dict)
    yield from _doubles(page)
    yield from _ids(page, tree)
    yield from _alerts(page, tree)
    for name, channel in _section(tree, "channels"):
        yield from _channel(page, ("channels", name), channel)


def _section(tree: _Map, name: str) -> Iterator[tuple[str | int, _Map]]:
    """The maps of a section with their keys or indexes."""
    section = tree.get(name)
    items: Iterable[tuple[str | int, Value]] = ()
    if isinstance(section, list):
        items = enumerate(section)
    elif isinstance(section, dict):
        items = section.items()
    for key, item in items:
        if isinstance(item, dict):
            yield key, item


def _entries(tree: _Map) -> Iterator[tuple[Place, _Map]]:
    for section in ("sources", "listings"):
        for key, item in _section(tree, section):
            yield (section, key), item


def _doubles(page: Page) -> Iterator[Fault]:
    for place, line, first in page.document.twice:
        inside = page.named(place[:-1])
        where = f" in {inside}" if inside else ""
        text = f"key '{place[-1]}' stands twice{where}, first in line {first}; keep one"
        yield Fault(line=line, text=text)


def _ids(page: Page, tree: _Map) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for place, item in _entries(tree):
        slug = item.get("id")
        if not isinstance(slug, str):
            continue
        if slug in first:
            line = page.document.line((*first[slug], "id"))
            kind = str(first[slug][0]).removesuffix("s")
            seen = page.filled.veils.get((*place, "id"), slug)
            text = f"id '{seen}' is taken by the {kind} in line {line}; give each an id of its own"
            yield page.fault((*place, "id"), text)
        else:
            first[slug] = place
    yield from _formerly(page, tree, set(first))


def _formerly(page: Page, tree: _Map, ids: set[str]) -> Iterator[Fault]:
    claimed: dict[str, Value] = {}
    for key, item in _section(tree, "sources"):
        place, old = ("sources", key, "formerly"), item.get("formerly")
        if not isinstance(old, str):
            continue
        if old in ids:
            text = (
                f"{page.named(place)} is '{old}', an id that is still in use; keep one of the two"
            )
            yield page.fault(place, text)
        elif old in claimed:
            text = (
                f"{page.named(place)} is '{old}' as in source {claimed[old]}; keep one of the two"
            )
            yield page.fault(place, text)
        claimed[old] = item.get("id")


def _alerts(page: Page, tree: _Map) -> Iterator[Fault]:
    channels = tree.get("channels")
    known = list(channels) if isinstance(channels, dict) else []
    givers: list[tuple[Place, Value]] = [(("operator",), tree.get("operator"))]
    defaults = tree.get("defaults")
    if isinstance(defaults, dict):
        givers.append((("defaults", "alert"), defaults.get("alert")))
    givers += [((*place, "alert"), item.get("alert")) for place, item in _entries(tree)]
    for place, given in givers:
        names = given if isinstance(given, list) else [given]
        for index, name in enumerate(names):
            if isinstance(name, str) and name.strip() and name not in known:
                exact = (*place, index) if isinstance(given, list) else place
                seen = page.filled.veils.get(exact, name)
                text = f"unknown channel '{seen}' in {page.named(place)}{_channels(name, known)}"
                if not page.unset(exact):
                    yield page.fault(exact, text)


def _channels(name: str, known: list[str]) -> str:
    if not known:
        return "; add it under channels:"
    return near(name, known) or f"; the channels are: {', '.join(known)}"


def _channel(page: Page, place: Place, channel: _Map) -> Iterator[Fault]:
    ways = [way for way in _WAYS if way in channel]
    owner = page.owner(place)
    if not ways:
        yield page.fault(place, f"{owner} goes nowhere; add one of {', '.join(_WAYS)}")
    if len(ways) > 1:
        yield page.fault(place, f"{owner} has {' and '.join(ways)}; keep exactly one of them")
    slack, email = channel.get("slack"), channel.get("email")
    if isinstance(slack, dict) and (wrong := _slack(slack)):
        yield page.fault((*place, "slack"), f"slack of {owner} {wrong}")
    if isinstance(email, dict) and (wrong := _email(email)):
        yield page.fault((*place, "email"), f"email of {owner} {wrong}")


def _slack(slack: _Map) -> str | None:
    webhook, token, channel = (key in slack for key in ("webhook", "token", "channel"))
    if webhook and (token or channel):
        return "has a webhook and a token or channel; keep the webhook, or token and channel"
    if token != channel:
        have, lack = ("token", "channel") if token else ("channel", "token")
        return f"has a {have} without a {lack}; add the {lack}, or use a webhook"
    if not webhook and not token:
        return "has neither webhook nor token; add a webhook, or token and channel"
    return None


def _email(email: _Map) -> str | None:
    smtp = email.get("smtp")
    if not isinstance(smtp, str) or "://" not in smtp:
        return None
    user, at, _ = smtp.partition("://")[2].rpartition("@")
    inside, given = ":" in user, "password" in email
    if inside and given:
        return "has a password in smtp and another in password; keep the one in password"
    if user and not inside and not given:
        return "has a user but no password; add 'password: ${SMTP_PASSWORD}'"
    if given and not at:
        return "has a password but no user; write smtp as smtps://USER@HOST"
    return None
