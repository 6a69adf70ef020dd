"""Whether a page still holds its text, or another stands there: a state, not a thousand deletions.

Pure. A text that was rewritten is a change as long as some of it stands anywhere on the page.
"""

import re

from monitor.text import places
from storage.model import Comparison, Document, Judgement

_HARDLY = 0.15  # of the letters of the last text
_FEWEST = 5  # sentences: what is shorter is replaced by its next version, and that is told
_NOTICE = 600  # letters of a page that says no more than that its text was withdrawn
_EXCERPT = 80  # characters of what stands there now
_WITHDRAWN = re.compile(
    r"(?:has|have) been (?:withdrawn|retracted|removed|taken down|rescinded|archived)"
    r"|(?:is|was|were) (?:withdrawn|retracted|rescinded|taken down)|no longer (?:available|online)"
    r"|取り下げ|撤回(?:し|さ)|掲載を終了|削除(?:し|さ)れ?|已(?:被)?(?:撤回|删除|刪除|下线|撤下)"
    r"|철회|삭제(?:되었|됐)|a été (?:retirée?|supprimée?)|n['’]est plus disponible"
    r"|wurde (?:zurückgezogen|entfernt|gelöscht)|nicht mehr verfügbar"
    r"|ha sido (?:retirad|eliminad)[oa]|ya no está disponible|был[оа]? (?:удален|отозван|снят)"
    r"|تم (?:سحب|حذف)",
    re.IGNORECASE,
)


def judge_replaced(
    before: Document, now: Document, differ: Comparison, page_text: str
) -> Judgement | None:
    """`gone`, where hardly anything of the text before is left; None where it is, or changed.

    `page_text` is all that can be read on the page, squashed.
    """
    found = sum(len(one) for one in _sentences(before) if one in page_text)
    if not hardly_left(before, differ) or found >= _HARDLY * _size(before):
        return None
    said = _WITHDRAWN.search(now.text) if len(places.squash(now.text)) <= _NOTICE else None
    if said is not None:
        reason = f'withdrawn: the page says "{_begin(now)}"'
        return Judgement(verdict="gone", reason=reason, vanished="withdrawn")
    if len(_sentences(before)) < _FEWEST:
        return None
    reason = f'replaced: hardly anything of the last text is left; now there is "{_begin(now)}"'
    return Judgement(verdict="gone", reason=reason, vanished="replaced")


def hardly_left(before: Document, differ: Comparison) -> bool:
    """Whether hardly anything of the text before stands in its place."""
    lost = sum(
        len(places.squash(text))
        for passage in differ.passages
        for op, text in passage.edits
        if op == "-"
    )
    return _size(before) - lost < _HARDLY * _size(before)


def _size(document: Document) -> int:
    return sum(len(places.squash(block.text)) for block in document.compared)


def _sentences(document: Document) -> list[str]:
    return [one for block in document.compared for one in places.sentences(block.text)]


def _begin(document: Document) -> str:
    text = " ".join(document.text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…"
