"""Reading a large or odd page in a child process, where it can be ended; both sides of it.

The parsers' time grows with the square of some things that a page may hold thousands of, and no
limit of ours on size alone would leave the good ones readable: what is heavy is read apart, and
the others where they are, as a process of its own costs fifty times the reading of a usual page.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from monitor.reading import Before, Reading, read_page
from monitor.text import child, limits
from monitor.text.rules import Rules
from storage.model import Block, Document, Judgement

if TYPE_CHECKING:
    from storage.model import Exchange

_LARGE = 500_000  # bytes: a second or so to be read, with a text of that length
_MANY_TAGS = 20_000
_MANY_VALUES = 10_000  # of attributes
_LONG_TAG = 8000  # bytes: room for thousands of attributes without values
_MEMORY = 3 << 29  # bytes of address space: twice what the largest readable page takes


def is_heavy(body: bytes) -> bool:
    """Whether a page is so large or so odd that reading it may take long."""
    if len(body) > _LARGE or body.count(b"=") > _MANY_VALUES or body.count(b"<") > _MANY_TAGS:
        return True
    return any(map(_is_unbroken, _windows(body))) and any(map(_is_long_tag, body.split(b"<")))


def _windows(body: bytes) -> Iterator[bytes]:
    """The body in pieces, of which a tag of twice their length fills at least one."""
    return (body[at : at + _LONG_TAG] for at in range(0, len(body) - _LONG_TAG, _LONG_TAG))


def _is_unbroken(window: bytes) -> bool:
    return b"<" not in window and b">" not in window


def _is_long_tag(piece: bytes) -> bool:
    return len(piece) > _LONG_TAG and piece[:1].isalpha() and piece.find(b">", 0, _LONG_TAG) < 0


def read(exchange: "Exchange", rules: Rules, before: Before) -> Reading:
    """As `read_page`, in a child; `failed` if that takes too long or too much memory."""
    asked = {
        "content_type": exchange.header("Content-Type"),
        "url": exchange.final_url,
        "rules": asdict(rules),
        "frame_sha256": _hex(before.frame_sha256),
        "before": _written(before.document() if rules.pin and not rules.select else None),
    }
    answer = _ask(asked, exchange.body)
    if isinstance(answer, Judgement):
        return Reading(judgement=answer)
    return Reading(
        judgement=Judgement(verdict=answer["verdict"], reason=answer["reason"]),
        frame_sha256=_bytes(answer["frame_sha256"]),
        document=_document(answer["document"]),
        selector=answer["selector"],
        notes=answer["notes"],
    )


def whole_text(exchange: "Exchange") -> str:
    """As `find.whole_text`, in a child; nothing if that takes too long or too much memory."""
    asked = {"content_type": exchange.header("Content-Type"), "rules": None}
    answer = _ask(asked, exchange.body)
    return "" if isinstance(answer, Judgement) else str(answer["whole_text"])


def _ask(asked: dict[str, Any], body: bytes) -> dict[str, Any] | Judgement:
    given = json.dumps(asked).encode() + b"\n" + body
    return child.ask("monitor.apart", given, what="the page")


def main() -> None:
    """The child: what is asked on stdin, what was read on stdout. Without rules, the whole text."""
    limits.confine(_MEMORY)
    try:
        answer = _read(*sys.stdin.buffer.read().split(b"\n", 1))
    except MemoryError:
        answer = {"error": "reading the page needs too much memory"}
    sys.stdout.write(json.dumps(answer))


def _read(head: bytes, body: bytes) -> dict[str, Any]:
    asked = json.loads(head)
    if asked["rules"] is None:
        from monitor.text import find

        return {"whole_text": find.whole_text(body, asked["content_type"])}
    rules = Rules(**{name: _tuple(value) for name, value in asked["rules"].items()})
    before = Before(
        frame_sha256=_bytes(asked["frame_sha256"]), document=lambda: _document(asked["before"])
    )
    reading = read_page(body, asked["content_type"], asked["url"], rules, before)
    return {
        **asdict(reading.judgement),
        "frame_sha256": _hex(reading.frame_sha256),
        "document": _written(reading.document),
        "selector": reading.selector,
        "notes": reading.notes,
    }


def _tuple(value: Any) -> Any:  # noqa: ANN401 - JSON
    return tuple(value) if isinstance(value, list) else value


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _written(document: Document | None) -> dict[str, Any] | None:
    return None if document is None else asdict(document)


def _document(said: dict[str, Any] | None) -> Document | None:
    if said is None:
        return None
    return Document(**{**said, "blocks": tuple(Block(**block) for block in said["blocks"])})


if __name__ == "__main__":
    main()
