"""`sources --try`: what a changed sources.yaml would do, as lines."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.main import Settings
from monitor.phrasing import many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config
    from monitor.effects import Effect

_ORDER = ("added", "removed", "renamed", "reread", "told", "changed")
_HEADS = {
    "added": "COMES", "removed": "GOES", "renamed": "IS RENAMED", "reread": "IS READ ANEW",
    "told": "OTHERS ARE TOLD", "changed": "CHANGES",
}  # fmt: skip
_VERBS = {
    "added": ("comes", "come"), "removed": ("goes", "go"), "renamed": ("is renamed", "are renamed"),
    "reread": ("is read anew", "are read anew"), "told": ("tells others", "tell others"),
}  # fmt: skip
_ALIKE = 4  # sources in which the same changes are one line


def show(settings: Settings, tried: Path, *, as_json: bool) -> None:
    """Print what `tried` would do in the place of the configuration."""
    from storage.errors import StoreMissing

    new = _loaded(tried, settings.config_path)
    try:
        store = settings.open_store("read")
    except StoreMissing:
        found, beside = list(_effects(settings, tried, new, None)), False
    else:
        with store.read() as rx:
            found, beside = _read(_effects(settings, tried, new, rx)), True
    if as_json:
        for one in found:
            click.echo(render.json_line(asdict(one)))
        return
    render.page(list(_lines(found, new, beside=beside)), plain=False)


def _loaded(tried: Path, standing: Path) -> "Config":
    from monitor.config.load import load

    return load(tried, os.environ, standing=standing)


def _read(effects: "Iterable[Effect]") -> "list[Effect]":
    """All of them; whoever waits for a thousand captures to be read sees how far it is."""
    terminal = sys.stderr.isatty()
    with click.progressbar(
        effects, label="reading", file=sys.stderr, show_pos=True, hidden=not terminal
    ) as progress:
        return list(progress)


def _effects(
    settings: Settings, tried: Path, new: "Config", rx: "Connection | None"
) -> "Iterable[Effect]":
    from monitor import effects
    from monitor.config.model import Config

    now = settings.config_path
    if now.exists() and tried.exists() and now.samefile(tried):
        return [] if rx is None else effects.effects_in_place(new, rx)
    return effects.effects(settings.load() if now.exists() else Config(), new, rx)


def _lines(found: "Sequence[Effect]", new: "Config", *, beside: bool) -> Iterator[str]:
    yield _summary(found, new)
    for effect in _ORDER:
        some = [one for one in found if one.effect == effect]
        if some:
            yield ""
            yield _HEADS[effect]
            yield from _grouped(some)
    yield ""
    unread = "" if beside else "; there is no store yet, so that nothing is said of histories"
    yield f"nothing was written{unread}"


def _summary(found: "Sequence[Effect]", new: "Config") -> str:
    said = [_counted(found, effect, verbs) for effect, verbs in _VERBS.items()]
    if any(said):
        return ", ".join(filter(None, said))
    same = "some settings change" if found else "nothing changes"
    return f"{many(len(new.sources), 'source')} as before; {same}"


def _counted(found: "Sequence[Effect]", effect: str, verbs: tuple[str, str]) -> str | None:
    """`2 sources and 1 listing come`; None where there is none."""
    names = {
        kind: {one.name for one in found if (one.kind, one.effect) == (kind, effect)}
        for kind in ("source", "listing")
    }
    total = sum(map(len, names.values()))
    said = " and ".join(many(len(some), kind) for kind, some in names.items() if some)
    return f"{said} {verbs[0] if total == 1 else verbs[1]}" if total else None


def _grouped(some: "Sequence[Effect]") -> Iterator[str]:
    """A line each; one for many sources of which the same is said."""
    alike: dict[tuple[str, str], list[Effect]] = {}
    for one in some:
        alike.setdefault((one.kind, one.what), []).append(one)
    for (kind, what), those in alike.items():
        if len(those) >= _ALIKE and kind in {"source", "listing"}:
            versions = sum(one.versions or 0 for one in those)
            kept = f" ({many(versions, 'version')})" if versions else ""
            names = f"{those[0].name} … {those[-1].name}"
            yield f"  {many(len(those), kind)}{kept}, {names}: {render.safe(what)}"
        else:
            yield from (f"  {_line(one)}" for one in those)


def _line(one: "Effect") -> str:
    name = "sources.yaml" if one.kind == "file" else f"{one.kind} {one.name}"
    kept = f" ({many(one.versions, 'version')})" if one.versions else ""
    return f"{name}{kept}: {render.safe(one.what)}" if one.what else f"{name}{kept}"
