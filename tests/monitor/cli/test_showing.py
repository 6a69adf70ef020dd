"""`show --at`: the text as it stood then, in whatever zone the time is said."""

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.clock import SYSTEM
from storage import episodes, sources
from storage.store import open_store
from tests.e2e import inprocess
from tests.monitor.cli import histories
from tests.storage import build

if TYPE_CHECKING:
    from storage.model import State, Verdict


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
        ("2026-01-01", 3),
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
        (("pact", "--at", "2999-01-01"), "2999-01-01 is still to come"),
        (("pact@9999-12-31",), "9999-12-31 is still to come"),
    ],
)
def test_what_is_no_time_is_refused(folder: Path, asked: tuple[str, ...], said: str) -> None:
    assert said in inprocess.refused(folder, "show", *asked)
    assert said in inprocess.refused(folder, "blame", *asked)


def test_a_time_to_come_is_refused_by_diff_too_and_today_is_not(folder: Path) -> None:
    said = inprocess.refused(folder, "diff", "pact", "2025-02-08", "2999-01-01T00:00Z")
    assert "2999-01-01T00:00Z is still to come" in said
    today = f"{SYSTEM.now().astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%d}"
    (told,) = inprocess.read_json(folder, "show", "pact", "--at", today)
    assert told["version"] == 3


def test_which_version_it_is_and_when_it_was_read_stands_beside_the_text(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["--store", str(folder / "readout.db"), "show", "pact@2"])
    assert done.stdout.split()[-1:] == ["Second."]
    assert "first read" not in done.stdout
    assert done.stderr == (
        "pact@2   first read 2025-02-09 01:55, last read 02-10 01:40 Asia/Tokyo\n"
    )
    quiet = CliRunner().invoke(cli, ["--store", str(folder / "readout.db"), "-q", "show", "pact@2"])
    assert quiet.stderr == ""
    (told,) = inprocess.read_json(folder, "show", "pact@2")
    assert (told["first_seen"], told["last_seen"], told["not_before"]) == (
        "2025-02-08T16:55:00Z", "2025-02-09T16:40:00Z", "2025-02-08T16:40:00Z",
    )  # fmt: skip
    assert inprocess.read_json(folder, "show", "pact@1")[0]["not_before"] is None


@pytest.fixture
def gone(folder: Path) -> Path:
    """The page was away for the noon of 9 February, and is since the evening of the tenth."""
    store = open_store(str(folder / "readout.db"), mode="write")
    with store.write() as tx:
        pact = sources.get(tx, "pact")
        assert pact is not None
        away: list[tuple[int, State, Verdict]] = [
            (35, "broken", "blocked"), (36, "ok", "ok"), (65, "gone", "gone"),
        ]  # fmt: skip
        for hours, state, verdict in away:
            episodes.enter(
                tx, source_id=pact.source_id, state=state, verdict=verdict, reason="404",
                now=build.NOW + timedelta(hours=hours),
            )  # fmt: skip
    store.close()
    return folder


def _said(folder: Path, *command: str) -> tuple[str, str]:
    done = CliRunner().invoke(cli, ["--store", str(folder / "readout.db"), *command])
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def test_a_text_of_a_time_at_which_the_page_was_not_seen_says_so(gone: Path) -> None:
    away = "not seen since 2025-02-10 18:55 Asia/Tokyo: gone (404)"
    for asked in (("pact",), ("pact@3",), ("pact", "--at", "2025-02-11"), ("pact@2025-02-11",)):
        text, said = _said(gone, "show", *asked)
        assert text.split()[-1:] == ["Third."]
        assert away in said
    for asked in (("pact@2",), ("pact", "--at", "2025-02-09T01:55")):
        assert "not seen" not in _said(gone, "show", *asked)[1]
    passed = "not seen from 2025-02-09 12:55 to 2025-02-09 13:55 Asia/Tokyo: blocked (404)"
    assert passed in _said(gone, "show", "pact", "--at", "2025-02-09T13:00")[1]
    assert inprocess.read_json(gone, "show", "pact")[0]["doubts"] == [away]
    text, said = _said(gone, "blame", "pact", "--at", "2025-02-11")
    assert away in said
    text, _ = _said(gone, "diff", "pact", "2025-02-09T01:55", "2025-02-12")
    assert f"at 2025-02-12: {away}" in text
    assert text.count("not seen") == 1
    text, _ = _said(gone, "diff", "pact", "2025-02-09T01:55", "2025-02-12", "--stat")
    assert f"at 2025-02-12: {away}" in text
    (told,) = inprocess.read_json(gone, "diff", "pact", "2025-02-09T01:55", "2025-02-12")
    assert told["doubts"] == [f"at 2025-02-12: {away}"]
    assert "not seen" not in _said(gone, "diff", "pact", "2", "3")[0]


def test_between_two_looks_it_is_not_known_which_text_stood(folder: Path) -> None:
    _, said = _said(folder, "show", "pact", "--at", "2025-02-10T01:50")
    assert (
        "@2 last read 2025-02-10 01:40, @3 first 2025-02-10 01:55 Asia/Tokyo: "
        "which of them stood between is not known"
    ) in said
    assert "is not known" not in _said(folder, "show", "pact", "--at", "2025-02-10T01:30")[1]


def test_a_hash_names_one_text_or_none(folder: Path) -> None:
    told = inprocess.read_json(folder, "log", "pact")
    for one in told:
        for digits in (one["sha256"], one["sha256"][:12].upper()):
            (shown,) = inprocess.read_json(folder, "show", f"pact@sha256:{digits}")
            assert shown["version"] == one["version"]
    for prefix in ("", "xyz", f"{told[0]['sha256']}0", "%"):
        said = inprocess.refused(folder, "show", f"pact@sha256:{prefix}")
        assert f"pact@sha256:{prefix} is no beginning of a hash" in said
    refused = inprocess.refused(folder, "show", f"pact@sha256:{'0' * 64}")
    assert f"no version sha256:{'0' * 64}" in refused


def test_a_hash_that_two_texts_share_is_said_with_both(tmp_path: Path) -> None:
    """Of seventeen texts two begin alike; the same text twice is one."""
    texts = [[f"Text {number}."] for number in range(17)]
    histories.store(tmp_path, {"pact": [*texts, texts[0]]}).close()
    by_digit: dict[str, list[tuple[int, str]]] = {}
    for one in inprocess.read_json(tmp_path, "log", "pact")[1:]:
        by_digit.setdefault(one["sha256"][0], []).append((one["version"], one["sha256"]))
    digit, alike = next(pair for pair in by_digit.items() if len(pair[1]) > 1)
    said = inprocess.refused(tmp_path, "show", f"pact@sha256:{digit}")
    assert f"pact@sha256:{digit} may be any of " in said
    candidates = re.findall(r"@(\d+) \(sha256:([0-9a-f]+)\)", said)
    assert [int(number) for number, _ in candidates] == sorted(number for number, _ in alike)
    for number, digits in candidates:
        (shown,) = inprocess.read_json(tmp_path, "show", f"pact@sha256:{digits}")
        assert shown["version"] in {int(number), 18}
    first = inprocess.read_json(tmp_path, "log", "pact")[0]["sha256"]
    assert inprocess.read_json(tmp_path, "show", f"pact@sha256:{first}")[0]["text"]
