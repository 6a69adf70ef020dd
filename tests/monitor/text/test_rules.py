"""The rules' hash changes with everything that decides the text, and with nothing else."""

from dataclasses import replace

import pytest

from monitor.text import rules as rules_module
from monitor.text.rules import Rules, rules_sha256

RULES = Rules(select=("#main",), until=".end")


def test_equal_rules_have_equal_hashes() -> None:
    assert rules_sha256(RULES) == rules_sha256(replace(RULES))
    assert len(rules_sha256(RULES)) == 32


def test_each_rule_counts() -> None:
    others = [
        replace(RULES, select=("#main", "p")),
        replace(RULES, until=None),
        replace(RULES, ignore=("x",)),
        replace(RULES, ignore_text=("x",)),
        replace(RULES, language="en"),
        replace(RULES, pin="main"),
    ]
    assert len({rules_sha256(one) for one in [RULES, *others]}) == 7


def test_our_own_version_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules_sha256(RULES)
    monkeypatch.setattr(rules_module, "TEXT_RULES", rules_module.TEXT_RULES + 1)
    assert rules_sha256(RULES) != before
