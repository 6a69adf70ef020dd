"""`show --at`: the text as it stood then, in whatever zone the time is said."""

from pathlib import Path

import pytest

from tests.e2e import inprocess
from tests.monitor.cli import histories


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Versions first seen at 01:55 of 8, 9 and 10 February, Tokyo's time."""
    texts = [["First."], ["Second."], ["Third."]]
    histories.store(tmp_path, {"pact": texts}, {"pact": {"timezone": "Asia/Tokyo"}}).close()
    return tmp_path


@pytest.mark.parametrize(
    ("at", "number"),
    [
        ("2025-02-09T12:00+09:00", 2),
        ("2025-02-09T01:54+09:00", 1),
        ("2025-02-09T01:55+09:00", 2),  # the end of that minute
        ("2025-02-09T01:55", 2),
        ("2025-02-08T16:54Z", 1),
        ("2025-02-08T11:55-05:00", 2),
        ("2025-02-09", 2),
        ("2999-01-01", 3),
    ],
)
def test_the_text_as_it_stood_then(folder: Path, at: str, number: int) -> None:
    for asked in (("pact", "--at", at), (f"pact@{at}",)):
        (told,) = inprocess.read_json(folder, "show", *asked)
        assert told["version"] == number


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("pact", "--at", "2025-02-01"), "its first was seen 2025-02-08 01:55 Asia/Tokyo"),
        (("pact", "--at", "2"), "'2' is no version and no time"),
        (("pact", "--at", "-1"), "'-1' is no version and no time"),
        (("pact", "--at", "soon"), "'soon' is no version and no time"),
        (("pact@2", "--at", "2025-02-09"), "pact@2 names a version already"),
    ],
)
def test_what_is_no_time_is_refused(folder: Path, asked: tuple[str, ...], said: str) -> None:
    assert said in inprocess.refused(folder, "show", *asked)
    assert said in inprocess.refused(folder, "blame", *asked)
