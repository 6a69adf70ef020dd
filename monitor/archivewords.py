"""What an archive shows of a page whose site refuses programs, as a sentence for a person."""

from typing import TYPE_CHECKING

from alerts import when

if TYPE_CHECKING:
    from storage.archive_sights import ArchiveSight


def said(sight: "ArchiveSight") -> str:
    """When the archive read the page last, and what that is worth; it may hold words of others."""
    if sight.refused is not None:
        return f"the archive does not answer: {sight.refused}"
    if sight.captured_at is None:
        return "the archive has nothing later"
    seen = f"the archive's sight of {when.utc(sight.captured_at)}"
    if sight.verdict == "ok":
        return f"{seen} was read"
    return f"{seen} is no text: {sight.reason or sight.verdict or ''}"
