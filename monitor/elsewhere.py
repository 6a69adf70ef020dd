"""Sentences that left the text and still stand elsewhere on the page: told, and flagged. Pure."""

from collections import Counter
from dataclasses import replace

from monitor.text import places
from storage.model import Comparison, Document, Passage

FLAG = "elsewhere"


def lost(comparison: Comparison) -> bool:
    """Whether a sentence is gone from the text, so that the page must be asked for it."""
    return any(_is_lost(passage) for passage in comparison.passages)


def flagged(comparison: Comparison, now: Document, page_text: str) -> Comparison:
    """With `elsewhere` at each lost sentence that stands more often on the page than in the text.

    `page_text` is all that can be read on the page, squashed.
    """
    text = "".join(places.squash(block.text) for block in now.compared)
    left: Counter[str] = Counter()
    passages: list[Passage] = []
    for passage in comparison.passages:
        sentence = places.squash(passage.before)
        if not _is_lost(passage) or not sentence:
            passages.append(passage)
            continue
        left[sentence] += 1
        beside = page_text.count(sentence) - text.count(sentence)
        found = beside >= left[sentence]
        flags = (*passage.flags, FLAG) if found else passage.flags
        passages.append(replace(passage, flags=flags))
    if passages == list(comparison.passages):
        return comparison
    return replace(comparison, passages=tuple(passages), flags=(*comparison.flags, FLAG))


def _is_lost(passage: Passage) -> bool:
    return passage.change == "wording" and passage.kind == "removed"
