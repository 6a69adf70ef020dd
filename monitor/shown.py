"""What a page showed before: its captures seen again, its texts known already."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from storage import captures, origins, versions, watched
from storage.model import Document, Exchange, Judgement, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.watches import Watch

_KEEP_SAME_FAILURE = timedelta(days=1)  # of a run of one verdict and reason, one capture a day


def again(watch: "Watch", exchange: Exchange, judgement: Judgement, now: datetime) -> int | None:
    """The last capture, if it came again: not modified, the same bytes, or the same refusal."""
    if judgement.verdict == "not_modified":
        return watch.ok_capture_id
    if watch.capture_id is None:
        return None
    same_failure = judgement.verdict == watch.verdict and judgement.reason == watch.reason
    if judgement.verdict == "ok":
        same = (
            exchange.status == watch.status and sha256(exchange.body).digest() == watch.body_sha256
        )
        return watch.capture_id if same else None
    recent = watch.captured_at is not None and now - watch.captured_at < _KEEP_SAME_FAILURE
    return watch.capture_id if same_failure and recent else None


def capture_of(tx: "Connection", watch: "Watch", body: bytes) -> int | None:
    """The source's last good capture of these very bytes."""
    return captures.good_one_of(tx, watch.source_id, sha256(body).digest())


def another_good(watch: "Watch", judgement: Judgement, capture_id: int) -> bool:
    """Whether a visit to a page that flaps saw another good capture than the one before it."""
    flaps = watch.alternated_at is not None and judgement.verdict == "ok"
    return flaps and capture_id != watch.capture_id


def looks_at_another(watch: "Watch") -> bool:
    """Whether a look is open at another text than the last good capture's: the page flaps."""
    return watch.alternated_at is not None and watch.look > 0


def before(rx: "Connection", watch: "Watch", at: datetime) -> Version | None:
    """What a visit is compared with: its watch's version; at the first, what was imported."""
    if watch.version_id is None:
        return versions.at(rx, watch.source_id, at)
    return versions.by_id(rx, watch.version_id)


def version_of(rx: "Connection", watch: "Watch", document: Document) -> Version | None:
    """The source's latest version with this text, of those that a visit found."""
    return watched.with_text(rx, watch.source_id, versions.text_sha256(document))


def is_new(rx: "Connection", watch: "Watch", document: Document) -> bool:
    """Whether this text never was the page's, and there is a confirmed one to set it against."""
    if watch.confirmed_version_id is None:
        return False
    return versions.with_text(rx, watch.source_id, versions.text_sha256(document)) is None


def confirm(tx: "Connection", version_id: int, now: datetime) -> None:
    """Note that the page itself shows what only an archive had shown so far."""
    version = versions.by_id(tx, version_id)
    if version.confirmed_at is None and origins.of(tx, version.capture_id).origin == "wayback":
        versions.confirm(tx, version_id, now)
