"""White space, line breaks and strike-through inside a block of text.

The words are kept as they stand on the page: no-break spaces, soft hyphens, full-width forms and
ideographic spaces too. What of it matters is the comparison's business.
"""

import re

from storage.model import DOUBT

# Marks that stand for markup while a block is put together; no page text can hold them, because
# control characters are taken out of the frame.
STRUCK, UNSTRUCK, BREAK = "\x01", "\x02", "\x03"

_CJK = (
    "\u2e80-\u303f\u3040-\u30ff\u31c0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
# A line wrapped in the source between two ideographs is no space.
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_CJK}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK = "[ \xa0\u3000]*"
# Two breaks separate paragraphs, and so does one before an indented line, as Japanese pages do it.
_PARAGRAPH = re.compile(f"{BREAK}(?:{_BLANK}{BREAK})+|{BREAK}(?=\u3000)")
_LINE = re.compile(f" ?{BREAK} ?")
_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad~]")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\xa0\u3000]*\n\s*?(?=[^\n]|$)")
_LONG_LINE = 120


def paragraphs(raw: str) -> list[str]:
    """The paragraphs of a block's raw text, without empty ones; struck-through text as `~~…~~`.

    The mark of a doubtful hyphen is for PDFs alone: a page that wrote it could hide a change.
    """
    raw = _SPACE.sub(" ", _WRAP.sub("", raw.replace(DOUBT, "")))
    found, open_ = [], False
    for part in _PARAGRAPH.split(raw):
        marked = (STRUCK if open_ else "") + part
        open_ = marked.count(STRUCK) > marked.count(UNSTRUCK)
        text = _LINE.sub("\n", _struck(marked + (UNSTRUCK if open_ else ""))).strip(" \n")
        if _VISIBLE.search(text):
            found.append(text)
    return found


def _struck(text: str) -> str:
    """Write the strike-through marks close to the words, none around nothing."""
    if STRUCK not in text:
        return text.replace(UNSTRUCK, "")
    text = re.sub(f"{STRUCK}([ {BREAK}]*)", rf"\1{STRUCK}", text)
    text = re.sub(f"([ {BREAK}]*){UNSTRUCK}", rf"{UNSTRUCK}\1", text)
    text = text.replace(STRUCK + UNSTRUCK, "").replace(UNSTRUCK + STRUCK, "")
    text = text.replace(STRUCK, "~~").replace(UNSTRUCK, "~~")
    return re.sub(" +", " ", text)


def preformatted(text: str) -> str:
    """Text of a `pre` element or a plain file: blank lines separate paragraphs.

    Where a line is longer than anyone wraps, each line is a paragraph.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    parts = []
    for part in _BLANK_LINE.split(text):
        lines = part.split("\n")
        longest = max(map(len, lines))
        parts.append((BREAK * 2).join(lines) if longest > _LONG_LINE else part)
    return (BREAK * 2).join(parts)


def joined(before: str, after: str) -> str:
    """Two pieces of one line, with a space between them unless both are ideographs there."""
    return _SPACE.sub(" ", _WRAP.sub("", f"{before}\n{after}"))
