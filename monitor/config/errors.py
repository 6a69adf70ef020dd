"""What is wrong with a sources.yaml: everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One error, with its line (None: it concerns the whole file)."""

    line: int | None
    text: str


class ConfigErrors(UsageError):  # noqa: N818 - it is many of them
    """All errors of one file, one a line: `sources.yaml:14: unknown key 'selecter' in …`."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(set(faults), key=lambda fault: (fault.line or 0, fault.text)))
        super().__init__("\n".join(_sentence(path, fault) for fault in self.faults))


def _sentence(path: Path, fault: Fault) -> str:
    place = str(path) if fault.line is None else f"{path}:{fault.line}"
    return f"{place}: {fault.text}"
