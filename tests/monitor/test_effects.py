"""What `sources --try` says a changed sources.yaml would do."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from tests.monitor.conftest import json_lines, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

PACT = (
    "The two leaders met in Port Ansel on Tuesday to speak of the harbour and its tolls.",
    "They oppose any unilateral change of the harbour rules, and said so at length.",
)


def _run(here: "Desk", tried: Path, *options: str) -> Result:
    where = ["--store", str(here.folder / "readout.db")]
    where += ["--config", str(here.folder / "sources.yaml")]
    return CliRunner().invoke(cli, [*where, "sources", "--try", str(tried), *options])


def _json(here: "Desk", tried: Path) -> list[Any]:
    done = _run(here, tried, "--json")
    assert done.exit_code == 0, done.output
    return json_lines(done.stdout)


def _changed(here: "Desk", *swaps: tuple[str, str]) -> Path:
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text, (old, text)
        text = text.replace(old, new)
    path = here.folder / "tried.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _watched(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    for path in ("/a", "/b"):
        body = page(*PACT).replace(
            b"</div></body>", b"<p id=fine>Printed at noon.</p></div></body>"
        )
        site.answers[path] = (200, body)
    here = desk("/a", "/b")
    here.baseline()
    return here


def test_the_same_file_does_nothing(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    here = _watched(site, desk)
    assert _json(here, _changed(here)) == []
    assert _json(here, here.folder / "sources.yaml") == []
    assert "2 sources as before; nothing changes" in _run(here, _changed(here)).stdout


def test_a_source_that_comes_goes_or_is_renamed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _watched(site, desk)
    swaps = ("id: a,", "id: new, formerly: a,"), ("id: b,", "id: c,")
    gone, renamed, came = _json(here, _changed(here, *swaps))
    assert (gone["name"], gone["effect"], gone["versions"]) == ("b", "removed", 1)
    assert (renamed["name"], renamed["effect"], renamed["versions"]) == ("new", "renamed", 1)
    assert (came["name"], came["effect"], came["versions"]) == ("c", "added", None)
    assert "formerly: b" in came["what"], "its address is that of the one that goes"


@pytest.mark.parametrize(
    ("other", "reading"),
    [
        ('select: "#text", ignore: ["#fine"]', "wording"),
        ('select: "#text", ignore: [".nowhere"]', "same"),
        ('select: ".nowhere"', "empty"),
    ],
)
def test_rules_that_change_are_tried_on_the_last_capture(
    site: "ScriptedSite", desk: "Callable[..., Desk]", other: str, reading: str
) -> None:
    here = _watched(site, desk)
    before = (here.folder / "readout.db").read_bytes()
    (one,) = _json(here, _changed(here, ('/a\', select: "#text"', f"/a', {other}")))
    assert (one["name"], one["effect"], one["versions"]) == ("a", "reread", 1)
    assert one["reading"] == reading, one
    assert (here.folder / "readout.db").read_bytes() == before


def test_a_file_edited_in_place_is_held_against_the_store(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _watched(site, desk)
    path = here.folder / "sources.yaml"
    _changed(here, ("id: a,", 'id: a, ignore: ["#fine"],'), ("id: b,", "id: c,")).replace(path)
    found = {(one["effect"], one["name"]): one["reading"] for one in _json(here, path)}
    assert found == {("removed", "b"): None, ("added", "c"): None, ("reread", "a"): "wording"}


def test_who_is_told_is_said(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    here = _watched(site, desk)
    silent = _changed(here, ("id: a,", "id: a, alert: [],"))
    (one,) = _json(here, silent)
    assert (one["effect"], one["name"], one["what"]) == ("told", "a", "alert desk → none")
    said = _run(here, silent).stdout
    assert "1 source tells others" in said
    assert "nothing was written" in said


def test_what_is_the_same_for_many_is_said_once(tmp_path: Path) -> None:
    pages = "".join(f"  - {{id: p{n}, url: 'https://www.example.org/{n}'}}\n" for n in range(9))
    for name, pace in (("sources.yaml", "15m"), ("tried.yaml", "5m")):
        text = f"defaults: {{every: {pace}}}\nsources:\n{pages}"
        (tmp_path / name).write_text(text, encoding="utf-8")
    given = ["--config", str(tmp_path / "sources.yaml"), "--store", str(tmp_path / "no.db")]
    done = CliRunner().invoke(cli, [*given, "sources", "--try", str(tmp_path / "tried.yaml")])
    assert "9 sources, p0 … p8: every 15m → 5m" in done.stdout
    assert "there is no store yet" in done.stdout
    assert not (tmp_path / "no.db").exists()


def test_a_wrong_file_is_refused_with_all_its_errors(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _watched(site, desk)
    done = _run(here, _changed(here, ("id: a,", "id: a, selecter: x, evry: 3m,")))
    assert done.exit_code != 0
    assert str(done.exception).count("tried.yaml:") == 2


@pytest.fixture
def press(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """A desk that watches a listing of five documents, each read once."""
    links = "".join(f'<li><a href="/{n}">Readout of day {n}</a></li>' for n in range(5))
    site.answers["/press"] = (200, f"<html><ul class=links>{links}</ul></html>".encode())
    for n in range(5):
        site.say(f"/{n}", f"The text of day {n}.", *PACT)
    here = desk()
    path = here.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8").replace("sources:\n\n", "sources: []\n")
    here.configure(
        f"{text}listings:\n  - id: press\n    url: 'http://127.0.0.1:{site.port}/press'\n"
        '    links: "ul.links a"\n    document: {select: "#text"}\n'
    )
    here.look(rounds=3)
    here.round()
    return here


def test_what_a_listing_led_to_is_read_anew_or_goes_with_it(press: "Desk") -> None:
    assert _json(press, _changed(press)) == []
    assert _json(press, press.folder / "sources.yaml") == []
    other = _changed(press, ('{select: "#text"}', '{select: "#text p"}'))
    found = _json(press, other)
    reread = [one for one in found if one["effect"] == "reread"]
    assert [one["reading"] for one in reread] == ["same"] * 5
    assert {one["versions"] for one in reread} == {1}
    said = _run(press, other).stdout
    assert "5 sources are read anew" in said
    assert "5 sources (5 versions), press-readout-of-day-" in said
    gone = _json(press, _changed(press, ("id: press", "id: other")))
    effects = {(one["kind"], one["effect"]) for one in gone}
    assert effects == {("source", "removed"), ("listing", "removed"), ("listing", "added")}
    assert "5 sources and 1 listing go" in _run(press, press.folder / "tried.yaml").stdout


def test_a_listing_edited_in_place_is_held_against_the_store(press: "Desk") -> None:
    path = press.folder / "sources.yaml"
    _changed(press, ("/press'", "/press2'"), ('"#text"', '".gone"')).replace(path)
    found = _json(press, path)
    assert {(one["kind"], one["effect"], one["reading"]) for one in found} == {
        ("listing", "changed", None),
        ("source", "reread", "empty"),
    }
