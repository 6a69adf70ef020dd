"""Errors as sentences: which key of what, what is wrong with it, and what to do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from monitor.config import shape
from monitor.config.checks import near
from monitor.config.document import Document, Value
from monitor.config.errors import Fault
from monitor.config.kinds import wrong_kind
from monitor.config.model import Place
from monitor.config.substitute import VEIL, Filled

SECRET_KEYS = frozenset({"password", "token", "secret", "webhook"})
_OWNED = {"sources": 2, "listings": 2, "channels": 2, "defaults": 1}  # steps to an owner
_LONGEST_SHOWN = 60
_DETAIL = re.compile(r" \(|;|, as in")
_USER = re.compile(r"(?<=://)([^:/\s]*):[^/\s]*@")
_SMTP_USER = re.compile(r"(?<=://)([^:/\s]*):.*@")
TARGETS: Mapping[str, type[shape.Shape]] = {
    "email": shape.Email, "slack": shape.Slack, "webhook": shape.Webhook, "file": shape.File,
}  # fmt: skip
_PREDICATES = {
    "tuple_type": "must be a list; begin each item on a line of its own with '- '",
    "model_type": "must be a map; write 'key: value' lines below it, indented",
    "dict_type": "must be a map; write 'key: value' lines below it, indented",
    "int_parsing": "is not a whole number; write one, as in 3",
    "bool_parsing": "is neither true nor false; write one of them",
    "greater_than_equal": "is too small; write at least {ge}",
    "less_than_equal": "is too large; write at most {le}",
    "too_short": "is empty; give at least one",
}
_GIVE = {
    "url": "give the address of the page, as in 'url: https://…'",
    "id": "give it a name of a-z, 0-9 and -, as in 'id: ministry-statement'",
    "smtp": "give the mail server, as in 'smtp: smtps://USER@HOST'",
    "from": "give the address alerts come from, as in 'from: readout@example.org'",
    "to": "give the addresses alerts go to, as in 'to: [desk@example.org]'",
    "path": "give the folder, as in 'path: mails/'",
    "certificate": "name the file with the authority's certificate, as in 'certificate: tsa.pem'",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The file as read and as filled in: all that a sentence is made from."""

    document: Document
    filled: Filled

    def fault(self, place: Place, text: str) -> Fault:
        """A fault at a place, with nothing in it that came from outside."""
        for value in sorted(self.filled.values, key=len, reverse=True):
            if len(value) >= 4:
                text = text.replace(value, VEIL)
        return Fault(line=self.document.line(place), text=text)

    def value(self, place: Place) -> Value:
        """The value at a place, as it stands in the file; None where there is nothing."""
        value: Value = self.document.tree
        for step in place:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
            else:
                return None
        return value

    def real(self, place: Place) -> Place:
        """The place in the file: a text that stands for a list of one has no place 0 in it."""
        if place and isinstance(place[-1], int) and not isinstance(self.value(place[:-1]), list):
            return place[:-1]
        return place

    def unset(self, place: Place) -> bool:
        """Whether the value, or one around it, lacks what a `${NAME}` in it should have brought."""
        return any(place[: len(wrong)] == wrong for wrong in self.filled.wrong)

    def owner(self, place: Place) -> str:
        """What a place belongs to, as people call it: `source mofa-press`, `channel desk`."""
        match place:
            case ("sources" | "listings" as section, int(index), *_):
                item = self.value((section, index))
                name = item.get("id") if isinstance(item, dict) else None
                kind = section.removesuffix("s")
                return f"{kind} {name}" if isinstance(name, str) else f"{kind} number {index + 1}"
            case ("channels", str(name), *_):
                return f"channel {name}"
            case ("defaults", *_):
                return "defaults"
            case _:
                return ""

    def key(self, place: Place) -> str:
        """The key within its owner: `every`, `email.smtp`."""
        skipped = _OWNED.get(str(place[0]), 0) if len(place) > 1 else 0
        return ".".join(step for step in place[skipped:] if isinstance(step, str))

    def named(self, place: Place) -> str:
        """`email.smtp of channel desk`."""
        owner, key = self.owner(place), self.key(place)
        return f"{key} of {owner}" if owner and key else key or owner

    def shown(self, place: Place) -> str:
        """A text as it may be shown, in quotes; nothing for lists, maps and secrets."""
        value, key = self.filled.veils.get(place, self.value(place)), self.key(place)
        if not isinstance(value, str) or key.rpartition(".")[2] in SECRET_KEYS:
            return ""
        value = without_password(value, mail=key.endswith("smtp"))
        cut = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
        return f" '{cut}'"


def without_password(url: str, *, mail: bool = False) -> str:
    """An address with `***` for the password in it. That of a mail server may hold a slash."""
    return (_SMTP_USER if mail else _USER).sub(rf"\1:{VEIL}@", url)


def explain(error: ValidationError, page: Page) -> Iterable[Fault]:
    """The faults pydantic found, without those that follow from a value that is not set."""
    for item in error.errors(include_url=False):
        place = page.real(tuple(step for step in item["loc"] if step != "[key]"))
        told = item["type"] not in {"missing", "extra_forbidden"} and page.value(place) is None
        if not told and not page.unset(place):
            yield page.fault(place, _sentence(item, place, page))


def _sentence(item: Mapping[str, Any], place: Place, page: Page) -> str:
    if item["type"] == "extra_forbidden":
        return _unknown_key(place, page)
    if item["type"] == "missing":
        key = str(place[-1])
        return f"{page.named(place[:-1])} has no {key}; {_GIVE[key]}"
    subject = page.named(place)
    if item["loc"][-1] == "[key]":
        return f"channel name '{place[-1]}' {item['ctx']['error']}"
    value = page.value(place)
    key, of, owner = subject.partition(" of ")
    quoted = f"{key}{page.shown(place)}{of}{owner}"
    predicate = _predicate(item, value)
    if any(veiled[: len(place)] == place for veiled in page.filled.veils):
        # Details and proposals are made of the value, so those of a hidden one stay untold.
        predicate = f"{_DETAIL.split(predicate)[0]}; correct the value"
    return f"{quoted} {predicate}"


def _predicate(item: Mapping[str, Any], value: Value) -> str:
    kind, context = str(item["type"]), item.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in {"string_type", "int_type", "bool_type"}:
        return f"{wrong_kind(value)}; keep one"
    return _PREDICATES.get(kind, "is wrong ({msg}); correct it").format(msg=item["msg"], **context)


def _unknown_key(place: Place, page: Page) -> str:
    key = str(place[-1])
    known = keys(_model(place[:-1]))
    inside = page.named(place[:-1])
    where = f" in {inside}" if inside else ""
    if place[0] == "defaults" and key in {"id", "url", "formerly"}:
        return f"{key} in defaults cannot be the same for all; give it in each source"
    hint = near(key, known) or f"; the keys here are: {', '.join(known)}"
    return f"unknown key '{key}'{where}{hint}"


def _model(place: Place) -> type[shape.Shape]:
    match place:
        case ("sources", _):
            return shape.Source
        case ("listings", _):
            return shape.Listing
        case ("defaults",) | ("listings", _, "document"):
            return shape.Defaults
        case ("channels", _):
            return shape.Channel
        case ("channels", _, str(way)):
            return TARGETS[way]
        case _:
            return shape.Stamp if place == ("stamp",) else shape.Root


def keys(model: type[shape.Shape]) -> list[str]:
    """The keys a map may hold, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]
