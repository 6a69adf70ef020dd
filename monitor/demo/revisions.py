"""The life of the demo's pages: named, pure edits of their texts, and what each must lead to."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from monitor.demo.catalogue import (
    AVELLAND_READOUT,
    AVELLAND_STATEMENT,
    PAGES,
    SORAHAMA_READOUT,
    SORAHAMA_STATEMENT,
    Page,
    baseline_text,
)
from storage.model import Kind, Verdict

Edit = Callable[[Page, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a watcher must make of a revision, against the text that stood before it.

    `removed` and `added` are phrases that the edits must take out and bring in, `flags` those
    that must be among the change's flags. `same_as` is the number of the version that returns.
    """

    verdict: Verdict = "ok"
    kind: Kind | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    same_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One step in the life of some pages. The pages that are not named stay as they were."""

    name: str
    said: str  # what happens, for the person who watches the demo
    pages: tuple[Page, ...]
    edits: tuple[Edit, ...] = ()
    expected: Expected


def text(page: Page, revision: Revision) -> str:
    """The page's text under that revision, marks included."""
    result = baseline_text(page)
    for edit in revision.edits:
        result = edit(page, result)
    return result


def over(revision: Revision, base: Revision) -> Revision:
    """The revision made to the text as `base` left it: a reprinted page that is then reworded."""
    return replace(
        revision, name=f"{base.name}, {revision.name}", edits=revision.edits + base.edits
    )


def _swap(where: Page, before: str, after: str, page: Page, text: str) -> str:
    if page != where:
        return text
    if text.count(before) != 1:
        raise ValueError(f"{before!r} must stand once in the text of {page.slug}")
    return text.replace(before, after)


# What copying from a PDF and typing anew leave behind, each at its first occurrence.
_MISPRINTS = (
    ("around the Merrow Strait", "around the MerrowStrait"),
    ("calm in the Merrow Strait", "calm in the MerrowStrait"),
    ("unilaterally change", "unilaterallychange"),
    ("co-production", "co- production"),
)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ITEM_NUMBER = re.compile(r"^[０-９]+(?=\. )", re.MULTILINE)
_DAY = re.compile(r"(?<=\d) (?=(?:January|March|April|June|September|October)\b)")


def _reprint(page: Page, text: str) -> str:
    return _reprint_japanese(text) if page.language == "ja" else _reprint_english(text)


def _reprint_english(text: str) -> str:
    for before, after in _MISPRINTS:
        text = text.replace(before, after, 1)
    return _DAY.sub("\N{NO-BREAK SPACE}", text).translate(_STRAIGHT)


def _reprint_japanese(text: str) -> str:
    """Full-width digits, but for those that number the items: they are marks, not text."""
    return _ITEM_NUMBER.sub(lambda found: str(int(found[0])), text.translate(_FULL_WIDTH))


BASELINE = Revision(
    name="baseline",
    said="Both ministries publish the joint statement and their readouts.",
    pages=PAGES,
    expected=Expected(),
)
NOISE = Revision(
    name="noise",
    said="Nonces, view counters and teasers change with every visit; the texts stand.",
    pages=PAGES,
    expected=Expected(),
)
REPRINT = Revision(
    name="reprint",
    said="Two pages are typeset anew: words run together, straight quotes, full-width digits.",
    pages=(AVELLAND_READOUT, SORAHAMA_STATEMENT),
    edits=(_reprint,),
    expected=Expected(kind="typography"),
)
ONE_WORD = Revision(
    name="one word",
    said="In the joint statement, “oppose” becomes “do not support”.",
    pages=(AVELLAND_STATEMENT,),
    edits=(
        partial(
            _swap, AVELLAND_STATEMENT, "They oppose any attempt", "They do not support any attempt"
        ),
    ),
    expected=Expected(
        kind="wording", removed=("oppose",), added=("do not support",), flags=("negation",)
    ),
)
ONE_NUMBER = Revision(
    name="one number",
    said="In the Japanese readout, 1兆円 becomes 2兆円.",
    pages=(SORAHAMA_READOUT,),
    edits=(partial(_swap, SORAHAMA_READOUT, "最大1兆円", "最大2兆円"),),
    expected=Expected(kind="wording", removed=("1兆",), added=("2兆",), flags=("number",)),
)
_NO_WARSHIPS = (
    "He added that Avelland would not station warships in the Merrow Strait "
    "while talks on the Pelloran Islands continue."
)
DELETED_SENTENCE = Revision(
    name="deleted sentence",
    said="The English readout loses the sentence on warships in the Merrow Strait.",
    pages=(AVELLAND_READOUT,),
    edits=(partial(_swap, AVELLAND_READOUT, f"{_NO_WARSHIPS} ", ""),),
    expected=Expected(
        kind="wording", removed=(_NO_WARSHIPS,), flags=("negation", "term:merrow-strait")
    ),
)
CHALLENGE = Revision(
    name="challenge",
    said="The ministry's guard answers programs with a challenge page instead of the text.",
    pages=(SORAHAMA_READOUT,),
    expected=Expected(verdict="blocked"),
)
REVERSAL = Revision(
    name="reversal",
    said="The joint statement says “oppose” again, as it first did.",
    pages=(AVELLAND_STATEMENT,),
    expected=Expected(
        kind="wording",
        removed=("do not support",),
        added=("oppose",),
        flags=("negation",),
        same_as=1,
    ),
)
REVISIONS = (
    BASELINE,
    NOISE,
    REPRINT,
    ONE_WORD,
    ONE_NUMBER,
    DELETED_SENTENCE,
    CHALLENGE,
    REVERSAL,
)
