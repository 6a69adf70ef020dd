"""The webhook channel: signed JSON to an address of the user's own."""

import hashlib
import hmac
import http.client
import ssl
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import urlsplit

from alerts.as_json import as_json
from alerts.channels import Webhook
from alerts.direct import direct_opener, retry_after
from alerts.inert import json_text, one_line
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome, Refused, Sent

_GONE = frozenset({401, 403, 404, 410})


def deliver(
    target: Webhook, notice: Notice, envelope: Envelope, *, timeout: float, now: datetime
) -> Outcome:
    """Post the JSON; only an answer of the 200s means that it was taken.

    The same message always has the same body and the same `X-Readout-Delivery`.
    """
    request = _request(target, notice, envelope)
    place = urlsplit(target.url).hostname or "the webhook"
    try:
        with direct_opener().open(request, timeout=timeout):
            return Sent()
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error, place, now)
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        broken = isinstance(cause, ssl.SSLError)
        said = one_line(str(cause)) or type(cause).__name__
        away = isinstance(error, urllib.error.URLError) and not broken
        return Refused(error=f"{place}: {said}", channel_broken=broken, unreachable=away)


def signature(secret: str, body: bytes) -> str:
    """The value of `X-Readout-Signature`: HMAC-SHA-256 over the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _request(target: Webhook, notice: Notice, envelope: Envelope) -> urllib.request.Request:
    content = json_text(as_json(notice, envelope.report_url), tight=True).encode("utf-8")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "readout",
        "X-Readout-Delivery": envelope.message_id.strip("<>"),
    }
    if target.secret is not None:
        headers["X-Readout-Signature"] = signature(target.secret.reveal(), content)
    return urllib.request.Request(target.url, data=content, headers=headers, method="POST")  # noqa: S310 - the configuration allows http and https only


def _answer(error: urllib.error.HTTPError, place: str, now: datetime) -> Refused:
    said = f"{place} answered {error.code} {one_line(str(error.reason or ''))}".rstrip()
    if 300 <= error.code < 400:
        return Refused(error=f"{said}: redirects are not followed", channel_broken=True)
    wait = retry_after(error.headers.get("Retry-After"), now)
    transient = error.code >= 500 or error.code in {408, 425, 429}
    if error.code in _GONE:
        return Refused(error=said, channel_broken=True, retry_after=wait)
    return Refused(error=said, permanent=not transient, retry_after=wait)
