"""Whether a recorded change is one between its two texts."""

from storage.model import DOUBT, Change, Document, Passage
from storage.tables.base import clean

_Text = tuple[str, bool]


def squeezed(document: Document) -> _Text:
    """All that is compared of a text, without white space; and whether hyphens in it are doubtful.

    A doubtful hyphen is shown as the other text has it, so that none of them counts then.
    """
    text = "".join(block.text for block in document.compared)
    doubtful = DOUBT in text
    return _bare(text, doubtful=doubtful), doubtful


def _bare(text: str, *, doubtful: bool) -> str:
    if doubtful:
        text = text.replace(DOUBT, "").replace("-", "")
    return "".join(text.split())


def wrong(change: Change, before: _Text, after: _Text) -> str | None:
    """What does not hold: the first passage that its edits do not give, or that stands nowhere.

    `before` and `after` are the two texts, squeezed.
    """
    found = (_wrong(passage, before, after) for passage in change.comparison.passages)
    return next(filter(None, found), None)


def _wrong(passage: Passage, before: _Text, after: _Text) -> str | None:
    for mark, told, text, which in (
        ("-", passage.before, before, "old"),
        ("+", passage.after, after, "new"),
    ):
        if "".join(part for op, part in passage.edits if op in ("=", mark)) != told:
            return f"its edits do not give the {which} passage"
        if not _stands(told, *text):
            return f"a passage of it does not stand in the {which} text"
    return None


def _stands(told: str, text: str, doubtful: bool) -> bool:  # noqa: FBT001
    """Whether each line of a passage is in the text: those of one passage may stand apart."""
    return all(_bare(clean(line), doubtful=doubtful) in text for line in told.splitlines())
