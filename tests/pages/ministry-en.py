"""A ministry's statement, read through a pin."""

from monitor.text.rules import Rules
from storage.model import Block, Document

RULES = Rules(pin="#main", ignore_text=("^Last updated",))
EXPECTED = Document(
    title="Joint statement on the Harbour Accord | Ministry of External Relations",
    headline="Joint statement on the Harbour Accord",
    language="en-GB",
    published="2026-03-02T09:30:00+01:00",
    modified="2026-03-03",
    blocks=(
        Block(
            kind="paragraph",
            text="The ministers of Arland and Velmark met in Port Ellis on 1\xa0March 2026.",
        ),
        Block(
            kind="paragraph",
            text="They reaffirmed their will to keep the harbour open to ships of all nations,"
            " and oppose any toll on grain.",
        ),
        Block(kind="heading", text="Fisheries"),
        Block(kind="paragraph", text="Both sides intend to"),
        Block(kind="item", text="1. share their catch figures by ~~June~~ July;"),
        Block(kind="item", text="2. lift the limit to 20,000 tonnes:"),
        Block(kind="item", text="a. for herring,"),
        Block(kind="item", text="b. for cod;"),
        Block(kind="item", text="5. review the limit every year."),
        Block(kind="paragraph", text="Also agreed:"),
        Block(kind="item", text="a hotline"),
        Block(kind="item", text="a joint committee"),
        Block(kind="quote", text="“We will not wait for others,” the minister said."),
        Block(kind="paragraph", text="Limits"),
        Block(kind="row", text="Fish | 2025 | 2026"),
        Block(kind="row", text="Herring | 1,200 | ~~1,500~~ 1,800"),
        Block(kind="item", text="Hotline"),
        Block(kind="item", text="A line between the two harbour masters."),
        Block(kind="paragraph", text="Questions: press@desm"),
        Block(kind="paragraph", text="The ministers at the quay."),
    ),
)
