"""Page text that can do nothing where it is shown: no line breaks, no orders to a terminal."""

import json
import re
from unicodedata import bidirectional

from storage.model import unmarked

# Joiners and plain direction marks are part of many scripts and stay; what reorders or hides text
# is shown by its name instead.
FSI, PDI = "\u2068", "\u2069"
_BLANK = re.compile(r"[\s\x85\u2028\u2029]+")
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """The text as one line in which every character is either harmless or named, as ⟦U+202E⟧."""
    return _named(_BLANK.sub(" ", text)).strip()


def part_of_line(text: str) -> str:
    """As `one_line`, for a part of a sentence: blanks at its ends are kept."""
    return _named(_BLANK.sub(" ", text))


def lines(text: str) -> str:
    """As `one_line`, but paragraphs stay apart."""
    return "\n\n".join(filter(None, map(one_line, re.split(r"\n\s*\n", text))))


def web_address(url: str) -> str | None:
    """The address if it is one of the web: no other kind is ever made a link."""
    said = one_line(url).replace(" ", "%20")
    return said if said.lower().startswith(("http://", "https://")) else None


def _named(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", unmarked(text))


def isolated(text: str) -> str:
    """Page text for a place in a line of ours, which keeps its order whatever script the text has.

    Two texts in Arabic or Hebrew around an arrow would be laid out from right to left as one, so
    that the arrow led from the new words to the old. The text must be inert: the page's own
    isolates are named in it, and these are ours. Text of other scripts stays as it is. In HTML the
    line needs `dir="ltr"` besides: browsers look into isolates for the direction of `auto`.
    """
    if text.isascii() or not any(bidirectional(one) in {"R", "AL"} for one in text):
        return text
    return f"{FSI}{text}{PDI}"


def led(words: str) -> str:
    """Inert words; where an arrow leads from one to the other, `old → new`, each isolated."""
    return " → ".join(map(isolated, words.split(" → ")))


def bare(line: str) -> str:
    """A line of ours without the isolates: for programs."""
    return line.replace(FSI, "").replace(PDI, "")


def json_text(value: object, *, tight: bool = False) -> str:
    """The value as one line of JSON in which active characters are escaped: data, and no orders.

    `tight`: without spaces between its parts.
    """
    separators = (",", ":") if tight else None
    said = json.dumps(value, ensure_ascii=False, separators=separators)
    return _ACTIVE.sub(_escape, said)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters, ended at a word and by an ellipsis where cut."""
    if len(text) <= limit:
        return text
    room = text[: limit - 1]
    space = room.rfind(" ")
    if space > limit // 2:
        room = room[:space]
    return room.rstrip(" ,;:、，") + "…"


def cut_front(text: str, limit: int) -> str:
    """The end of the text in at most `limit` characters, begun at a word where cut."""
    if len(text) <= limit:
        return text
    room = text[-(limit - 1) :]
    space = room.find(" ")
    if 0 <= space < limit // 2:
        room = room[space + 1 :]
    return "…" + room.lstrip()
