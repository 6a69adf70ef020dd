"""A notice as text and as HTML, by the templates beside this file."""

from functools import cache
from typing import TYPE_CHECKING

from alerts.headline import subject
from alerts.notices import Envelope, Notice
from alerts.passages import Edits
from alerts.sections import WITNESS, Section, sections
from alerts.shorten import is_short, shortened

if TYPE_CHECKING:
    from jinja2 import Environment

_MARKS = {"-": "[-{}-]", "+": "{{+{}+}}", "=": "{}"}


def text(notice: Notice, envelope: Envelope) -> str:
    """The message as plain text, legible anywhere."""
    return _render("message.txt", notice, shortened(sections(notice, envelope)))


def html(notice: Notice, envelope: Envelope) -> str:
    """The message as HTML; page text in it is escaped."""
    return _render("message.html", notice, shortened(sections(notice, envelope)))


def whole_diff(notice: Notice, envelope: Envelope) -> str | None:
    """Every passage in full as an HTML page; None where the message itself holds them all."""
    whole = sections(notice, envelope)
    return None if is_short(whole) else _render("diff.html", notice, whole)


def marked(edits: Edits) -> str:
    """The edits in one line of text: `[-removed-]{+added+}`."""
    return "".join(_MARKS[op].format(text) for op, text in edits)


def left_out(count: int) -> str:
    """What a shortened message says of the rest."""
    noun = "passage is" if count == 1 else "passages are"
    return f"{count} more {noun} left out here; the attached diff.html has all of them in full."


def _render(template: str, notice: Notice, shown: tuple[Section, ...]) -> str:
    page = _environment().get_template(template)
    return page.render(sections=shown, title=subject(notice), witness=WITNESS)


@cache
def _environment() -> "Environment":
    from jinja2 import (
        Environment,
        PackageLoader,
        StrictUndefined,
        select_autoescape,
    )

    environment = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(marked=marked, left_out=left_out)
    return environment
