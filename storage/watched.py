"""What visits of our own found of a source: its versions but for those that only others saw."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage import versions
from storage.model import Version
from storage.tables.evidence import CAPTURES
from storage.tables.readings import DERIVATIONS
from storage.tables.texts import VERSIONS

_OURS = (CAPTURES.c.source_id == bindparam("source")) & (CAPTURES.c.origin == "direct")
_BEGAN = (
    select(VERSIONS.c.version_id)
    .join_from(VERSIONS, CAPTURES, CAPTURES.c.capture_id == VERSIONS.c.capture_id)
    .where(_OURS)
)
_READ = (
    select(DERIVATIONS.c.version_id)
    .join_from(DERIVATIONS, CAPTURES, CAPTURES.c.capture_id == DERIVATIONS.c.capture_id)
    .where(_OURS)
)


def with_text(tx: Connection, source_id: int, digest: bytes) -> Version | None:
    """The last version in time with the text of that SHA-256 that a visit found, if it stands."""
    found = (one for one in reversed(_history(tx, source_id)) if one.superseded_by is None)
    return next((one for one in found if one.text_sha256 == digest), None)


def returns(tx: Connection, source_id: int, since: datetime) -> list[Version]:
    """The versions by which the page came back to a text of an earlier visit, seen since then."""
    found, known = [], set[bytes]()
    for version in _history(tx, source_id):
        back = version.same_as is not None and version.text_sha256 in known
        if back and version.cause == "page" and version.first_seen >= since:
            found.append(version)
        known.add(version.text_sha256)
    return found


def _history(tx: Connection, source_id: int) -> list[Version]:
    of = {"source": source_id}
    seen = {*tx.execute(_BEGAN, of).scalars(), *tx.execute(_READ, of).scalars()}
    return [one for one in versions.history(tx, source_id) if one.version_id in seen]
