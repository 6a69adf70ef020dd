"""What frames one of two texts, and how many sentences they have in common."""

from monitor.compare.compare import compare
from monitor.compare.framing import Frames, Summary, frames, summarize
from storage.model import Block

BODY = (
    "The ministers met in Harbour City. They agreed on a plan for the strait.",
    "Both sides oppose any change by force. The talks will go on next year.",
)
INTRODUCTION = "Our correspondent sends the text of the statement. It was given out at noon."
DATELINE = "Harbour City, Monday"
SOURCE = "Source: press office of the ministry."


def blocks(*texts: str) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def both(before: list[Block], after: list[Block]) -> tuple[Summary, Frames]:
    comparison = compare(before, after, language="en")
    return summarize(comparison, before, after, "en"), frames(comparison, before, after)


def test_what_stands_around_the_common_text_is_set_apart() -> None:
    summary, found = both(blocks(DATELINE, *BODY), blocks(INTRODUCTION, *BODY, SOURCE))
    assert summary == Summary(common=4, changed=0, only_before=1, only_after=3)
    assert found.within == ()
    assert [one.before for one in found.before] == [DATELINE]
    assert "".join(one.after for one in found.after).replace(" ", "") == (
        INTRODUCTION + SOURCE
    ).replace(" ", "")


def test_what_is_added_between_stays_between() -> None:
    summary, found = both(
        blocks(*BODY), blocks(DATELINE, BODY[0], "Fishing was not discussed.", BODY[1])
    )
    assert [one.after for one in found.within] == ["Fishing was not discussed."]
    assert [one.after for one in found.after] == [DATELINE]
    assert summary == Summary(common=4, changed=0, only_before=0, only_after=2)


def test_wording_within_is_counted_and_typography_is_common() -> None:
    edited = BODY[1].replace("oppose any change", "do not support any change")
    summary, found = both(blocks(*BODY), blocks(BODY[0].replace(" met", "  met"), edited, SOURCE))
    assert summary == Summary(common=3, changed=1, only_before=0, only_after=1)
    assert [one.kind for one in found.within if one.change == "wording"] == ["changed"]


def test_a_sentence_that_only_moved_is_common() -> None:
    long = "The next round of talks is to be held in the autumn in the capital of the south."
    summary, _ = both(blocks(long, *BODY), blocks(*BODY, long))
    assert summary == Summary(common=5, changed=0, only_before=0, only_after=0)


def test_unrelated_texts_frame_nothing() -> None:
    summary, found = both(blocks("Rain fell."), blocks("Prices of tin rose sharply today."))
    assert summary.common == 0
    assert found.before == found.after == ()


def test_equal_and_empty_texts() -> None:
    same, found = both(blocks(*BODY), blocks(*BODY))
    assert same == Summary(common=4, changed=0, only_before=0, only_after=0)
    assert found == Frames(within=(), before=(), after=())
    nothing, _ = both([], blocks(*BODY))
    assert nothing == Summary(common=0, changed=0, only_before=0, only_after=4)


def test_an_item_that_moved_and_was_numbered_anew_is_in_common() -> None:
    texts = ("They met in the port.", "They slept in the hall.", "They left on a ship.")
    before, after = (
        [Block(kind="item", text=f"{n}. {text}") for n, text in enumerate(order, start=1)]
        for order in (texts, (texts[0], texts[2], texts[1]))
    )
    found = summarize(compare(before, after, language="en"), before, after, "en")
    assert (found.common, found.changed) == (3, 0)
