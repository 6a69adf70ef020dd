"""One statement as a web page, as a PDF and as plain text: typography at most."""

from collections.abc import Callable
from itertools import combinations

from monitor.compare.compare import compare
from monitor.text.extract import Extraction, extract
from monitor.text.rules import Rules
from storage.model import Block

Placed = list[tuple[float, float, float, str]]

TITLE = "Joint Statement of the Ministers of the Isles"
PARAGRAPHS = (
    (
        "The ministers “reaffirmed” the 2026 accord – the first of its kind – and agreed on the "
        "co-production of ferries, on cooperation in the northern fisheries and on U.S.-built ones."
    ),
    (
        "They noted that 1,000,000 tonnes (3.5%) had been landed, and that the Indo-Pacific fleet "
        "didn’t sail in FY 2027."
    ),
    "Both sides intend to meet again in the harbour city before the end of the year.",
)
# The same over the lines of two columns, with the printer's hyphens and the words' own.
LEFT = [
    "The ministers “reaffirmed” the 2026 accord –", "the first of its kind – and agreed on the co-",
    "production of ferries, on coop-", "eration in the northern fisheries and on U.S.-",
    "built ones.",
]  # fmt: skip
RIGHT = [
    "They noted that 1,000,000 tonnes (3.5%) had", "been landed, and that the Indo-",
    "Pacific fleet didn’t sail in FY 2027.",
]  # fmt: skip
LAST = ["Both sides intend to meet again in the harbour", "city before the end of the year."]


def _html() -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{TITLE}</title>"
        f"<body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    ).encode()


def _plain() -> bytes:
    straight = str.maketrans("“”’–", '""\'-')
    return "\n\n".join((TITLE, *PARAGRAPHS)).translate(straight).encode()


def _pdf(one_pdf: Callable[..., bytes], placed: Callable[..., Placed]) -> bytes:
    head = [(72.0, 815.0, 8.0, "Ministry of Harbours")]
    feet = [[(290.0, 30.0, 8.0, str(number))] for number in (1, 2)]
    title = [(72.0, 780.0, 18.0, TITLE)]
    first = head + title + placed(LEFT) + placed(RIGHT, x=310) + feet[0]
    return one_pdf(first, head + placed(LAST) + feet[1])


def _blocks(body: bytes, content_type: str) -> tuple[Block, ...]:
    found = extract(body, content_type, "https://example.org/statement", Rules(language="en"))
    assert isinstance(found, Extraction), found
    return found.document.compared


def test_html_pdf_and_text_of_one_statement_have_the_same_wording(
    one_pdf: Callable[..., bytes], placed: Callable[..., Placed]
) -> None:
    editions = {
        "html": _blocks(_html(), "text/html"),
        "pdf": _blocks(_pdf(one_pdf, placed), "application/pdf"),
        "text": _blocks(_plain(), "text/plain"),
    }
    for (name, one), (other_name, other) in combinations(editions.items(), 2):
        found = compare(one, other, language="en")
        told = [passage.edits for passage in found.passages if passage.change == "wording"]
        assert (name, other_name, told) == (name, other_name, [])
