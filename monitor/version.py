"""The program's own version, and how it names itself to others."""

from functools import cache
from importlib.metadata import version as installed


@cache
def version() -> str:
    """The version of the installed distribution."""
    return installed("readout-monitor")


def user_agent(contact: str | None) -> str:
    """Who we are and how to reach us: never the name of a browser."""
    return f"readout/{version()}" + (f" (+{contact})" if contact else "")
