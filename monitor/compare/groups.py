"""Groups: some sentences of the older text and what became of them in the newer.

One with one, one with two, two with one; none with one is added, one with none removed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sentences of the older text, from `a0` to `a1`, that became those of the newer.

    `layout`: the wording is the same, and something else differs, if only the kind of a block.
    """

    a0: int
    a1: int
    b0: int
    b1: int
    moved: bool = False
    layout: bool = False

    def order(self) -> tuple[int, int, int]:
        """By the place in the newer text; what was removed stands before what follows it there."""
        return (self.b0, self.b1, self.a0)
