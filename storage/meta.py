"""Small bookkeeping under names: the daemon's heartbeat and the like."""

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables.bookkeeping import META


def get(tx: Connection, key: str) -> str | None:
    """What was put under the key last."""
    return tx.execute(select(META.c.value).where(META.c.key == key)).scalar_one_or_none()


def put(tx: Connection, key: str, value: str) -> None:
    """Keep the value under the key, in place of an earlier one."""
    done = tx.execute(update(META).where(META.c.key == key).values(value=value))
    if done.rowcount == 0:
        tx.execute(insert(META), {"key": key, "value": value})


def take(tx: Connection, key: str) -> str | None:
    """What was put under the key last, which is there no more."""
    value = get(tx, key)
    if value is not None:
        tx.execute(delete(META).where(META.c.key == key))
    return value


def store_token(tx: Connection) -> str:
    """A name that tells this store's messages from another's; made when first asked for."""
    token = get(tx, "store_token")
    if token is None:
        token = secrets.token_hex(16)
        put(tx, "store_token", token)
    return token
