"""`timeline`: all texts of one statement on one axis, as a picture and as JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from monitor.cli.main import cli
from monitor.errors import UsageError
from storage import episodes, remarks, sources, versions
from storage.model import Remark, Term
from storage.store import Store
from tests.monitor.cli import histories
from tests.monitor.conftest import Desk, ScriptedSite
from tests.storage import build
from tests.storage.build import later

OPPOSE = "Both sides oppose any change; they do not support force in the Ansel Strait."
SHORTER = "Both sides oppose any change."
LEAD = "The ministers of both countries met in Port Ansel on 12 March 2026."
CHINESE = (
    "双方外长于2026年3月12日在安塞尔港会晤，就双边关系和共同关心的国际与地区问题深入交换了意见。"
)
STRAIT = "双方不支持在安塞尔海峡使用武力，并一致认为应当通过对话解决分歧，维护地区和平与稳定。"
STRAITS = Term(name="strait", phrases=("Ansel Strait", "安塞尔海峡"))
WATCH = {"statement": "ansel-2026", "watch": [STRAITS]}
TOLD = {
    "south-zh": [[CHINESE, STRAIT], [CHINESE]],
    "north-en": [[LEAD, OPPOSE], [LEAD, OPPOSE], [LEAD, SHORTER], [LEAD, OPPOSE]],
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two texts of a statement, one of another, and one of none."""
    monkeypatch.chdir(tmp_path)
    facts: dict[str, dict[str, Any]] = {
        "south-zh": {**WATCH, "language": "zh", "publisher": "南方外交部"},
        "north-en": {**WATCH, "publisher": "Northern Ministry"},
        "old": {"statement": "ansel-2025"},
        "alone": {},
    }
    return histories.store(tmp_path, {**TOLD, "old": [["They met."]], "alone": [["No."]]}, facts)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["timeline", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def events(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--json").splitlines()]


def source_id(store: Store, slug: str) -> int:
    with store.read() as rx:
        found = sources.get(rx, slug)
    assert found is not None
    return found.source_id


def test_words_from_right_to_left_are_set_apart_for_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"arab": [["الطرف الأول لا يدعم الاستقلال."], ["الطرف الأول يدعم الاستقلال."]]}
    histories.store(tmp_path, texts, {"arab": {"statement": "s", "language": "ar"}})
    shown = run("s")
    assert "\u2068" in shown
    assert "\ufffd" not in shown
    assert shown.count("\u2068") == shown.count("\u2069")
    assert "\u2068" not in events("s")[-1]["summary"]


def test_every_event_is_an_object_newest_last(store: Store) -> None:
    found = events("ansel-2026")
    assert [(one["source"], one["version"], one["kind"]) for one in found] == [
        ("north-en", 1, "first"), ("south-zh", 1, "first"),
        ("north-en", 2, "typography"), ("south-zh", 2, "wording"),
        ("north-en", 3, "wording"), ("north-en", 4, "wording"),
    ]  # fmt: skip
    assert {one["statement"] for one in found} == {"ansel-2026"}
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    assert found[3]["summary"].startswith("-")
    assert f'REMOVED "{STRAIT.rstrip("。")}' in found[3]["summary"]
    assert found[5]["summary"].endswith("same as @1")


def test_who_dropped_a_term_first_is_said_at_both(store: Store) -> None:
    dropped = {
        "way": "dropped", "phrase": None, "term": "strait", "first": "south-zh",
        "followers": ["north-en"], "either": [],
    }  # fmt: skip
    found = events("ansel-2026")
    assert found[3]["firsts"] == [dropped]
    assert found[4]["firsts"] == [dropped]
    text = run("ansel-2026")
    assert "first to drop term strait: b 24 h later" in text
    assert "a dropped term strait 24 h before" in text


def test_of_what_two_dropped_between_the_same_sights_none_is_the_first(store: Store) -> None:
    with store.write() as tx:
        for slug in ("east", "west"):
            told = build.source(tx, slug, name=slug, statement="both")
            histories.append(tx, told, [[LEAD, OPPOSE], [LEAD, SHORTER]])
    text = run("both")
    assert "first to" not in text
    assert text.count("too: which was first is not known") == 2
    (found,) = events("both")[-1]["firsts"]
    assert (found["followers"], found["either"]) == (["west"], ["west"])


def test_old_words_that_were_last_read_on_a_day_before_are_said_to_be(store: Store) -> None:
    with store.write() as tx:
        told = build.source(tx, "night", name="night", statement="night")
        (first,) = histories.append(tx, told, [[LEAD, OPPOSE]])
        second = build.version(
            tx, told, document=build.document(LEAD, SHORTER), cause="page",
            first_seen=later(days=1), not_before=later(hours=1),
        )  # fmt: skip
        build.change(tx, told, first, second)
    (line,) = [one for one in run("night").splitlines() if "@2" in one]
    assert line.split()[0] == f"…-{later(days=1):%H:%M}"
    assert f"(as before on {later(hours=1):%Y-%m-%d %H:%M})" in line


def test_the_picture_has_a_lane_for_each_text(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("ansel-2026").splitlines()
    assert lines[0] == "ansel-2026: 2 texts of 2 publishers    times: UTC"
    assert lines[1].startswith("  a  south-zh  zh, 南方外交部, not visited yet")
    picture = [line[15:18] for line in lines if line[2:4].isdigit() and line[4] == ":"]
    assert picture == ["  o", "o |", "| ~", "* |", "| *", "| *"]
    assert lines[-2].startswith("o first text  * wording")


@pytest.mark.parametrize("columns", [80, 60, 120])
def test_no_line_is_wider_than_the_terminal(
    store: Store, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    wide = run("ansel-2026").splitlines()
    assert max(map(cell_len, wide)) <= columns
    assert any("双方不支持" in line for line in wide)
    monkeypatch.delenv("COLUMNS")
    whole = run("ansel-2026").splitlines()
    assert any(STRAIT[:20] in line and "[" in line for line in whole), "for grep: not broken"
    assert len(whole) < len(wide)


def test_stretches_unseen_states_and_remarks_stand_in_their_place(store: Store) -> None:
    south, north = source_id(store, "south-zh"), source_id(store, "north-en")
    with store.write() as tx:
        for state, verdict, at in (
            ("ok", "ok", 0),
            ("broken", "blocked", 10),
            ("ok", "ok", 13),
            ("gone", "gone", 100),
        ):
            episodes.enter(
                tx, source_id=south, state=state, verdict=verdict,  # type: ignore[arg-type]
                reason="HTTP 403" if verdict == "blocked" else None, now=later(hours=at),
            )  # fmt: skip
        remarks.add(
            tx,
            Remark(
                source_id=north, at=later(hours=30), kind="unlisted", before="press", after=None
            ),
        )
    found = {one["kind"]: one for one in events("ansel-2026")}
    assert found["unseen"]["summary"] == "not seen: blocked (HTTP 403)"
    assert found["unseen"]["until"] == "2025-02-08T05:55:00Z"
    assert found["state"]["summary"] == "gone"
    assert found["remark"]["summary"] == "its link left press, while its page answered"
    text = run("ansel-2026")
    assert "a not seen: blocked (HTTP 403) (3 h, until 05:55)" in text
    assert "until now)" in text
    lines = text.splitlines()
    (row,) = [line for line in lines if "its link left press, while its page answered" in line]
    assert row[15:18] == "| -"
    (row,) = [line for line in lines if "a gone (" in line]
    assert row[15:18] == "# |"


def test_what_others_saw_is_marked_as_theirs(store: Store) -> None:
    south = source_id(store, "south-zh")
    with store.write() as tx:
        early = later(days=-3)
        kept = build.kept(
            tx, south, build.exchange(b"<p>early</p>", started_at=early, ended_at=early),
            origin="wayback",
        )  # fmt: skip
        build.version(tx, south, CHINESE, capture_id=kept.capture_id, first_seen=early)
    first = events("ansel-2026")[0]
    assert (first["source"], first["version"], first["origin"]) == ("south-zh", 3, "wayback")
    assert "a @3 first text, " in run("ansel-2026")
    assert "[archive]" in run("ansel-2026")


def test_without_a_name_the_statements_are_listed(store: Store) -> None:
    assert run().splitlines() == [
        "ansel-2025     1 text  1 version",
        "ansel-2026    2 texts  6 versions",
    ]
    assert [json.loads(line) for line in run("--json").splitlines()] == [
        {"statement": "ansel-2025", "sources": 1, "versions": 1},
        {"statement": "ansel-2026", "sources": 2, "versions": 6},
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ansel-2027", "no statement 'ansel-2027' in this store; there are: ansel-202"),
        ("south-zh", "south-zh is a source, no statement; it is in ansel-2026"),
        ("alone", "alone is a source, no statement; it is in no statement"),
    ],
)
def test_an_unknown_name_is_answered_with_those_there_are(
    store: Store, name: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        run(name)


def test_more_texts_than_lanes_are_named_on_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"text-{n:02}" for n in range(14)]
    facts = {name: {"statement": "many"} for name in names}
    histories.store(tmp_path, {name: [["They met."]] for name in names}, facts)
    text = run("many")
    assert "many: 14 texts" in text
    assert "  16:55        text-07 @1 first text, 2 words" in text.splitlines()
    assert "| its text stands" not in text


def test_superseded_versions_are_no_part_of_it(store: Store) -> None:
    north = source_id(store, "north-en")
    with store.write() as tx:
        two, three = versions.get(tx, north, 2), versions.get(tx, north, 3)
        assert two is not None
        assert three is not None
        versions.supersede(tx, [two.version_id], three.version_id)
    found = [one["version"] for one in events("ansel-2026") if one["source"] == "north-en"]
    assert found == [1, 3, 4]


def test_beside_a_daemon_it_says_how_each_is_seen_now(
    site: ScriptedSite, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.say("/a", LEAD, OPPOSE)
    site.answers["/b"] = (403, b"<title>Forbidden</title>")
    here = desk("/a", "/b", extra='select: "#text", statement: now')
    here.baseline()
    monkeypatch.chdir(here.folder)
    monkeypatch.setattr("monitor.cli.timeline.SYSTEM", here.clock)
    here.clock.pass_by(minutes=5)
    text = run("now")
    assert "  a  read 5 min ago" in text
    assert "NOT SEEN since 2026-03-02 08:00: blocked" in text
