"""What a case is, and what must be found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from storage.model import Block, Kind, Term

Group = Literal["cosmetic", "edit", "layout"]
Hunks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What the comparison must say.

    `kind`: of the whole. `hunks`: what was taken out and put in, several ways of saying it, empty
    where it is not asked. `flag`: what must be raised, one of several where parted by `|`.
    `moved`: the texts that may be said to have moved, each a list of texts. `added`, `removed`:
    the only passages of wording.
    """

    kind: Kind
    hunks: tuple[Hunks, ...] = ()
    flag: str = ""
    moved: tuple[tuple[str, ...], ...] = ()
    added: str = ""
    removed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One pair of texts. `name` says where it came from, and gives it again."""

    name: str
    group: Group
    category: str
    language: str
    told: str | None  # the language that the comparison is told
    before: Sequence[Block]
    after: Sequence[Block]
    goal: Goal
    terms: tuple[Term, ...] = ()
    expect: tuple[str, ...] = ()
