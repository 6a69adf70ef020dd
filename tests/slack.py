"""A Slack stand-in that enforces the service's limits."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from alerts.channels import Slack as SlackTarget
from alerts.secret import Secret

Answer = tuple[int, dict[str, str], str]


@dataclass(slots=True)
class Slack:
    """What arrived at the stand-in, and what it is to answer instead of the usual.

    `answers` are given once each, then `always` until it is None again; `hang`: no answer at all;
    `slow`: no answer before it is set.
    """

    url: str = ""
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    always: Answer | None = None
    hang: bool = False
    slow: threading.Event | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def by_webhook(self) -> SlackTarget:
        address = Secret(f"{self.url}/services/T1/B1/very-secret")
        return SlackTarget(webhook=address, token=None, channel=None)

    def by_token(self, token: str = "xoxb-good") -> SlackTarget:
        api = f"{self.url}/api/"
        return SlackTarget(webhook=None, token=Secret(token), channel="#desk", api_url=api)


def faults(body: dict[str, Any]) -> str | None:
    """The service's own check of a message: its error code, or None."""
    if len(body.get("text", "")) > 40_000:
        return "msg_too_long"
    blocks = body.get("blocks", [])
    if not blocks and not body.get("text"):
        return "no_text"
    if len(blocks) > 50 or any(_block_is_wrong(block) for block in blocks):
        return "invalid_blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > 40_000 or _characters(blocks) > 13_000:
        return "msg_blocks_too_long"
    return None


def _block_is_wrong(block: dict[str, Any]) -> bool:
    match block:
        case {"type": "rich_text", "elements": [*parts]}:
            return _characters(parts) > 3_000 or any(_part_is_wrong(part) for part in parts)
        case {"type": "section", "text": {"text": str(text)}}:
            return not 1 <= len(text) <= 3_000
        case {"type": "header", "text": {"type": "plain_text", "text": str(text)}}:
            return not 1 <= len(text) <= 150
        case _:
            return True


def _part_is_wrong(part: dict[str, Any]) -> bool:
    kinds = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
    elements = part.get("elements", [])
    return part.get("type") not in kinds or not elements or any(map(_element_is_wrong, elements))


def _element_is_wrong(element: dict[str, Any]) -> bool:
    match element:
        case {"type": "text", "text": str(text)}:
            return not text or not set(element.get("style", {})) <= {"bold", "strike", "code"}
        case {"type": "link", "url": str(url), "text": str(text)}:
            return not text or not url.startswith(("http://", "https://"))
        case _:
            return True


def _characters(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_characters, node))
    if isinstance(node, dict):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + _characters(node.get("elements", []))
    return 0


class _SlackHandler(BaseHTTPRequestHandler):
    slack: Slack

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.slack.headers.append(dict(self.headers.items()))
        self.slack.raw.append(raw)
        path = self.path.partition("?")[0]
        if path == "/upload":
            self.slack.uploads.append(raw)
            return self._answer(200, {}, "OK")
        body = self._parsed(raw)
        self.slack.posts.append((path, body))
        if self.slack.hang:
            self.slack.ended.wait(60)
            return None
        if self.slack.slow is not None:
            self.slack.slow.wait(60)
        if self.slack.always and not self.slack.answers:
            return self._answer(*self.slack.always)
        if self.slack.answers:
            return self._answer(*self.slack.answers.pop(0))
        return self._usual(path, body)

    def _parsed(self, raw: bytes) -> dict[str, Any]:
        if "json" in self.headers.get("Content-Type", ""):
            body: dict[str, Any] = json.loads(raw)
            return body
        return {name: values[0] for name, values in parse_qs(raw.decode()).items()}

    def _usual(self, path: str, body: dict[str, Any]) -> None:
        if path.startswith("/services/"):
            fault = faults(body)
            if fault is None:
                self.slack.taken.append(body)
            return self._answer(400 if fault else 200, {}, fault or "ok")
        return self._api(path.removeprefix("/api/"), body)

    def _api(self, method: str, body: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"ok": True}
        if self.headers.get("Authorization") != "Bearer xoxb-good":
            answer = {"ok": False, "error": "invalid_auth"}
        elif method == "chat.postMessage":
            fault = faults(body)
            if fault is None:
                self.slack.taken.append(body)
            stamp = f"1739456789.{len(self.slack.taken):06}"
            answer = {"ok": not fault, "error": fault, "ts": stamp, "channel": "C0HARBOR"}
        elif method == "files.getUploadURLExternal":
            answer |= {"upload_url": f"{self.slack.url}/upload", "file_id": "F1"}
        self._answer(200, {"Content-Type": "application/json"}, json.dumps(answer))

    def _answer(self, status: int, headers: dict[str, str], body: str) -> None:
        content = body.encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def slack_serving() -> Iterator[Slack]:
    """The stand-in: /services/… is a webhook, /api/… the web API; also serves as any webhook."""
    slack = Slack()
    handler = type("Handler", (_SlackHandler,), {"slack": slack})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    slack.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield slack
    finally:
        slack.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
