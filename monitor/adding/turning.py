"""The rules that take out of a text what differed between two looks, and nothing else. Pure."""

from typing import TYPE_CHECKING

from monitor import volatile
from monitor.text.ignoring import without_furniture
from monitor.text.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage.model import Document, Passage


def rules(differing: "Collection[Passage]", looks: "tuple[Document, Document]") -> dict[str, bool]:
    """By the expression for `ignore_text`: whether it takes out of both looks only what differed.

    An expression takes out whole blocks: one that would take a sentence with it that was the same
    in both looks is none to be written unasked.
    """
    known = sorted(filter(None, map(volatile.pattern, differing)))
    differed = {text.strip() for one in differing for text in (one.before, one.after)}
    return {
        expression: all(set() < _taken(expression, look) <= differed for look in looks)
        for expression in (f"^{volatile.rule(one)}$" for one in known)
    }


def _taken(expression: str, look: "Document") -> set[str]:
    left = set(without_furniture(look.blocks, Rules(ignore_text=(expression,))))
    return {block.text.strip() for block in look.blocks if block not in left}
