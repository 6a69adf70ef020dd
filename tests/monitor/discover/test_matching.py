import pytest

from monitor.discover import matching
from monitor.discover.found import Entry
from monitor.discover.matching import matches, matches_text


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (None, True),
        ("summit|joint statement", True),
        ("^joint", True),
        ("/RELEASES/", True),
        ("briefing", False),
    ],
)
def test_an_entry_matches_by_title_or_address(match: str | None, *, expected: bool) -> None:
    entry = Entry(
        url="https://ministry.example/releases/1",
        key="//ministry.example/releases/1",
        title="Joint Statement of the Four Ministers",
    )
    assert matches(entry, match) is expected


def test_an_entry_without_a_title_matches_by_its_address() -> None:
    entry = Entry(url="https://ministry.example/summit", key="//ministry.example/summit")
    assert matches(entry, "summit")
    assert not matches(entry, "^$a")


SLOW = "(a|aa)+$"


def _entries(count: int) -> list[Entry]:
    url = "https://ministry.example/1"
    return [Entry(url=url, key=url, title="a" * 90 + "!")] * count


def test_an_expression_that_would_run_for_ever_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.05)
    assert matching.too_slow(_entries(1), SLOW) == (
        "match '(a|aa)+$' takes more than 0.05 s: write it more simply"
    )
    assert matching.too_slow(_entries(1), "a+!") is None
    assert matching.too_slow(_entries(1), None) is None


def test_what_takes_too_long_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.05)
    assert matches(_entries(1)[0], SLOW)
    assert matches_text("a" * 90 + "!", SLOW)


def test_a_document_matches_by_its_text() -> None:
    assert matches_text("台湾海峡の平和と安定", "Taiwan|台湾")
    assert matches_text("peace in the TAIWAN Strait", "Taiwan|台湾")
    assert not matches_text("the weather", "Taiwan|台湾")
    assert matches_text("anything", None)
