"""Files named on the command line: their bytes, and whether they are pages or plain text."""

import re
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
