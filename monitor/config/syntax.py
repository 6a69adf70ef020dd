"""What YAML's own errors mean, and what to do about them."""

from collections.abc import Sequence

import yaml

from monitor.config.errors import Fault

_MEANINGS = (
    (
        "mapping values are not allowed",
        "': ' stands inside a value, or the line is indented wrongly; use quotes, or align it",
    ),
    ("undefined alias", "an alias (*name) stands for no anchor (&name) above it; correct the name"),
    ("but found another document", "a second document begins with '---'; keep everything in one"),
    ("unknown escape character", "in double quotes a \\ is special; use single quotes here"),
    ("expected ',' or ']'", "a list in [ ] is not closed, or lacks a comma; close it with ]"),
    ("expected ',' or '}'", "a map in { } is not closed, or lacks a comma; close it with }"),
    (
        "expected <block end>",
        "this line does not fit the ones above it; check the indentation and the '- ' of lists",
    ),
    (
        "did not find expected '-' indicator",
        "a key stands where a list goes on; check the indentation and the '- ' of lists",
    ),
    (
        "did not find expected key",
        "this line does not fit the ones above it; check the indentation",
    ),
    ("could not find expected ':'", "a key without ': ' after it; write 'key: value'"),
)


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Fault:
    """One sentence with the line; `lines` are the file's own."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault(line=None, text=f"cannot be read as YAML ({error})".replace("\n", " "))
    opened = getattr(error, "context_mark", None)
    if "end of stream" in problem and opened is not None:
        return Fault(line=opened.line + 1, text="a quote is opened here and never closed; close it")
    text = lines[mark.line] if mark.line < len(lines) else ""
    return Fault(line=mark.line + 1, text=_meaning(problem, text, mark.column))


def _meaning(problem: str, line: str, column: int) -> str:
    if "cannot start any token" in problem:
        if "\t" in line[: column + 1]:
            return "a tab stands in the indentation; indent with spaces"
        return f"a value cannot begin with {line[column : column + 1]!r}; put it in quotes"
    for sign, meaning in _MEANINGS:
        if sign in problem:
            return meaning
    return f"this is not YAML ({problem}); check quotes and indentation here"
