"""What a run left behind, told without times, hashes and ports: two runs of one script compare."""

import re
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from storage import captures, changes, sources, versions
from storage.store import open_store
from tests.e2e.mail import part

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.crash.world import World
    from tests.e2e.mail import Mailbox

_WORDS = re.compile(r"^\d+/\d+ |^  (WAS|NOW|REMOVED|ADDED)? |^Broken|^It is read")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The outcome of a run: `captures`, `versions` and `changes` by source, in order."""

    captures: dict[str, list[str]]
    versions: dict[str, list[tuple[int, str]]]
    changes: dict[str, list[tuple[int, int, str | None, str]]]
    alerts: Counter[tuple[object, ...]]
    told: Counter[str]


def facts(world: "World") -> Facts:
    """What the store and the mailbox of a finished run hold, once they are known to be whole."""
    check_whole(world.store)
    check_verified(world)
    store = open_store(str(world.store), mode="read")
    try:
        with store.read() as rx:
            ids = {one.slug: one.source_id for one in sources.listing(rx)}
            return Facts(
                captures={slug: _captures(rx, of) for slug, of in ids.items()},
                versions={slug: _versions(rx, of) for slug, of in ids.items()},
                changes={slug: _changes(rx, of) for slug, of in ids.items()},
                alerts=Counter(world.ask(_ALERTS)),
                told=told(world.mailbox),
            )
    finally:
        store.close()


def differences(found: Facts, wanted: Facts) -> list[str]:
    """Where two runs came out otherwise, a line each; none: nothing was lost or doubled."""
    return [
        f"{name}: {theirs - ours or theirs} instead of {ours - theirs or ours}"
        if isinstance(theirs, Counter) and isinstance(ours, Counter)
        else f"{name}: {theirs} instead of {ours}"
        for name in Facts.__dataclass_fields__
        if (theirs := getattr(found, name)) != (ours := getattr(wanted, name))
    ]


_ALERTS = """\
SELECT slug, alerts.kind, number, deliveries.state FROM alerts
JOIN deliveries USING (alert_id) LEFT JOIN sources USING (source_id)
LEFT JOIN versions USING (version_id)"""


def _captures(rx: "Connection", source_id: int) -> list[str]:
    return [one.body_sha256.hex() for one in captures.history(rx, source_id)]


def _versions(rx: "Connection", source_id: int) -> list[tuple[int, str]]:
    """Number and text of each."""
    found = versions.history(rx, source_id)
    return [(one.number, versions.document(rx, one.version_id).text) for one in found]


def _changes(rx: "Connection", source_id: int) -> list[tuple[int, int, str | None, str]]:
    """From and to which version, the kind, the cause."""
    number = {one.version_id: one.number for one in versions.history(rx, source_id)}
    return [
        (number[one.from_version_id], number[one.to_version_id], one.comparison.kind, one.cause)
        for one in changes.history(rx, source_id)
    ]


def told(mailbox: "Mailbox") -> Counter[str]:
    """How many messages said what. A repeat is one message: by its name, and equal to the byte."""
    by_name: dict[str, set[bytes]] = defaultdict(set)
    words: dict[str, str] = {}
    for raw, mail in zip(mailbox.raw, mailbox.messages, strict=True):
        name = str(mail["Message-ID"])
        by_name[name].add(raw)
        words[name] = said(mail)
    for name, several in by_name.items():
        assert len(several) == 1, f"{name} was repeated in other words:\n{_both(several)}"
    return Counter(words.values())


def _both(several: set[bytes]) -> str:
    return "\n=====\n".join(one.decode() for one in several)


def said(mail: EmailMessage) -> str:
    """The words of a message that do not hang on the hour."""
    lines = part(mail, "plain").splitlines()
    return "\n".join([str(mail["Subject"]), *filter(_WORDS.match, lines)])


def repeats(mailbox: "Mailbox") -> int:
    """How many messages came again."""
    return len(mailbox.messages) - len({str(mail["Message-ID"]) for mail in mailbox.messages})


def check_whole(path: Path) -> None:
    """Nothing in the store is half-written."""
    with closing(sqlite3.connect(path)) as store:
        for question, answer in _WHOLE.items():
            assert store.execute(question).fetchall() == answer, question


_WHOLE: dict[str, list[tuple[object, ...]]] = {
    "PRAGMA integrity_check": [("ok",)],
    "PRAGMA foreign_key_check": [],
    # Each capture was read, once under these rules,
    "SELECT capture_id FROM captures WHERE capture_id NOT IN (SELECT capture_id FROM derivations)":
        [],
    "SELECT capture_id FROM derivations GROUP BY capture_id, rules_sha256 HAVING count(*) > 1": [],
    # each version but the first of a source has the change that led to it, once,
    "SELECT version_id FROM versions WHERE number > 1"
    " AND version_id NOT IN (SELECT to_version_id FROM changes)": [],
    "SELECT 1 FROM changes GROUP BY from_version_id, to_version_id HAVING count(*) > 1": [],
    # each alert has somebody to be told, and each message that was sent is noted as sent.
    "SELECT alert_id FROM alerts WHERE alert_id NOT IN (SELECT alert_id FROM deliveries)": [],
    "SELECT message_id FROM deliveries JOIN messages USING (message_id)"
    " WHERE (state = 'sent') != (sent_at IS NOT NULL)": [],
}  # fmt: skip


def check_verified(world: "World") -> None:
    """The program itself finds nothing wrong with what it kept."""
    assert world.start("verify").wait(60) == 0, world.journal
