"""Character sets by their names on the web, and how strictly bytes agree with one."""

import re
from collections.abc import Iterator

import webencodings

REPLACEMENT = "\ufffd"
BAD_SHARE = 50  # at most one bad sequence to so many good ones in text that is "mostly" a charset
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
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.+-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w:.+-]+)",
    re.IGNORECASE,
)
_META_WITHIN = 4096  # the standard says 1,024; pages exist that declare later


def declarations(body: bytes, content_type: str | None) -> Iterator[webencodings.Encoding]:
    """What the header and then the page declare, where it is a known name."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:_META_WITHIN])
    names = [header[1]] if header else []
    names += [meta[1].decode("ascii", "replace")] if meta else []
    yield from filter(None, map(webencodings.lookup, names))


def labels(body: bytes, content_type: str | None) -> Iterator[webencodings.Encoding]:
    """The declarations of something else than Unicode."""
    for encoding in declarations(body, content_type):
        if not encoding.name.startswith(("utf-", "x-user", "replace")):
            yield encoding


def codecs_of(encoding: webencodings.Encoding) -> tuple[str, ...]:
    """Python's codecs for it, the best first."""
    return _CODECS.get(encoding.name, (encoding.codec_info.name,))


def name_of(encoding: webencodings.Encoding) -> str:
    """What we call it."""
    return "gb18030" if encoding.name == "gbk" else str(encoding.name)


def strictly(body: bytes, codec: str) -> str | None:
    """The text, if every byte is of that character set."""
    try:
        return body.decode(codec)
    except (UnicodeError, LookupError):
        return None


def nearly(body: bytes, codec: str) -> str | None:
    """The text, if at most a byte here and there is none of that character set."""
    try:
        text = body.decode(codec, "replace")
    except (UnicodeError, LookupError):
        return None
    beyond = sum(not char.isascii() for char in text)
    return text if text.count(REPLACEMENT) * BAD_SHARE <= beyond else None
