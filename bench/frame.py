"""What stands around a benchmark page's text: some 52 kB of menus, and the noise of each round.

Chosen so that a whole page compresses as the pages do on which the size limits were set: to some
6.7 kB by zstandard alone, to 1.1 kB of noise with the capture before it as the dictionary.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

_SECTIONS = 17
_LINKS = 13


def frame(round_number: int) -> tuple[bytes, bytes]:
    """The bytes before and after the text. The same round gives the same bytes."""
    nonce = _token(round_number, "nonce")[:22]
    before = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Joint statement | Department of External Affairs</title>
<meta name="csrf-token" content="{_token(round_number, "csrf")}">
<script nonce="{nonce}">document.documentElement.className = "js";</script>
</head>
<body class="path-node page-node-type-news-item">
<header class="site-header"><a href="/en" rel="home">Department of External Affairs</a></header>
<nav class="region region--primary-menu" role="navigation">
{"".join(_menu(section, round_number) for section in range(1, _SECTIONS + 1))}</nav>
<main role="main"><article class="node node--type-news-item">
<h1 class="node__title">Joint statement</h1>
<div class="clearfix text-formatted field field--name-body field__item">"""
    after = f"""</div>
</article></main>
<aside class="sidebar"><h2>More from the newsroom</h2><p>Item {round_number % 7}</p></aside>
<footer class="site-footer"><p>This page has been viewed {4096 + round_number} times</p></footer>
<script nonce="{nonce}" src="/js/{_token(round_number, "script")}.js" defer></script>
</body>
</html>
"""
    return before.encode(), after.encode()


def _menu(section: int, round_number: int) -> str:
    """One section of the menu, with a form whose token is new in every round."""
    links = "".join(
        f'<li class="menu__item menu__item--level-2"><a href="/en/section-{section}/page-{link}"'
        f' class="menu__link menu__link--level-2" data-drupal-link-system-path="node/{link}">'
        f'<span class="menu__link-inner">Page {link} of section {section}</span></a></li>\n'
        for link in range(1, _LINKS + 1)
    )
    token = _token(round_number, f"form {section}")[:32]
    return (
        f'<div class="menu__panel js-view-dom-id-{token}"><ul class="menu menu--level-2">\n'
        f'{links}</ul><input type="hidden" name="form_build_id" value="form-{token[::-1]}"></div>\n'
    )


def _token(round_number: int, name: str) -> str:
    digest = sha256(f"{name} {round_number}".encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
