"""The id that a source has now, by the one it had: what old messages and notes name it by."""

from pathlib import Path

from monitor.config import document
from monitor.config.errors import ConfigErrors


def called_now(path: Path, slug: str) -> str | None:
    """The id of the source that says `formerly: slug`; None where the file names none.

    Only that is read: in the shell of a reader there may be none of the secrets it takes to watch.
    """
    try:
        sources = document.read(path).tree.get("sources")
    except ConfigErrors:
        return None
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and source.get("formerly") == slug:
            name = source.get("id")
            return name if isinstance(name, str) else None
    return None
