"""`log`: of one source and of all, and only what is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from monitor.cli import log as logging
from monitor.compare import compare
from storage import episodes, sources, versions
from storage.model import Term
from tests.e2e import inprocess
from tests.monitor.cli import histories
from tests.storage import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.store import Store

OPPOSE = "They oppose any change of the harbour rules."
SUPPORT = "They do not support any change of the harbour rules."
REST = "They met twice in “Port Ansel” and talked about trade."
_TOLD = {
    "pact": [[OPPOSE, REST], [SUPPORT, REST], [SUPPORT, REST.replace("“", '"').replace("”", '"')],
             [OPPOSE, REST]],
    "talks": [["首脳は台湾海峡の平和に言及した。"], ["首脳は平和に言及した。"]],
    "lone": [["Nothing ever changes here."]],
}  # fmt: skip
_FACTS: dict[str, dict[str, Any]] = {
    "pact": {"publisher": "Ministry of the North", "timezone": "Asia/Tokyo"},
    "talks": {"publisher": "外務省", "language": "ja", "statement": "summit",
              "watch": [Term(name="taiwan", phrases=("台湾",))]},
    "lone": {"publisher": "Ministry of the South", "statement": "summit"},
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> "Iterator[Store]":
    """Three sources; `pact` is opposed, supported, set otherwise and opposed again."""
    opened = histories.store(tmp_path, _TOLD, _FACTS)
    yield opened
    opened.close()


def _names(folder: Path, *asked: str) -> list[str]:
    """The versions that `log --json` names, each as `source@version`."""
    told = inprocess.read_json(folder, "log", *asked)
    return [f"{one['source']}@{one['version']}" for one in told]


def test_all_sources_are_one_line_newest_first(store: "Store", tmp_path: Path) -> None:
    names = ["pact@4", "pact@3", "talks@2", "pact@2", "lone@1", "talks@1", "pact@1"]
    assert _names(tmp_path) == names
    lines = inprocess.read(tmp_path, "log").splitlines()
    assert lines[0] == "all sources    times: UTC"
    assert lines[1].startswith("2025-02-10 16:40-16:55  pact@4  wording  -3 +1  ")
    assert [line.split()[2] for line in lines[1:] if line.startswith("2025-02-10")] == ["pact@4"]
    heads = [line for line in lines[1:] if line.startswith("2025")]
    assert [next(word for word in line.split() if "@" in word) for line in heads] == names


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_change_nothing_of_it(
    store: "Store", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    with store.write() as tx:
        _break(tx, "talks", 10, 30)
        _break(tx, "lone", 50, None)
    whole = [inprocess.read(tmp_path, "log", *how) for how in ((), ("pact",), ("--json",))]
    monkeypatch.setattr(logging, "_FIRST", size)
    monkeypatch.setattr(logging, "_MOST", size)
    paged = [inprocess.read(tmp_path, "log", *how) for how in ((), ("pact",), ("--json",))]
    assert paged == whole
    assert whole[0].count("NOT SEEN") == 2


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--kind", "typography"], ["pact@3"]),
        (["--kind", "baseline"], ["lone@1", "talks@1", "pact@1"]),
        (["--kind", "typography", "--kind", "baseline"], ["pact@3", "lone@1", "talks@1", "pact@1"]),
        (["--kind", "rules"], []),
        (["--flag", "negation"], ["pact@4", "pact@2"]),
        (["--flag", "term"], ["talks@2"]),
        (["--flag", "term:taiwan"], ["talks@2"]),
        (["--flag", "term:other"], []),
        (["--flag", "negation", "--flag", "term"], ["pact@4", "talks@2", "pact@2"]),
        (["--publisher", "ministry", "-n", "3"], ["pact@4", "pact@3", "pact@2"]),
        (["--publisher", "外務"], ["talks@2", "talks@1"]),
        (["--statement", "summit"], ["talks@2", "lone@1", "talks@1"]),
        (["--since", "2025-02-09"], ["pact@4", "pact@3"]),
        (["pact", "--since", "2025-02-11"], ["pact@4"]),  # in Tokyo's time
        (["--grep", "not support"], ["pact@4", "pact@2"]),
        (["--grep", "do not support any change"], ["pact@4", "pact@2"]),
        (["--grep", "harbour"], []),
        (["--grep", "台湾"], ["talks@2"]),
        (["--grep", "NOT support"], []),
        (["--grep", "NOT support", "-i"], ["pact@4", "pact@2"]),
        (["--grep", "NOT\u00a0support", "-i", "--publisher", "north"], ["pact@4", "pact@2"]),
        (["pact", "--grep", "not support"], ["pact@4", "pact@2"]),
        (["--grep", "“Port Ansel”"], []),
        (["pact", "--grep", "oppose", "-n", "1"], ["pact@4"]),
    ],
    ids=" ".join,
)  # fmt: skip
def test_only_what_is_asked_for(
    store: "Store", tmp_path: Path, asked: list[str], expected: list[str]
) -> None:
    assert _names(tmp_path, *asked) == expected
    lines = inprocess.read(tmp_path, "log", *asked).splitlines()
    heads = [line for line in lines if line.startswith(("2025", "@"))]
    assert len(heads) == len(expected)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--flag", "negaton"], "did you mean 'negation'?"),
        (["--publisher", "east"], "no publisher 'east'; there are: Ministry of the North, "),
        (["--publisher", ""], "--publisher is empty; there are: Ministry of the North, "),
        (["--statement", "sumit"], "no statement 'sumit'; there are: summit"),
        (["--since", "soon"], "--since 'soon' is no time"),
        (["--grep", " "], "no phrase"),
        (["--grep", "\u00ad"], "no phrase"),
        (["pact", "--publisher", "north"], "pact is one source"),
        (["nobody"], "no source 'nobody'"),
    ],
    ids=str,
)
def test_what_means_nothing_is_said(
    store: "Store", tmp_path: Path, asked: list[str], said: str
) -> None:
    assert said in inprocess.refused(tmp_path, "log", *asked)


def _break(tx: object, slug: str, begin: float, end: float | None) -> None:
    source = sources.get(tx, slug)  # type: ignore[arg-type]
    assert source is not None
    for state, verdict, hours in (("broken", "blocked", begin), ("ok", "ok", end)):
        if hours is not None:
            episodes.enter(
                tx, source_id=source.source_id, state=state, verdict=verdict,  # type: ignore[arg-type]
                reason="403" if verdict == "blocked" else None, now=build.later(hours=hours),
            )  # fmt: skip


def test_gaps_stand_among_the_versions_of_all(store: "Store", tmp_path: Path) -> None:
    with store.write() as tx:
        _break(tx, "talks", 10, 30)
        _break(tx, "pact", 30, 40)
    lines = inprocess.read(tmp_path, "log").splitlines()
    (gap, other) = (line for line in lines if "NOT SEEN" in line)
    assert gap == "2025-02-08 22:55 → 02-09 08:55  pact   NOT SEEN 10 h: blocked (403)"
    assert other == "2025-02-08 02:55 → 22:55  talks   NOT SEEN 20 h: blocked (403)"
    assert "talks@2" in lines[lines.index(gap) + 1]
    assert "NOT SEEN" not in inprocess.read(tmp_path, "log", "--kind", "wording")
    assert inprocess.read(tmp_path, "log", "--publisher", "外務").count("NOT SEEN") == 1
    # one that began before that and lasted into it is told, one that was over is not
    since = inprocess.read(tmp_path, "log", "--since", "2025-02-08T22:56")
    assert since.splitlines()[-2].endswith("NOT SEEN 10 h: blocked (403)")
    assert since.count("NOT SEEN") == 1


def test_of_a_source_that_was_not_seen_twice_the_older_time_is_left_out(
    store: "Store", tmp_path: Path
) -> None:
    with store.write() as tx:
        _break(tx, "pact", 2, 4)
        _break(tx, "pact", 30, 40)
    assert inprocess.read(tmp_path, "log", "pact").count("NOT SEEN") == 2
    for asked in (["pact"], []):
        since = inprocess.read(tmp_path, "log", *asked, "--since", "2025-02-09T08:00+09:00")
        assert since.count("NOT SEEN") == 1
        assert "NOT SEEN 10 h" in since


def test_a_moved_sentence_hides_none_that_was_taken_out(tmp_path: Path) -> None:
    one, two = ("They met in Port Ansel on Monday.", "Both sides oppose any change of the rules.")
    rest = ("The talks go on in spring at the mole.", "Nothing else was said of it at all today.")
    texts = {"pact": [[one, two, *rest], [*rest, one], [one, *rest]]}
    histories.store(tmp_path, texts).close()
    moved, gone = (
        inprocess.read(tmp_path, "log", "pact").split(f"@{number} ")[1].split("@")[0]
        for number in (3, 2)
    )
    assert f"      - {two}" in gone
    assert "(1 more passage: -p)" in gone
    assert f"      moved: {one}" in moved


def test_a_page_that_flapped_and_is_blocked_is_not_seen(store: "Store", tmp_path: Path) -> None:
    with store.write() as tx:
        source = sources.get(tx, "talks")
        assert source is not None
        for verdict, reason, hours in (("ok", None, 10), ("blocked", "403", 12)):
            episodes.enter(
                tx, source_id=source.source_id, state="flapping", verdict=verdict,  # type: ignore[arg-type]
                reason=reason, now=build.later(hours=hours),
            )  # fmt: skip
    lines = inprocess.read(tmp_path, "log", "talks").splitlines()
    assert any("FLAPPING 2 h" in line for line in lines)
    assert any("NOT SEEN" in line and line.endswith(": blocked (403)") for line in lines)


def test_a_whole_difference_stands_beneath_its_version(store: "Store", tmp_path: Path) -> None:
    lines = inprocess.read(tmp_path, "log", "pact", "-p").splitlines()
    assert lines[2:4] == [
        "      § paragraph 1   negation  strength",
        "        They [-do not support-]{+oppose+} any change of the harbour rules.",
    ]
    assert any('[-“-]{+"+}Port Ansel' in line for line in lines)


def test_of_one_source_terms_are_counted_in_the_whole_texts(store: "Store", tmp_path: Path) -> None:
    with store.write() as tx:
        source = sources.get(tx, "talks")
        assert source is not None
        texts = ["台湾について話した。", "台湾海峡の平和に言及した。"]
        histories.append(tx, source.source_id, [texts, texts[:1], texts])
    lines = inprocess.read(tmp_path, "log", "talks").splitlines()
    counts = [line.partition("term:taiwan ")[2][:3] for line in lines if line.startswith("@")]
    assert counts == ["1→2", "2→1", "0→2", "1→0", ""]


def test_bars_of_a_source_and_of_all(store: "Store", tmp_path: Path) -> None:
    lines = inprocess.read(tmp_path, "log", "pact", "--stat").splitlines()
    assert lines[1:] == [
        " @4   2025-02-11 01:40-01:55 | 4 +--- wording",
        " @3   2025-02-10 01:40-01:55 | 0  typography",
        " @2   2025-02-09 01:40-01:55 | 4 +++- wording",
        " @1   2025-02-08 01:55       | 0  baseline",
        " 4 versions, 4 words added(+), 4 words removed(-)",
    ]
    lines = inprocess.read(tmp_path, "log", "--stat").splitlines()
    assert lines[0].startswith(" pact  | 8 ++++---- 3 changes")
    assert lines[1].startswith(" talks | ")
    assert lines[2].startswith(" 2 sources, ")
    told = inprocess.read_json(tmp_path, "log", "--stat", "--grep", "oppose")
    assert told == [{"source": "pact", "changes": 2, "words_added": 4, "words_removed": 4}]
    assert inprocess.read_json(tmp_path, "log", "--stat", "--since", "2025-02-10") == [
        {"source": "pact", "changes": 1, "words_added": 1, "words_removed": 3}
    ]
    assert inprocess.read(tmp_path, "log", "--stat", "--kind", "rules") == ""


def test_nothing_that_is_asked_for_prints_nothing(store: "Store", tmp_path: Path) -> None:
    assert inprocess.read(tmp_path, "log", "--flag", "quote") == ""
    assert inprocess.read(tmp_path, "log", "--flag", "quote", "--json") == ""


def test_a_remark_and_the_time_until_the_next_version(store: "Store", tmp_path: Path) -> None:
    with store.write() as tx:
        source = sources.get(tx, "pact")
        assert source is not None
        second = versions.get(tx, source.source_id, 2)
        assert second is not None
        versions.annotate(tx, second.version_id, "asked the ministry\x1b")
    assert "      note: asked the ministry\ufffd" in inprocess.read(tmp_path, "log")
    told = inprocess.read_json(tmp_path, "log", "pact")[2]
    assert (told["note"], told["last_seen"]) == ("asked the ministry\x1b", "2025-02-09T16:40:00Z")


def test_words_of_a_headline_are_sought_too(tmp_path: Path) -> None:
    store = histories.store(tmp_path, {"other": [["One."], ["Two."]]})
    pages = [build.document("They met.", headline=f"{word} statement") for word in ("Old", "New")]
    with store.write() as tx:
        source_id = build.source(tx, "pact")
        first, second = (
            build.version(tx, source_id, document=page, first_seen=build.later(hours=hour))
            for hour, page in enumerate(pages)
        )
        told = compare.compare(pages[0].compared, pages[1].compared, language="en")
        build.change(tx, source_id, first, second, comparison=told)
    store.close()
    assert _names(tmp_path, "--grep", "New") == ["pact@2"]
    assert _names(tmp_path, "--grep", "Old statement") == ["pact@2"]
    assert _names(tmp_path, "--grep", "Older") == []


def test_json_holds_the_passages_where_differences_are_asked_for(
    store: "Store", tmp_path: Path
) -> None:
    told = {one["version"]: one for one in inprocess.read_json(tmp_path, "log", "pact", "-p")}
    (passage,) = told[2]["passages"]
    assert (passage["before"], passage["after"]) == (OPPOSE, SUPPORT)
    assert told[1]["passages"] == []
    assert all("passages" not in one for one in inprocess.read_json(tmp_path, "log", "pact"))


def test_bars_and_differences_are_shown_together(store: "Store", tmp_path: Path) -> None:
    both = inprocess.read(tmp_path, "log", "pact", "--stat", "-p")
    assert inprocess.read(tmp_path, "log", "pact", "--stat") in both
    assert inprocess.read(tmp_path, "log", "pact", "-p") in both
    assert "-p" in inprocess.refused(tmp_path, "log", "--stat", "-p", "--json")


def test_a_version_in_place_of_a_source_is_led_to_its_commands(
    store: "Store", tmp_path: Path
) -> None:
    said = inprocess.refused(tmp_path, "log", "pact@2")
    assert "log pact;" in said
    assert "readout show pact@2" in said
    assert "there are: " in inprocess.refused(tmp_path, "log", "none@2")


def test_a_term_that_is_not_watched_is_said_to_be_none(store: "Store", tmp_path: Path) -> None:
    said = inprocess.heard(tmp_path, {}, ("log", "--flag", "term:Foo"))
    assert said == "no watched term 'Foo' now; there are: taiwan\n"
    assert "no watched term" not in inprocess.heard(tmp_path, {}, ("log", "--flag", "term:taiwan"))
