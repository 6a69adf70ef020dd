"""A stretch of one source's chain with what its rows say: enough to recompute each link."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from storage import chain
from storage.audit import EVIDENCE_OF
from storage.chain import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A link, and the evidence of its row as plain JSON values."""

    link: Link
    content: dict[str, Any]


def rows(rx: Connection, links: Collection[Link]) -> list[Row]:
    """What the rows of these links say now."""
    wanted = defaultdict(list)
    for link in links:
        wanted[link.kind].append(link.row_id)
    found = {kind: EVIDENCE_OF[kind](rx, ids) for kind, ids in wanted.items()}
    return [
        Row(
            link=link,
            content=json.loads(chain.canonical(link.kind, found[link.kind][link.row_id])),
        )
        for link in links
    ]
