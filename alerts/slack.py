"""The Slack channel: by an incoming webhook, or as a bot with threads and files."""

import http.client
import json
import logging
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from alerts import compose, slack_blocks
from alerts.channels import Slack
from alerts.direct import direct_opener, retry_after
from alerts.headline import subject
from alerts.inert import cut, one_line
from alerts.notices import DigestNotice, Envelope, Notice
from alerts.outcome import Outcome, Refused, Sent
from alerts.slack_blocks import SlackMessage

_REVOKED = frozenset({403, 404, 410})
_BLOCKS_REFUSED = ("invalid_blocks", "msg_blocks_too_long", "invalid_payload", "invalid_attachment")
_TRANSIENT = frozenset({
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable",
    "request_timeout",
})  # fmt: skip
_OF_THE_MESSAGE = frozenset({"msg_too_long", "no_text", *_BLOCKS_REFUSED})
_FAILURES = (SlackClientError, OSError, http.client.HTTPException, ValueError)

# The library's own logger would write the webhook's address, which is a secret.
_SILENT = logging.getLogger("alerts.slack.silent")
_SILENT.setLevel(logging.CRITICAL + 1)
_SILENT.propagate = False
_SILENT.addHandler(logging.NullHandler())


class _DirectWebhook(WebhookClient):
    """The library's client, but without the environment's proxies and without redirects."""

    def _perform_http_request_internal(
        self, url: str, req: urllib.request.Request
    ) -> WebhookResponse:
        with direct_opener().open(req, timeout=self.timeout) as answer:
            body = answer.read(100_000).decode("utf-8", "replace")
            headers = dict(answer.headers.items())
        return WebhookResponse(url=url, status_code=answer.status, body=body, headers=headers)


class _DirectClient(WebClient):
    """As `_DirectWebhook`, for the web API."""

    def _perform_urllib_http_request_internal(
        self,
        url: str,  # noqa: ARG002 - the library's signature
        req: urllib.request.Request,
    ) -> dict[str, Any]:
        with direct_opener().open(req, timeout=self.timeout) as answer:
            body = answer.read(1_000_000).decode("utf-8", "replace")
        return {"status": answer.status, "headers": answer.headers, "body": body}


def deliver(
    target: Slack, notice: Notice, envelope: Envelope, *, timeout: float, now: datetime
) -> Outcome:
    """Post the message; a 429's wait is returned, never slept."""
    try:
        if target.webhook is not None:
            return _by_webhook(target.webhook.reveal(), notice, envelope, timeout, now)
        if target.token is not None and target.channel is not None:
            return _by_token(target, notice, envelope, timeout)
    except _FAILURES as error:
        return _failed(error)
    return Refused(error="neither a webhook nor token and channel are given", channel_broken=True)


def _by_webhook(
    url: str, notice: Notice, envelope: Envelope, timeout: float, now: datetime
) -> Outcome:
    client = _DirectWebhook(url, timeout=_seconds(timeout), retry_handlers=[], logger=_SILENT)
    message = slack_blocks.message(notice, envelope, threaded=False)
    answer = client.send_dict(_body(message))
    if answer.status_code == 400 and answer.body.strip().startswith(_BLOCKS_REFUSED):
        answer = client.send_dict(_plain_body(message))
    return _webhook_meaning(answer, now)


def _webhook_meaning(answer: WebhookResponse, now: datetime) -> Outcome:
    status, said = answer.status_code, cut(one_line(answer.body), 100)
    error = f"Slack answered {status} {said}".rstrip()
    if status == 200:
        # Whatever else answers 200 is not Slack: a portal, a proxy.
        return Sent() if said == "ok" else Refused(error=f"{error} instead of ok")
    wait = retry_after(answer.headers.get("Retry-After"), now)
    if status in _REVOKED:
        return Refused(error=error, permanent=True, channel_broken=True)
    permanent = 400 <= status < 500 and status not in {408, 429}
    return Refused(error=error, permanent=permanent, retry_after=wait)


def _by_token(target: Slack, notice: Notice, envelope: Envelope, timeout: float) -> Outcome:
    client = _client(target, timeout)
    message = slack_blocks.message(notice, envelope, threaded=_has_detail(notice))
    where: dict[str, Any] = {"channel": target.channel}
    if envelope.remote_thread:
        # In the thread of its source, and in the channel too: news must not hide in a thread.
        where |= {"thread_ts": envelope.remote_thread, "reply_broadcast": True}
    try:
        posted = _post(client, where | _body(message))
    except SlackApiError as error:
        if _code(error) not in _OF_THE_MESSAGE:
            raise
        posted = _post(client, where | _plain_body(message))
    name, channel = str(posted["ts"]), str(posted["channel"])
    warning = None
    if _has_detail(notice):
        warning = _add_detail(client, channel, envelope.remote_thread or name, notice, envelope)
    return Sent(remote_id=name, warning=warning)


def _post(client: WebClient, body: dict[str, Any]) -> SlackResponse:
    return client.api_call("chat.postMessage", json=body)


def _has_detail(notice: Notice) -> bool:
    return bool(getattr(notice, "passages", ())) or isinstance(notice, DigestNotice)


def _add_detail(
    client: WebClient, channel: str, thread: str, notice: Notice, envelope: Envelope
) -> str | None:
    """WAS and NOW in the thread, the whole diff as a file if it is long.

    The news is out already: what fails here is a warning.
    """
    blocks, left_out = slack_blocks.detail(notice, envelope)
    text = f"{left_out} more passages are in the file." if left_out else "WAS and NOW to copy"
    try:
        if blocks:
            where = {"channel": channel, "thread_ts": thread}
            message = SlackMessage(text=text, plain=text, blocks=blocks)
            _post(client, where | _body(message))
        whole = compose.whole_diff(notice, envelope)
        if whole is not None or left_out:
            _upload(client, channel, thread, whole or compose.html(notice, envelope), notice)
    except _FAILURES as error:
        return f"the details could not be added: {_failed(error).error}"
    return None


def _upload(client: WebClient, channel: str, thread: str, page: str, notice: Notice) -> None:
    """The three steps of an upload; the middle one goes past the library, which uses proxies."""
    content = page.encode("utf-8", "replace")
    place = client.files_getUploadURLExternal(filename="diff.html", length=len(content))
    request = urllib.request.Request(str(place["upload_url"]), data=content, method="POST")  # noqa: S310 - Slack's own address
    with direct_opener().open(request, timeout=client.timeout):
        pass
    client.files_completeUploadExternal(
        files=[{"id": place["file_id"], "title": cut(subject(notice), 150)}],
        channel_id=channel,
        thread_ts=thread,
    )


def _client(target: Slack, timeout: float) -> WebClient:
    return _DirectClient(
        token=target.token.reveal() if target.token else None,
        base_url=target.api_url,
        timeout=_seconds(timeout),
        retry_handlers=[],
        logger=_SILENT,
    )


def _seconds(timeout: float) -> int:
    return max(1, round(timeout))


def _body(message: SlackMessage) -> dict[str, Any]:
    return {
        "text": message.text,
        "blocks": message.blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _plain_body(message: SlackMessage) -> dict[str, Any]:
    return {k: v for k, v in (_body(message) | {"text": message.plain}).items() if k != "blocks"}


def _failed(error: Exception) -> Refused:
    """What a failure means; the words never hold an address, which may be the secret itself."""
    match error:
        case SlackApiError():
            return _api_meaning(error)
        case SlackClientError() | json.JSONDecodeError():
            return Refused(error=f"Slack: no usable answer ({type(error).__name__})")
        case ValueError():
            return Refused(error="Slack: the address is not valid", channel_broken=True)
        case _:
            cause = getattr(error, "reason", error)
            said = f"Slack: {one_line(str(cause)) or type(cause).__name__}"
            return Refused(error=said, unreachable=isinstance(error, urllib.error.URLError))


def _api_meaning(error: SlackApiError) -> Refused:
    code, status = _code(error), int(getattr(error.response, "status_code", 0) or 0)
    headers = getattr(error.response, "headers", None) or {}
    said = f"Slack answered {status} {one_line(code)}"
    if status == 429 or status >= 500 or code in _TRANSIENT:
        wait = str(headers.get("Retry-After", ""))
        return Refused(error=said, retry_after=float(wait) if wait.isdecimal() else None)
    of_the_message = code in _OF_THE_MESSAGE
    return Refused(error=said, permanent=of_the_message, channel_broken=not of_the_message)


def _code(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""
