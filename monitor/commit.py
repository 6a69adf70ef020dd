"""What every step of recording one visit is handed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config, SourceConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The transaction that records one visit, whose source it is, and when that happens."""

    tx: "Connection"
    config: "Config"
    source: "SourceConfig"
    now: datetime
