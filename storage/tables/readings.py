"""Tables of what was read from the captures, and of the texts of the versions."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
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

from storage.model import Verdict
from storage.tables.base import METADATA, Foreign, Instant, one_of, to


class DerivationColumns(TypedColumns):
    derivation_id: Named[int] = Column(Integer, primary_key=True)
    capture_id: Named[int] = Column(Integer, to("captures"))
    rules_sha256: Named[bytes] = Column(LargeBinary)
    verdict: Named[str] = Column(Text)
    reason: Named[str | None] = Column(Foreign)
    version_id: Named[int | None] = Column(Integer, to("versions"))
    frame_sha256: Named[bytes | None] = Column(LargeBinary)
    derived_at: Named[datetime] = Column(Instant)


DERIVATIONS = Table(
    "derivations",
    METADATA,
    DerivationColumns,
    one_of("verdict", Verdict),
    Index(None, "capture_id"),
)


class TextColumns(TypedColumns):
    """The texts that one version brought, compressed together: alone they hardly shrink."""

    text_id: Named[int] = Column(Integer, primary_key=True)
    basis_id: Named[int | None] = Column(
        Integer, ForeignKey("texts.text_id")
    )  # the sheet that is its dictionary
    position: Named[int] = Column(Integer)  # behind the one that stands for itself, which has 0
    data: Named[bytes] = Column(LargeBinary)  # storage.sheets


TEXTS = Table("texts", METADATA, TextColumns)


class BlockColumns(TypedColumns):
    """The distinct blocks of all versions. `digest` is the head of the text's SHA-256."""

    digest: Named[int] = Column(BigInteger, primary_key=True)
    text_id: Named[int] = Column(Integer, to("texts"), primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True)  # among the texts there, from 0


BLOCKS = Table("blocks", METADATA, BlockColumns, sqlite_with_rowid=False)


class UseColumns(TypedColumns):
    """The sources in whose versions a text of that sheet stands, or stood."""

    text_id: Named[int] = Column(Integer, to("texts"), primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)


USES = Table("uses", METADATA, UseColumns, sqlite_with_rowid=False)


class VolumeColumns(TypedColumns):
    """The texts of many sheets under the fold, to be searched: made from them, and no evidence."""

    volume_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int | None] = Column(Integer)  # of a sorted one, where it begins
    fold: Named[str] = Column(Text)  # the rules of the fold it was made by
    last_text_id: Named[int] = Column(Integer)
    raw_bytes: Named[int] = Column(Integer)
    lexicon: Named[bytes] = Column(LargeBinary)  # before the data: read without it
    data: Named[bytes] = Column(LargeBinary)  # storage.binding


VOLUMES = Table("volumes", METADATA, VolumeColumns)
