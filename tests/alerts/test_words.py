"""What stands on either side of a passage, from its first edit to its last."""

from alerts.words import spanned
from monitor.compare import compare
from storage.model import Block, Passage


def _changed(before: str, after: str, language: str = "en") -> Passage:
    lead = "The ministers met in Port Ansel."
    sides = [
        tuple(Block(kind="paragraph", text=text) for text in (lead, one)) for one in (before, after)
    ]
    (passage,) = compare.compare(sides[0], sides[1], language=language, terms=()).passages
    return passage


def test_no_word_that_differs_is_left_out() -> None:
    passage = _changed(
        "They stressed that they respect the position of each side on the Ansel Strait.",
        "They stressed the importance of keeping peace across the Ansel Strait.",
    )
    assert spanned(passage) == (
        "that they respect the position of each side on",
        "the importance of keeping peace across",
    )


def test_one_edit_is_as_much_as_makes_it_readable() -> None:
    passage = _changed("The talks will be held in May.", "The talks may be held in May.")
    assert spanned(passage) == ("will", "may")


def test_what_stands_on_one_side_only() -> None:
    passage = _changed(
        "Both sides oppose any change by force in the Ansel Strait.",
        "Both sides oppose any change in the Ansel Strait.",
    )
    assert spanned(passage) == ("change by force in", "change in")


def test_what_stayed_between_far_edits_is_shortened_and_no_edit_is() -> None:
    kept = " ".join(f"port{n}" for n in range(80))
    passage = _changed(
        f"The envoys welcomed talks on {kept} and oppose every use of force there.",
        f"The ministers welcomed talks on {kept} and reject every use of force there.",
    )
    mine, theirs = spanned(passage)
    assert mine.startswith("envoys welcomed talks on port0")
    assert mine.endswith("port79 and oppose")
    assert " … " in mine
    assert theirs == mine.replace("envoys", "ministers").replace("oppose", "reject")
    assert len(mine) < 120


def test_marks_at_the_ends_are_no_news_beside_words() -> None:
    passage = _changed(
        "In Ansel, the envoys oppose talks by force.",
        "In Ansel the envoys support talks by force.",
    )
    assert spanned(passage) == ("oppose", "support")
