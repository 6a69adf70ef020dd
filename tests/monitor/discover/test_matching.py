import pytest

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


def test_a_document_matches_by_its_text() -> None:
    assert matches_text("台湾海峡の平和と安定", "Taiwan|台湾")
    assert matches_text("peace in the TAIWAN Strait", "Taiwan|台湾")
    assert not matches_text("the weather", "Taiwan|台湾")
    assert matches_text("anything", None)
