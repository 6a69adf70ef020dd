"""What a message about one text says of the others of its statement, gathered from the store."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

OPPOSE = "The two leaders oppose any change of the harbour rules."
REFUSE = "The two leaders do not support any change of the harbour rules."
REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")
TOGETHER = 'select: "#text", statement: harbour-2026'


def _mails(here: "Desk") -> list[str]:
    paths = sorted(here.folder.glob("alerts/*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [path.read_text(encoding="utf-8").replace("=\n", "") for path in paths]


def _about(here: "Desk", name: str) -> str:
    (found,) = [mail for mail in _mails(here) if f"readout log {name}" in mail]
    return found


def test_a_sibling_that_did_not_change_and_one_that_cannot_be_seen(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    for path in ("/a", "/b", "/c"):
        site.say(path, OPPOSE, *REST)
    here = desk("/a", "/b", "/c", extra=TOGETHER)
    here.baseline()
    site.answers["/c"] = (403, b"no")
    here.round()
    site.say("/a", REFUSE, *REST)
    here.round()
    said = _about(here, "a")
    assert "NOT SEEN NOW  c: blocked since" in said
    assert "SAME STATEMENT  Everything else in this statement read within" in said
    assert "unchanged." in said


def test_a_sibling_that_changed_too(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    for path in ("/a", "/b"):
        site.say(path, OPPOSE, *REST)
    here = desk("/a", "/b", extra=TOGETHER)
    here.baseline()
    site.say("/a", REFUSE, *REST)
    here.round()
    assert "SAME STATEMENT  b, last seen" in _about(here, "a")
    assert "ago, has not changed." in _about(here, "a")
    site.say("/b", REFUSE, *REST)
    here.round()
    assert "SAME STATEMENT  a changed too, at" in _about(here, "b")
    assert "(@2)." in _about(here, "b")


def test_an_edition_is_of_the_same_publisher_and_too_is_said_of_changes_alone(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    for path in ("/a", "/b", "/c"):
        site.say(path, OPPOSE, *REST)
    here = desk("/a", "/b", "/c", extra=TOGETHER)
    written = here.folder.joinpath("sources.yaml").read_text(encoding="utf-8")
    for name, whose in (("a", "Isles, language: en"), ("b", "Isles, language: ja"),
                        ("c", "Sorahama, language: ja")):  # fmt: skip
        written = written.replace(f"id: {name},", f"id: {name}, publisher: {whose},")
    here.configure(written)
    here.baseline()
    site.say("/b", REFUSE, *REST)
    here.round()
    said = " ".join(_about(here, "b").split())
    assert "The English edition (a), last seen" in said
    assert "Sorahama (Japanese, c), last seen" in said
    site.answers["/a"] = (404, b"no")
    for _ in range(4):
        here.round()
    gone = " ".join(_about(here, "a").split())
    assert "The Japanese edition (b) changed, at" in gone
    assert "changed too" not in gone


def test_texts_of_no_statement_have_no_siblings(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    for path in ("/a", "/b"):
        site.say(path, OPPOSE, *REST)
    here = desk("/a", "/b")
    here.baseline()
    site.say("/a", REFUSE, *REST)
    here.round()
    assert "SAME STATEMENT" not in _about(here, "a")
