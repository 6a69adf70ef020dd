"""How a message about a document that replaced another shows the words by which they differ."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from alerts import compose, slack_blocks
from alerts.as_json import as_json
from alerts.drafts import as_data, from_data
from alerts.notices import Envelope
from storage.model import Passage
from tests.alerts.test_drafts import NEW

CHANGED = Passage(
    kind="changed", change="wording", before="They oppose it.", after="They support it.",
    edits=(("=", "They "), ("-", "oppose"), ("+", "support"), ("=", " it.")),
    flags=("strength",), section=None, paragraph=2,
)  # fmt: skip
REPLACING = replace(
    NEW,
    replaces="annex",
    replaced_number=3,
    beside_replaced="1 sentence worded differently",
    passages=(CHANGED,),
    evidence=((("strength", "up", "oppose → support"),),),
)


def test_json_has_the_passages_and_the_version_that_was_replaced() -> None:
    found = as_json(REPLACING)
    assert (found["replaces"], found["replaced_version"]) == ("annex", 3)
    assert found["beside_replaced"] == "1 sentence worded differently"
    passages = cast("list[dict[str, object]]", found["passages"])
    (passage,) = passages
    assert (passage["before"], passage["after"]) == ("They oppose it.", "They support it.")
    assert passage["raised"] == [{"flag": "strength", "way": "up", "words": "oppose → support"}]


def test_a_draft_keeps_them() -> None:
    assert from_data(as_data(REPLACING)) == REPLACING


def test_mail_and_slack_show_both_wordings(envelope: Callable[..., Envelope]) -> None:
    said = " ".join(compose.text(REPLACING, envelope()).split())
    assert "STRENGTH UP: oppose → support" in said
    assert "New document, 1 word, in place of annex@3 (1 sentence worded differently)." in said
    assert "WAS They oppose it. NOW They support it." in said
    assert "; beside @3 of that: 1 sentence worded differently" in said
    assert "They support it." in compose.html(REPLACING, envelope())
    slack = str(slack_blocks.message(REPLACING, envelope(), threaded=False))
    assert "STRENGTH UP" in slack
    assert "oppose" in slack


def test_what_is_too_much_for_a_mail_goes_beside_it(envelope: Callable[..., Envelope]) -> None:
    long = replace(REPLACING, passages=(CHANGED,) * 40, evidence=REPLACING.evidence * 40)
    assert compose.text(long, envelope()).count("WAS ") == 12
    assert (compose.whole_diff(long, envelope()) or "").count("They support it.") >= 40
