"""The JSON of every command that prints data: all keys, their types, the form of times."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.program import program
from tests.e2e.site import Page, serving

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in “Port Ansel” on Tuesday.", "They agreed to meet again within the year.")
BLOCKED = Page(
    body=b"<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser</p>",
    status=403,
    headers={"Server": "cloudflare", "cf-mitigated": "challenge"},
)
_CONFIG = """\
contact: desk@desk.example
heartbeat: false
operator: [hook]
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk, hook]}}
channels:
  desk: {{file: {{path: alerts/}}}}
  hook: {{webhook: {{url: "http://127.0.0.1:1/hook", secret: "${{HOOK_SECRET}}"}}}}
sources:
  - id: pact
    url: "{pact}"
    select: "#text"
    name: Harbour Pact
    publisher: Ministry
    language: en
    timezone: Asia/Tokyo
    watch: [harbour]
    statement: harbour-2026
  - {{id: shut, url: "{shut}", statement: harbour-2026}}
"""
SECRET = "hook-secret-nobody-may-see"
Check = Callable[[object], bool]


def _text(value: object) -> bool:
    return isinstance(value, str)


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _time(value: object) -> bool:
    return _text(value) and bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value)))


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _one_of(*values: object) -> Check:
    return lambda value: any(value is one or value == one for one in values)


def _blocks(value: object) -> bool:
    kinds = {"heading", "paragraph", "item", "quote", "row"}
    return isinstance(value, list) and all(
        set(one) == {"kind", "text"} and one["kind"] in kinds and _text(one["text"])
        for one in value
    )


_VERDICTS = _one_of("ok", "not_modified", "blocked", "gone", "truncated", "empty", "failed")
_KIND, _CAUSE = _one_of("wording", "typography", None), _one_of("page", "rules", None)
_DOCUMENT = {
    "title": _maybe(_text), "language": _maybe(_text), "published": _maybe(_text),
    "modified": _maybe(_text), "blocks": _blocks,
}  # fmt: skip
SHAPES: dict[str, dict[str, Check]] = {
    "check": {
        "source": _text, "url": _text, "checked_at": _time, "verdict": _VERDICTS,
        "reason": _maybe(_text), "version": _maybe(_count), "change": _KIND, "cause": _CAUSE,
        "confirmed": _flag, "origin": _maybe(_one_of("direct", "import", "wayback")),
    },
    "log": {
        "source": _text, "version": _count, "first_seen": _time, "last_seen": _time,
        "not_before": _maybe(_time), "change": _KIND, "cause": _CAUSE, "flags": _texts,
        "words_added": _count, "words_removed": _count, "same_as": _maybe(_count),
        "superseded_by": _maybe(_count),
        "confirmed": _flag, "sha256": lambda value: bool(re.fullmatch("[0-9a-f]{64}", str(value))),
        "gaps": lambda value: isinstance(value, list),
        "moves": lambda value: isinstance(value, list),
        "remarks": lambda value: isinstance(value, list),
        "note": _maybe(_text),
    },
    "blame": {
        "source": _text, "version": _count, "first_seen": _time, "not_before": _maybe(_time),
        "text": _text, "block": _count, "stood": _maybe(_count), "gone": _maybe(_count),
        "capture": lambda value: bool(re.fullmatch("[0-9a-f]{64}", str(value))),
        "sha256": lambda value: bool(re.fullmatch("[0-9a-f]{64}", str(value))),
    },
    "show": {
        "source": _text, "version": _count, "text": _text, "publisher_said": _maybe(_text),
        "superseded_by": _maybe(_count), "first_seen": _time, "last_seen": _time,
        "not_before": _maybe(_time), "doubts": _texts,
    } | _DOCUMENT,
    "extract": {
        "verdict": _VERDICTS, "reason": _maybe(_text), "selector": _maybe(_text),
        "text": _maybe(_text),
    } | _DOCUMENT,
    "diff": {
        "from": _count, "to": _count, "change": _KIND, "cause": _CAUSE, "flags": _texts,
        "passages": lambda value: isinstance(value, list),
    },
    "compare": {
        "from": _text, "to": _text, "change": _KIND, "cause": _CAUSE, "flags": _texts,
        "passages": lambda value: isinstance(value, list),
    },
    "find": {
        "source": _text, "version": _count, "appeared": _flag, "vanished": _flag, "count": _count,
        "context": _text, "count_before": _maybe(_count), "first_seen": _time,
        "not_before": _maybe(_time), "publisher": _maybe(_text), "statement": _maybe(_text),
        "confirmed": _flag, "origin": _one_of("direct", "import", "wayback"),
    },
    "timeline": {
        "statement": _text, "source": _text, "version": _maybe(_count), "at": _time,
        "kind": _one_of(
            "first", "wording", "typography", "rules", "unseen", "state", "remark"
        ),
        "summary": _text, "not_before": _maybe(_time), "until": _maybe(_time), "flags": _texts,
        "origin": _one_of("direct", "import", "wayback"),
        "firsts": lambda value: isinstance(value, list),
    },
    "statement": {
        "source": _text, "statement": _maybe(_text),
        "by": _one_of("configuration", "overlap", "hand", None), "others": _texts,
        "set_beside": _texts, "unseen": _texts,
    },
    "status": {
        "kind": _one_of("source", "listing", "channel"), "source": _text,
        "state": _one_of(
            "new", "ok", "flapping", "broken", "overdue", "gone", "withdrawn", "replaced",
            "unlisted", "ended", "muted",
        ),
        "verdict": _maybe(_VERDICTS), "reason": _maybe(_text), "last_good": _maybe(_time),
        "last_check": _maybe(_time), "next_check": _maybe(_time), "failures": _count,
        "versions": _count, "pending_alerts": _count,
    },
    "alerts": {
        "id": _count, "source": _maybe(_text), "version": _maybe(_count),
        "kind": _one_of("change", "new", "state", "digest", "heartbeat"), "channel": _text,
        "state": _one_of("held", "pending", "sent", "dead", "withdrawn"), "attempts": _count,
        "next_attempt": _maybe(_time), "error": _maybe(_text), "message_id": _maybe(_text),
    },
    "sources": {
        "kind": _one_of("source", "listing"), "id": _text, "url": _text, "select": _texts,
        "alert": _texts, "every": _text,
    },
    "doctor": {
        "about": _text, "state": _text, "finding": _text, "remedy": _maybe(_text),
    },
}  # fmt: skip


def check_shape(command: str, objects: list[dict[str, Any]]) -> None:
    """Each object has the command's keys, each of its kind."""
    for one in objects:
        for key, check in SHAPES[command].items():
            assert key in one, f"{command}: no {key} in {one}"
            assert check(one[key]), f"{command}: {key} is {one[key]!r}"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Readout, list[Any]]]":
    """A store with three versions of a pact and a page that refuses; what each check printed."""
    folder = tmp_path_factory.mktemp("history")
    with serving() as site, program(folder, HOOK_SECRET=SECRET) as readout:
        readout.configure(_CONFIG.format(pact=site.url("/pact"), shut=site.url("/shut")))
        site.pages["/shut"] = BLOCKED
        passes = []
        for first, second in ((OPPOSE, REST[0]), (SUPPORT, REST[0]), (SUPPORT, REST[0][:-1])):
            straight = second.replace("“", '"').replace("”", '"') if second != REST[0] else second
            site.say("/pact", first, straight if straight.endswith(".") else straight + ".")
            passes.append(readout.json("check", "pact", "shut"))
        yield readout, passes


def test_check(history: "tuple[Readout, list[Any]]") -> None:
    _, passes = history
    for one in passes:
        check_shape("check", one)
    pact = [one[0] for one in passes]
    assert [one["version"] for one in pact] == [1, 2, 3]
    assert [one["change"] for one in pact] == [None, "wording", "typography"]
    assert [one["cause"] for one in pact] == [None, "page", "page"]
    assert all(one["confirmed"] for one in pact)
    shut = passes[0][1]
    assert (shut["verdict"], shut["version"], shut["confirmed"]) == ("blocked", None, False)
    assert "Cloudflare" in shut["reason"]


def test_log_and_show(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    log = readout.json("log", "pact")
    check_shape("log", log)
    assert [one["version"] for one in log] == [3, 2, 1]
    assert [one["change"] for one in log] == ["typography", "wording", None]
    assert (log[1]["words_added"], log[1]["words_removed"]) == (3, 1)
    assert "negation" in log[1]["flags"]
    assert log[0]["not_before"] >= log[1]["first_seen"]
    assert log[2]["not_before"] is None
    blamed = readout.json("blame", "pact")
    check_shape("blame", blamed)
    assert [(one["version"], one["block"]) for one in blamed] == [(2, 1), (1, 2)]
    shown = readout.json("show", "pact@1")
    check_shape("show", shown)
    assert shown[0]["text"] == f"{OPPOSE}\n\n{REST[0]}"
    assert readout.json("log") == [*log, *readout.json("log", "shut")]


@pytest.mark.parametrize("name", ["pact", "pact@3", "pact@-1", "pact@LAST"])
def test_show_finds_the_last_version(history: "tuple[Readout, list[Any]]", name: str) -> None:
    readout, _ = history
    last = readout.json("log", "pact")[0]["last_seen"]
    (shown,) = readout.json("show", name.replace("LAST", last))
    assert shown["version"] == 3


def test_versions_by_hash_and_time(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    newest, _, oldest = readout.json("log", "pact")
    assert readout.json("show", f"pact@sha256:{oldest['sha256'][:12]}")[0]["version"] == 1
    assert readout.json("show", "pact", "--at", newest["last_seen"])[0]["version"] == 3
    for wrong in ("pact@7", "pact@2001-01-01", "pact@sha256:00", "pact@soon", "nobody@1"):
        assert readout.refused("show", wrong, code=2)


def test_diff_rebuilds_before_and_after(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    for pair in ((), ("1", "2"), ("1", "3"), ("3", "1"), ("@-2",)):
        found = readout.json("diff", "pact", *pair)
        check_shape("diff", found)
        (passage, *_) = found[0]["passages"]
        for one in found[0]["passages"]:
            assert one["kind"] in {"changed", "added", "removed", "moved"}
            assert _texts(one["flags"])
            rebuilt = {
                ends: "".join(text for op, text in one["edits"] if op in ends)
                for ends in ("=-", "=+")
            }
            assert (rebuilt["=-"], rebuilt["=+"]) == (one["before"], one["after"])
        if pair == ("1", "2"):
            assert (passage["before"], passage["after"]) == (OPPOSE, SUPPORT)


def test_find(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    found = readout.json("find", "do not support any")
    check_shape("find", found)
    assert [(one["source"], one["version"], one["appeared"]) for one in found] == [
        ("pact", 2, True)
    ]
    assert found[0]["context"] == SUPPORT
    (met,) = readout.json("find", 'in "Port Ansel" on', "pact")
    assert (met["version"], met["count"], met["count_before"]) == (1, 1, None)
    assert "They met in “Port Ansel” on Tuesday." in readout("find", 'in "Port Ansel"')
    assert "no version" in readout.refused("find", "umbrella", code=1)
    assert "no source 'nobody'" in readout.refused("find", "met", "nobody", code=2)


def test_timeline_and_statement(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    told = readout.json("timeline", "harbour-2026")
    check_shape("timeline", told)
    by_source = {
        name: [(one["kind"], one["version"]) for one in told if one["source"] == name]
        for name in ("pact", "shut")
    }
    assert by_source == {
        "pact": [("first", 1), ("wording", 2), ("typography", 3)], "shut": [("unseen", None)],
    }  # fmt: skip
    assert readout.json("timeline") == [{"statement": "harbour-2026", "sources": 2, "versions": 3}]
    assert "there are: harbour-2026" in readout.refused("timeline", "harbour-2027", code=2)
    (shown,) = readout.json("statement", "pact")
    check_shape("statement", [shown])
    assert (shown["statement"], shown["by"]) == ("harbour-2026", "configuration")
    assert shown["others"] == ["shut"]
    (sentence,) = shown["unseen"]
    assert sentence.startswith("shut: blocked since ")
    refused = readout.refused("statement", "pact", "other", code=2)
    assert re.search(r"sources\.yaml:\d+: pact stands in sources\.yaml", refused)


def test_status_alerts_sources_doctor(history: "tuple[Readout, list[Any]]") -> None:
    readout, _ = history
    status = readout.json("status")
    check_shape("status", status)
    assert {one["kind"] for one in status} == {"source", "channel"}
    rows = {one["source"]: one for one in status}
    assert (rows["pact"]["versions"], rows["pact"]["pending_alerts"]) == (3, 1)
    assert (rows["shut"]["verdict"], rows["shut"]["failures"]) == ("blocked", 3)
    assert rows["hook"]["pending_alerts"] == 1
    alerts = readout.json("alerts")
    check_shape("alerts", alerts)
    states = {one["channel"]: one for one in alerts}
    assert (states["desk"]["state"], states["hook"]["state"]) == ("sent", "pending")
    assert states["hook"]["error"]
    sources = readout.json("sources")
    check_shape("sources", sources)
    assert [one["id"] for one in sources] == ["pact", "shut"]
    found = readout.call("doctor", "--json")
    assert found.returncode == 1  # a page refuses
    said = readout("sources") + found.stdout + str(sources) + readout("status")
    assert SECRET not in said
    assert "***" in str(sources)


def test_extract_and_compare(history: "tuple[Readout, list[Any]]", tmp_path: Path) -> None:
    readout, _ = history
    before, after = tmp_path / "before.html", tmp_path / "after.txt"
    before.write_text(f"<div id=text><p>{OPPOSE}</p></div>", encoding="utf-8")
    after.write_text(SUPPORT, encoding="utf-8")
    extracted = readout.json("extract", str(before), "--select", "#text")
    check_shape("extract", extracted)
    assert (extracted[0]["verdict"], extracted[0]["selector"]) == ("ok", "#text")
    assert extracted[0]["blocks"] == [{"kind": "paragraph", "text": OPPOSE}]
    (nothing,) = readout.json("extract", str(before), "--select", "#missing")
    check_shape("extract", [nothing])
    assert (nothing["verdict"], nothing["text"]) == ("empty", None)
    compared = readout.json("compare", str(before), str(after), code=1)
    check_shape("compare", compared)
    assert compared[0]["change"] == "wording"
    assert readout.json("compare", "pact@2", "pact@3")[0]["change"] == "typography"
    assert readout.json("compare", "pact", "pact@3")[0]["change"] is None
    assert "[-oppose-]{+do not support+}" in readout("compare", str(before), "pact@2", code=1)


def test_extract_of_an_address_inside_the_network(site: "Site", readout: "Readout") -> None:
    site.say("/pact", OPPOSE, REST[0])
    (refused,) = readout.json("extract", site.url("/pact"))
    check_shape("extract", [refused])
    assert refused["verdict"] == "failed"
    assert "--allow-private" in readout.call("extract", site.url("/pact")).stderr
    readout.configure(_CONFIG.format(pact=site.url("/pact"), shut=site.url("/shut")))
    readout.env["HOOK_SECRET"] = SECRET
    (found,) = readout.json("extract", site.url("/pact"))
    assert (found["verdict"], found["text"]) == ("ok", f"{OPPOSE}\n\n{REST[0]}")
    assert found["selector"]
