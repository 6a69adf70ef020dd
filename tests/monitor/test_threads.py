"""Which messages belong together: those about one statement, whichever of its texts it was."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from storage import channels
from tests.monitor.conftest import Desk, ScriptedSite
from tests.slack import slack_serving

HOURS = "The harbour is open on Sunday."
REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")
TOGETHER = 'select: "#text", statement: harbour-2026'
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def start(site: ScriptedSite, desk: Callable[..., Desk], *paths: str, extra: str) -> Desk:
    for path in paths:
        site.say(path, HOURS, *REST)
    here = desk(*paths, extra=extra)
    here.baseline()
    return here


def edit(site: ScriptedSite, here: Desk, *paths: str, day: str = "Monday") -> None:
    for path in paths:
        site.say(path, HOURS.replace("Sunday", day), *REST)
    here.round()


def mails(here: Desk) -> list[EmailMessage]:
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(here.folder.glob("alerts/*.eml"))
    ]
    return sorted(read, key=lambda one: one["Date"].datetime)


def threads(here: Desk) -> list[set[str]]:
    """The Message-IDs of the mails, as a reader's program puts them together."""
    found: list[set[str]] = []
    for one in mails(here):
        names = {str(one[name]) for name in ("Message-ID", "References") if one[name]}
        joined = [thread for thread in found if thread & names]
        found = [thread for thread in found if thread not in joined]
        found.append(names.union(*joined))
    return found


def test_the_texts_of_a_statement_are_told_in_one_thread(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    here = start(site, desk, "/a", "/b", "/c", extra=TOGETHER)
    edit(site, here, "/b")
    edit(site, here, "/a", "/c")
    assert len(mails(here)) == 3
    assert len(threads(here)) == 1
    first, *others = mails(here)
    assert first["References"] is None
    assert {one["References"] for one in others} == {first["Message-ID"]}
    assert {one["In-Reply-To"] for one in others} == {first["Message-ID"]}


def test_even_those_that_go_out_at_the_same_time(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    here = start(site, desk, "/a", "/b", "/c", extra=TOGETHER)
    edit(site, here, "/a", "/b", "/c")
    assert len(mails(here)) == 3
    assert len(threads(here)) == 1


def test_texts_of_no_statement_have_each_a_thread_of_its_own(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    here = start(site, desk, "/a", "/b", extra='select: "#text"')
    edit(site, here, "/a", "/b")
    edit(site, here, "/a", "/b", day="Tuesday")
    assert sorted(map(len, threads(here))) == [2, 2]


@pytest.mark.slow
def test_a_digest_is_of_one_statement_where_it_can_be(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    paths = tuple(f"/{name}" for name in "abcdefg")
    here = start(site, desk, *paths, extra='select: "#text"')
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    for name, statement in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "two"), ("e", "two")):
        text = text.replace(f"id: {name},", f"id: {name}, statement: {statement},")
    here.configure(text)
    edit(site, here, "/a")
    edit(site, here, *paths, day="Tuesday")
    here.clock.pass_by(minutes=3)
    here.look()
    first, *digests = mails(here)
    said = [
        "".join(name for name in "abcdefg" if f"readout diff {name} " in body.get_content())
        for one in digests
        if (body := one.get_body(("plain",))) is not None
    ]
    assert sorted(said) == ["ab", "cde", "fg"]
    of_one = digests[said.index("ab")]
    assert of_one["References"] == first["Message-ID"]
    assert digests[said.index("fg")]["References"] is None


def test_a_new_name_of_the_first_message_is_that_of_the_thread(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    """Where the program ended before it tried any of them."""
    from monitor.grouping import Traffic, claim
    from storage import outbox

    here = start(site, desk, "/a", "/b", extra=TOGETHER)
    store, channel = here.scheduler.store, here.scheduler.config.channels["desk"]
    with store.write() as tx:
        channels.set_state(tx, "desk", "broken", "full", None, here.clock.now())
    edit(site, here, "/a", "/b")
    with store.write() as tx:
        channels.set_state(tx, "desk", "ok", None, None, here.clock.now())
        due = outbox.due(tx, here.clock.now())
        assert len(claim(tx, channel, due, Traffic(), here.clock.now())) == 2
    here.clock.pass_by(minutes=1)
    here.scheduler.recover()
    here.look()
    first, other = sorted(mails(here), key=lambda one: one["References"] is not None)
    assert other["References"] == first["Message-ID"]


def test_the_same_holds_in_slack(site: ScriptedSite, desk: Callable[..., Desk]) -> None:
    with slack_serving() as slack:
        here = start(site, desk, "/a", "/b", extra=TOGETHER)
        known = here.scheduler.config.channels
        known["desk"] = replace(known["desk"], target=slack.by_token())  # type: ignore[index]
        edit(site, here, "/a", "/b")
        edit(site, here, "/b", day="Tuesday")
        posts = [one for one in slack.taken if "blocks" in one and one.get("text")]
        news = [one for one in posts if one.get("reply_broadcast") or "thread_ts" not in one]
        assert len(news) == 3
        assert [one.get("thread_ts") for one in news] == [None, *["1739456789.000001"] * 2]
