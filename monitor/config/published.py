"""What `readout report` asks of sources.yaml: where it is published, and the ids there were before.

Only that is read: in the shell of whoever publishes there may be none of the secrets of watching.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.config import checks, document
from monitor.config.document import Document
from monitor.config.errors import ConfigErrors, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """`report_url`, and the id that each source has now by the one it had."""

    report_url: str | None
    former: dict[str, str]


def published(path: Path) -> Published:
    """What the file says of it; nothing where there is none. ConfigErrors where it is wrong."""
    if not path.exists():
        return Published(report_url=None, former={})
    read = document.read(path)
    if read.faults:
        raise ConfigErrors(path, read.faults)
    return Published(report_url=_address(path, read), former=dict(_former(read)))


def _address(path: Path, read: Document) -> str | None:
    said = read.tree.get("report_url")
    if said is None or said == "false":
        return None
    try:
        return checks.url(said if isinstance(said, str) else "")
    except ValueError as error:
        fault = Fault(line=read.line(("report_url",)), text=f"report_url {error}")
        raise ConfigErrors(path, [fault]) from None


def _former(read: Document) -> Iterator[tuple[str, str]]:
    sources = read.tree.get("sources")
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict):
            match source.get("formerly"), source.get("id"):
                case str(old), str(now):
                    yield old, now
                case _:
                    pass
