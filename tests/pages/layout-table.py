"""An old page laid out as a table, its tags unclosed, in EUC-KR without saying so."""

from monitor.text.rules import Rules
from storage.model import Block, Document

CHARSET = "cp949"
RULES = Rules(select=(".none", "td.detail_body"), language="ko")
EXPECTED = Document(
    title="공동 보도문",
    headline=None,
    language="ko",
    published="2026-03-02",
    modified=None,
    blocks=(
        Block(
            kind="paragraph",
            text="두 장관은 항구 협정에 대하여 논의하였다.\n양측은 협력을 계속하기로 하였다.",
        ),
        Block(kind="paragraph", text="다음 회담은 가을에 열린다."),
        Block(kind="row", text="회담 | 장소"),
        Block(kind="row", text="제1차 | 항구시"),
        Block(kind="paragraph", text="끝"),
    ),
)
