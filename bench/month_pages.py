"""The pages of the simulated month: what each says at any instant, and how it is served.

A page is a list of lines; each line has had several forms, one after the other. Every form bears a
number of its own, so that what a message tells can be traced to the edits it tells of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from unicodedata import normalize

from bench.accuracy.chance import Chance
from bench.month_press import HOSTS, START, Life, life

LINES = 9
_SPARE = 4  # lines that may be added
_SHORT = 5  # days of a run in which less time is given
_LEAST = 5  # lines that stay on every page
_SENTENCES = {
    "en": 'The {who} noted "item {n}" and the region\'s wish to {do} it within {m} weeks.',
    "fr": 'La {who} a noté "le point {n}" et l\'idée de {do} cette démarche en {m} semaines.',
    "de": 'Die {who} nahm "Punkt {n}" zur Kenntnis und möchte ihn binnen {m} Wochen {do}.',
    "ja": "双方は「第{n}項」に留意し、{m}週間以内に{who}がこれを{do}ことで一致した。",
}
_WHO = {
    "en": ("delegation", "ministry", "working group", "secretariat", "committee"),
    "fr": ("délégation", "commission", "présidence", "mission", "conférence"),
    "de": ("Delegation", "Kommission", "Behörde", "Arbeitsgruppe", "Führung"),
    "ja": ("代表団", "委員会", "事務局", "作業部会", "外務省"),
}
_DO = {
    "en": ("support", "welcome", "review", "oppose", "discuss", "finance"),
    "fr": ("soutenir", "saluer", "examiner", "différer", "financer", "refuser"),
    "de": ("unterstützen", "begrüßen", "prüfen", "ablehnen", "erörtern", "fördern"),
    "ja": ("支持する", "歓迎する", "検討する", "推進する", "延期する", "拒否する"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a line says from an instant on; "" where it does not stand."""

    at: datetime
    text: str
    wording: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One watched page. `manner` says what differs from visit to visit though no word is edited.

    `life`: what becomes of one that a listing leads to.
    """

    slug: str
    host: str
    language: str
    select: bool  # else the text is found and pinned
    manner: str
    lines: tuple[tuple[Form, ...], ...]
    life: Life | None = None

    @property
    def url(self) -> str:
        """Where it stands, or stood at first."""
        return f"http://{self.host}/{self.slug}"

    @property
    def moved_url(self) -> str:
        """Where it stands if it has moved."""
        return f"http://{self.host}/archive/{self.slug}"

    @property
    def words(self) -> str:
        """What a listing calls it."""
        return self.slug.removeprefix(f"{self.life.listing}-" if self.life else "").replace(
            "-", " "
        )

    def at(self, now: datetime) -> str:
        """Where it stands at that instant."""
        has_moved = self.life is not None and self.life.moves is not None and self.life.moves <= now
        return self.moved_url if has_moved else self.url

    def says(self, at: datetime) -> list[str]:
        """The lines that stand at that instant."""
        standing = (_standing(forms, at) for forms in self.lines)
        return [text for text in standing if text]

    def body(self, at: datetime, visit: int) -> bytes:
        """The page as it is served then, at the visit of that number."""
        paragraphs = [f"<p>{escape(text, quote=False)}</p>" for text in self.says(at)]
        if self.manner == "counter":
            paragraphs.append(f"<p>This page was viewed {40_000 + 7 * visit} times</p>")
        if self.manner == "teaser":
            paragraphs.insert(4, f"<p>Read also: report number {visit} on fish and ferries.</p>")
        noise = f"{visit * 7919:x}" if self.manner in {"noise", "a/b"} else "0"
        before, after = _FRAMES[visit % 2 if self.manner == "a/b" else 0]
        text = "\n".join(paragraphs)
        title = f"<title>Statement {self.slug}</title>"
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8">{title}'
            f'<meta name="csrf" content="{noise}"></head><body>{before}<main><h1>Statement '
            f'{self.slug}</h1><div id="text" class="body">\n{text}\n</div></main>{after}'
            f"<footer><p>Request {noise}</p></footer></body></html>"
        ).encode()


def _standing(forms: tuple[Form, ...], at: datetime) -> str:
    return next((form.text for form in reversed(forms) if form.at <= at), "")


_MENU = "".join(f'<li><a href="/section/{n}">Section {n} of the office</a></li>' for n in range(60))
_NEWS = "".join(f'<li><a href="/news/{n}">News item {n}: a visit</a></li>' for n in range(12))
_FRAMES = (
    (f"<nav><ul>{_MENU}</ul></nav>", f"<aside><h2>News</h2><ul>{_NEWS}</ul></aside>"),
    (
        f"<header><p>Try our new look</p><nav><ul>{_MENU}</ul></nav></header>",
        f"<section><h2>Latest</h2><ul>{_NEWS}</ul></section><p>Subscribe to our letter</p>",
    ),
)
_MANNERS = ("still", "still", "noise", "noise", "noise", "a/b", "counter", "teaser")


def settling(days: float) -> timedelta:
    """How long all goes well at first: each page is read, and what is volatile in it is learned."""
    return timedelta(days=1) if days > _SHORT else timedelta(hours=4)


def pages(count: int, days: float) -> list[Page]:
    """The pages of a run, each with its edits; the same at every run."""
    return [_page(number, days) for number in range(count)]


def _page(number: int, days: float) -> Page:
    chance = Chance(f"page {number}")
    language = ("en", "en", "fr", "de", "ja")[number % 5]
    select, manner = chance.below(2) == 0, chance.pick(_MANNERS)
    quiet, end = settling(days), START + timedelta(days=days, hours=-12)
    of = life(number, manner, START + quiet, end)
    begin = of.born if of else START
    times = _times(chance, begin + quiet, end, days - (begin - START) / timedelta(days=1))
    if of is not None and of.moves is not None:
        # Edited as it moves, nothing would tell it from another document.
        times = [one for one in times if abs(one[0] - of.moves) > quiet]
    return Page(
        slug=f"{of.listing}-statement-{number}" if of else f"statement-{number}",
        host=f"office-{number % HOSTS}.example",
        language=language,
        select=select,
        manner=manner,
        lines=tuple(tuple(forms) for forms in _lines(number, language, chance, begin, times)),
        life=of,
    )


def _lines(
    number: int,
    language: str,
    chance: Chance,
    start: datetime,
    times: list[tuple[datetime, bool]],
) -> list[list[Form]]:
    numbers = iter(range(number * 1000 + 1, number * 1000 + 1000))
    first = (_sentence(language, next(numbers), chance) for _ in range(LINES))
    lines = [[Form(start, text, False)] for text in first]
    for spare in range(_SPARE):  # between the others
        lines.insert(2 + 2 * spare, [])
    for at, wording in times:
        _edit(lines, language, chance, at, numbers, wording=wording)
    return lines


def _times(
    chance: Chance, begin: datetime, end: datetime, days: float
) -> list[tuple[datetime, bool]]:
    """When the page is edited, and whether its wording is: one in four days and one in six."""
    length = int((end - begin).total_seconds())
    found = []
    for wording, every in ((True, 4), (False, 6)):
        count = int(days // every) + (chance.below(every * 100) < days % every * 100)
        found += [(begin + timedelta(seconds=chance.below(length)), wording) for _ in range(count)]
    return sorted(found)


def _edit(
    lines: list[list[Form]], language: str, chance: Chance, at: datetime,
    numbers: Iterator[int], *, wording: bool,
) -> None:  # fmt: skip
    standing = [forms for forms in lines if forms and forms[-1].text]
    forms = chance.pick(standing)
    if not wording:
        forms.append(Form(at, _typeset(forms[-1].text), False))
        return
    kind, spare = chance.below(8), [one for one in lines if not one]
    if kind == 0 and spare:
        chance.pick(spare).append(Form(at, _sentence(language, next(numbers), chance), True))
    elif kind == 1 and len(standing) > _LEAST:
        forms.append(Form(at, "", True))
    else:
        forms.append(Form(at, _sentence(language, next(numbers), chance), True))


def _sentence(language: str, number: int, chance: Chance) -> str:
    return _SENTENCES[language].format(
        n=number,
        who=chance.pick(_WHO[language]),
        do=chance.pick(_DO[language]),
        m=2 + chance.below(9),
    )


def _typeset(text: str) -> str:
    """The same words with other quotation marks, apostrophes or spaces."""
    if "「" in text:
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        return text.translate(wide) if text.translate(wide) != text else normalize("NFKC", text)
    if '"' in text:
        return text.replace('"', "“", 1).replace('"', "”", 1).translate({39: "’"})
    return text.replace("’", "'").replace("“", '"').replace("”", '"')
