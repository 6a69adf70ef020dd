"""Long messages, shortened for reading: the whole then travels as a file beside it."""

from dataclasses import replace

from alerts.inert import cut
from alerts.passages import PassageView
from alerts.sections import Section

PASSAGES = 12
BODY = 20_000  # characters of passages in one message
SENTENCE = 2_000  # characters of one WAS or NOW


def shortened(
    sections: tuple[Section, ...], *, passages: int = PASSAGES, body: int = BODY
) -> tuple[Section, ...]:
    """The sections with as many passages as fit, each saying how many it leaves out."""
    short: list[Section] = []
    for section in sections:
        kept: list[PassageView] = []
        for passage in map(_short, section.passages):
            if passages <= 0 or (body < _size(passage) and (short or kept)):
                break
            kept.append(passage)
            passages, body = passages - 1, body - _size(passage)
        left_out = len(section.passages) - len(kept)
        short.append(replace(section, passages=tuple(kept), left_out=left_out))
    return tuple(short)


def is_short(sections: tuple[Section, ...]) -> bool:
    """Whether nothing has to be left out or cut."""
    return all(
        not short.left_out and short.passages == section.passages
        for short, section in zip(shortened(sections), sections, strict=True)
    )


def _short(passage: PassageView) -> PassageView:
    return replace(
        passage,
        folded=tuple((op, cut(text, SENTENCE)) for op, text in passage.folded),
        before=cut(passage.before, SENTENCE),
        after=cut(passage.after, SENTENCE),
    )


def _size(passage: PassageView) -> int:
    edits = sum(len(text) for _, text in passage.folded)
    return edits + len(passage.before) + len(passage.after)
