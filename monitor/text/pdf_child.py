"""The child process that reads one PDF: the body on stdin, its text with positions on stdout.

PDFium is not thread-safe and can be brought down by a hostile file: what happens here, happens
only here. Nothing is imported but the standard library and pypdfium2.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from monitor.text import limits

_MEMORY = 1 << 30  # bytes of address space
_MOST_PAGES = 2000
_MOST_GLYPHS = 3_000_000
_PASSWORD = 4  # PDFium's FPDF_ERR_PASSWORD
# The scripts written without spaces.
_WIDE = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uffe6"))


def main() -> None:
    """Answer with one JSON object: `error`, or `title` and `pages` of segments."""
    limits.confine(_MEMORY)
    body = sys.stdin.buffer.read()
    try:
        answer = _read(body)
    except MemoryError:
        answer = {"error": "reading the PDF needs too much memory"}
    sys.stdout.write(json.dumps(answer))


def _read(body: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            return {"error": "the PDF is encrypted"}
        return {"error": "the PDF is damaged and cannot be opened"}
    if len(document) > _MOST_PAGES:
        return {"error": f"the PDF has more than {_MOST_PAGES:,} pages"}
    pages, glyphs = [], 0
    for index in range(len(document)):
        try:
            page = document[index]
            segments = list(_segments(page.get_textpage()))
        except pypdfium2.PdfiumError:
            return {"error": f"page {index + 1} of the PDF is damaged"}
        glyphs += sum(len(segment[0]) for segment in segments)
        if glyphs > _MOST_GLYPHS:
            return {"error": "the PDF holds too much text"}
        pages.append({"height": page.get_height(), "segments": segments})
    return {"title": document.get_metadata_value("Title"), "pages": pages}


def _segments(textpage: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - pypdfium2 has no types
    """Runs of characters on one line without a wide gap: text, left, bottom, right, top."""
    run: list[Any] = []
    spaced = made = False  # a space came before this character; PDFium made it up
    indent = ""
    for char, generated, box in _characters(textpage):
        if char in "\r\n":
            spaced, made, indent = True, True, ""
        elif char == "\u3000":
            indent = char  # the space of Japanese type is set, not made up
        elif char.isspace():
            spaced, made = True, generated
        else:
            if run and not _goes_on(run, box):
                yield run
                run = []
            if not run:
                run = [indent + char, *box]
            else:
                run[0] += (indent or _gap(run, char, spaced=spaced, made=made)) + char
                run[2], run[3], run[4] = min(run[2], box[1]), box[2], max(run[4], box[3])
            spaced, made, indent = False, False, ""
    if run:
        yield run


def _gap(run: list[Any], char: str, *, spaced: bool, made: bool) -> str:
    """A space; one that PDFium made up is not believed between two ideographs."""
    doubtful = made and _is_wide(char) and _is_wide(run[0][-1])
    return " " if spaced and not doubtful else ""


def _goes_on(run: list[Any], box: tuple[float, float, float, float]) -> bool:
    """Whether a character stands on the same line as the run, next to its end."""
    left, bottom, _right, top = box
    height = max(run[4] - run[2], top - bottom, 1.0)
    overlap = min(run[4], top) - max(run[2], bottom)
    aligned = overlap > 0.3 * min(run[4] - run[2], top - bottom)
    return bool(aligned and -0.6 * height < left - run[3] < height)


def _is_wide(char: str) -> bool:
    return any(low <= char <= high for low, high in _WIDE)


def _characters(
    textpage: Any,  # noqa: ANN401
) -> Iterator[tuple[str, bool, tuple[float, float, float, float]]]:
    from pypdfium2 import raw

    high = 0
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        generated = raw.FPDFText_IsGenerated(textpage, index) == 1
        if raw.FPDFText_IsHyphen(textpage, index) == 1 or code == 2:
            code = 0x2D  # PDFium's own mark for a hyphen at the end of a line
        elif code in {0, 0xFFFE, 0xFFFF} or code > 0x10FFFF:
            continue
        char = chr(code)
        space = char.isspace()
        yield char, generated, (0, 0, 0, 0) if space else textpage.get_charbox(index, loose=True)


if __name__ == "__main__":
    main()
