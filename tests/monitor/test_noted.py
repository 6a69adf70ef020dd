"""What a publisher says of a page outside its text, while the text stands."""

from collections.abc import Callable

from click.testing import CliRunner

from monitor.cli.main import cli
from tests.monitor.conftest import Desk, ScriptedSite, page
from tests.monitor.follow.test_kinds import remarked

TEXT = ("They oppose any attempt to change the order by force.", "They met in Port Ellis.")
CORRECTED = "Corrected on 2 March 2026: the name of the port."
UPDATED = "Updated on 2 March 2026: added the second paragraph."


def say(site: ScriptedSite, *notes: str, text: tuple[str, ...] = TEXT) -> None:
    """The page with these notes above its text."""
    above = "".join(f"<div class=box><p>{one}</p></div>" for one in notes)
    body = page(*text).replace(b"<div id=text>", above.encode() + b"<div id=text>")
    site.answers["/a"] = (200, body)


def watched(desk: Callable[..., Desk], site: ScriptedSite, *notes: str) -> Desk:
    """A desk that has read the page, with these notes beside its text, and looked again."""
    say(site, *notes)
    one = desk("/a")
    one.baseline()
    return one


def printed(desk: Desk, *command: str) -> str:
    """What the command prints."""
    given = [
        "--store",
        str(desk.folder / "readout.db"),
        "--config",
        str(desk.folder / "sources.yaml"),
    ]
    done = CliRunner().invoke(cli, [*given, *command], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_note_without_an_edit_is_remarked_and_no_news_of_the_next_edit(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    say(site, CORRECTED)
    one.round()
    one.round()
    (noted,) = remarked(one, "a")
    assert (noted.kind, noted.after) == ("noted", CORRECTED)
    assert one.mails == []
    log = printed(one, "log", "a")
    assert f'the page says, its text as it was: "{CORRECTED}"' in log
    say(site, UPDATED, CORRECTED, text=(TEXT[0].replace("oppose", "regret"), TEXT[1]))
    one.round()
    assert len(one.mails) == 1
    assert UPDATED in one.texts[0]
    assert CORRECTED not in one.texts[0]
    assert CORRECTED not in printed(one, "diff", "a")
    assert len(remarked(one, "a")) == 1


def test_an_edit_after_a_note_is_silent(desk: Callable[..., Desk], site: ScriptedSite) -> None:
    one = watched(desk, site)
    say(site, CORRECTED)
    one.round()
    say(site, CORRECTED, text=(TEXT[0].replace("oppose", "regret"), TEXT[1]))
    one.round()
    assert "silent_edit" in printed(one, "log", "a")


def test_notes_that_stood_at_the_first_look_are_not_remarked(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site, CORRECTED)
    say(site, CORRECTED, "Something else that is no note of a change.")
    one.round()
    assert remarked(one, "a") == []
    say(site, UPDATED)  # the other went, and comes back
    one.round()
    say(site, UPDATED, CORRECTED)
    one.round()
    assert [remark.after for remark in remarked(one, "a")] == [UPDATED]


def test_a_note_with_a_clock_in_it_is_remarked_three_times_a_day(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    for minute in range(6):
        say(site, f"Corrected on 2 March 2026, 10:{minute:02}")
        one.round()
    assert len(remarked(one, "a")) == 3
    say(
        site,
        "Corrected on 2 March 2026, 10:05",
        text=(TEXT[0].replace("oppose", "regret"), TEXT[1]),
    )
    one.round()
    assert "the publisher says" not in one.texts[0]


def test_notes_that_only_our_new_rules_find_are_not_remarked(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site, CORRECTED)
    with one.scheduler.store.write() as tx:  # as an older release would have read it
        tx.exec_driver_sql("UPDATE versions SET publisher_said = NULL")
    text = (one.folder / "sources.yaml").read_text()
    one.configure(text.replace('"#text"', '"div#text"'))
    say(site, UPDATED, CORRECTED)
    one.round()
    assert [remark.after for remark in remarked(one, "a")] == [UPDATED]
    one.round()
    assert len(remarked(one, "a")) == 1


def test_what_was_noted_is_no_news_after_rederive_either(
    desk: Callable[..., Desk], site: ScriptedSite
) -> None:
    one = watched(desk, site)
    say(site, CORRECTED)
    one.round()
    config = one.folder / "sources.yaml"
    config.write_text(config.read_text().replace("select", 'ignore_text: ["Port Ellis"], select'))
    one.scheduler.store.close()
    printed(one, "rederive")
    again = desk("/a", extra='ignore_text: ["Port Ellis"], select: "#text"')
    again.clock.at = one.clock.at
    again.round()
    say(site, CORRECTED, text=(TEXT[0].replace("oppose", "regret"), TEXT[1]))
    again.round()
    assert len(remarked(again, "a")) == 1
    assert "silent_edit" in printed(again, "log", "a")
