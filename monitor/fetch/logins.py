"""The name and password that may stand in an address: sent to its host, and nowhere else."""

import re

_LOGIN = re.compile(r"(?<=://)[^/?#\s]*@")


def without_login(text: str) -> str:
    """An address, or a sentence with addresses in it, as it may be kept and told."""
    return _LOGIN.sub("", text) if "@" in text else text
