"""Where a store is: a path of an SQLite file, or the URL of a PostgreSQL database."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import StoreUnknown, StoreUnnamed


def parse(location: str) -> URL:
    """The SQLAlchemy URL of a path, a `sqlite:///` or a `postgresql://` address."""
    if not location.removeprefix("sqlite://").strip("/ "):
        raise StoreUnnamed(where=location)
    if "://" not in location:
        return URL.create("sqlite", database=location)
    scheme = location.partition("://")[0]
    if scheme not in {"sqlite", "postgresql", "postgres", "postgresql+psycopg"}:
        raise StoreUnknown(where=f"{scheme}://…")
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        # The address may hold a password, so neither it nor the error that quotes it is shown.
        raise StoreUnknown(where=f"{scheme}://…") from None
    if scheme == "sqlite":
        return url
    return url.set(drivername="postgresql+psycopg")


def shown(url: URL) -> str:
    """The location as people may see it: a path, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    plain = url.set(drivername="postgresql", query={})
    return plain.render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The SQLite file; None for a PostgreSQL database."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)
