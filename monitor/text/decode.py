"""From bytes to characters: which character set a body is in, whatever it says of itself.

Order: a byte order mark; the escape sequences of ISO-2022 (such a body is valid ASCII); strict
UTF-8; what the header and then the page declare, under the names of the WHATWG list; UTF-8 with a
few bad bytes; a detector; windows-1252. A declaration counts only when the bytes agree with it.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import webencodings

REPLACEMENT = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Python's codecs for the WHATWG names where the plain namesake is too narrow: pages that say
# gb2312 hold GB18030, those that say Shift_JIS hold Microsoft's code page 932, and so on.
_CODECS = {
    "gbk": ("gb18030",),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "euc-jp": ("euc_jp", "euc_jis_2004"),
    "iso-2022-jp": ("iso2022_jp_ext",),
    "euc-kr": ("cp949",),
    "big5": ("cp950", "big5hkscs"),
    "windows-1252": ("cp1252",),
}
_LATIN = {"windows-1252", "iso-8859-15"}  # what servers declare without having looked
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.+-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w:.+-]+)",
    re.IGNORECASE,
)
_META_WITHIN = 4096  # the standard says 1,024; pages exist that declare later
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]|\x1b\$\([DQO]|\x1b\([JI]")
_ISO_2022_KR = re.compile(rb"\x1b\$\)C")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{8}")  # no Latin text has eight accented letters in a row
_KANA, _HANGUL = re.compile("[\u3041-\u30fc]"), re.compile("[\uac00-\ud7a3]")
_SCRIPTS = (
    ("euc-jp", "euc_jp", _KANA, 0.2),
    ("shift_jis", "cp932", _KANA, 0.2),
    ("euc-kr", "cp949", _HANGUL, 0.7),
)  # name, codec, its script, and the least share of it in the text that is not ASCII
_C0 = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SAMPLE = 1 << 16  # bytes the detector is shown
_BAD_SHARE = 50  # at most one bad sequence to so many good ones in text that is "mostly" a charset


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a body, and the character set they were read in."""

    text: str
    charset: str


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of a body. `content_type` is the header's value. Never raises.

    Control characters other than white space, lone surrogates and undecodable bytes are U+FFFD.
    """
    marked = _by_mark(body) or _by_escapes(body) or _utf16_unmarked(body)
    if marked is not None:
        return _tidy(*marked)
    text, used, good = _utf8(body)
    if good:
        text += REPLACEMENT if used < len(body) else ""
        return Decoded(text=_tidy_utf8(text, body), charset="utf-8")
    found = (
        _declared(body, content_type)
        or _mostly_utf8(body)
        or _by_script(body)
        or _detected(body)
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


def _labels(body: bytes, content_type: str | None) -> Iterator[webencodings.Encoding]:
    """What the header and then the page declare, where it is a known name."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:_META_WITHIN])
    names = [header[1]] if header else []
    names += [meta[1].decode("ascii", "replace")] if meta else []
    for name in names:
        encoding = webencodings.lookup(name)
        if encoding is not None and not encoding.name.startswith(("utf-", "x-user", "replace")):
            yield encoding


def _codecs_of(encoding: webencodings.Encoding) -> tuple[str, ...]:
    return _CODECS.get(encoding.name, (encoding.codec_info.name,))


def _name(encoding: webencodings.Encoding) -> str:
    return "gb18030" if encoding.name == "gbk" else str(encoding.name)


def _declared(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    """The first declaration that the bytes agree with; a Latin one only if no other does."""
    labels = list(_labels(body, content_type))
    foreign = _HIGH_RUN.search(body) is not None
    for encoding in sorted(labels, key=lambda label: label.name in _LATIN):
        if encoding.name in _LATIN and foreign:
            continue
        for codec in _codecs_of(encoding):
            try:
                return body.decode(codec), _name(encoding)
            except (UnicodeError, LookupError):
                continue
    return None


def _declared_loosely(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    for encoding in _labels(body, content_type):
        try:
            return body.decode(_codecs_of(encoding)[0], "replace"), _name(encoding)
        except (UnicodeError, LookupError):
            continue
    return None


def _mostly_utf8(body: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few bad bytes, as an included fragment in another character set leaves."""
    text = body.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    good = sum(1 for _ in re.finditer("[^\x00-\x7f\ufffd]", text))
    return (text, "utf-8") if good > bad * _BAD_SHARE else None


def _by_script(body: bytes) -> tuple[str, str] | None:
    """Japanese and Korean tell themselves apart: no other text decodes to kana or to Hangul."""
    for name, codec, script, least in _SCRIPTS:
        try:
            text = body.decode(codec)
        except UnicodeError:
            continue
        if len(script.findall(text)) > least * sum(not char.isascii() for char in text):
            return text, name
    return None


def _detected(body: bytes) -> tuple[str, str] | None:
    """What the detector makes of the part that is not ASCII."""
    from charset_normalizer import from_bytes

    first = next(re.finditer(rb"[\x80-\xff]", body), None)
    start = max(0, first.start() - 64) if first else 0
    best = from_bytes(body[start : start + _SAMPLE]).best()
    if best is None:
        return None
    encoding = webencodings.lookup(best.encoding.replace("_", "-"))
    codec = _codecs_of(encoding)[0] if encoding else best.encoding
    text = body.decode(codec, "replace")
    if text.count(REPLACEMENT) * _BAD_SHARE > len(text):
        return None
    return text, _name(encoding) if encoding else best.encoding


def _tidy(text: str, charset: str) -> Decoded:
    text = text.replace("\x85", "\n").removeprefix("\ufeff")
    return Decoded(text=_UNWANTED.sub(REPLACEMENT, text), charset=charset)


def _tidy_utf8(text: str, body: bytes) -> str:
    # The common case must be cheap: looking at the bytes is five times as fast as at the text.
    if b"\xc2" not in body and len(body.translate(None, _C0)) == len(body):
        return text
    return _UNWANTED.sub(REPLACEMENT, text.replace("\x85", "\n"))
