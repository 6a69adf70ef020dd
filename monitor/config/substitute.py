"""`${NAME}` in any text: from the environment, a credential file, or the file NAME_FILE names.

Each text gets a twin that may be shown, in which every value that came from outside is `***`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.document import Document, Value
from monitor.config.model import Place

VEIL = "***"
_REFERENCE = re.compile(r"\$(\$)?\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(slots=True)
class Filled:
    """The tree with every `${NAME}` filled in, and what to know of that."""

    tree: Value = None
    veils: dict[Place, str] = field(default_factory=dict)  # the texts that had one, as shown
    wrong: dict[Place, str] = field(default_factory=dict)  # the texts with one that is not set
    values: set[str] = field(default_factory=set)  # what came from outside


class _UnsetError(ValueError):
    """A name that has no value; the message says where it was looked for."""


def fill(document: Document, environ: Mapping[str, str]) -> Filled:
    """Fill in the references of all texts; keys are left alone."""
    filled = Filled()
    filled.tree = _fill(document.tree, (), environ, filled)
    return filled


def _fill(value: Value, place: Place, environ: Mapping[str, str], filled: Filled) -> Value:
    match value:
        case dict():
            return {k: _fill(v, (*place, k), environ, filled) for k, v in value.items()}
        case list():
            return [_fill(v, (*place, i), environ, filled) for i, v in enumerate(value)]
        case str() if "${" in value:
            return _text(value, place, environ, filled)
        case _:
            return value


def _text(text: str, place: Place, environ: Mapping[str, str], filled: Filled) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return match[0][1:]  # $${NAME} is ${NAME} to the letter
        value = _look_up(match[2], environ)
        filled.values.add(value)
        return value

    def veil(match: re.Match[str]) -> str:
        return match[0][1:] if match[1] else VEIL

    try:
        result = _REFERENCE.sub(replace, text)
    except _UnsetError as error:
        filled.wrong[place] = str(error)
        return text
    filled.veils[place] = _REFERENCE.sub(veil, text)
    return result


def _look_up(name: str, environ: Mapping[str, str]) -> str:
    if not _NAME.fullmatch(name):
        raise _UnsetError(
            f"${{{name}}} is not a name; use letters, digits and _, or write $${{ for a literal ${{"
        )
    if value := environ.get(name):
        return value
    folder, pointer = environ.get("CREDENTIALS_DIRECTORY"), environ.get(f"{name}_FILE")
    for path in (Path(folder) / name if folder else None, Path(pointer) if pointer else None):
        if path is not None and (value := _content(path, name)):
            return value
    raise _UnsetError(f"{name} is not set: {_looked(name, folder, pointer)}")


def _content(path: Path, name: str) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise _UnsetError(f"{name} cannot be read from {path} ({why}); mend the file") from None
    return text.removesuffix("\n").removesuffix("\r")


def _looked(name: str, folder: str | None, pointer: str | None) -> str:
    credential = f"{Path(folder) / name}" if folder else "$CREDENTIALS_DIRECTORY (not set)"
    named = f"{pointer} (from {name}_FILE)" if pointer else f"the file {name}_FILE names (not set)"
    return f"looked in the environment, in {credential} and in {named}; set it in one of the three"
