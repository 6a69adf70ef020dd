"""The frame as a document: blocks in reading order. BeautifulSoup, and only over the frame."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from monitor.text import lists, wording
from monitor.text.frame import Frame
from monitor.text.ignoring import without_furniture
from monitor.text.rules import Rules
from storage.model import Block, BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
}  # fmt: skip
_KINDS: dict[str, BlockKind] = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    "blockquote": "quote",
    # A table or a caption inside a list item or a quotation is a text of its own.
    **dict.fromkeys(("table", "caption", "figcaption"), "paragraph"),
}
_LONGEST_CELL = 1000  # characters: a longer cell is a column of a page laid out as a table


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The state of a walk over the frame."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)  # of the block under way
    kinds: list[BlockKind] = field(default_factory=lambda: ["paragraph"])
    numbering: list[lists.Counter | None] = field(default_factory=list)
    label: str | None = None  # of the list item whose first words have not come yet
    struck: int = 0
    preformatted: int = 0


def read(frame: Frame, rules: Rules) -> Document:
    """The text of a frame, block by block. Blocks that match `ignore_text` are furniture;
    raises SlowPatternError when that takes too long to tell.
    """
    return Document(
        title=frame.meta.title,
        headline=frame.headline,
        language=rules.language or frame.meta.language,
        published=frame.meta.published,
        modified=frame.meta.modified,
        blocks=without_furniture(_blocks(BeautifulSoup(frame.html, "lxml")), rules),
    )


def _blocks(root: Tag) -> list[Block]:
    """Walk the tree without recursion: pages nest as deep as they like."""
    state = _Reading()
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
    while stack:
        tag, children = stack[-1]
        node = next(children, None)
        if node is None:
            stack.pop()
            _close(state, tag)
        elif isinstance(node, Tag):
            if _open(state, node):
                stack.append((node, iter(node.contents)))
        elif type(node) is NavigableString:
            state.pieces.append(wording.preformatted(node) if state.preformatted else node)
    _flush(state)
    return state.blocks


def _open(state: _Reading, tag: Tag) -> bool:
    """Begin an element; whether its children are to be walked."""
    name = tag.name
    if name in _BLOCKS:
        _flush(state)
        if name == "tr" and _row(state, tag):
            return False
        _enter(state, tag)
    elif name == "br":
        state.pieces.append(wording.BREAK)
    elif name == "del":
        state.struck += 1
        if state.struck == 1:
            state.pieces.append(wording.STRUCK)
    elif name == "q":
        state.pieces.append('"')
    return True


def _enter(state: _Reading, tag: Tag) -> None:
    name = tag.name
    if name in _KINDS:
        state.kinds.append(_KINDS[name])
    if name == "pre":
        state.preformatted += 1
    elif name in {"ol", "ul", "dir"}:
        state.numbering.append(_counter(tag) if name == "ol" else None)
    elif name == "li":
        counter = state.numbering[-1] if state.numbering else None
        state.label = counter.label(_attribute(tag, "value")) if counter else None


def _close(state: _Reading, tag: Tag) -> None:
    name = tag.name
    if name in _BLOCKS:
        _flush(state)
        if name in _KINDS:
            state.kinds.pop()
        if name == "pre":
            state.preformatted -= 1
        elif name in {"ol", "ul", "dir"}:
            state.numbering.pop()
        elif name == "li":
            state.label = None
    elif name == "del":
        state.struck -= 1
        if state.struck == 0:
            state.pieces.append(wording.UNSTRUCK)
    elif name == "q":
        state.pieces.append('"')


def _flush(state: _Reading) -> None:
    """End the block under way; a strike-through that goes on is closed and opened again."""
    if not state.pieces:
        return
    raw = "".join(state.pieces) + (wording.UNSTRUCK if state.struck else "")
    state.pieces = [wording.STRUCK] if state.struck else []
    for text in wording.paragraphs(raw):
        if state.label is not None:
            text = lists.labelled(text, state.label)  # noqa: PLW2901
            state.label = None
        state.blocks.append(Block(kind=state.kinds[-1], text=text))


def _row(state: _Reading, tag: Tag) -> bool:
    """Read a row of a data table as one block; False for a row that only lays out the page."""
    cells = [one for one in tag.contents if isinstance(one, Tag) and one.name in {"td", "th"}]
    if len(cells) < 2 or any(cell.find("table") is not None for cell in cells):
        return False
    texts = [_cell(cell) for cell in cells]
    if any(len(text) > _LONGEST_CELL for text in texts):
        return False
    if any(texts):
        text = " | ".join(texts).replace("  ", " ").strip()
        state.blocks.append(Block(kind="row", text=f"~~{text}~~" if state.struck else text))
    return True


def _cell(cell: Tag) -> str:
    return " ".join(block.text.replace("\n", " ") for block in _blocks(cell))


def _counter(tag: Tag) -> lists.Counter:
    items = sum(1 for child in tag.contents if isinstance(child, Tag) and child.name == "li")
    return lists.Counter.of(
        start=_attribute(tag, "start"),
        style=_attribute(tag, "type"),
        items=items if tag.has_attr("reversed") else None,
    )


def _attribute(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return value if isinstance(value, str) else None
