"""A YAML file as plain values, with the line of each: maps, lists and strings, nothing else.

Scalars stay strings (`no`, `1:30`, `0123`); a value that is left empty is None. Anchors, aliases
and merge keys (`<<`) work; a key that stands twice is an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import yaml

from monitor.config.errors import ConfigErrors, Fault
from monitor.config.model import Place
from monitor.config.syntax import explain

try:
    from yaml import CBaseLoader as _Fast
except ImportError:  # PyYAML without libyaml: the same values, slower
    from yaml import BaseLoader as _Fast  # type: ignore[assignment]

Value = str | list["Value"] | dict[str, "Value"] | None
_Pair = tuple[yaml.ScalarNode, yaml.Node]
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP = re.compile(r"^ {200,}|(?:[-?] ){50}", re.MULTILINE)
_MOST_VALUES = 1_000_000  # aliases of aliases can stand for more than any machine holds


class _Loader(_Fast):
    """Tags are of no use to us; not looking for them saves a fifth of the time."""

    def resolve(self, *_: object) -> str:
        """No tag."""
        return ""


@dataclass(slots=True)
class Document:
    """The values of a file and, by the keys and indexes that lead to each, its line from 1."""

    tree: dict[str, Value] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    twice: list[tuple[Place, int, int]] = field(default_factory=list)  # place, line, first line
    faults: list[Fault] = field(default_factory=list)

    def line(self, place: Place) -> int | None:
        """The line of a value, or of the nearest one around it that has a line."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read(path: Path) -> Document:
    """Read and parse; ConfigErrors when it cannot be read or is no YAML map."""
    return parse(_text(path), path)


def parse(text: str, path: Path) -> Document:
    """Parse what stands, or is to stand, in that file; ConfigErrors when it is no YAML map."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader if _maybe_deep(text) else _Loader)
    except yaml.YAMLError as error:
        raise ConfigErrors(path, [explain(error, text.split("\n"))]) from None
    except RecursionError:
        raise _refuse(
            path, "is nested too deeply; a configuration has a handful of levels"
        ) from None
    if root is None:
        raise _refuse(path, "is empty; write at least a source with an id and a url under sources:")
    if not isinstance(root, yaml.MappingNode):
        fault = Fault(
            line=root.start_mark.line + 1,
            text="the file must be a map: write 'sources:' and a list below it",
        )
        raise ConfigErrors(path, [fault])
    return _Reader(path).read(root)


def _refuse(path: Path, text: str, line: int | None = None) -> ConfigErrors:
    return ConfigErrors(path, [Fault(line=line, text=text)])


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        remedy = "does not exist; name the file with --config or READOUT_CONFIG"
        raise _refuse(path, remedy) from None
    except IsADirectoryError:
        raise _refuse(path, "is a folder; name the file in it with --config") from None
    except OSError as error:
        raise _refuse(path, f"cannot be read ({error.strerror}); mend its permissions") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refuse(path, "this line is not UTF-8; save the file as UTF-8", line) from None


def _maybe_deep(text: str) -> bool:
    """Whether the text might nest so deeply that libyaml's composer would crash the process."""
    depths = accumulate(1 if sign in "[{" else -1 for sign in _BRACKETS.findall(text))
    return max(depths, default=0) > 200 or _DEEP.search(text) is not None


class _Reader:
    """Turns nodes into values. A class, for what a walk gathers: lines, doubles, the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = Document()
        self.count = 0
        self.around: list[int] = []  # the nodes we are inside of, against aliases in themselves

    def read(self, root: yaml.MappingNode) -> Document:
        self.document.tree = self.map(root, ())
        return self.document

    def step(self) -> None:
        """Count a value: aliases of aliases must not keep us busy for ever."""
        self.count += 1
        if self.count > _MOST_VALUES:
            raise _refuse(self.path, "holds more than a million values; use fewer aliases")

    def fault(self, node: yaml.Node, text: str) -> None:
        self.document.faults.append(Fault(line=node.start_mark.line + 1, text=text))

    def value(self, node: yaml.Node, place: Place) -> Value:
        if isinstance(node, yaml.ScalarNode):
            empty = not node.style and node.value in {"", "~", "null"}
            return None if empty else str(node.value)
        if id(node) in self.around:
            line = node.start_mark.line + 1
            raise _refuse(
                self.path, "an alias (*name) stands inside its own anchor; write it out", line
            )
        self.around.append(id(node))
        try:
            return (
                self.map(node, place)
                if isinstance(node, yaml.MappingNode)
                else self.sequence(node, place)
            )
        finally:
            self.around.pop()

    def sequence(self, node: yaml.Node, place: Place) -> list[Value]:
        values: list[Value] = []
        for index, item in enumerate(node.value):
            self.step()
            self.document.lines[(*place, index)] = item.start_mark.line + 1
            values.append(self.value(item, (*place, index)))
        return values

    def map(self, node: yaml.MappingNode, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        own: dict[str, int] = {}
        for key, item in self.pairs(node):
            line = key.start_mark.line + 1
            if key.value in own:
                self.document.twice.append(((*place, key.value), line, own[key.value]))
                continue
            own[key.value] = line
            self.document.lines[(*place, key.value)] = line
            values[key.value] = self.value(item, (*place, key.value))
        for key, item in self.merged(node):
            if key.value not in values:
                self.document.lines[(*place, key.value)] = key.start_mark.line + 1
                values[key.value] = self.value(item, (*place, key.value))
        return values

    def pairs(self, node: yaml.MappingNode) -> Iterator[_Pair]:
        """The keys that stand in the map itself."""
        for key, item in node.value:
            self.step()
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key, "a key must be a single word; write 'key: value'")
            elif key.value != "<<":
                yield key, item

    def merged(self, node: yaml.MappingNode, seen: tuple[int, ...] = ()) -> Iterator[_Pair]:
        """The keys that `<<` brings, nearest first."""
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value != "<<":
                continue
            for other in item.value if isinstance(item, yaml.SequenceNode) else [item]:
                if not isinstance(other, yaml.MappingNode):
                    self.fault(other, "<< takes a map, as in '<<: *name'; correct the alias")
                elif id(other) not in (*seen, *self.around):
                    yield from self.pairs(other)
                    yield from self.merged(other, (*seen, id(other)))
