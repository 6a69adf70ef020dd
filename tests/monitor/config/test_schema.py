"""The schema for editors is current, and says what the program says."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from monitor.config.explain import keys
from monitor.config.schema import PATH, generate
from monitor.config.shape import Root, Source

SCHEMA: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[3]


def wrong(text: str) -> list[str]:
    """What an editor would underline."""
    errors = list(Draft202012Validator(SCHEMA).iter_errors(yaml.safe_load(text)))
    for error in errors:
        errors += error.context or ()  # what is wrong inside each way that a value could be right
    return [error.json_path for error in errors]


def test_it_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == generate(), "run: python -m monitor.config.schema"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_shipped_file_and_every_key_are_right_by_it(every_key: str) -> None:
    assert wrong((ROOT / "sources.yaml").read_text(encoding="utf-8")) == []
    assert wrong(every_key) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sources: [{id: a, url: https://example.org/, selecter: x}]", "$.sources[0]"),
        ("sources: [{id: A b, url: https://example.org/}]", "$.sources[0].id"),
        ("sources: [{id: a, url: ftp://example.org/}]", "$.sources[0].url"),
        ("sources: [{id: a}]", "$.sources[0]"),
        ("defaults: {every: often}", "$.defaults.every"),
        ("channels: {desk: {timezone: UTC}}", "$.channels.desk"),
        ("channels: {desk: {file: {path: x}, tell: [words]}}", "$.channels.desk.tell"),
    ],
)
def test_it_finds_what_the_program_finds(text: str, place: str) -> None:
    assert place in wrong(text)


def test_every_key_is_described() -> None:
    """An editor shows the description; a key without one teaches nothing."""
    for key in keys(Root):
        assert SCHEMA["properties"][key]["description"]
    source = SCHEMA["$defs"]["Source"]["properties"]
    for key in keys(Source):
        assert source[key]["description"]
    assert source["every"]["default"] == "15m"
