"""An entry written into sources.yaml: every line that stood there stays as it is.

ruamel.yaml says where the sections and their last entries stand, and writes the new one in the
manner of its neighbours. What comes of it is parsed by our own reader and held against what was
there: an edit that would alter anything else is none.
"""

import io
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from monitor.config import document, load
from monitor.config.errors import ConfigErrors
from monitor.config.model import Config
from monitor.errors import UsageError

if TYPE_CHECKING:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

Section = Literal["sources", "listings"]
Entry = Mapping[str, Any]  # strings, booleans, lists of strings, maps of these
NEW_FILE = """\
# What readout watches, and whom it tells: docs/writing-sources.md.
defaults:
  alert: [desk]

channels:
  desk:
    file: {path: mails/}   # one .eml a message, in a folder beside this file
"""
_EMPTY_LIST = re.compile(r"^(\w+[ \t]*:)[ \t]*\[[ \t]*\]")
_DASH = re.compile(r"( *)-( +)")
_WIDE = 10_000  # characters: no line of an entry is folded


class NotEditableError(UsageError):
    """The file has a form that add cannot add to."""


def with_entry(text: str, section: Section, entry: Entry, comment: str | None = None) -> str:
    """The text with the entry at the end of the section; raises NotEditableError."""
    try:
        new = _with_entry(text, section, entry, comment)
        if _parsed(new) == _expected(text, section, entry):
            return new
    except Exception as error:
        raise _by_hand(section, entry) from error
    raise _by_hand(section, entry)


def tried(
    text: str, path: Path, environ: Mapping[str, str], section: Section, entry: Entry
) -> Config:
    """The configuration as it would be with the entry in it; raises UsageError where it is wrong.

    ConfigErrors, with their lines, where the file is wrong without it.
    """
    load.load_text(text.removeprefix("\ufeff"), path, environ)
    read = document.parse(text.removeprefix("\ufeff"), path)
    read.tree = _expected(text, section, entry)
    try:
        return load.checked(read, path, environ)
    except ConfigErrors as errors:
        said = "; ".join(fault.text for fault in errors.faults)
        raise UsageError(f"nothing was written: {said}") from None


def read(path: Path) -> str | None:
    """What stands in the file now, to the byte; None where there is no file.

    ConfigErrors where it is no text.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        document.read(path)  # says which line
        raise


def begun(text: str | None) -> str:
    """The text to add to: where nothing but comments stands in it, with a channel to begin with."""
    lines = (text or "").removeprefix("\ufeff").splitlines()
    if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
        return f"{text}\n{NEW_FILE}" if text and text.strip() else NEW_FILE
    return text or ""


def write(path: Path, text: str, *, before: str | None) -> None:
    """Put the text in the place of the file, whole or not at all; of a link, where it leads.

    Raises UsageError where something else stands there by now than `before`.
    """
    real = path.resolve()
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _like(Path(name), real)
        _refuse_if_changed(path, before)
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _refuse_if_changed(path: Path, before: str | None) -> None:
    if read(path) != before:
        raise UsageError(f"{path} has changed since it was read; nothing was written: run it again")


def _like(new: Path, old: Path) -> None:
    """Mode and owner of the file that was there, as far as we may; else what the umask leaves."""
    if not old.exists():
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
        return
    was = old.stat()
    new.chmod(was.st_mode & 0o7777)
    if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.chown(new, was.st_uid, was.st_gid)
        except PermissionError:
            return


def shown(section: Section, entry: Entry) -> str:
    """The entry as it stands in a file."""
    return f"{section}:\n{_item(entry, '  ', 1, None)}"


def _by_hand(section: Section, entry: Entry) -> NotEditableError:
    return NotEditableError(
        "this file has a form that nothing can be added to safely; nothing was written: "
        f"write it there by hand:\n{shown(section, entry)}"
    )


def _parsed(text: str) -> dict[str, Any]:
    return document.parse(text.removeprefix("\ufeff"), Path("sources.yaml")).tree


def _expected(text: str, section: Section, entry: Entry) -> dict[str, Any]:
    tree = _parsed(text)
    return tree | {section: [*(tree.get(section) or []), _strings(entry)]}


def _strings(value: object) -> Any:  # noqa: ANN401 - as our reader has it
    match value:
        case bool():
            return str(value).lower()
        case Mapping():
            return {key: _strings(item) for key, item in value.items()}
        case list() | tuple():
            return [_strings(item) for item in value]
        case _:
            return str(value)


def _with_entry(text: str, section: Section, entry: Entry, comment: str | None) -> str:
    data = _yaml().load(text.removeprefix("\ufeff"))
    lines = text.split("\n")
    ending = "\r" if lines[0].endswith("\r") else ""
    there = data.get(section)
    if section not in data:
        at, item = _at_the_end(lines), f"\n{section}:\n{_item(entry, '  ', 1, comment)}"
    elif there is None or (not there and _emptied(lines, int(data.lc.key(section)[0]))):
        at, item = int(data.lc.key(section)[0]) + 1, _item(entry, "  ", 1, comment)
    elif not there or there.fa.flow_style():
        return _rewritten(data, section, entry)
    else:
        at, item = _after_the_last(lines, data, section, entry, comment)
    if at == len(lines):
        lines[-1] += ending
        lines.append("")
    new = [f"{line}{ending}" for line in item.rstrip("\n").split("\n")]
    return "\n".join([*lines[:at], *new, *lines[at:]])


def _at_the_end(lines: list[str]) -> int:
    """The line before which a new section is put: behind all that stands there."""
    end = len(lines)
    while end and lines[end - 1].strip() in {"", "..."}:
        end -= 1
    return end


def _emptied(lines: list[str], line: int) -> bool:
    """Take an empty list in brackets out of its line."""
    lines[line], count = _EMPTY_LIST.subn(r"\1", lines[line])
    return count == 1


def _after_the_last(
    lines: list[str],
    data: "CommentedMap",
    section: Section,
    entry: Entry,
    comment: str | None,
) -> tuple[int, str]:
    items = data[section]
    starts = [int(items.lc.item(index)[0]) for index in range(len(items))]
    dash = _DASH.match(lines[starts[-1]])
    assert dash is not None
    later = [int(data.lc.key(key)[0]) for key in data if data.lc.key(key)[0] > starts[-1]]
    end = min([*later, len(lines)])
    while _is_remark(lines[end - 1]):
        end -= 1
    while end < len(lines) and _belongs(lines[end], len(dash[1])):
        end += 1
    apart = len(starts) > 1 and _stand_apart(lines, starts[-1])
    return end, ("\n" if apart else "") + _item(entry, dash[1], len(dash[2]), comment)


def _is_remark(line: str) -> bool:
    said = line.strip()
    return not said or said.startswith(("#", "...", "---"))


def _belongs(line: str, indented: int) -> bool:
    """Whether a comment is set in like the keys of the entry above it."""
    said = line.lstrip(" ")
    return said.startswith("#") and len(line) - len(said) > indented


def _stand_apart(lines: list[str], start: int) -> bool:
    """Whether a blank line stands above an entry and its comments."""
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start > 0 and not lines[start - 1].strip()


def _item(entry: Entry, lead: str, gap: int, comment: str | None) -> str:
    out = io.StringIO()
    _yaml().dump(_styled(entry), out)
    inner = lead + " " * (1 + gap)
    first, *rest = out.getvalue().splitlines()
    said = [f"{lead}# {comment}"] if comment else []
    return "\n".join([*said, f"{lead}-{' ' * gap}{first}", *(f"{inner}{one}" for one in rest), ""])


def _rewritten(data: "CommentedMap", section: Section, entry: Entry) -> str:
    """A list in brackets: ruamel.yaml writes the file again, comments and all."""
    data[section].append(_styled(entry))
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


def _styled(value: object) -> Any:  # noqa: ANN401
    """Maps a key a line, lists in brackets."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    match value:
        case Mapping():
            return CommentedMap((key, _styled(item)) for key, item in value.items())
        case list() | tuple():
            made = CommentedSeq(_styled(item) for item in value)
            made.fa.set_flow_style()
            return made
        case _:
            return value


def _yaml() -> "YAML":
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    return yaml
