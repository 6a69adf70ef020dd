"""Chance that is the same on every machine: drawn from a hash of the case's name."""

from collections.abc import Sequence
from hashlib import shake_128
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Numbers drawn from a name; `rate` is how many in a hundred places are taken."""

    def __init__(self, name: str, *, rate: int = 100) -> None:
        self._bytes = shake_128(name.encode()).digest(32768)
        self._at = 0
        self.rate = rate

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        if self._at + 3 > len(self._bytes):
            self._bytes = shake_128(self._bytes).digest(32768)
            self._at = 0
        drawn = int.from_bytes(self._bytes[self._at : self._at + 3])
        self._at += 3
        return drawn % limit

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def takes(self) -> bool:
        """Whether this place is taken, at the case's rate."""
        return self.below(100) < self.rate
