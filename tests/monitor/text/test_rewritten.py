"""What a network on the way makes of a good page: undone or passed over, in both directions."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.email import HIDDEN, protected_address
from monitor.text.extract import Extraction, extract
from monitor.text.rules import Rules
from storage.model import Block

PAGES = Path(__file__).parents[2] / "pages"
NAMES = sorted(path.name for path in PAGES.glob("*.html"))
CONTACT = '<p>Write to <a href="mailto:press@ministry.example">press@ministry.example</a>.</p>'
HEX = bytes([77, *(byte ^ 77 for byte in b"press@ministry.example")]).hex()
JSD = (
    "<script>(function(){function c(){var b=a.contentDocument;"
    "if(b){var d=b.createElement('script');"
    "d.innerHTML=\"window.__CF$cv$params={r:'8f1'};\"}}})();</script>"
)


def _hidden(element: str) -> Callable[[str], str]:
    return lambda page: page.replace(CONTACT, f"<p>Write to {element}.</p>")


def _each(pattern: str, made: str) -> Callable[[str], str]:
    return lambda page: re.sub(pattern, made, page)


def _anchored(anchor: str) -> Callable[[str], str]:
    return _each(r"(<h([1-6])\b[^>]*>)(.*?)(</h\2>)", rf"\1\3{anchor}\4")


def _in_the_text(put_in: str) -> Callable[[str], str]:
    return lambda page: page.replace(CONTACT, CONTACT + put_in)


REWRITES: dict[str, Callable[[str], str]] = {
    "a hidden address": _hidden(
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{HEX}">'
        "[email&#160;protected]</a>"
    ),
    "a hidden address that was no link": _hidden(
        f'<span class="__cf_email__" data-cfemail="{HEX}">[email&#160;protected]</span>'
    ),
    "a hidden address in a link": _hidden(
        f'<a href="/cdn-cgi/l/email-protection#{HEX}"><span class="__cf_email__" '
        f'data-cfemail="{HEX}">[email&#160;protected]</span></a>'
    ),
    "an address hidden in its link alone": _hidden(
        f'<a href="/cdn-cgi/l/email-protection#{HEX}">[email protected]</a>'
    ),
    "a script in the text": _in_the_text('<script data-cfasync="false">var a = 1;</script>'),
    "a script at the end": _each("</body>", JSD.replace("\\", r"\\") + "</body>"),
    "a beacon": _in_the_text('<img src="https://t.example/b.gif?r=81723" width="1" height="1">'),
    "a beacon without scripts": _in_the_text(
        '<noscript><iframe src="https://t.example/ns.html?id=GTM-1"></iframe></noscript>'
    ),
    "anchors ¶": _anchored('<a class="headerlink" href="#a" title="Permalink">¶</a>'),
    "anchors #": _anchored(' <a href="#section-2" aria-hidden="true">#</a>'),
    "anchors in words": _anchored(' <a href="/page#a" class="copy">Copy link</a>'),
    "anchors to press": _anchored('<button type="button">Copy link</button>'),
    "anchors drawn": _anchored('<a href="#a"><svg><title>Link</title><path d="M1 1"/></svg></a>'),
    "nonces": _each(r"<(p|div|h1|h2|span|ul|li)\b", r'<\1 nonce="r4nd0m" data-cf-modified-8f1-=""'),
    "rocket loader": _each(r"<script\b", '<script type="8f1c2a-text/javascript"'),
    "comments": _each("<p>", "<!-- cached 2026-03-02 09:00 --><p>"),
    "entities": lambda page: page.replace("Write to", "&#87;rite&#32;to").replace("、", "&#12289;"),
    "addresses of links": _each(r'href="(/[^"#]*)"', r'href="\1?v=20260302&amp;_cf=1"'),
    "pictures put off": _each(r"<img\b", '<img data-cfsrc="/a.png" style="display:none"'),
}  # fmt: skip


def _plain(name: str) -> str:
    """A fixture page with a script and a mail address in its text."""
    page = (PAGES / name).read_text("utf-8")
    before, last, after = page.rpartition("</p>")
    return f"{before}{last}{CONTACT}<script>start()</script>{after}"


def _read(page: str, rules: Rules) -> Extraction:
    found = extract(page.encode(), "text/html; charset=utf-8", "https://ministry.example/p", rules)
    assert isinstance(found, Extraction), found
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rewrite", REWRITES)
def test_a_page_rewritten_on_the_way_is_the_same(name: str, rewrite: str) -> None:
    plain = _plain(name)
    rewritten = REWRITES[rewrite](plain)
    found = _read(plain, Rules(select=("body",)))
    assert Block(kind="paragraph", text="Write to press@ministry.example.") in found.document.blocks
    assert _read(rewritten, Rules(select=("body",))).document.blocks == found.document.blocks


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rewrite", ["a hidden address", "anchors ¶", "nonces", "a beacon"])
def test_the_pin_found_on_either_finds_the_same_text(name: str, rewrite: str) -> None:
    plain = _plain(name)
    rewritten = REWRITES[rewrite](plain)
    for first, second in ((plain, rewritten), (rewritten, plain)):
        found = _read(first, Rules())
        again = _read(second, Rules(pin=found.selector))
        assert again.document.blocks == found.document.blocks


@pytest.mark.parametrize("rewrite", [name for name in REWRITES if "pictures" not in name])
def test_each_rewriting_is_one(rewrite: str) -> None:
    """So that none of the above passes because nothing was altered."""
    assert any(REWRITES[rewrite](_plain(name)) != _plain(name) for name in NAMES)


@pytest.mark.parametrize("text", ["#1", "Annex", "¶ 3", "1"])
def test_a_link_that_says_something_stays_in_its_heading(text: str) -> None:
    found = _read(f'<body><h2>On fish <a href="#n1">{text}</a></h2></body>', Rules(select=("h2",)))
    assert found.document.blocks[0].text == f"On fish {text}"


@given(st.binary(max_size=300).map(bytes.hex) | st.text(max_size=40))
def test_whatever_is_encoded_is_an_address_on_one_line_or_hidden(encoded: str) -> None:
    address = protected_address(encoded)
    assert address == HIDDEN or address.isprintable()


@given(st.emails(), st.integers(0, 255))
def test_every_address_is_decoded(address: str, key: int) -> None:
    assert protected_address(bytes([key, *(byte ^ key for byte in address.encode())]).hex()) == (
        address
    )
