"""What raised the flags of a change: a sentence that comes back, and in which version it stood."""

from typing import TYPE_CHECKING

from monitor import evidence
from monitor.checking import check
from storage import changes, sources, versions
from storage.model import Change, Source, Version

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

RAIN = "The ministers spoke at length of rain and wind."
CLAIM = "They do not support the claim of the other bank."
OTHER = "They heard of the claim of the other bank."


def _after(here: "Desk", site: "ScriptedSite", *texts: tuple[str, ...]) -> None:
    here.clock.wait = 0.5
    for text in texts:
        site.say("/a", *text)
        here.clock.pass_by(hours=1)
        scheduler = here.scheduler
        list(check(scheduler.store, scheduler.config, ["a"], here.clock))


def _last(here: "Desk") -> tuple[Source, Version, Change, tuple[evidence.Said, ...]]:
    with here.scheduler.store.read() as rx:
        source = sources.get(rx, "a")
        assert source is not None
        latest = versions.latest(rx, source.source_id)
        assert latest is not None
        change = changes.arriving_at(rx, latest.version_id)
        assert change is not None
        before = versions.by_id(rx, change.from_version_id)
        return source, latest, change, evidence.said(rx, source, before, change.comparison.passages)


def test_a_sentence_that_comes_back_is_restored_from_the_version_it_stood_in(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = desk("/a")
    _after(here, site, (RAIN, CLAIM), (RAIN, OTHER), (RAIN + " It was late.", CLAIM))
    _, latest, change, said = _last(here)
    assert (latest.number, latest.same_as) == (3, None)
    back = [one.after for one in change.comparison.passages if "restored" in one.flags]
    assert back == [CLAIM]
    assert "restored" in change.comparison.flags
    assert [one for passage in said for one in passage if one[0] == "restored"] == [
        ("restored", "", "from @1")
    ]


def test_a_sentence_that_comes_back_at_another_place_is_restored(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = desk("/a")
    struck = CLAIM.replace("do not support", "do ~~not~~ support")
    late, tea = "It was late when they left the hall.", "Then they all had tea in the garden."
    first, second = (RAIN, CLAIM, late, tea), (RAIN, struck, late, tea)
    _after(here, site, first, second, (RAIN + " So it was.", late, tea, CLAIM))
    _, _, change, said = _last(here)
    moved = [one for one in change.comparison.passages if one.kind == "moved"]
    assert [(one.after, "restored" in one.flags) for one in moved] == [(CLAIM, True)]
    assert ("restored", "", "from @1") in [one for passage in said for one in passage]


def test_a_sentence_that_never_stood_there_is_not_restored(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = desk("/a")
    _after(here, site, (RAIN, CLAIM), (RAIN, OTHER), (RAIN, "They dropped the claim at last."))
    _, latest, change, _ = _last(here)
    assert latest.number == 3
    assert "restored" not in change.comparison.flags


def test_a_text_that_is_whole_again_is_reverted_not_restored_piece_by_piece(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = desk("/a")
    _after(here, site, (RAIN, CLAIM), (RAIN, OTHER), (RAIN, CLAIM))
    _, latest, change, _ = _last(here)
    assert latest.same_as == 1
    assert "reverted" in change.comparison.flags
    assert "restored" not in change.comparison.flags


def test_a_short_sentence_and_one_that_stood_all_along_prove_nothing(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = desk("/a")
    _after(here, site, (RAIN, "They agreed."), (RAIN, OTHER), (RAIN, OTHER, "They agreed."))
    assert "restored" not in _last(here)[2].comparison.flags
    _after(here, site, (RAIN, OTHER, "They agreed.", RAIN))
    assert "restored" not in _last(here)[2].comparison.flags
