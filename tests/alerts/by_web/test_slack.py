"""Slack: what the service accepts, what its refusals mean, and page text that does nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from alerts import slack_blocks
from alerts.notices import DigestNotice
from alerts.outcome import Outcome, Sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.notices import ChangeNotice, SourceCard
    from storage.model import Passage
    from tests.slack import Slack as Service

EVIL = "<!channel> <@U1> @here <https://evil.example|click> https://evil.example *b* ~s~ `c` :bomb:"


@pytest.fixture
def many(passage: Callable[..., Passage]) -> list[Passage]:
    return [
        passage(("=", f"Clause {n} " + "of the treaty " * 40), ("-", "old"), ("+", "new"))
        for n in range(1, 81)
    ]


def texts(node: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(node, list):
        return [text for item in node for text in texts(item)]
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + texts(node.get("elements", []))


def test_a_change_by_webhook(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    assert deliver(slack_service.by_webhook(), change()) == Sent()
    (body,) = slack_service.taken
    assert body["text"].startswith('"oppose" → "welcome" | Lorvania Foreign Office')
    assert body["unfurl_links"] is False
    head, quote, *_ = body["blocks"][0]["elements"]
    assert head["elements"][0] == {
        "type": "text", "text": '"oppose" → "welcome"', "style": {"bold": True},
    }  # fmt: skip
    assert head["elements"][2]["url"].startswith("https://www.example.org/statements/harbor")
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"][1:3] == [
        {"type": "text", "text": "oppose", "style": {"strike": True}},
        {"type": "text", "text": "welcome", "style": {"bold": True}},
    ]
    said = "\n".join(texts(body["blocks"]))
    assert "Tokyo 13 Feb 23:10-23:25 | New York 09:10-09:25" in said
    assert "Seen twice, 11 s apart." in said


def test_page_text_is_inert(
    slack_service: Service,
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
    deliver: Callable[..., Outcome],
) -> None:
    notice = change(
        passage(("=", EVIL), ("-", EVIL), ("+", EVIL), section=EVIL, flags=(f"term:{EVIL}",)),
        source=source(name=EVIL, publisher=EVIL, url="javascript:alert(1)"), publisher_said=EVIL,
    )  # fmt: skip
    assert deliver(slack_service.by_webhook(), notice) == Sent()
    slack_service.answers.append((400, {}, "invalid_blocks"))
    assert deliver(slack_service.by_webhook(), notice) == Sent()
    rich, plain = slack_service.taken
    for body in (rich, plain):
        sent = json.dumps(body, ensure_ascii=False)
        for active in ("<!channel", "<@U1", "@here", "https://evil", "javascript:"):
            assert active not in sent
    assert rich["mrkdwn"] is plain["mrkdwn"] is False
    assert "<" not in rich["text"] + plain["text"]
    assert not {"link", "user", "broadcast", "emoji"} & set(_kinds(rich["blocks"]))


def _kinds(node: Any) -> list[str]:  # noqa: ANN401 - JSON
    if isinstance(node, list):
        return [kind for item in node for kind in _kinds(item)]
    return [node["type"], *_kinds(node.get("elements", []))]


def test_a_long_diff_by_webhook_is_shortened_with_a_count(
    slack_service: Service,
    many: list[Passage],
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    assert deliver(slack_service.by_webhook(), change(*many)) == Sent()
    said = "\n".join(texts(slack_service.taken[0]["blocks"]))
    assert "75 more sentences are left out here: readout diff lorvania-harbor 3 4" in said


@pytest.mark.slow
def test_one_endless_sentence_and_a_great_digest_keep_to_the_limits(
    slack_service: Service,
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    source: Callable[..., SourceCard],
    deliver: Callable[..., Outcome],
) -> None:
    endless = change(
        passage(("=", "a " * 9_000), ("-", "b" * 9_000), ("+", "c " * 9_000), section="s" * 5_000),
        source=source(name="n" * 5_000), publisher_said="p " * 5_000,
        unseen=("u " * 5_000,) * 9, phrase_history=("h " * 5_000,),
    )  # fmt: skip
    for target in (slack_service.by_webhook(), slack_service.by_token()):
        assert isinstance(deliver(target, endless), Sent)
        assert isinstance(deliver(target, DigestNotice(members=(endless,) * 15)), Sent)
    assert all(post for path, post in slack_service.posts)
    posts = [post for path, post in slack_service.posts if "blocks" in post]
    assert slack_service.taken == posts
    said = "\n".join(texts(posts[1]["blocks"]))
    assert "more alerts left out: readout alerts" in said


def test_by_token_the_rest_follows_in_the_thread(
    slack_service: Service,
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    second = passage(("-", "They met."), kind="removed")
    notice = change(*change().passages, second)
    assert deliver(slack_service.by_token(), notice) == Sent(remote_id="1739456789.000001")
    first, reply = slack_service.taken
    assert "thread_ts" not in first
    assert "+1 more sentence (in thread, with WAS/NOW to copy)" in "\n".join(texts(first["blocks"]))
    assert "readout show lorvania-harbor@3" in texts(first["blocks"]), "to be copied"
    assert (reply["channel"], reply["thread_ts"]) == ("C0HARBOR", "1739456789.000001")
    said = texts(reply["blocks"])
    assert said[0] == '1/2 | § "Regional issues", paragraph 3\nWAS'
    assert said[1] == "The sides oppose it."
    assert said[said.index("NOW") + 1] == "The sides welcome it."
    assert "They met." in said
    assert slack_service.uploads == []


def test_a_source_with_a_thread_is_answered_there_and_in_the_channel(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    deliver(slack_service.by_token(), change(), remote_thread="1700000000.000009")
    first, reply = slack_service.taken
    assert (first["thread_ts"], first["reply_broadcast"]) == ("1700000000.000009", True)
    assert reply["thread_ts"] == "1700000000.000009"
    assert "reply_broadcast" not in reply


def test_a_long_diff_by_token_is_a_file_in_the_thread(
    slack_service: Service,
    many: list[Passage],
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    outcome = deliver(slack_service.by_token(), change(*many))
    assert outcome == Sent(remote_id="1739456789.000001")
    (page,) = slack_service.uploads
    assert b"Clause 80 of the treaty" in page
    path, done = slack_service.posts[-1]
    assert path == "/api/files.completeUploadExternal"
    assert (done["channel_id"], done["thread_ts"]) == ("C0HARBOR", "1739456789.000001")


def test_escaping_keeps_the_text_readable() -> None:
    assert slack_blocks.escaped("a < b & c > d") == "a &lt; b &amp; c &gt; d"
    assert slack_blocks.inert("5 < 6, a @ b") == "5 < 6, a @ b"
