"""The character set of a body that does not say it, or says a wrong one."""

import re

import webencodings

from monitor.text.charsets import BAD_SHARE, REPLACEMENT, codecs_of, name_of, nearly

_KANA, _HANGUL = re.compile("[\u3041-\u30fc]"), re.compile("[\uac00-\ud7a3]")
_SCRIPTS = (
    ("euc-jp", "euc_jp", _KANA, 0.2),
    ("shift_jis", "cp932", _KANA, 0.2),
    ("euc-kr", "cp949", _HANGUL, 0.7),
)  # name, codec, its script, and the least share of it in the text that is not ASCII
_SAMPLE = 1 << 16  # bytes the detector is shown
_LONG_RUN = re.compile(rb"[\x80-\xff]{4}")
# The letters and marks of western languages. What else windows-1252 has is read by the detector.
_WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝ"
    "‘’‚“”„‹›«»–—…•·€£¥§©®™°º²½¼¾¿¡ª´\xa0\xad"
)


def by_script(body: bytes) -> tuple[str, str] | None:
    """Japanese and Korean tell themselves apart: no other text decodes to kana or to Hangul."""
    for name, codec, script, least in _SCRIPTS:
        text = nearly(body, codec)
        if text is None:
            continue
        if len(script.findall(text)) > least * sum(not char.isascii() for char in text):
            return text, name
    return None


def western(body: bytes) -> tuple[str, str] | None:
    """A few accented letters and marks among ASCII: windows-1252, as browsers take it to be."""
    if _LONG_RUN.search(body):
        return None
    try:
        text = body.decode("cp1252")
    except UnicodeError:
        return None
    beyond = {char for char in text if not char.isascii()}
    return (text, "windows-1252") if beyond <= _WESTERN else None


def detected(body: bytes) -> tuple[str, str] | None:
    """What the detector makes of the part that is not ASCII."""
    from charset_normalizer import from_bytes

    first = next(re.finditer(rb"[\x80-\xff]", body), None)
    start = max(0, first.start() - 64) if first else 0
    best = from_bytes(body[start : start + _SAMPLE]).best()
    if best is None:
        return None
    encoding = webencodings.lookup(best.encoding.replace("_", "-"))
    if encoding is None:  # one of the sets of MS-DOS, in which no page was ever written
        return None
    text = body.decode(codecs_of(encoding)[0], "replace")
    if text.count(REPLACEMENT) * BAD_SHARE > len(text):
        return None
    return text, name_of(encoding)
