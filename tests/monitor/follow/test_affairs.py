"""A page and the files that it attaches are one affair, in a statement or in none."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage import affairs, sources
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_kinds import attaching
from tests.monitor.follow.test_listings import DOCUMENT
from tests.monitor.test_threads import mails, threads

Start = Callable[..., Desk]
OWN = "sources:\n  - {id: own, url: 'BASE/a', select: '#text', attachments: a.file}\n"
ANNEX = ("They listed what both sides agreed upon.", "The harbour is open on Sunday.")


def _start(follow: Start, site: ScriptedSite) -> Desk:
    """A page in no statement, its annex, and a page that has nothing to do with them."""
    site.answers["/a"] = attaching("Annex", "/annex")
    site.say("/annex", *ANNEX)
    site.say("/other", *DOCUMENT)
    return follow(sources=f"{OWN}  - {{id: other, url: 'BASE/other', select: '#text'}}\n")


def _edit(site: ScriptedSite) -> None:
    site.answers["/a"] = (200, attaching("Annex", "/annex")[1].replace(b"met", b"spoke"))
    site.say("/annex", ANNEX[0], ANNEX[1].replace("Sunday", "Monday"))
    site.say("/other", "It is another matter.", *DOCUMENT)


@pytest.mark.slow
def test_their_messages_are_one_thread_and_name_each_other(
    follow: Start, site: ScriptedSite
) -> None:
    one = _start(follow, site)
    _edit(site)
    for _ in range(2):
        one.clock.pass_by(days=1)
        one.round()
    assert len(mails(one)) == 3
    assert sorted(map(len, threads(one))) == [1, 2]
    about = {text.split("readout diff ")[1].split()[0]: text for text in one.texts}
    assert "own-annex" in _same_statement(about["own"])
    assert "own" in _same_statement(about["own-annex"])
    assert _same_statement(about["other"]) == ""


def _same_statement(text: str) -> str:
    return "".join(line for line in text.splitlines() if line.startswith("SAME STATEMENT"))


def test_a_page_without_files_and_what_another_statement_took_are_no_part_of_it(
    follow: Start, site: ScriptedSite
) -> None:
    one = _start(follow, site)

    def told(slug: str) -> list[str]:
        with one.scheduler.store.read() as rx:
            source = sources.get(rx, slug)
            assert source is not None
            return [each.slug for each in affairs.of(rx, source)]

    assert told("own") == ["own", "own-annex"]
    assert told("own-annex") == ["own", "own-annex"]
    assert told("other") == ["other"]
    say = CliRunner()
    shown = say.invoke(cli, ["--store", str(one.folder / "readout.db"), "statement", "own-annex"])
    assert "own-annex is in no statement" in shown.stdout
    assert "told with own" in shown.stdout
    with one.scheduler.store.write() as tx:
        annex = sources.get(tx, "own-annex")
        assert annex is not None
        sources.assign(tx, annex.source_id, "talks", "hand")
    assert told("own") == ["own"]
    assert told("own-annex") == ["own-annex"]
    with one.scheduler.store.write() as tx:
        sources.assign(tx, annex.source_id, None, "hand")
    assert told("own-annex") == ["own-annex"], "taken out by hand"


def test_a_listing_and_its_documents_are_each_an_affair_of_its_own(press: Desk) -> None:
    with press.scheduler.store.read() as rx:
        for source in sources.listing(rx):
            assert [one.slug for one in affairs.of(rx, source)] == [source.slug]
