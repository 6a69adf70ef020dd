"""What the message of a text that arrives says of the others of its statement."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from storage import sources
from storage.model import Document
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import index

if TYPE_CHECKING:
    from sqlalchemy import Connection

LEAD = "The ministers of both countries met in Port Ansel on 12 March 2026."
TRADE = "They agreed to raise trade to $4.5 billion a year."
STRAIT = "Both sides oppose any change to the status quo in the Ansel Strait."
CLOSE = "The next round of talks will be held in the autumn."
CHINESE = (
    "双方外长于2026年3月12日在安塞尔港会晤。",
    "双方商定将年贸易额提高到30亿美元，并就地区局势坦率地交换了意见。",
    "下一轮会谈将于秋季举行，双方将继续保持密切沟通。",
)
CONFIG = """\
operator: [ops]
heartbeat: false
defaults: {{spacing: 0s, allow_private: true, alert: [desk], broken_for: 10m}}
channels:
  desk: {{file: {{path: alerts/}}}}
  ops: {{file: {{path: ops/}}}}
sources:
  - id: south-en
    url: 'http://127.0.0.1:{port}/south'
    statement: ansel-2026
    language: en
    select: "#text"
    watch: [{{strait: [Ansel Strait, 安塞尔海峡]}}]
  - id: south-zh
    url: 'http://127.0.0.1:{port}/south-zh'
    statement: ansel-2026
    language: zh
    select: "#text"
  - id: west-en
    url: 'http://127.0.0.1:{port}/west'
    statement: ansel-2026
    select: "#text"
listings:
  - id: north
    url: 'http://127.0.0.1:{port}/north'
    links: "ul.links a"
    document:
      select: "#text"
      statement: ansel-2026
      watch: [{{strait: [Ansel Strait, 安塞尔海峡]}}]
  - id: east
    url: 'http://127.0.0.1:{port}/east'
    publisher: Ministry of the East
    links: "ul.links a"
    document: {{select: "#text"}}
"""


def start(site: ScriptedSite, desk: Callable[..., Desk]) -> Desk:
    """A desk that knows two texts of a statement; a third publisher and a listing refuse."""
    site.say("/south", LEAD, TRADE, "The south respects the positions of the north.", CLOSE)
    site.say("/south-zh", *CHINESE)
    site.answers["/west"] = (403, b"<title>Forbidden</title>")
    site.answers["/east"] = (403, b"<title>Forbidden</title>")
    site.say("/old", "An older text.", "It speaks of fishing.")
    site.answers["/north"] = (200, index(("/old", "On fishing")))
    here = desk()
    here.configure(CONFIG.format(port=site.port))
    here.look(rounds=3)
    here.round()
    return here


def test_a_new_text_is_set_beside_those_that_are_there(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    here = start(site, desk)
    site.say("/readout", LEAD, TRADE, STRAIT, CLOSE)
    site.answers["/north"] = (200, index(("/readout", "Readout"), ("/old", "On fishing")))
    here.round()
    here.round()
    (said,) = [text for text in here.texts if "New document" in text]
    assert (
        "SET BESIDE  south-en (English): 3 sentences in common, 0 worded differently, "
        "1 only here, 1 only there." in said
    )
    assert "SET BESIDE  only in south-en: “The south respects the positions of the north.”" in said
    assert "SET BESIDE  term strait: 1 here, 0 in south-en" in said
    assert "SET BESIDE  south-zh (Chinese): another language" in said
    assert "SET BESIDE  figures only in south-zh: “30亿美元”" in said
    assert "SET BESIDE  term strait: 1 here, 0 in south-zh" in said
    assert (
        "NOT SEEN NOW  west-en: blocked since 2 Mar 2026. "
        "Ministry of the East (east) listing: blocked since"
    ) in said
    assert "SAME STATEMENT  " in said


@pytest.mark.slow
def test_what_is_read_for_the_first_time_after_trouble_is_set_beside_the_others(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    here = start(site, desk)
    here.round()
    here.round()
    here.look()
    assert any(subject.startswith("NOT SEEN") for subject in here.mails), here.mails
    site.say("/west", LEAD, TRADE, STRAIT, CLOSE)
    here.round()
    here.round()
    (said,) = [text for text in here.texts if "for the first time" in text]
    assert "SET BESIDE  south-en (English): 3 sentences in common" in said
    assert any(subject.startswith("SEEN FOR THE FIRST TIME") for subject in here.mails)
    site.answers["/west"] = (403, b"<title>Forbidden</title>")
    for _ in range(4):
        here.round()
    site.say("/west", LEAD, TRADE, STRAIT, CLOSE)
    here.round()
    here.round()
    assert sum("SET BESIDE" in text for text in here.texts) == 1, "it was read before"
    assert any(subject.startswith("SEEN AGAIN") for subject in here.mails)


def test_many_texts_are_compared_with_the_nearest_and_the_others_named(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    from monitor import setbeside
    from storage import versions

    paths = tuple(f"/t{n}" for n in range(9))
    for n, path in enumerate(paths):
        site.say(path, LEAD, f"Only text {n} says this of the harbour.", CLOSE)
    here = desk(*paths, extra='select: "#text", statement: many, language: en')
    here.baseline()
    with here.scheduler.store.read() as rx:
        source = sources.get(rx, "t0")
        assert source is not None
        latest = versions.latest(rx, source.source_id)
        assert latest is not None
        lines = setbeside.said(rx, source, latest.version_id)
    assert sum("in common" in line for line in lines) == 6
    assert lines[-1] == "not set beside it here: t7, t8. readout compare t0 ID"


def test_a_statement_of_hundreds_of_texts_costs_no_more_than_one_of_six(
    site: ScriptedSite, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor import setbeside
    from storage import versions
    from tests.storage import build

    store, read = desk().scheduler.store, versions.document
    with store.write() as tx:
        ids = [build.source(tx, f"text-{n:03}", statement="many") for n in range(200)]
        made = [build.version(tx, one, f"This is text {one} of the talks.") for one in ids]
    asked: list[int] = []

    def counted(tx: "Connection", version_id: int) -> Document:
        asked.append(version_id)
        return read(tx, version_id)

    monkeypatch.setattr(versions, "document", counted)
    with store.read() as rx:
        own = sources.by_id(rx, ids[0])
        lines = setbeside.said(rx, own, made[0].version_id)
    assert len(asked) == 7
    assert lines[-1].endswith("text-018 and 181 more. readout compare text-000 ID")
