"""Pages whose markup is damaged or foreign are read all the same. Found by bench/fuzz.py."""

import pytest

from monitor.judge.exchange import judge_exchange
from monitor.reading import Before, read_capture
from monitor.text.rules import Rules
from tests.storage import build

TEXT = (
    "<p>The ministers met in the harbour town and spoke of ferries, tolls and pilots.</p>"
    "<p>They agreed to meet again before the winter, and to keep the lights burning.</p>"
)


@pytest.mark.parametrize("rules", [Rules(), Rules(select=("#text",))])
@pytest.mark.parametrize(
    "body",
    [
        f"<html><body><o:p><w:sdt>{TEXT}</w:sdt></o:p><div id='text'></div>{TEXT}</body></html>",
        f"<html><body><he<ruby><n<><div id='text'>{TEXT}</div></body></html>",
        f"<html><body><div id='text' {{x='1' a}}b='2' style='color:red'>{TEXT}</div></body></html>",
        f"<html><body><div id='text' {{title}}<b='1' style='color:red'>{TEXT}</div></body></html>",
        f"<html><body><main id='text'>a&#1;<nav>x</nav>b&#2;{TEXT}</main></body></html>",
        f"<html><meta charset='x-user-defined'><body><main>{TEXT}</main></body></html>",
    ],
)
def test_it_is_read(body: str, rules: Rules) -> None:
    exchange = build.exchange(body.encode(), headers=(("Content-Type", "text/html"),))
    assert judge_exchange(exchange, previous_closed=True).verdict == "ok"
    reading = read_capture(exchange, rules, Before(frame_sha256=None, document=lambda: None))
    assert reading.judgement.verdict in {"ok", "empty"}
    if reading.document is not None and reading.document.blocks and not rules.select:
        assert "keep the lights burning" in reading.document.text
    if reading.selector is not None:  # and is found again under the pin
        pinned = Rules(pin=reading.selector)
        again = read_capture(exchange, pinned, Before(frame_sha256=None, document=lambda: None))
        assert again.document == reading.document
