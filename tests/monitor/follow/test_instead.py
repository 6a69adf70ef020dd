"""A file or document that stands where another stood is told with the words by which it differs."""

import pytest
from sqlalchemy import text

from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.conftest import Start
from tests.monitor.follow.test_kinds import attaching

OPPOSE = "The 12 members oppose any change of the order in the Strait by force."
SUPPORT = "The 13 members do not oppose any change of the order in the Strait by force."
ANNEX = (
    "The annex lists what the ministers agreed in Larkmouth.",
    OPPOSE,
    "It is to be read with the treaty.",
)


def replaced(site: ScriptedSite, follow: Start, *paragraphs: str, extra: str = "") -> Desk:
    """A page whose link `Annex` leads to another file at its second look."""
    site.answers["/a"] = attaching("Annex", "/annex-7")
    site.say("/annex-7", *ANNEX)
    here = follow(
        sources="sources:\n  - {id: own, url: 'BASE/a', select: '#text', attachments: a.file"
        f"{extra}}}\n"
    )
    path = here.folder / "sources.yaml"
    said = path.read_text(encoding="utf-8")
    here.configure(said.replace("path: alerts/}", "path: alerts/}, urgent: [negation]"))
    site.answers["/a"] = attaching("Annex", "/annex-7b")
    site.say("/annex-7b", *paragraphs)
    for _ in range(3):
        here.round()
    return here


def urgent(here: Desk) -> list[bool]:
    with here.scheduler.store.read() as rx:
        return [bool(one) for one in rx.scalars(text("SELECT is_urgent FROM deliveries"))]


@pytest.mark.slow
def test_a_replaced_file_is_told_with_the_words_by_which_it_differs(
    site: ScriptedSite, follow: Start
) -> None:
    here = replaced(site, follow, ANNEX[0], SUPPORT, ANNEX[2])
    words = '"members oppose" → "members do not oppose"'
    assert here.mails == [f"NEW INSTEAD: {words} | Annex"]
    (said,) = here.texts
    flat = " ".join(said.split())
    assert "1 sentence worded differently, 0 only here, 0 only there, 2 in common" in flat
    assert f"WAS {OPPOSE}" in flat
    assert f"NOW {SUPPORT}" in flat
    assert "NEGATION ADDED" in flat
    assert "readout compare own-annex@1 own-annex-2@1" in flat
    assert urgent(here) == [True]


def test_what_differs_without_negation_is_not_urgent(site: ScriptedSite, follow: Start) -> None:
    here = replaced(site, follow, ANNEX[0], OPPOSE.replace("12", "13"), ANNEX[2])
    assert "NUMBER: 12 → 13" in here.texts[0]
    assert urgent(here) == [False]


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("Of ships there are none.", "No harbour was built.", "The sea is blue."), "hardly a"),
        (("这是一份关于海峡局势的附件。", "各方不反对通过对话解决问题。"), "in another language"),
        ((*ANNEX, "word " * 11_000), "too long to be set beside it here"),
    ],
)
def test_texts_with_nothing_to_compare_are_said_to_be_that(
    site: ScriptedSite, follow: Start, paragraphs: tuple[str, ...], said: str
) -> None:
    here = replaced(site, follow, *paragraphs)
    flat = " ".join(here.texts[0].split())
    assert f"beside @1 of that: {said}" in flat
    assert "WAS" not in flat
    assert urgent(here) == [False]
