from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest

from alerts.as_json import as_json
from alerts.channels import Webhook
from alerts.notices import DigestNotice, OperatorNotice, SampleNotice
from alerts.outcome import Outcome, Refused, Sent
from alerts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.notices import ChangeNotice
    from tests.slack import Slack as Service


def hook(service: Service, secret: str | None = "tide") -> Webhook:
    return Webhook(url=f"{service.url}/services/hook", secret=Secret(secret) if secret else None)


def test_a_change_is_signed_json_as_diff_prints_it(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    slack_service.answers += [(204, {}, ""), (200, {}, "")]
    assert deliver(hook(slack_service), change()) == Sent()
    assert deliver(hook(slack_service, None), change()) == Sent()
    (raw, again), (headers, unsigned) = slack_service.raw, slack_service.headers
    expected = "sha256=" + hmac.new(b"tide", raw, hashlib.sha256).hexdigest()
    assert headers["X-Readout-Signature"] == expected
    assert headers["X-Readout-Delivery"] == "readout.0123abcd@example.org"
    assert "X-Readout-Signature" not in unsigned
    assert raw == again
    body = json.loads(raw)
    assert body["kind"] == "change"
    assert (body["source"], body["from"], body["to"]) == ("lorvania-harbor", 3, 4)
    assert (body["change"], body["cause"], body["flags"]) == ("wording", "page", ["negation"])
    assert body["first_seen"] == "2025-02-13T14:25:00Z"
    (passage,) = body["passages"]
    assert set(passage) == {
        "kind", "change", "before", "after", "edits", "flags", "typography", "layout",
        "section", "paragraph", "raised",
    }  # fmt: skip
    assert "".join(text for op, text in passage["edits"] if op in "=-") == passage["before"]
    assert "".join(text for op, text in passage["edits"] if op in "=+") == passage["after"]


@pytest.mark.parametrize(
    ("status", "headers", "permanent", "broken", "wait"),
    [
        (500, {}, False, False, None),
        (429, {"Retry-After": "9"}, False, False, 9.0),
        (503, {"Retry-After": "Thu, 13 Feb 2025 14:27:00 GMT"}, False, False, 60.0),
        (400, {}, True, False, None),
        (401, {}, False, True, None),
        (410, {}, False, True, None),
        (302, {"Location": "http://127.0.0.1:1/"}, False, True, None),
    ],
)
def test_what_refusals_mean(  # noqa: PLR0917 - one argument a column
    status: int,
    headers: dict[str, str],
    permanent: object,
    broken: object,
    wait: object,
    slack_service: Service,
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    slack_service.answers.append((status, headers, ""))
    outcome = deliver(hook(slack_service), change())
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.channel_broken, outcome.retry_after) == (
        permanent, broken, wait,
    )  # fmt: skip
    assert str(status) in outcome.error
    assert len(slack_service.posts) == 1


def test_nobody_there(change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]) -> None:
    outcome = deliver(Webhook(url="http://127.0.0.1:1/x/tide", secret=Secret("tide")), change())
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert "tide" not in outcome.error


def test_every_kind_says_what_it_is(change: Callable[..., ChangeNotice]) -> None:
    heartbeat = OperatorNotice(subject="All quiet", lines=("412 sources",), heartbeat=True)
    digest = as_json(DigestNotice(members=(change(), heartbeat)))
    assert json.loads(json.dumps(digest)) == digest
    assert digest["kind"] == "digest"
    assert as_json(heartbeat)["kind"] == "heartbeat"
    assert as_json(SampleNotice(channel="own-system"))["kind"] == "sample"
