"""How a difference looks on a terminal: removed struck through in red, added in green.

Without colour the same words stand as [-removed-] and {+added+}.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.text import Text

from alerts.inert import isolated, led
from monitor.cli import render
from monitor.cli.render import safe
from monitor.cli.terminal import coloured, width
from monitor.cli.wrapping import wrapped

if TYPE_CHECKING:
    from monitor.evidence import Said
    from storage.model import Block, Comparison, Passage

    Raised = Mapping[Passage, Said]

_CONTEXT = 70  # characters of unchanged text kept on either side of an edit
_ENDS = 5_000  # characters kept at either end of an edit
_NO_END = 10_000  # columns: where no terminal is, lines are not wrapped, for grep
_PAGE = 120
_BORDERS = 7  # columns of a table of two that hold no text
Apart = Sequence[tuple[str, Sequence["Passage"]]]  # passages shown last, under lines of their own
_OLD, _NEW = "strike red", "bold green"


def _console(elsewhere: int) -> Console:
    """Writes into memory, for the pager; `elsewhere` is the width where there is no terminal."""
    colours = coloured()
    return Console(
        file=io.StringIO(), width=width() or elsewhere,
        soft_wrap=not sys.stdout.isatty(), force_terminal=colours,
        color_system="standard" if colours else None, no_color=not colours,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip


def _laid(console: Console, text: Text, indent: str = "") -> Text:
    """The text in lines of the terminal's width; on one line where no terminal is, for grep."""
    return Text(indent) + text if console.soft_wrap else wrapped(text, console.width, indent)


def _show(console: Console) -> None:
    """Print what the console was told; through a pager where it is long."""
    assert isinstance(console.file, io.StringIO)
    render.page(console.file.getvalue().rstrip("\n").split("\n"), plain=False)


def folded(
    headline: str,
    comparison: "Comparison",
    notes: tuple[str, list[str]],
    apart: Apart = (),
    *,
    typography: bool,
    raised: "Raised",
) -> None:
    """Each passage that changed, unchanged stretches within it folded; then what is left out.

    `raised` says of each passage what raised its flags, as `monitor.evidence` does.
    """
    console = _console(elsewhere=_NO_END)
    console.print(Text(headline, "bold"))
    for passage in _chosen(comparison, typography=typography):
        console.print()
        _print_passage(console, passage, _why(raised.get(passage, ())))
    _print_apart(console, apart)
    rest = len(comparison.passages) - len(list(_chosen(comparison, typography=typography)))
    called, noted = notes
    more = [f"{render.many(rest, 'typographic difference')} (--typography)"] if rest else []
    if noted or more:
        console.print(Text(f"\n{called}: {safe('; '.join([*noted, *more]))}"))
    _show(console)


def beneath(comparison: "Comparison") -> list[str]:
    """The lines of each passage that changed, to stand beneath an entry of a history."""
    console = _console(elsewhere=_NO_END)
    for passage in _chosen(comparison, typography=comparison.kind == "typography"):
        _print_passage(console, passage, "", "      ")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def _print_passage(console: Console, passage: "Passage", why: str, indent: str = "") -> None:
    """Where it stands, its flags, what raised them, and its words."""
    console.print(Text(indent) + _place(passage))
    if why:
        console.print(_laid(console, Text(why, "dim"), f"{indent}  "))
    words = _inline(passage, colour=coloured(), fold=True)
    console.print(_laid(console, words, f"{indent}  "))


def whole(
    headline: str, comparison: "Comparison", after: Sequence["Block"], apart: Apart = ()
) -> None:
    """The whole newer text, as it was compared, with what changed marked where it stands."""
    console = _console(elsewhere=_NO_END)
    console.print(Text(headline, "bold"))
    left = [*comparison.passages, *(passage for _, passages in apart for passage in passages)]
    for block in after:
        console.print()
        console.print(_laid(console, _marked(block.text, left, colour=coloured())))
    removed = [one for one in left if one.kind == "removed"]
    if removed:
        console.print(Text("\nno longer in the text:", "bold"))
    for passage in removed:
        console.print(_laid(console, _inline(passage, colour=coloured(), fold=False), "  "))
    _show(console)


def side_by_side(
    headline: str,
    comparison: "Comparison",
    apart: Apart = (),
    *,
    titles: tuple[str, str] = ("was", "is"),
    typography: bool,
    raised: "Raised",
) -> None:
    """Old left, new right, a row a passage: where it stands, its flags, and its words."""
    from rich.table import Table  # for what stands side by side alone

    console = _console(elsewhere=_PAGE)
    console.soft_wrap = False
    console.print(Text(headline, "bold"))
    table = Table(expand=True, show_lines=True)
    for title in titles:
        table.add_column(Text(safe(title)), ratio=1, overflow="fold")
    half = (console.width - _BORDERS) // 2
    framing = (passage for _, passages in apart for passage in passages)
    for passage in (*_chosen(comparison, typography=typography), *framing):
        heads = (
            _where(passage),
            " | ".join(filter(None, (_called(passage), _why(raised.get(passage, ()))))),
        )
        cells = []
        for sign, head in zip("-+", heads, strict=True):
            side = _side(passage, sign, colour=coloured())
            cells.append(Group(*(wrapped(text, half) for text in (Text(head, "dim"), side))))
        table.add_row(*cells)
    if table.row_count:
        console.print(table)
    _show(console)


def _print_apart(console: Console, apart: Apart) -> None:
    for title, passages in apart:
        console.print(Text(f"\n{safe(title)}", "bold"))
        for passage in passages:
            console.print(_laid(console, _inline(passage, colour=coloured(), fold=True), "  "))


def _chosen(comparison: "Comparison", *, typography: bool) -> Iterator["Passage"]:
    return (one for one in comparison.passages if typography or one.change == "wording")


def _place(passage: "Passage") -> Text:
    return Text(f"{_where(passage)}   {_called(passage)}".rstrip(), "dim")


def _called(passage: "Passage") -> str:
    """The flags of a passage; of one of typography what it consists in."""
    kinds = (
        f"{kind}: {passage.layout}" if kind == "layout" else kind for kind in passage.typography
    )
    return "  ".join(passage.flags) or ", ".join(kinds)


def _where(passage: "Passage") -> str:
    section = f'§ "{isolated(safe(passage.section))}", ' if passage.section else "§ "
    kind = "" if passage.kind == "changed" else f"   {passage.kind}"
    return f"{section}paragraph {passage.paragraph}{kind}"


def _why(raised: "Said") -> str:
    """`strength down: agreed → discussed | restored from @1`."""
    parts = []
    for flag, way, words in raised:
        called = " ".join(filter(None, (flag, way)))
        parts.append(f"{called}{' ' if words.startswith('from @') else ': '}{led(safe(words))}")
    return " | ".join(" ".join(part.split()) for part in parts)


def _inline(passage: "Passage", *, colour: bool, fold: bool) -> Text:
    text = Text()
    last = len(passage.edits) - 1
    for index, (op, part) in enumerate(passage.edits):
        if op == "=":
            text.append(_fold(part, first=index == 0, last=index == last) if fold else safe(part))
        else:
            text.append_text(_edit(op, part, colour=colour))
    return text


def _edit(op: str, part: str, *, colour: bool) -> Text:
    shown = _shortened(safe(part))
    if colour:
        return Text(shown, _OLD if op == "-" else _NEW)
    return Text(f"[-{shown}-]" if op == "-" else f"{{+{shown}+}}")


def _shortened(shown: str) -> str:
    """An edit without its middle where that is longer than anybody reads: a token of megabytes."""
    left = len(shown) - 2 * _ENDS
    return shown if left < _ENDS else f"{shown[:_ENDS]} … {left:,} characters … {shown[-_ENDS:]}"


def _fold(part: str, *, first: bool, last: bool) -> str:
    """Unchanged text, its middle (or the end away from the edit) left out where it is long."""
    shown = safe(part)
    if len(shown) <= 2 * _CONTEXT:
        return shown
    head = shown[: _word_end(shown, _CONTEXT)] + " …"
    tail = "… " + shown[len(shown) - _word_end(shown[::-1], _CONTEXT) :]
    if first:
        return tail
    return head if last else f"{head} {tail[2:]}"


def _word_end(text: str, near: int) -> int:
    """Where to cut at the end of a word not far before `near`; there, if no space is near."""
    space = text.rfind(" ", near - 20, near)
    return near if space < 0 else space


def _side(passage: "Passage", wanted: str, *, colour: bool) -> Text:
    text = Text()
    for op, part in passage.edits:
        if op == "=":
            text.append(safe(part))
        elif op == wanted:
            text.append_text(_edit(op, part, colour=colour))
    return text


def _marked(block: str, left: "list[Passage]", *, colour: bool) -> Text:
    """A block with the passages that stand in it shown as edits; those found leave `left`."""
    text = Text()
    rest = block
    for passage in list(left):
        if not passage.after or passage.after not in rest:
            continue
        before, _, rest = rest.partition(passage.after)
        text.append(safe(before))
        text.append_text(_inline(passage, colour=colour, fold=False))
        left.remove(passage)
    text.append(safe(rest))
    return text


def beside(headline: str, titles: tuple[str, str], rows: Sequence[tuple[str, str]]) -> None:
    """Two columns of text under the names of the two texts, a row what corresponds."""
    from rich.table import Table  # for what stands side by side alone

    console = _console(elsewhere=_PAGE)
    console.soft_wrap = False
    console.print(Text(headline, "bold"))
    table = Table(expand=True, show_lines=True)
    for title in titles:
        table.add_column(Text(safe(title)), ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*(wrapped(Text(safe(side)), (console.width - _BORDERS) // 2) for side in row))
    console.print(table)
    _show(console)
