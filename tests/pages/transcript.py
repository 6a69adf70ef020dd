"""A transcript that its publisher corrected in sight."""

from monitor.text.rules import Rules
from storage.model import Block, Document

RULES = Rules(select=(".entry-content",), ignore_text=("^#+$",))
EXPECTED = Document(
    title="Remarks at the quay",
    headline=None,
    language="en",
    published="2026-04-05T10:00:00Z",
    modified="2026-04-06T08:15:00Z",
    blocks=(
        Block(
            kind="paragraph",
            text="THE MINISTER: Which every ~~harbour~~ [quay] voted against,"
            " and must be ~~defended~~ [defeated].",
        ),
        Block(kind="paragraph", text="~~A paragraph taken back.~~"),
        Block(kind="paragraph", text="~~And another.~~"),
        Block(kind="paragraph", text="Q\xa0 Will the toll be lifted?"),
        Block(kind="paragraph", text="THE MINISTER: I said CO2 in 10 m2.1"),
        Block(kind="paragraph", text='He called it "a start", no more.'),
        Block(kind="paragraph", text="Signed at Port Ellis, in two copies."),
        Block(kind="paragraph", text="For Arland"),
    ),
)
