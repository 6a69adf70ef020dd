"""A Japanese ministry's readout: breaks instead of paragraphs, wrapped lines, readings."""

from monitor.text.rules import Rules
from storage.model import Block, Document

CHARSET = "cp932"
RULES = Rules(select=("#main",), until="h2", ignore=(".rightalign",))
EXPECTED = Document(
    title="港湾協定に関する外相会談｜対外関係省",
    headline=None,
    language="ja",
    published=None,
    modified=None,
    blocks=(
        Block(kind="heading", text="港湾協定に関する外相会談"),
        Block(kind="paragraph", text="　３月１日、有蘭国の外務大臣は、港町で会談を行いました。"),
        Block(kind="paragraph", text="１　冒頭、両大臣は、協定の意義を確認しました。"),
        Block(kind="paragraph", text="２　次に、漁獲枠について、\n（１）にしん\n（２）たら"),
        Block(kind="paragraph", text="　の順に議論しました。"),
        Block(kind="item", text="・会合は、年２回開催する。"),
    ),
)
