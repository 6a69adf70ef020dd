"""What messages about states say."""

import json
import re
from dataclasses import replace
from datetime import timedelta

from alerts import compose, slack_blocks
from alerts.as_json import as_json
from alerts.headline import headline, subject
from alerts.notices import GroupNotice, StateNotice
from tests.alerts.conftest import NOW, build_envelope, build_source

BROKEN = StateNotice(
    alert_id=1,
    source=build_source(),
    state="broken",
    verdict="blocked",
    reason="403 to programs",
    since=NOW,
    last_good=NOW - timedelta(hours=1),
    last_version=3,
    remedy="read it by hand",
)
AGAIN = replace(BROKEN, state="ok", was="broken", recovered=True, remedy=None)


def _group(
    member: StateNotice, count: int, *, unchanged: int = 0, needy: int | None = None
) -> GroupNotice:
    return GroupNotice(
        host="ministry.example",
        members=(member,) * count,
        unchanged=unchanged,
        needy=count if needy is None else needy,
    )


def test_many_sources_of_a_host_are_one_line() -> None:
    assert subject(_group(BROKEN, 57)) == (
        "NOT SEEN: 57 sources: 403 to programs | ministry.example"
    )
    assert headline(_group(BROKEN, 2, needy=5)) == "NOT SEEN: 5 sources: 403 to programs"
    two = (BROKEN, replace(BROKEN, reason="a challenge page"), BROKEN)
    assert headline(replace(_group(BROKEN, 3), members=two)) == "NOT SEEN: 3 sources: blocked"


def test_a_recovery_counts_what_is_the_same_what_changed_and_what_needs_somebody() -> None:
    def news(count: int, **told: int) -> str:
        return headline(_group(AGAIN, count, **told))

    assert news(57, unchanged=57, needy=3) == "57 found again unchanged, 3 need you"
    assert news(3, unchanged=2, needy=1) == (
        "2 found again unchanged, 1 found again changed, 1 needs you"
    )
    assert news(3, unchanged=0, needy=0) == "3 found again changed"


def test_a_recovery_does_not_call_what_was_just_read_the_last_reading_before() -> None:
    assert "; last read in full " in compose.text(BROKEN, build_envelope())
    said = compose.text(replace(AGAIN, last_good=NOW + timedelta(hours=1)), build_envelope())
    assert "; read in full again " in said
    assert "last read" not in said


def test_the_message_names_twenty_and_counts_the_rest() -> None:
    said = compose.text(_group(BROKEN, 23), build_envelope())
    assert said.count("lorvania-harbor: 403 to programs") == 20
    assert "and 3 more: readout status" in said
    assert "NOT SEEN until this is mended" in said
    assert "WHAT TO DO  read it by hand" in said
    told = as_json(_group(BROKEN, 3))
    assert (told["kind"], told["host"], told["needy"]) == ("digest", "ministry.example", 3)


def test_the_message_carries_the_head_of_every_chain_and_the_root_over_them() -> None:
    members = tuple(
        replace(BROKEN, source=build_source(slug=f"harbor-{n}"), chain_head=f"{n}a" * 32)
        for n in range(3)
    )
    notice = replace(_group(BROKEN, 3), members=members, root="77" * 32)
    for said in (compose.text(notice, build_envelope()), compose.html(notice, build_envelope())):
        assert f" {'77' * 32}" in said
        assert re.findall(r"harbor-\d \w{64}\b", said) == [
            f"harbor-{n} {f'{n}a' * 32}" for n in range(3)
        ]
    assert as_json(notice)["root"] == "77" * 32
    many = replace(notice, members=members * 200)
    (block,) = slack_blocks.message(many, build_envelope(), threaded=False).blocks
    assert f"ROOT {'77' * 32}" in json.dumps(block), "the heads of 600 sources fit in no message"
    assert "2a2a2a" not in json.dumps(block)


def test_what_a_page_makes_us_say_is_inert() -> None:
    evil = replace(BROKEN, reason="x\x1b]0;y\x07\r\nBcc: all@example.org\u202e")
    for text in (subject(_group(evil, 3)), compose.text(_group(evil, 3), build_envelope())):
        assert not any(sign in text for sign in "\x1b\x07\r\u202e")
        assert "\nBcc:" not in text


def test_a_page_that_flaps_is_told_with_what_comes_next() -> None:
    flapping = replace(
        BROKEN, state="flapping", was="ok", verdict="ok", reason=None, between=(4, 5)
    )
    assert headline(flapping) == "FLAPPING: versions 4 and 5 in turn"
    assert "until one text has stood for an hour" in compose.text(flapping, build_envelope())
    settled = replace(flapping, state="ok", was="flapping", recovered=True, last_version=5)
    assert headline(settled) == "SETTLED on version 5"


def test_a_replaced_page_is_told_with_the_last_text_and_what_is_not_seen() -> None:
    replaced = replace(
        BROKEN,
        state="replaced",
        verdict="gone",
        reason='replaced: hardly anything of the last text is left; now there is "A fair"',
        excerpt="They met on Tuesday.",
        unseen=("mofa-press: blocked since 4 Feb.",),
    )
    assert headline(replaced).startswith("REPLACED: hardly anything of the last text is left")
    said = compose.text(replaced, build_envelope())
    assert "The last text begins:" in said
    assert "They met on Tuesday." in said
    assert "NOT COMPARED" in said
    assert "NOT SEEN NOW  mofa-press: blocked since 4 Feb." in said
