"""What a message says of the other texts of its statement."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from alerts import compose, slack_blocks
from alerts.as_json import as_json
from alerts.notices import ChangeNotice, Envelope, NewNotice
from alerts.siblings import Sibling, Told, said
from tests.alerts.conftest import build_source
from tests.slack import faults

AT = datetime(2025, 2, 13, 14, 26, tzinfo=UTC)


def sibling(slug: str, minutes: float | None = 10, **given: object) -> Sibling:
    seen = None if minutes is None else AT - timedelta(minutes=minutes)
    facts: dict[str, Any] = {"slug": slug, "language": None, "seen_at": seen, "edition": True}
    return Sibling(**(facts | given))


def told(*siblings: Sibling, own: str | None = None, about: Told = "change") -> list[str]:
    return list(said(siblings, own, AT, "Asia/Tokyo", about=about))


def test_an_edition_that_did_not_change() -> None:
    assert told(sibling("isles-en", language="en-GB")) == [
        "The English edition (isles-en), last seen 10 minutes ago, has not changed."
    ]


def test_one_that_changed_too_and_one_that_only_looks_so() -> None:
    at = datetime(2025, 2, 13, 14, 20, tzinfo=UTC)
    assert told(
        sibling("isles-ja", language="ja", changed_at=at, number=4),
        sibling("isles-fr", language="fr", looking=True),
    ) == [
        "The Japanese edition (isles-ja) changed too, at 13 Feb 23:20 Tokyo (@4).",
        "The French edition (isles-fr) looks changed too; a second look at it is to come.",
    ]


def test_one_that_is_new_as_well_is_not_said_to_be_unchanged() -> None:
    at = datetime(2025, 2, 13, 14, 20, tzinfo=UTC)
    assert told(
        sibling("isles-ja", language="ja", came_at=at), sibling("isles-fr", language="fr")
    ) == [
        "The Japanese edition (isles-ja) is new, first read at 13 Feb 23:20 Tokyo.",
        "The French edition (isles-fr), last seen 10 minutes ago, has not changed.",
    ]
    assert told(sibling("a", came_at=at, changed_at=at, number=2)) == [
        "a changed too, at 13 Feb 23:20 Tokyo (@2)."
    ]


def test_two_in_one_language_are_called_by_their_ids() -> None:
    assert [one.split(",")[0] for one in told(*(sibling(s, language="ja") for s in "ab"))] == [
        "a (Japanese)", "b (Japanese)",
    ]  # fmt: skip


def test_another_text_in_the_same_language_is_no_edition() -> None:
    (sentence,) = told(sibling("isles-readout", language="en-US"), own="en")
    assert sentence.startswith("isles-readout (English), last seen")


def test_what_another_publisher_wrote_is_no_edition() -> None:
    summit = sibling("mofa-summit", language="ja", publisher="外務省", edition=False)
    bare = sibling("palace", publisher="Palace\nPAGE x", edition=False)
    assert told(summit, bare, sibling("isles-ja", language="ja", publisher="Isles")) == [
        "外務省 (Japanese, mofa-summit), last seen 10 minutes ago, has not changed.",
        "Palace PAGE x (palace), last seen 10 minutes ago, has not changed.",
        "The Japanese edition (isles-ja), last seen 10 minutes ago, has not changed.",
    ]


def test_others_did_so_too_only_where_they_did_what_is_told_of() -> None:
    changed = sibling("a", changed_at=AT, number=2)
    looking, new = sibling("b", looking=True), sibling("c", came_at=AT)
    kinds: tuple[Told, ...] = ("change", "new", "state")
    said = {kind: told(changed, looking, new, about=kind) for kind in kinds}
    assert {kind: [re.split("[,;]", one)[0] for one in each] for kind, each in said.items()} == {
        "change": ["a changed too", "b looks changed too", "c is new"],
        "new": ["a changed", "b looks changed", "c is new as well"],
        "state": ["a changed", "b looks changed", "c is new"],
    }


def test_many_are_counted_with_the_oldest_sight() -> None:
    many = [sibling(f"text-{at}", at) for at in range(1, 16)]
    assert told(*many) == ["Everything else in this statement read within 15 minutes, unchanged."]
    changed = sibling("isles-ja", changed_at=AT, number=2)
    assert told(*many, changed)[-1] == "15 other texts read within 15 minutes, unchanged."


def test_what_cannot_be_read_is_not_said_to_be_unchanged() -> None:
    blocked = sibling("isles-press", 9_000, readable=False)
    assert told(blocked) == []
    assert told(blocked, sibling("isles-en", 14.2)) == [
        "Everything else in this statement read within 15 minutes, unchanged."
    ]
    assert told(sibling("isles-new", None)) == ["isles-new has not been read yet."]


def test_nothing_is_said_to_be_fresher_than_it_is() -> None:
    spans = [(0, "1 minute"), (-5, "1 minute"), (61, "61 minutes"), (121, "3 hours")]
    spans += [(2 * 1440 + 1, "3 days")]
    for minutes, span in spans:
        assert f"last seen {span} ago" in told(sibling("a", minutes))[0]


def test_mail_slack_and_webhook_say_it(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    notice = change(siblings=(sibling("isles-ja", language="ja"),), unseen=("b: blocked since …",))
    sentence = "SAME STATEMENT  The Japanese edition (isles-ja), last seen 10 minutes ago, has not"
    assert sentence in compose.text(notice, envelope())
    assert "last seen 10 minutes ago, has not changed." in compose.html(notice, envelope())
    posted = str(slack_blocks.message(notice, envelope(), threaded=False).blocks)
    assert "SAME STATEMENT The Japanese edition (isles-ja), last seen 10 minutes ago" in posted
    assert as_json(notice)["siblings"] == [
        {
            "source": "isles-ja", "publisher": None, "language": "ja",
            "last_good": "2025-02-13T14:16:00Z", "changed_at": None, "came_at": None,
            "version": None,
        }
    ]  # fmt: skip


def test_a_name_cannot_write_our_lines(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    evil = "x\nPAGE  https://evil.example"
    written = compose.text(change(siblings=(sibling(evil),)), envelope())
    assert "\nPAGE  https://evil.example" not in written


def build_new(envelope: Callable[..., Envelope], *beside: str) -> tuple[NewNotice, Envelope]:
    notice = NewNotice(
        alert_id=7, source=build_source(), number=1, title="Joint Statement", excerpt="They met.",
        word_count=2, first_seen=AT, set_beside=beside, capture_sha256="9f" * 32,
        chain_head="77" * 32, unseen=("b: blocked since 2 Mar.",),
        siblings=(sibling("isles-ja", language="ja"),),
    )  # fmt: skip
    return notice, envelope()


def test_a_new_text_is_set_beside_others_in_mail_slack_and_webhook(
    envelope: Callable[..., Envelope],
) -> None:
    said = ("isles-ja (Japanese): another language …", "term strait: 2 here, 0 in isles-ja")
    notice, fixed = build_new(envelope, *said)
    text, page = compose.text(notice, fixed), compose.html(notice, fixed)
    posted = str(slack_blocks.message(notice, fixed, threaded=False).blocks)
    for one in said:
        assert f"SET BESIDE  {one}" in text
        assert one in page
        assert f"SET BESIDE {one}" in posted
    assert "NOT SEEN NOW  b: blocked since 2 Mar." in text
    assert "SAME STATEMENT  The Japanese edition (isles-ja), last seen 10 minutes ago" in text
    assert "readout statement lorvania-harbor" in text
    data = as_json(notice)
    assert data["set_beside"] == list(said)
    assert isinstance(data["siblings"], list)
    assert data["siblings"][0]["source"] == "isles-ja"


def test_more_than_slack_takes_is_left_to_the_command(envelope: Callable[..., Envelope]) -> None:
    lines = [f"only in text-{n}: “{'the words of the ministers ' * 6}”" for n in range(30)]
    notice, fixed = build_new(envelope, *lines)
    message = slack_blocks.message(notice, fixed, threaded=False)
    assert faults({"text": message.text, "blocks": message.blocks}) is None
    posted = str(message.blocks)
    assert "text-0: " in posted
    assert "text-29: " not in posted
    assert "more lines left out here: the last command says all" in posted
    assert "NOT SEEN NOW b: blocked" in posted
    assert compose.text(notice, fixed).count("SET BESIDE  only in") == 30
