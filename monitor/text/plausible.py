"""Whether what bytes became in a character set is a text people write, or only valid.

Nearly any bytes above 0x7F are valid in some East Asian set. A wrong one shows by rare characters:
a text is written almost wholly in the common half of its set, and a misread one is not.
"""

import re
from functools import cache

_LEAST = 12  # characters: of fewer nothing can be said
_NEUTRAL = 0.6  # of a set that has no such halves
# Codec and the ranges of lead and trail bytes in which its everyday characters stand.
_EVERYDAY = {
    "gb18030": ("gb2312", (0xB0, 0xD7), (0xA1, 0xFE)),
    "euc-jp": ("euc_jp", (0xB0, 0xCF), (0xA1, 0xFE)),
    "shift_jis": ("euc_jp", (0xB0, 0xCF), (0xA1, 0xFE)),
    "euc-kr": ("euc_kr", (0xB0, 0xC8), (0xA1, 0xFE)),
    "big5": ("big5", (0xA4, 0xC6), (0x40, 0xFE)),
}
_MARKS = frozenset("、。，．：；？！「」『』（）・…—～〜％“”‘’·《》")
_SPACED = re.compile("[\u4e00-\u9fff] (?=[\u4e00-\u9fff])")  # as only misread Korean is
_KANA = frozenset(map(chr, range(0x3041, 0x30FF)))


def share(text: str, charset: str) -> float:
    """How much of the text beyond ASCII is everyday writing in that set, from 0 to 1.

    Where nothing can be said, because the text is too short or the set has no halves, 0.6.
    """
    if charset not in _EVERYDAY:
        return _NEUTRAL
    beyond = [char for char in text if not char.isascii()]
    if len(beyond) < _LEAST:
        return _NEUTRAL
    common = _common(charset)
    found = sum(char in common for char in beyond)
    spaced = len(_SPACED.findall(text))
    return max(0.0, found - 3 * spaced) / len(beyond)


@cache
def _common(charset: str) -> frozenset[str]:
    codec, leads, trails = _EVERYDAY[charset]
    pairs = (
        bytes((lead, trail))
        for lead in range(leads[0], leads[1] + 1)
        for trail in range(trails[0], trails[1] + 1)
    )
    common = _MARKS.union(*(pair.decode(codec, "ignore") for pair in pairs))
    return common | _KANA if charset in {"euc-jp", "shift_jis"} else common
