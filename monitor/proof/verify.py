"""Whether what the store says of a source still stands: everything is computed anew.

Each check is a series of findings: None for one thing that holds, a sentence for one that does not.

links     every row of evidence has its link, every link its row, and each hash comes out again
bodies    each reads back, to its SHA-256
texts     each version's blocks give its text's SHA-256
again     what carries rules that are still known is read again from its capture, to the same text
changes   the edits give the passages, and these stand in both texts
standing  versions gave way to those to which changes of our rules lead
"""

from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from monitor.proof import passages, standing
from monitor.proof.links import links
from storage import audit, bodywalk, captures, changes, textwalk, versions
from storage.model import Document, Version
from storage.textwalk import Sheets

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.text.rules import Rules

Finding = str | None
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was checked, how much of it is wrong, and what first."""

    checked: int
    wrong: int
    what: str | None


def summed(findings: Iterator[Finding]) -> Verified:
    """What the findings come to."""
    checked, wrong, what = 0, 0, None
    for finding in findings:
        checked += 1
        if finding is not None:
            wrong += 1
            what = what or finding
    return Verified(checked=checked, wrong=wrong, what=what)


def verify(
    rx: "Connection", source_id: int, rules: "Mapping[bytes, Rules]", since: datetime | None
) -> Iterator[Finding]:
    """What holds and what does not of all that is kept of a source, or was recorded since.

    `rules` are those under which its versions can be read again, by their hash.
    """
    linked = yield from links(rx, source_id, since)
    every = since is None
    readable = yield from _bodies(rx, source_id, linked["capture"], every=every)
    version_ids = audit.rows(rx, "version", source_id, None) if every else linked["version"]
    text = partial(_document, rx, Sheets())
    for version_id in sorted(version_ids):
        yield from _version(rx, version_id, text, rules, readable)
    change_ids = audit.rows(rx, "change", source_id, None) if every else linked["change"]
    yield from _changes(rx, change_ids, text)
    yield from standing.verify(rx, source_id)


def _bodies(
    rx: "Connection", source_id: int, linked: Collection[int], *, every: bool
) -> Generator[Finding, None, set[int]]:
    """The captures whose bodies are as they were kept."""
    readable = set()
    if every or linked:
        for body in bodywalk.walk(rx, source_id, after=0 if every else min(linked) - 1):
            if body.size is not None and body.wrong is None:
                readable.add(body.capture_id)
            wrong = f"capture {body.capture_id}: its body is damaged: {body.wrong}"
            yield wrong if body.wrong else None
    return readable


def _document(rx: "Connection", sheets: Sheets, version_id: int) -> Document | str:
    """The text of a version, or why it cannot be read."""
    try:
        return versions.titled(rx, version_id, textwalk.read(rx, version_id, sheets))
    except Exception as error:
        if audit.is_damage(error):
            return textwalk.problem(error)
        raise


def _version(
    rx: "Connection",
    version_id: int,
    text: "Callable[[int], Document | str]",
    rules: "Mapping[bytes, Rules]",
    readable: Collection[int],
) -> Iterator[Finding]:
    version = _read(versions.by_id, rx, version_id)
    if version is None:
        return  # said of its link
    document = text(version_id)
    if isinstance(document, str):
        yield f"version @{version.number}: {document}"
        return
    if versions.text_sha256(document) != version.text_sha256:
        yield f"version @{version.number}: its text's SHA-256 differs"
        return
    yield None
    under = rules.get(version.rules_sha256)
    if under is not None and version.capture_id in readable:
        yield _again(rx, version, under, document)


def _again(rx: "Connection", version: Version, rules: "Rules", document: Document) -> Finding:
    from monitor.proof import again

    capture = _read(captures.read, rx, version.capture_id)
    wrong = again.wrong(capture.exchange, rules, document) if capture else None
    return wrong and f"version @{version.number}: {wrong}"


def _changes(
    rx: "Connection", change_ids: Collection[int], text: "Callable[[int], Document | str]"
) -> Iterator[Finding]:
    at_hand: dict[int, tuple[str, bool]] = {}

    def squeezed(version_id: int) -> tuple[str, bool] | None:
        if version_id not in at_hand:
            document = text(version_id)
            if isinstance(document, str):
                return None  # said of the version
            while len(at_hand) > 2:
                del at_hand[next(iter(at_hand))]
            at_hand[version_id] = passages.squeezed(document)
        return at_hand[version_id]

    for change_id in sorted(change_ids):
        change = _read(changes.by_id, rx, change_id)
        if change is None:
            continue  # said of its link
        before, after = squeezed(change.from_version_id), squeezed(change.to_version_id)
        if before and after:
            wrong = passages.wrong(change, before, after)
            yield wrong and f"change {change_id}: {wrong}"


def _read(
    read: "Callable[[Connection, int], _Row]", rx: "Connection", row_id: int
) -> "_Row | None":
    """A row; None where it is damaged, which is said elsewhere."""
    try:
        return read(rx, row_id)
    except Exception as error:
        if audit.is_damage(error):
            return None
        raise
