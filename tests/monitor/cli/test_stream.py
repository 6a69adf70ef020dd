"""Lines that come a page at a time: through a pager where they are more than a screen."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator

import click
import pytest

from monitor.cli import render


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _streamed(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], *, plain: bool = False, columns: int = 80
) -> tuple[str, str, list[int]]:
    """What a terminal of five lines shows of chunks of such sizes, and what its pager.

    And which of the chunks had been read when that opened.
    """
    read: list[int] = []
    opened: list[int] = []
    paged: list[str] = []

    def chunks() -> Iterator[list[str]]:
        for number, size in enumerate(sizes):
            read.append(number)
            yield [f"{number}.{line}" for line in range(size)]

    def pager(text: Iterable[str]) -> None:
        opened.extend(read)
        paged.extend(text)

    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((columns, 5)))
    monkeypatch.setattr(click, "echo_via_pager", pager)
    render.stream(chunks(), plain=plain)
    monkeypatch.undo()
    return terminal.getvalue(), "".join(paged), opened


def test_a_screenful_needs_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, paged, _ = _streamed(monkeypatch, [1, 0, 3])
    assert (shown, paged) == ("0.0\n2.0\n2.1\n2.2\n", "")


def test_a_pager_opens_before_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, paged, read = _streamed(monkeypatch, [2, 3, 0, 2])
    assert (shown, read) == ("", [0, 1])
    assert paged == "0.0\n0.1\n1.0\n1.1\n1.2\n3.0\n3.1\n"


def test_a_line_takes_as_many_rows_as_the_terminal_wraps_it_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown, paged, _ = _streamed(monkeypatch, [3], columns=2)
    assert (shown, paged) == ("", "0.0\n0.1\n0.2\n")
    assert _streamed(monkeypatch, [3], columns=3)[1] == ""


def test_what_is_for_programs_is_never_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, paged, _ = _streamed(monkeypatch, [20], plain=True)
    assert (shown.count("\n"), paged) == (20, "")
    assert _streamed(monkeypatch, []) == ("", "", [])
