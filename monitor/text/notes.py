"""What a publisher says of its own changes: notes of correction, update histories, withdrawals.

Only what is said in so many words: a date by itself ("Last updated: 5 May") is no note. Looked for
on the whole page, since such notes often stand outside the text.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from html import unescape

from lxml import etree

from monitor.text import spans
from monitor.text.tree import Page, parse
from storage.model import Judgement

_MOST = 5  # notes; update histories name the newest first
_LONGEST = 300  # characters: a longer block is a text, not a note
_CUT = 1000  # characters of a change note, which is one by its mark
_MOST_READ = 20 * _CUT  # characters, white space and all, of which that note is made
_MOST_PLACES = 50  # of such words, which are looked at one by one
_BEFORE = 1000  # characters of a page's source that may stand between a note's beginning and one
_MARK_ENDS = r"""(?=[\s"'>]|__|--|$)"""
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u2e80-\uffef]")  # than Latin
_LONGEST_MARK = 40  # characters
_TAG = re.compile(r"<[^>]*>?")
_SPACE = re.compile(r"\s+")
# Classes and ids by which pages mark such notes.
_MARKS = (
    "change-note", "change_note", "update-note", "correction", "corrections", "correction-note",
    "editors-note", "editor-note", "editorsnote", "editornote", "erratum", "corrigendum",
    "withdrawal-notice", "withdrawn-notice", "withdrawal", "amendment-note",
)  # fmt: skip
_SUBJECT = (
    r"(?:page|statement|transcript|readout|text|version|document|release|article|publication"
    r"|fact ?sheet|guidance|report|communiqu[eé]|declaration|speech|remarks|story|paper|notice"
    r"|advice|announcement)"
)
# That a page's own text was taken back: said of this text, not of another.
_TAKEN_BACK = (
    (
        rf"(?:this|the above) (?:[\w-]+ ){{0,3}}?{_SUBJECT} (?:was|has been|is|is now) (?:\w+ )?"
        r"(?:withdrawn|retracted|rescinded|revoked)\b"
    ),
    r"(?:この|本|当該)(?:文書|声明|談話|発表|記事|ページ|資料|通知|ガイダンス)[はを].{0,40}(?:撤回|取り下げ)",
    r"(?:本|该|該|此)(?:文件|声明|聲明|公告|文章|通知|新闻|新聞)[^。]{0,30}(?:撤回|撤销|撤銷)",
    r"(?:이|본|해당) ?(?:문서|성명|자료|보도자료|발표|게시물)[는은이가를] .{0,30}철회",
    (
        r"(?:ce|cette|le présent|la présente) (?:document|communiqué|déclaration|page|texte|note)"
        r" (?:a été|est) (?:\w+ )?(?:retirée?|rétractée?)\b"
    ),
    (
        r"diese[rs]? (?:erklärung|dokument|seite|mitteilung|pressemitteilung|text) (?:wurde|ist)"
        r" (?:[\w. ]{1,30} )?zurückgezogen"
    ),
    (
        r"(?:este|esta) (?:documento|comunicado|declaración|página|texto) (?:ha sido|fue|está)"
        r" (?:\w+ )?retirad[oa]"
    ),
    (
        r"(?:этот|это|данный|данное|настоящий|настоящее) (?:документ|заявление|текст|сообщение)"
        r" (?:был[оа]? )?отозван"
    ),
    r"(?:تم سحب|سُحب) (?:هذا|هذه) (?:البيان|الوثيقة|الصفحة|النص)",
)
_DONE = r"(?:corrected|amended|updated|revised|withdrawn|re-?issued|clarified|edited|superseded)"
_NOTES = (
    r"(?:correction|corrigendum|erratum|errata|clarification)s?\b",
    r"(?:corrected|amended|revised|re-?issued|withdrawn)\b(?::|.{0,20}\d)",
    r"editors?['’]?s? note\b",
    rf"(?:an?|the) (?:earlier|previous|original) version of this {_SUBJECT}",
    rf"(?:this|the above) (?:\w+ ){{0,2}}?{_SUBJECT} (?:was|has been|is) (?:\w+ )?{_DONE}",
    r"updated?\b(?: on)?[^.:]{0,30}(?:: +\w|\bto (?:add|correct|reflect|include|clarify|remove))",
    r"(?:[※＊*（(【〔\[]|注[:：]?)* ?(?:一部)?(?:訂正|正誤|修正|追記|更正|勘误|勘誤)(?![案主資第])",
    r"(?:정정|수정|바로잡)",
    r"(?:rectificatif|rectification|erratum)\b",
    r"(?:berichtigung|korrektur|korrigiert|anmerkung der redaktion)\b",
    r"(?:corrección|fe de erratas|rectificación|nota de corrección)\b",
    r"(?:исправлен|исправление|уточнение|поправка:)",
    r"(?:تصحيح|تصويب|استدراك)",
    *_TAKEN_BACK,
)
# What a page with a note has at least, quickly found: nearly all pages have none.
_HINTS = (
    "correc", "corrig", "errat", "amended", "revised", "issued", "withdraw", "clarif", "editor",
    "update", "change-note", "change_note", "superseded", "version of this", "訂正", "正誤", "修正",
    "追記", "更正", "勘误", "勘誤", "정정", "수정", "바로잡", "rectific", "berichtigung",
    "korrektur", "korrigiert", "redaktion", "исправлен", "уточнение", "поправка", "تصحيح", "تصويب",
    "استدراك", "retract", "rescind", "revoked", "撤回", "取り下げ", "撤销", "撤銷", "철회", "سُحب",
    "retiré", "rétract", "zurückgezogen", "retirad", "отозван", "سحب",
)  # fmt: skip
# What stands in the class or id of a marked one, and in linked data.
_IN_TAGS = (
    "change-note", "change_note", "update-note", "amendment-note", "correction", "corrigend",
    "erratum", "editor", "withdraw",
)  # fmt: skip
# The same in a text in which white space is as it stands on the page.
_IN_BLOCKS = tuple(sorted({*_HINTS, "version", "edited"} - {"version of this"}))
_NO_WORDS = ("script", "style", "template", "noscript")
_BLOCKS = (
    "p", "li", "div", "td", "dd", "dt", "small", "em", "i", "strong", "b", "span", "time", "h2",
    "h3", "h4", "h5", "h6", "figcaption", "aside", "section", "blockquote",
)  # fmt: skip


def publisher_said(body: bytes, content_type: str | None) -> str | None:
    """The notes on its own changes that a page holds, a line each; None where it has none."""
    page = parse(body, content_type)
    return None if isinstance(page, Judgement) else said_on(page)


def said_on(page: Page) -> str | None:
    """The same of a page that was parsed, whose tree is whole."""
    if not _may_hold_one(page):
        return None
    found: list[str] = []
    for note in _notes(page.root):
        if any(known in note for known in found):
            continue  # what stands around a note that is known, or the same again
        found = [known for known in found if note not in known] + [note]
        if len(found) == _MOST:
            break
    return "\n".join(found) or None


def _may_hold_one(page: Page) -> bool:
    """Whether a note may stand on that page: most say no, and need no walk over them.

    Where a word stands that no note is without, either within a tag or a script, or so far behind
    the end of a tag that what stands between, without tags, begins a note.
    """
    text = str(etree.tostring(page.root, method="text", encoding="unicode"))
    source = page.text
    if not _OTHER_SCRIPT.search(text):  # in Latin letters alone words are found much faster
        text, source = (one.encode("latin-1", "ignore").decode("latin-1") for one in (text, source))
    text, source = text.lower(), source.lower()
    hints = {hint for hint in _HINTS if hint in text} | set(_IN_TAGS)
    places = [place for hint in hints for place in _places(source, hint)]
    if len(places) > _MOST_PLACES:
        return True
    return any(_begins_one(source, place) for place in places)


def _places(lower: str, hint: str) -> Iterator[int]:
    at = lower.find(hint)
    while at >= 0:
        yield at
        at = lower.find(hint, at + len(hint))


def _begins_one(lower: str, place: int) -> bool:
    before = lower[max(0, place - _BEFORE) : place]
    if before.rfind("<") > before.rfind(">"):
        around = f"{before[-_LONGEST_MARK:]}{lower[place : place + _LONGEST_MARK]}"
        return _mark().search(around) is not None
    if before.rfind("<script") > before.rfind("</script"):
        return lower.startswith("correction", place)  # of linked data
    behind = lower[place : place + _LONGEST]
    ends = [found.end() for found in re.finditer(">", before)] or [0]
    return any(_note().match(_words(unescape(_TAG.sub("", before[end:] + behind)))) for end in ends)


def _notes(root: etree._Element) -> Iterator[str]:
    text, held = spans.read(root, _text, _tail)
    hinted = _hinted(text)
    for element in root.iter("script", *_BLOCKS):
        start, end = held[element]
        if element.tag == "script":
            yield from _linked(element)
        elif _is_marked(element):
            yield from filter(None, [_words(text[start : min(end, start + _MOST_READ)])[:_CUT]])
        elif end - start <= 4 * _LONGEST and bisect_left(hinted, start) < bisect_left(hinted, end):
            words = _words(text[start:end])
            if len(words) <= _LONGEST and _note().match(words):
                yield words


def _hinted(text: str) -> list[int]:
    """Where in a text a word stands without which no block is a note, to look at few of them."""
    lower = text.lower()
    if len(lower) != len(text):  # İ is two characters in small letters
        lower = "".join(char.lower()[0] for char in text)
    return sorted(place for hint in _IN_BLOCKS for place in _places(lower, hint))


def _is_marked(element: etree._Element) -> bool:
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(said) > 1 and _mark().search(said) is not None


def _text(element: etree._Element) -> str:
    return "" if element.tag in _NO_WORDS else element.text or ""


def _tail(element: etree._Element) -> str:
    return element.tail or ""


def _words(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _linked(script: etree._Element) -> Iterator[str]:
    """`correction` of schema.org, in a page's linked data."""
    if "ld+json" not in (script.get("type") or "") or "correction" not in (script.text or ""):
        return
    try:
        queue: list[object] = [json.loads(script.text or "", strict=False)]
    except (ValueError, RecursionError):
        return
    for node in queue[:500]:
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield from _texts(node.get("correction"))
            queue.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        said = one.get("text") if isinstance(one, dict) else one
        if isinstance(said, str) and said.strip():
            yield _SPACE.sub(" ", said).strip()[:_CUT]


def taken_back(notes: str | None) -> str | None:
    """Of a page's notes the one that says that its text was taken back; None where none does."""
    return next((one for one in (notes or "").splitlines() if _back().match(one)), None)


@cache
def _back() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{'|'.join(_TAKEN_BACK)})", re.IGNORECASE)


@cache
def _mark() -> re.Pattern[str]:
    """One of the marks at the end of a name, or of a part of it as BEM parts them."""
    return re.compile("(?:" + "|".join(_MARKS) + ")" + _MARK_ENDS, re.IGNORECASE)


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{'|'.join(_NOTES)})", re.IGNORECASE)
