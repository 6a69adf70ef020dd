"""Which language a text is in, by script and, among Latin scripts, by its commonest words."""

import functools
import re

_STOP_WORDS = {
    "en": "the of and to in that with for on by their which as is was are this its from have",
    "fr": "le la les des et du en une dans pour que qui sur au aux par avec ont est leur cette",
    "de": "der die das und den von zu mit für des im auf eine dem sich nicht auch ist bei wird",
    "es": "el los las del y en que una para con por su sus se al como más sobre entre esta",
    "it": "il di che della e per con dei nel una le gli alla sono delle del non più anche",
    "pt": "o os as do da dos das em que uma para com por não ao pelo sua mais entre também",
}
_ENOUGH = 2000  # characters: more of a text says nothing more


def detect(text: str) -> str | None:
    """The language of a text (`en`, `ja`, `zh`, `ko`, `ru`, `ar`, `fr`, `de`, `es` …), or None.

    None where the text is too short to tell: a heading of two words, a row of figures.
    """
    sample = text[:_ENOUGH]
    if sample.isascii():
        return _detect_latin(sample)
    counts = {name: len(pattern.findall(sample)) for name, pattern in _scripts().items()}
    latin = counts.pop("latin")
    if counts["kana"] and counts["kana"] + counts["han"] >= latin // 4:
        return "ja"
    script = max(counts, key=lambda name: counts[name])
    if counts[script] * 2 < latin or not counts[script]:
        return _detect_latin(sample)
    return {"han": "zh", "hangul": "ko", "cyrillic": "ru", "arabic": "ar"}.get(script)


def common(one: str, other: str) -> str | None:
    """The language of both of two texts, or of the one that is long enough to tell."""
    found = {detect(one), detect(other)} - {None}
    return found.pop() if len(found) == 1 else None


def _detect_latin(text: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text.lower())
    hits = {name: sum(word in known for word in words) for name, known in _stop_words().items()}
    first, second, *_ = sorted(hits, key=lambda name: -hits[name])
    return first if hits[first] >= 2 and hits[first] > hits[second] else None


@functools.cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _STOP_WORDS.items()}


@functools.cache
def _scripts() -> dict[str, re.Pattern[str]]:
    return {
        "kana": re.compile(r"[\u3041-\u30ff\uff66-\uff9f]"),
        "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
        "hangul": re.compile(r"[\u1100-\u11ff\uac00-\ud7a3]"),
        "cyrillic": re.compile(r"[\u0400-\u04ff]"),
        "arabic": re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"),
        "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    }
