"""sources.yaml → Config: read, fill in `${NAME}`, check everything, apply the defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from monitor.config import cross, document, literal, shape, substitute
from monitor.config.document import Document, Value
from monitor.config.errors import ConfigErrors, Fault
from monitor.config.explain import Page, explain
from monitor.config.model import Config, Place
from monitor.config.resolve import resolve
from monitor.config.veils import spread

_SECTIONS = {"defaults", "channels", "sources", "listings"}


def load(path: Path, environ: Mapping[str, str], *, standing: Path | None = None) -> Config:
    """The configuration in a file, with secrets from `environ` and the files it names.

    `standing`: where the file is to stand, if elsewhere; what it names is relative to that.

    ConfigErrors names every error at once, with file, line, key and remedy. Reads the file, the
    credential files and nothing else.
    """
    return checked(document.read(path), path, environ, standing=standing)


def load_text(text: str, path: Path, environ: Mapping[str, str]) -> Config:
    """As `load`, of a text that is to stand in that file."""
    return checked(document.parse(text, path), path, environ)


def checked(
    read: Document, path: Path, environ: Mapping[str, str], *, standing: Path | None = None
) -> Config:
    """As `load`, of a document that was read already."""
    _drop_empty_sections(read)
    page = Page(read, substitute.fill(read, environ))
    faults = [*read.faults, *_unset(page), *_empty(page), *cross.check(page)]
    try:
        root = shape.Root.model_validate(page.filled.tree)
    except ValidationError as error:
        faults += explain(error, page)
    if faults:
        raise ConfigErrors(path, faults)
    assert isinstance(page.filled.tree, dict)
    veils = spread(page.filled.veils, page.filled.tree)
    return replace(
        resolve(root, read, standing or path),
        veils=veils,
        literal=literal.find(page, path),
    )


def _drop_empty_sections(read: Document) -> None:
    """`sources:` with all its entries commented out is a section without entries."""
    for key in _SECTIONS & read.tree.keys():
        if read.tree[key] is None:
            del read.tree[key]


def _unset(page: Page) -> Iterator[Fault]:
    for place, what in page.filled.wrong.items():
        yield page.fault(place, f"{page.named(place)}: {what}")


def _empty(page: Page) -> Iterator[Fault]:
    for place in _nones(page.document.tree, ()):
        yield page.fault(place, f"{page.named(place)} is empty; give it a value or remove it")


def _nones(value: Value, place: Place) -> Iterator[Place]:
    match value:
        case dict():
            for key, item in value.items():
                yield from _nones(item, (*place, key))
        case list():
            for index, item in enumerate(value):
                yield from _nones(item, (*place, index))
        case None:
            yield place
        case _:
            return
