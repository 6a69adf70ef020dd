"""What a page says of itself beside its text: title, language, dates. Never guessed."""

import re
from dataclasses import dataclass

from lxml import etree

from monitor.text.dates import iso_date
from monitor.text.linked import linked_dates

_SPACE = re.compile(r"[ \t\r\n\f]+")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "date.published",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "parsely-pub-date", "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "modified", "revised",
)  # fmt: skip
_PUBLISHING = ("datepublished", "pubdate", "published")
_MODIFYING = ("datemodified", "modified", "updated")
_TAGS = ("meta", "title", "script", "time", "h1")
_LABEL = 40  # characters beside a date that say what it is of; more is a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """Dates are the page's own words, as ISO 8601; None where it does not say."""

    title: str | None
    language: str | None
    published: str | None
    modified: str | None


def page_meta(root: etree._Element) -> PageMeta:
    """What the whole page (not its frame) says of itself."""
    said: dict[str, list[etree._Element]] = {tag: [] for tag in _TAGS}
    for element in root.iter(*_TAGS):  # one walk: five of them would cost as much as the frame
        said[str(element.tag)].append(element)
    metas = _metas(said["meta"])
    published = _first_date(metas, _PUBLISHED)
    modified = _first_date(metas, _MODIFIED)
    if published is None or modified is None:
        linked = linked_dates(said["script"])
        published = published or linked.get("datePublished") or _published(said["time"])
        modified = modified or linked.get("dateModified") or _marked(said["time"], _MODIFYING)
    return PageMeta(
        title=_title(said, metas),
        language=_language(root, metas),
        published=published,
        modified=modified,
    )


def _metas(elements: list[etree._Element]) -> dict[str, str]:
    """The first value of each named meta element, the names in lower case."""
    found: dict[str, str] = {}
    for element in elements:
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first_date(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((date for name in names if (date := iso_date(metas.get(name)))), None)


def _title(said: dict[str, list[etree._Element]], metas: dict[str, str]) -> str | None:
    titles = [_words(one.text) for one in said["title"] if not _is_of_a_drawing(one)][:1]
    headings = [_words("".join(one.itertext())) for one in said["h1"][:1]]
    return next(filter(None, (*titles, _words(metas.get("og:title")), *headings)), None)


def _is_of_a_drawing(title: etree._Element) -> bool:
    return next(title.iterancestors("svg"), None) is not None


def _words(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip(" ")


def _language(root: etree._Element, metas: dict[str, str]) -> str | None:
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = said or root.get("xml:lang") or metas.get("content-language") or ""
    tag = said.split(",")[0].strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else None


def _published(times: list[etree._Element]) -> str | None:
    """As `_marked`; an unmarked time element counts where it is the only one of the page, and
    stands by itself rather than in a sentence."""
    dated = [one for one in times if _date_of(one)]
    found = next((_date_of(one) for one in dated if one.get("pubdate") is not None), None)
    found = found or _marked(dated, _PUBLISHING)
    if found is not None or len(dated) != 1 or _marked(dated, _MODIFYING) is not None:
        return found
    return None if _in_a_sentence(dated[0]) else _date_of(dated[0])


def _date_of(time: etree._Element) -> str | None:
    return iso_date(time.get("datetime") or _words("".join(time.itertext())))


def _in_a_sentence(time: etree._Element) -> bool:
    parent = time.getparent()
    if parent is None:
        return False
    around = len(_words("".join(parent.itertext()))) - len(_words("".join(time.itertext())))
    return parent.tag in {"p", "li", "td", "blockquote"} and around > _LABEL


def _marked(times: list[etree._Element], words: tuple[str, ...]) -> str | None:
    """The date of the first time element that says what it is."""
    for one in times:
        said = " ".join((one.get("itemprop") or "", one.get("class") or "")).lower()
        if any(word in said for word in words) and (date := _date_of(one)):
            return date
    return None
