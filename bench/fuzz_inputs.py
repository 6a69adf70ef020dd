"""What the fuzzing feeds in: fixtures of the tests and generated pages, spoiled by a number.

The same seed, kind and number give the same input on every machine.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from bench.accuracy.chance import Chance
from tests.monitor.text.conftest import PdfPage, column, pdf

KINDS = ("html", "feed", "headers", "config", "pdf")
_TESTS = Path(__file__).parents[1] / "tests"
_TOKENS = (
    b"<p>", b"</p>", b"</div>", b"<table><tr><td>", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<script>",
    b"</script", b"<style>", b"<svg><title>", b"<template>", b"<noscript>",
    b"<ruby>\xe6\xbc\xa2<rt>",
    b"<plaintext>", b"<base href='//[::1'>", b"<h1>", b"<del>",
    b"<li value='99999999999999999999'>",
    b"<ol start='-3' type='i' reversed>", b"<meta charset='utf-7'>", b"<meta charset='shift_jis'>",
    b"<meta charset='x-user-defined'>",
    b"<meta http-equiv=content-type content='text/html;charset='>",
    b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999999;", b"&nbsp", b"&amp;amp;", b"\x00",
    b"\xff\xfe",
    b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1b$B", b"\x1b(B",
    b"\x0e\x0f",
    b"\xe2\x80\xae", b"\xe2\x81\xa0\xe2\x80\x8b", b"\xc2\xad", b"\xcc\x81" * 50, b"\r", b"\x85",
    b"<time datetime='0000-00-00T99:99'>", b"<time datetime='2026-02-30'>",
    b"<script type='application/ld+json'>{\"datePublished\": [1e999, {\"a\": null}]}</script>",
    b"<script type='application/ld+json'>" + b"[" * 3000 + b"</script>",
    b"<meta property='article:modified_time' content='99999-01-01'>",
    b"<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><r>&b;</r>", b"<?xml version='1.1'?>",
    b"<" * 500, b"<div>" * 1500, b"<b><i>" * 400, b"<p class='" + b"a " * 3000 + b"'>", b"~~",
    b"~~~~~~",
    b" data-x='\xf0\x9f\x87\xaf'", b"Last updated: 31 February 2026", b"1. ", b"(a)",
    b"\xe2\x85\xa0",
)  # fmt: skip
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Press</title><link>https://www.example.org/</link>
<item><title>Statement on the harbour</title><link>https://www.example.org/1</link>
<description>&lt;p&gt;Both sides oppose it.&lt;/p&gt;</description>
<pubDate>Thu, 18 Jun 2026 08:10:00 GMT</pubDate></item>
<item><title>首脳会談</title><description><![CDATA[<p>双方は一致した。</p>]]></description></item>
</channel></rss>"""
_ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Readout</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They
met.</p></div></content><updated>2026-06-18T08:10:00Z</updated></entry></feed>"""
_VALUES = (
    "null", "[]", "{}", "''", "-1", "1e999", "99999999999999999999", "0x7f", "2026-02-30", "yes",
    "~",
    "!!python/object:os.system", "!!binary AAAA", "*nowhere", "&a [*a, *a]", "{a: {b: {c: [}",
    "\t- x",
    "'(a+)+$'", "'['", "'(?P<'", '"\\ud800"', "'\\0'", "${HOME}", "${", "${A B}", "${NO_SUCH}",
    "http://[::1", "https://user:pw@x/", "ftp://x", "file:///etc/passwd", "'#a > > b'", "':has('",
    "'a' * 3", "25h", "*/0 * * * *", "99999999d", "0s", "'22:00-22:00'", "'25:61-07:00'",
    "Mars/Base",
    "[a, [b, [c]]]", "? x", "<<: {x: 1}", "|\n  x", "%TAG ! x", "...", "---", "\u2028", "\x85",
    "\x07",
)  # fmt: skip
_HEADERS = (
    ("Content-Type", "text/html; charset="), ("Content-Type", "application/pdf"),
    ("Content-Type", "text/html; charset=\x00utf-8"), ("Content-Type", ";;;"), ("Content-Type",
    "é" * 400),
    ("content-type", "text/html; charset=utf-16"), ("Retry-After", "-99999999999999999999"),
    ("Retry-After", "1e9"), ("Retry-After", "Thu, 99 Foo 2026"), ("Retry-After", "²"), ("ETag",
    '"\r\n'),
    ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 +9999"), ("Server", "cloudflare"), ("Set-Cookie",
    "a" * 9999),
    ("cf-mitigated", "challenge"), ("", ""), ("X\n", "y"), ("Content-Length", "many"), ("Age",
    "\ud800"),
    ("Date", "Thu, 18 Jun 10000 08:10:00 GMT"), ("Last-Modified",
    "Mon, 01 Jan 0001 00:00:00 -2359"),
)  # fmt: skip


def spoiled(kind: str, chance: Chance) -> bytes:
    """A body of that kind, spoiled; one in twenty as it is."""
    body = chance.pick(_bodies("html" if kind == "headers" else kind))
    if chance.below(20) == 0:
        return body
    if kind == "config":
        return _config(body, chance)
    for _ in range(1 + chance.below(6)):
        body = chance.pick(_WAYS)(body, chance)
    return body[:400_000]


def headers(chance: Chance) -> tuple[tuple[str, str], ...]:
    """Response headers, most of them odd."""
    plain = ("Content-Type", "text/html; charset=utf-8")
    return (*(chance.pick(_HEADERS) for _ in range(chance.below(5))), plain)


@cache
def _bodies(kind: str) -> Sequence[bytes]:
    if kind == "feed":
        return _FEED.encode(), _ATOM.encode(), _FEED.encode("utf-16")
    if kind == "config":
        named = (_TESTS / "monitor" / "config" / "every_key.yaml", _TESTS.parent / "sources.yaml")
        return [path.read_bytes() for path in named]
    if kind == "pdf":
        lines = ["Both sides oppose it, and will meet", "again before the au-", "tumn. 1. First"]
        page = PdfPage(texts=column(lines))
        return pdf([page]), pdf([page, page], title="首脳会談"), pdf([PdfPage(picture=True)])
    return [path.read_bytes() for path in sorted((_TESTS / "pages").rglob("*.html"))]


def _cut(body: bytes, chance: Chance) -> bytes:
    return body[: _at(body, chance)]


def _without(body: bytes, chance: Chance) -> bytes:
    start = _at(body, chance)
    return body[:start] + body[start + 1 + chance.below(400) :]


def _twice(body: bytes, chance: Chance) -> bytes:
    start = _at(body, chance)
    piece = body[start : start + 1 + chance.below(300)]
    return body[:start] + piece * (1 + chance.below(30)) + body[start:]


def _put_in(body: bytes, chance: Chance) -> bytes:
    for _ in range(1 + chance.below(5)):
        at = _at(body, chance)
        body = body[:at] + chance.pick(_TOKENS) + body[at:]
    return body


def _flipped(body: bytes, chance: Chance) -> bytes:
    changed = bytearray(body)
    for _ in range(1 + chance.below(40)):
        if changed:
            changed[_at(changed, chance)] = chance.below(256)
    return bytes(changed)


def _spliced(body: bytes, chance: Chance) -> bytes:
    other = chance.pick(_bodies("html"))
    return body[: _at(body, chance)] + other[_at(other, chance) :]


def _coded(body: bytes, chance: Chance) -> bytes:
    codec = chance.pick(
        ("utf-16", "utf-16-be", "cp932", "gb18030", "euc_kr", "iso2022_jp", "utf-7")
    )
    return body.decode("utf-8", "replace").encode(codec, "replace")


def _at(body: bytes | bytearray, chance: Chance) -> int:
    return chance.below(len(body)) if body else 0


_WAYS: tuple[Callable[[bytes, Chance], bytes], ...] = (
    _put_in, _put_in, _put_in, _flipped, _without, _twice, _cut, _spliced, _coded,
)  # fmt: skip


def _config(body: bytes, chance: Chance) -> bytes:
    """A sources.yaml whose lines have other values, stand elsewhere, twice or further in."""
    lines = body.decode().splitlines()
    for _ in range(1 + chance.below(4)):
        at = chance.below(len(lines))
        key, colon, _ = lines[at].partition(":")
        match chance.below(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(chance.below(len(lines)), lines[at])
            case 2:
                lines[at] = " " * chance.below(9) + lines[at].lstrip()
            case 3 if colon:
                lines[at] = f"{key}x: {chance.pick(_VALUES)}"
            case _:
                lines[at] = f"{key}: {chance.pick(_VALUES)}"
        if not lines:
            break
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    return _flipped(text, chance) if chance.below(12) == 0 else text
