"""Tables of outside witnesses: who stamped the heads of all chains, who saved a changed page."""

from datetime import datetime
from typing import Literal

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
)

from storage.tables.base import METADATA, Foreign, Instant, one_of, to

WitnessState = Literal["waiting", "saved", "refused"]


class AuthorityColumns(TypedColumns):
    """A time-stamping authority (RFC 3161), under the certificate its tokens were checked by."""

    authority_id: Named[int] = Column(Integer, primary_key=True)
    url: Named[str] = Column(Text)
    certificate: Named[bytes] = Column(LargeBinary)  # PEM


AUTHORITIES = Table("authorities", METADATA, AuthorityColumns)


class StampColumns(TypedColumns):
    """What an authority said of the root over the heads of all chains, and which heads those were.

    `heads` (storage.packed) are {slug: [source, position], or null once gone} as they differ from
    those of the stamp `basis_id`; all of them where there is none.
    """

    stamp_id: Named[int] = Column(Integer, primary_key=True)
    authority_id: Named[int] = Column(Integer, ForeignKey("authorities.authority_id"))
    root_sha256: Named[bytes] = Column(LargeBinary)
    read_at: Named[datetime] = Column(Instant)  # when the heads were read
    stamped_at: Named[datetime] = Column(Instant)  # the authority's time
    token: Named[bytes] = Column(LargeBinary)
    basis_id: Named[int | None] = Column(Integer, ForeignKey("stamps.stamp_id"))
    depth: Named[int] = Column("link_count", Integer)
    heads: Named[bytes] = Column(LargeBinary)
    content_sha256: Named[bytes] = Column(LargeBinary)  # over all of it, the authority too


STAMPS = Table("stamps", METADATA, StampColumns)


class WitnessColumns(TypedColumns):
    """An archive that was asked to save the page of a confirmed change, and what came of it."""

    witness_id: Named[int] = Column(Integer, primary_key=True)
    version_id: Named[int] = Column(Integer, to("versions"))
    url: Named[str] = Column(Foreign)  # what it is asked to save
    state: Named[str] = Column(Text)
    attempts: Named[int] = Column("attempt_count", Integer)
    next_attempt_at: Named[datetime | None] = Column(Instant)
    answered_at: Named[datetime | None] = Column(Instant)
    memento: Named[str | None] = Column(Foreign)  # the address of what it saved
    error: Named[str | None] = Column(Foreign)


WITNESSES = Table(
    "witnesses",
    METADATA,
    WitnessColumns,
    one_of("state", WitnessState),
    Index(None, "version_id"),
)
