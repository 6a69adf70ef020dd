"""The kinds of values of checks.py as pydantic types, with what an editor should know of each."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema

from alerts.secret import Secret as SecretValue
from monitor.config import checks
from monitor.config.model import Tell as TellWord
from monitor.config.model import Via as ViaWord
from monitor.config.model import WitnessName
from monitor.due import Every as EveryValue
from monitor.due import parse_duration, parse_every
from monitor.pace import Step, checked, parse_step
from storage.model import Term

_REFERENCE = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
_FLAG = {"anyOf": [{"enum": list(checks.FLAGS)}, {"type": "string", "pattern": "^term:."}]}


def _plain(parse: Callable[[str], Any]) -> PlainValidator:
    def check(value: object) -> Any:  # noqa: ANN401 - whatever `parse` makes
        if not isinstance(value, str):
            raise ValueError(wrong_kind(value))  # noqa: TRY004 - pydantic reports ValueError
        return parse(value)

    return PlainValidator(check)


def wrong_kind(value: object) -> str:
    """The predicate for a list or map where one value is wanted."""
    return f"must be a single value, not a {'list' if isinstance(value, list) else 'map'}"


def _not_nothing(duration: timedelta) -> timedelta:
    if not duration:
        raise ValueError("leaves no time at all; write at least 1s")
    return duration


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _text(check: Callable[[str], str], **schema: object) -> tuple[AfterValidator, WithJsonSchema]:
    return AfterValidator(check), WithJsonSchema({"type": "string", **schema})


def _one_or_many(item: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [item, {"type": "array", "items": item}]})


_STRING = {"type": "string", "minLength": 1}
Text = Annotated[str, *_text(checks.text, minLength=1)]
Contact = Annotated[str, *_text(checks.contact, examples=["desk@example.org"])]
Slug = Annotated[str, *_text(checks.slug, pattern="^[a-z0-9][a-z0-9-]*$", maxLength=100)]
ChannelName = Annotated[str, AfterValidator(checks.channel_name)]
Url = Annotated[str, *_text(checks.url, pattern=rf"^(https?://|{_REFERENCE})")]
Smtp = Annotated[
    str,
    *_text(
        checks.smtp,
        pattern=rf"^(smtps?://|{_REFERENCE})",
        examples=["smtps://readout@mail.example.org", "smtp://readout@mail.example.org:587"],
    ),
]
Address = Annotated[str, *_text(checks.address, examples=["desk@example.org"])]
TimeZone = Annotated[str, *_text(checks.timezone, examples=["UTC", "Asia/Tokyo"])]
Language = Annotated[str, *_text(checks.language, examples=["en", "ja", "zh-Hant", "pt-BR"])]
Selector = Annotated[str, *_text(checks.selector, minLength=1)]
Pattern = Annotated[str, *_text(checks.pattern, format="regex")]
Size = Annotated[
    int,
    _plain(checks.size),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+ ?[kKMG]?B$", "examples": ["20MB"]}),
]
Duration = Annotated[
    timedelta,
    _plain(parse_duration),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+[smhd]$", "examples": ["10s", "1h"]}),
]
Lasting = Annotated[
    timedelta,
    _plain(lambda text: _not_nothing(parse_duration(text))),
    WithJsonSchema({"type": "string", "pattern": "^0*[1-9][0-9]*[smhd]$", "examples": ["30s"]}),
]
Every = Annotated[
    EveryValue,
    _plain(parse_every),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([0-9]+[smhd]|\S+ +\S+ +\S+ +\S+ +\S+)$",
            "examples": ["15m", "*/15 8-20 * * mon-fri"],
        }
    ),
]


Quiet = Annotated[
    tuple[time, time],
    _plain(checks.quiet),
    WithJsonSchema({"type": "string", "examples": ["22:00-07:00"]}),
]
Heartbeat = Annotated[
    time | None,
    _plain(checks.heartbeat),
    WithJsonSchema({"anyOf": [{"type": "string", "examples": ["08:00"]}, {"const": False}]}),
]
Secret = Annotated[
    SecretValue,
    _plain(lambda text: SecretValue(checks.text(text))),
    WithJsonSchema({"type": "string", "examples": ["${SMTP_PASSWORD}"], "minLength": 1}),
]
SecretUrl = Annotated[
    SecretValue,
    _plain(lambda text: SecretValue(checks.url(text))),
    WithJsonSchema({"type": "string", "examples": ["${SLACK_WEBHOOK}"], "minLength": 1}),
]


def _terms(item: object) -> tuple[Term, ...]:
    """A watched term, or a map of names to the phrases that each stands for."""
    if isinstance(item, str):
        return (Term(name=checks.text(item), phrases=(item,)),)
    if not isinstance(item, dict) or not item:
        raise ValueError("must be a term, or a name with a list of phrases: {name: [one, other]}")
    return tuple(_term(name, phrases) for name, phrases in item.items())


def _term(name: str, phrases: object) -> Term:
    found = _listed(phrases)
    if not isinstance(found, list) or not found or not all(isinstance(p, str) for p in found):
        raise ValueError(f"needs phrases for {name!r}; write {{{name}: [one, other]}}")
    return Term(name=checks.text(name), phrases=tuple(checks.text(phrase) for phrase in found))


_TELL = ("wording", "new", "state", "typography")
_VIA = ("direct", "wayback")
_Tell = Annotated[TellWord, BeforeValidator(lambda word: checks.one_of(word, _TELL))]
_Via = Annotated[ViaWord, BeforeValidator(lambda word: checks.one_of(word, _VIA))]
_WITNESS = ("wayback",)
_many = BeforeValidator(_listed)
Witness = Annotated[
    WitnessName,
    BeforeValidator(lambda word: checks.one_of(word, _WITNESS)),
    WithJsonSchema({"enum": list(_WITNESS)}),
]
Texts = Annotated[tuple[Text, ...], _many, _one_or_many(_STRING)]
Addresses = Annotated[tuple[Address, ...], _many, _one_or_many(_STRING)]
Selectors = Annotated[tuple[Selector, ...], _many, _one_or_many(_STRING)]
Patterns = Annotated[
    tuple[Pattern, ...], _many, _one_or_many({"type": "string", "format": "regex"})
]
Flags = Annotated[
    tuple[Annotated[str, AfterValidator(checks.flag)], ...], _many, _one_or_many(_FLAG)
]
Tells = Annotated[tuple[_Tell, ...], _many, _one_or_many({"enum": list(_TELL)})]
Vias = Annotated[tuple[_Via, ...], _many, _one_or_many({"enum": list(_VIA)})]
_TERM_SETS = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "anyOf": [_STRING, {"type": "array", "items": _STRING, "minItems": 1}]
    },
}
Pace = Annotated[
    tuple[Annotated[Step, _plain(parse_step)], ...],
    _many,
    AfterValidator(checked),
    _one_or_many({"type": "string", "pattern": r"^\s*[0-9]+[smhd](\s+for\s+[0-9]+[smhd])?\s*$"}),
]
Watch = Annotated[
    tuple[Annotated[tuple[Term, ...], PlainValidator(_terms)], ...],
    _many,
    _one_or_many({"anyOf": [_STRING, _TERM_SETS]}),
]
