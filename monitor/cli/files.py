"""Files named on the command line: their bytes, what they are, and writing one whole or not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import UsageError

_MARKUP = re.compile(rb"<[A-Za-z!/?]")


def content(path: Path) -> bytes:
    """The bytes of a file that was named; UsageError if they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from None


def content_type(body: bytes, name: str) -> str | None:
    """Plain text, of a file without any markup that is not called a page; else left open."""
    page = name.lower().endswith((".html", ".htm", ".xhtml"))
    binary = b"\0" in body or body.startswith(b"%PDF")
    return None if page or binary or _MARKUP.search(body) else "text/plain"


def check_new(path: Path) -> None:
    """Raise UsageError where a file is there already, or none can be."""
    if path.exists():
        raise UsageError(f"{path} is there already; name a file that is not")
    if not path.resolve().parent.is_dir():
        raise UsageError(f"{path.parent} is no directory; make it, or name a file in another")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write that takes the place of `path` once it is whole; an OSError names `path`."""
    check_new(path)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)
