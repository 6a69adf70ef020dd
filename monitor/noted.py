"""What a page says of its own changes while its text stands: remarked, as no change tells it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.commit import Commit
from monitor.said import lines, unknown
from storage import remarks, versions
from storage.model import Capture, Remark

if TYPE_CHECKING:
    from monitor.pipeline import Derived

_DAY = timedelta(days=1)
_MOST_A_DAY = 3  # remarks: of a note with a clock in it, each visit would make one
_MOST_KEPT = 50  # notes, the latest


def note(commit: Commit, capture: Capture, version_id: int, derived: "Derived") -> None:
    """Remark notes that came while the text stood, and keep that they are no news of its next edit.

    A version that began with this very capture brought its notes itself. What today's rules find
    in the last good capture as well did not come now.
    """
    if derived.reading.publisher_said is None and derived.said_before is None:
        return
    version = versions.by_id(commit.tx, version_id)
    if version.capture_id == capture.capture_id:
        return
    known = lines(unknown(version, derived.said_before))
    came = [
        one for one in lines(unknown(version, derived.reading.publisher_said)) if one not in known
    ]
    if not known and not came:
        return
    kept = [*lines(version.noted_since), *known, *came][-_MOST_KEPT:]
    versions.note_since(commit.tx, version_id, "\n".join(kept))
    if came and not _often(commit, version.source_id):
        remarks.add(
            commit.tx,
            Remark(
                source_id=version.source_id,
                at=capture.captured_at,
                kind="noted",
                before=None,
                after="\n".join(came),
            ),
        )


def _often(commit: Commit, source_id: int) -> bool:
    since = commit.now - _DAY
    every = remarks.history(commit.tx, source_id)
    return sum(one.kind == "noted" and one.at > since for one in every) >= _MOST_A_DAY
