"""XML that is not well-formed, with every element closed and every attribute quoted.

Lenient parsers take any end tag for that of the element that is open: one `<br>` in a title, and
all entries after it are lost. Here an end tag closes the element of its name, and none that has no
beginning counts.
"""

import re
from collections.abc import Iterator

_LITERAL = re.compile(r"<!\[CDATA\[|<!--")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(?P<rest>(?:[\s/][^<>]*)?)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=]+))"
)
_ENTRIES = {"item", "entry", "url", "sitemap"}  # none holds another
_DEEPEST = 1000  # what nests deeper is left to be refused


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and of each whether it is to be left as it is: CDATA, or a comment."""
    at = begin = 0
    endless: set[str] = set()
    while (found := _LITERAL.search(text, begin)) is not None:
        begin = found.end()
        end = -1 if found[0] in endless else text.find(_ENDS[found[0]], begin)
        if end < 0:
            endless.add(found[0])  # nor does any after it end
            continue
        yield text[at : found.start()], False
        at = begin = end + 3
        yield text[found.start() : at], True
    yield text[at:], False


def balanced(text: str) -> str:
    """The text with its elements nested as they should be; a stray `<` is one of the text."""
    return "".join(_balanced(text))


def _balanced(text: str) -> Iterator[str]:
    open_ones: list[str] = []
    for part, literal in parts(text):
        if not literal:
            yield from _with_tags(part, open_ones)
        elif part.startswith("<![CDATA["):
            yield part
    yield from (f"</{name}>" for name in reversed(open_ones))


def _with_tags(part: str, open_ones: list[str]) -> Iterator[str]:
    at = 0
    for tag in _TAG.finditer(part):
        yield _text(part[at : tag.start()])
        at = tag.end()
        name = tag["name"]
        if tag["end"]:
            yield from _closed(open_ones, name)
            continue
        if name.rpartition(":")[2].lower() in _ENTRIES:
            yield from _closed(open_ones, name)
        alone = tag["rest"].endswith("/")
        yield f"<{name}{_attributes(tag['rest'])}{'/' if alone else ''}>"
        if not alone:
            open_ones.append(name)
    yield _text(part[at:])


def _text(said: str) -> str:
    return said.replace("<", "&lt;").replace("]]>", "]]&gt;")


def _closed(open_ones: list[str], name: str) -> Iterator[str]:
    """The end tags up to that of the innermost open element of that name; none if there is none."""
    if name not in open_ones[-_DEEPEST:]:
        return
    while open_ones:
        last = open_ones.pop()
        yield f"</{last}>"
        if last == name:
            return


def _attributes(said: str) -> str:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(said):
        value = one["double"] or one["single"] or one["bare"] or ""
        found.setdefault(one["name"], value.replace('"', "&quot;"))
    return "".join(f' {name}="{value}"' for name, value in found.items())
