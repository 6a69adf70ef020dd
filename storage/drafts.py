"""Drafts: what a message says, kept from its first attempt until it is sent."""

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables.outbox import DRAFTS


def keep(tx: Connection, message_id: str, notice: object) -> None:
    """Keep what the message says, as values that JSON can hold, in place of what was kept."""
    mine = update(DRAFTS).where(DRAFTS.c.message_id == message_id)
    if tx.execute(mine.values(notice=notice)).rowcount == 0:
        tx.execute(insert(DRAFTS), {"message_id": message_id, "notice": notice})


def read(rx: Connection, message_id: str) -> object | None:
    """What the message says; None before its first attempt, and once it is sent."""
    found = select(DRAFTS.c.notice).where(DRAFTS.c.message_id == message_id)
    return rx.execute(found).scalar_one_or_none()


def drop(tx: Connection, message_id: str) -> None:
    """Forget it: the message is sent, and will not be repeated."""
    tx.execute(delete(DRAFTS).where(DRAFTS.c.message_id == message_id))
