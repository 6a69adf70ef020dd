"""The values that docs/json.md names are those that the program knows, no more and no fewer."""

import re
from dataclasses import fields
from typing import get_args

import pytest

from monitor.config.model import NOT_WRITTEN, ListingConfig, SourceConfig
from storage import model
from tests.docs import pages

_WHERE = [
    ("log", "remarks", model.RemarkKind),
    ("log", "origin", model.Origin),
    ("log", "arrival", model.Arrival),
    ("show", "blocks.kind", model.BlockKind),
    ("diff", "passages.kind", model.PassageKind),
    ("status", "kind", model.WatchedKind),
    ("status", "state", model.State),
    ("alerts", "kind", model.AlertKind),
    ("alerts", "state", model.DeliveryState),
]
_OTHERS = {("log", "remarks"): {"at", "kind", "before", "after"}}  # keys that its row names, too


def _said(section: str, key: str) -> set[str]:
    """What stands as code beside a key of a section."""
    told = pages.text("docs/json.md").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    row = next(line for line in told.splitlines() if line.startswith(f"| `{key}`"))
    return set(re.findall(r"`([\w.-]+)`", row.partition("|")[2].partition("|")[2]))


def test_every_state_is_explained() -> None:
    told = pages.text("docs/reading-changes.md").partition("\n## The states\n")[2]
    rows = re.findall(r"^\| `(\w+)` \|", told.partition("\n## ")[0], re.MULTILINE)
    assert sorted(rows) == sorted(get_args(model.State))


@pytest.mark.parametrize(("section", "key", "known"), _WHERE)
def test_the_values_of_a_key_are_those_of_the_model(section: str, key: str, known: object) -> None:
    assert _said(section, key) - _OTHERS.get((section, key), set()) == set(get_args(known))


@pytest.mark.parametrize("kind", [SourceConfig, ListingConfig])
def test_every_key_of_the_configuration_is_named(kind: type) -> None:
    told = pages.text("docs/json.md").partition("\n## sources\n")[2].partition("\n## ")[0]
    keys = set(re.findall(r"`(\w+)`", told))
    written = {one.name for one in fields(kind)} - NOT_WRITTEN
    assert written <= keys
    assert {"kind", "channels"} <= keys
