"""The second judgement, over what was read."""

import pytest

from monitor.judge.document import judge_document
from storage.model import Block, Document, Judgement


def document(*texts: str, title: str | None = "Readout", heading: str | None = None) -> Document:
    headings = (Block(kind="heading", text=heading),) if heading else ()
    return Document(
        title=title,
        headline=None,
        language="en",
        published=None,
        modified=None,
        blocks=headings + tuple(Block(kind="paragraph", text=text) for text in texts),
    )


def test_a_text_is_a_text() -> None:
    short = document("The two ministers met in Port Ellis. They will meet again in May.")
    assert judge_document(short, selector="#main") == Judgement(verdict="ok", reason=None)


@pytest.mark.parametrize("empty", [document(), document("—", " … ")])
def test_a_document_without_words_is_empty(empty: Document) -> None:
    judgement = judge_document(empty, selector="#main")
    assert judgement == Judgement(verdict="empty", reason="no words in the text at #main")


@pytest.mark.parametrize(
    ("refusal", "verdict", "reason"),
    [
        (document("Sorry, the page you requested could not be found."), "gone", "not found"),
        (document("お探しのページは見つかりませんでした。"), "gone", "not found"),
        (document("Try the search.", title="Page not found | Ministry"), "gone", "not found"),
        (document("Use the menu.", heading="Error 404"), "gone", "not found"),
        (document("Please sign in to view this document."), "blocked", "login"),
        (document("Please try again later.", heading="Something went wrong"), "failed", "error"),
        (document("This content is not available in your region."), "blocked", "country"),
    ],
)
def test_a_document_that_only_refuses_is_no_text(
    refusal: Document, verdict: str, reason: str
) -> None:
    judgement = judge_document(refusal, selector="#main")
    assert judgement.verdict == verdict
    assert judgement.reason is not None
    assert reason in judgement.reason
    assert judgement.reason.endswith("(all of the text at #main)")


def test_a_long_text_that_speaks_of_a_missing_page_is_a_text() -> None:
    speech = "The page you requested could not be found, the clerk said. " + "We went on. " * 60
    assert judge_document(document(speech), selector="main").verdict == "ok"
