"""The table of the chain over each source's evidence."""

from typing import Literal

from sqlalchemy import Column, Integer, LargeBinary, Named, Table, Text, TypedColumns

from storage.tables.base import METADATA, one_of, to

LinkKind = Literal["capture", "sighting", "version", "change", "message"]


class LinkColumns(TypedColumns):
    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True)  # counted from 1
    kind: Named[str] = Column(Text)
    row_id: Named[int] = Column(Integer)
    link_sha256: Named[bytes] = Column(LargeBinary)


CHAIN = Table("chain", METADATA, LinkColumns, one_of("kind", LinkKind), sqlite_with_rowid=False)
