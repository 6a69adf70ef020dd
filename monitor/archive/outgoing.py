"""Writing captures as WARC, one after the other.

Only one capture is in memory at a time, however many there are.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from monitor.archive import warc_write
from storage import captures
from storage.errors import BodyThinned
from storage.model import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection


def warc(rx: "Connection", out: BinaryIO, of: Sequence[Source], *, gzip: bool) -> tuple[int, int]:
    """Write all captures of these sources; how many, and how many were thinned out meanwhile."""
    to = warc_write.writer(out, gzip=gzip)
    written = thinned = 0
    for source in of:
        for row in captures.history(rx, source.source_id):
            try:
                capture = captures.read(rx, row.capture_id)
            except BodyThinned:
                thinned += 1
                continue
            for record in warc_write.records(to, capture, source.slug):
                to.write_record(record)
            written += 1
    return written, thinned


def is_gzip(path: Path) -> bool:
    """Whether a WARC of that name is compressed, each record for itself."""
    return path.suffix == ".gz"
