"""What a message says of the past of the words it names, by all versions of all sources."""

from typing import TYPE_CHECKING

from monitor import past
from storage import changes, sources, versions

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.monitor.conftest import Desk, ScriptedSite

CLAUSE = "We do not support any change of the harbour rules"
FIRST = "They met in Port Ansel."
WITH = (FIRST, f"{CLAUSE}. They agreed to meet again.")
WITHOUT = (FIRST, "They agreed to meet again.")
BOTH = {"/a": "Ministry of Ports", "/b": "Harbour Council"}


def _desk(desk: "Callable[..., Desk]", site: "ScriptedSite", publishers: dict[str, str]) -> "Desk":
    """These pages, each of a publisher of its own, as they stand now, seen twice."""
    return _more(desk(*publishers), site, publishers)


def _more(here: "Desk", site: "ScriptedSite", publishers: dict[str, str]) -> "Desk":
    """The desk with these pages, seen twice."""
    sources_ = "\n".join(
        f"  - {{id: {path[1:]}, url: 'http://127.0.0.1:{site.port}{path}', select: '#text',"
        f" publisher: {publisher}}}"
        for path, publisher in publishers.items()
    )
    told = (here.folder / "sources.yaml").read_text(encoding="utf-8").partition("sources:\n")
    here.configure(f"{told[0]}{told[1]}{sources_}\n")
    here.baseline()
    return here


def _said(here: "Desk", slug: str, number: int) -> tuple[str, ...]:
    """What is said of the phrase in the message about the change that led to that version."""
    with here.scheduler.store.read() as rx:
        source = sources.get(rx, slug)
        assert source is not None
        version = versions.get(rx, source.source_id, number)
        assert version is not None
        change = changes.arriving_at(rx, version.version_id)
        assert change is not None
        return past.phrase_history(rx, source, version, change.comparison.passages)


def test_it_was_removed_restored_and_removed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *WITH)
    here = _desk(desk, site, {"/a": "Ministry of Ports"})
    for texts in (WITHOUT, WITH, WITHOUT):
        site.say("/a", *texts)
        here.round()
    first, second, third = _said(here, "a", 4)
    assert (first.split()[0], second.split()[0], third) == (
        "removed",
        "restored",
        "removed now (@4)",
    )
    assert first.endswith("(@2)")
    assert _said(here, "a", 2) == ()  # the first time that it went is no past
    assert any(f"THIS PHRASE  {first}, {second}, {third}" in text for text in here.texts)
    assert f"readout find '{CLAUSE}'" in here.texts[-1].replace("\n", " ")


def test_another_publisher_used_it_first(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    site.say("/a", *WITHOUT)
    site.say("/b", *WITHOUT)
    here = _desk(desk, site, BOTH)
    site.say("/b", *WITH)
    here.round()
    site.say("/a", *WITH)
    here.round()
    (said,) = _said(here, "a", 2)
    assert said.startswith("first used by Harbour Council ")
    assert said.endswith(" (b@2)")
    assert _said(here, "b", 2) == ()  # nobody had it before


def test_of_two_between_the_same_sights_none_was_first(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    pages = {**BOTH, "/c": "Pilots' Guild"}
    for path in pages:
        site.say(path, *WITHOUT)
    here = _desk(desk, site, pages)
    site.say("/b", *WITH)
    site.say("/c", *WITH)
    here.round()
    assert _said(here, "b", 2) == ()
    assert _said(here, "c", 2) == ()
    site.say("/a", *WITH)
    here.round()
    (said,) = _said(here, "a", 2)
    assert said.startswith("used by "), "and by whom of the two first is not known"


def test_a_first_version_may_be_older_than_what_others_have(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/b", *WITH)
    here = _desk(desk, site, {"/b": "Harbour Council"})
    site.say("/a", *WITH)
    here = _more(here, site, BOTH)
    site.say("/a", *WITHOUT)
    here.round()
    assert _said(here, "a", 2) == ()


def test_of_a_first_version_nobody_knows_since_when(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *WITHOUT)
    site.say("/b", *WITH)
    here = _desk(desk, site, BOTH)
    site.say("/a", *WITH)
    here.round()
    (said,) = _said(here, "a", 2)
    assert said.startswith("used by Harbour Council ")
    assert said.endswith(" or before (b@1)")


def test_in_a_store_too_large_only_the_source_itself_is_searched(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    site.say("/a", *WITH)
    site.say("/b", *WITH)
    here = _desk(desk, site, BOTH)
    for texts in (WITHOUT, WITH):
        site.say("/a", *texts)
        here.round()
    everywhere = _said(here, "a", 3)
    monkeypatch.setattr(past, "_MOST", -1)
    assert _said(here, "a", 3) == everywhere[:2]


def test_what_everybody_says_is_nobodys(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    site.say("/a", *WITHOUT)
    site.say("/b", *WITH)
    here = _desk(desk, site, BOTH)
    site.say("/a", *WITH)
    here.round()
    assert len(_said(here, "a", 2)) == 1
    monkeypatch.setattr(past, "_STOCK", 0)
    assert _said(here, "a", 2) == ()
