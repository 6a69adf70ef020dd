"""From bytes to characters: which character set a body is in, whatever it says of itself.

Order: a byte order mark; the escape sequences of ISO-2022 (such a body is valid ASCII); strict
UTF-8; what the header and then the page declare, under the names of the WHATWG list; UTF-8 with a
few bad bytes; a detector; windows-1252. A declaration counts only when the bytes agree with it, and
of two that disagree the one in which they make a text.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from monitor.text import charsets, plausible, undeclared
from monitor.text.charsets import REPLACEMENT, codecs_of, declarations, labels, name_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LATIN = {"windows-1252", "iso-8859-15"}  # what servers declare without having looked
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]|\x1b\$\([DQO]|\x1b\([JI]")
_ISO_2022_KR = re.compile(rb"\x1b\$\)C")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{8}")  # no Latin text has eight accented letters in a row
_C0 = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BAD_DECLARED = 3  # the same, where the page says that it is UTF-8
_BETTER = 0.15  # of its text more everyday writing than the header's: the page's own word counts
_IMPLAUSIBLE = 0.25  # less: the declaration is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a body, and the character set they were read in."""

    text: str
    charset: str


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of a body. `content_type` is the header's value. Never raises.

    Control characters other than white space, lone surrogates and undecodable bytes are U+FFFD.
    """
    marked = (
        _by_mark(body)
        or _by_escapes(body)
        or _utf16_unmarked(body)
        or _utf16_declared(body, content_type)
    )
    if marked is not None:
        return _tidy(*marked)
    text, used, good = _utf8(body)
    if good:
        text += REPLACEMENT if used < len(body) else ""
        return Decoded(text=_tidy_utf8(text, body), charset="utf-8")
    found = (
        _surrogates_in_utf8(body)
        or _mostly_utf8(
            body, _BAD_DECLARED if _says_utf8(body, content_type) else charsets.BAD_SHARE
        )
        or _declared(body, content_type, charsets.strictly)
        or _declared(body, content_type, charsets.nearly)
        or undeclared.by_script(body)
        or undeclared.western(body)
        or undeclared.detected(body)
        or _declared_loosely(body, content_type)
        or (body.decode("cp1252", "replace"), "windows-1252")
    )
    return _tidy(*found)


def replaced_share(text: str) -> float:
    """How much of the text stands for bytes that are no characters, from 0 to 1."""
    return text.count(REPLACEMENT) / len(text) if text else 0.0


def _by_mark(body: bytes) -> tuple[str, str] | None:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            # UTF-16 of random bytes is random ideographs; a mark is believed only of sane text.
            if replaced_share(text) < 0.1:
                return text, charset
    return None


def _by_escapes(body: bytes) -> tuple[str, str] | None:
    if b"\x1b" not in body or not body.isascii():
        return None
    if _ISO_2022_JP.search(body):
        return body.decode("iso2022_jp_ext", "replace"), "iso-2022-jp"
    if _ISO_2022_KR.search(body):
        return body.decode("iso2022_kr", "replace"), "iso-2022-kr"
    return None


def _utf16_unmarked(body: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: markup in it has a NUL beside every ASCII character."""
    head = body[:512]
    if head.count(0) * 3 < len(head) or len(head) < 4:
        return None
    for charset, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[first::2].count(0) > 0.7 * len(head[first::2]) and not head[1 - first :: 2].count(
            0
        ):
            return body.decode(charset, "replace"), charset
    return None


def _utf8(body: bytes) -> tuple[str, int, bool]:
    """Strict UTF-8, but for a last character that the end of the body cuts off."""
    try:
        text, used = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return "", 0, False
    return text, used, True


def _utf16_declared(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    """UTF-16 of few ASCII characters, where the header tells."""
    for encoding in declarations(b"", content_type):
        if encoding.name.startswith("utf-16") and b"\0" in body:
            text = body.decode(encoding.name, "replace")
            if replaced_share(text) < 0.1:
                return text, encoding.name
    return None


def _surrogates_in_utf8(body: bytes) -> tuple[str, str] | None:
    """UTF-8 in which surrogates were encoded as characters: a pair is one, a lone one is none."""
    if b"\xed" not in body:
        return None
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), "utf-8"


def _says_utf8(body: bytes, content_type: str | None) -> bool:
    return any(encoding.name == "utf-8" for encoding in declarations(body, content_type))


def _declared(
    body: bytes, content_type: str | None, read: Callable[[bytes, str], str | None]
) -> tuple[str, str] | None:
    """The declaration that the bytes agree with; a Latin one only if no other does."""
    foreign = _HIGH_RUN.search(body) is not None
    said = list(dict.fromkeys(labels(body, content_type)))
    best, most = None, _IMPLAUSIBLE
    for encoding in sorted(said, key=lambda label: label.name in _LATIN):
        if encoding.name in _LATIN and (foreign or best):
            continue
        texts = (read(body, codec) for codec in codecs_of(encoding))
        text = next((text for text in texts if text is not None), None)
        if text is None:
            continue
        share = plausible.share(text, name_of(encoding))
        if share >= most:
            best, most = (text, name_of(encoding)), share + _BETTER
    return best


def _declared_loosely(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    for encoding in labels(body, content_type):
        try:
            return body.decode(codecs_of(encoding)[0], "replace"), name_of(encoding)
        except (UnicodeError, LookupError):
            continue
    return None


def _mostly_utf8(body: bytes, least: int) -> tuple[str, str] | None:
    """UTF-8 with a few bad bytes, as an included fragment in another character set leaves."""
    text = body.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    good = sum(1 for _ in re.finditer("[^\x00-\x7f\ufffd]", text))
    return (text, "utf-8") if good > bad * least else None


def _tidy(text: str, charset: str) -> Decoded:
    text = text.replace("\x85", "\n").removeprefix("\ufeff")
    return Decoded(text=_UNWANTED.sub(REPLACEMENT, text), charset=charset)


def _tidy_utf8(text: str, body: bytes) -> str:
    # The common case must be cheap: looking at the bytes is five times as fast as at the text.
    if b"\xc2" not in body and len(body.translate(None, _C0)) == len(body):
        return text
    return _UNWANTED.sub(REPLACEMENT, text.replace("\x85", "\n"))
