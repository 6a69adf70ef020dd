"""That a page was not there when an archive read it: remarked, as it makes no version."""

from typing import TYPE_CHECKING

from monitor.archive.mementos import memento_of
from storage import derivations, remarks
from storage.model import Capture, Judgement, Remark

if TYPE_CHECKING:
    from sqlalchemy import Connection


def note(tx: "Connection", capture: Capture, judgement: Judgement) -> None:
    """Remark it, at the archive's time, unless the capture before it in time said so, too.

    To be called before what was read from the capture is recorded.
    """
    if capture.origin != "wayback" or judgement.verdict != "gone":
        return
    of, at = capture.source_id, capture.captured_at
    if derivations.verdict_before(tx, of, at) == "gone":
        return
    shown = memento_of(capture.provenance)
    why = judgement.reason
    remarks.add(tx, Remark(source_id=of, at=at, kind="gone", before=why, after=shown))
