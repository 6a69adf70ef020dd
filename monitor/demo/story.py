"""The demo's story: the life of four pages, watched by the daemon's own scheduler, step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.checking import Checked, outcome
from monitor.demo import revisions
from monitor.demo.catalogue import AVELLAND_READOUT, PAGES, Page
from monitor.demo.revisions import Expected, Revision
from monitor.demo.site import Site
from monitor.scheduler import Scheduler
from storage import changes, versions
from storage.model import Change
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.clock import Clock

Say = Callable[[str], None]
_STEP = 0.02  # seconds between two ticks
_PATIENCE = 15.0  # seconds a step may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a step led to at one page."""

    page: Page
    checked: Checked
    change: Change | None
    same_as: int | None
    known: bool  # there was a version before


def tell(
    site: Site, scheduler: Scheduler, messages: Path, clock: "Clock", say: Say
) -> Iterator[str]:
    """Live through the story, saying what happens; yields what went otherwise than stated."""
    for number, revision in enumerate(revisions.REVISIONS, 1):
        say(f"\n{number}. {revision.said}")
        _apply(site, revision)
        mails = _mails(messages)
        seen = _watch(scheduler, clock)
        new_mails = _mails(messages) - mails
        for one in seen:
            say(_line(one))
        for name in sorted(new_mails):
            say(f"   alert: {_subject(messages / name)}")
        expected = sum(page in revision.pages for page in PAGES if _alerts(revision.expected))
        if len(new_mails) != expected:
            yield f"{revision.name}: {len(new_mails)} alerts instead of {expected}"
        for one in seen:
            yield from _faults(revision, one)
        if revision.expected.verdict == "blocked":
            yield from _reopen(site, scheduler, revision, clock, say)


def _apply(site: Site, revision: Revision) -> None:
    for page in revision.pages:
        if revision.expected.verdict == "blocked":
            site.challenge(page, True)
        elif page == AVELLAND_READOUT and revision == revisions.DELETED_SENTENCE:
            site.publish(page, revisions.over(revision, revisions.REPRINT))
        else:
            site.publish(page, revision)
        site.noise(page, revision != revisions.BASELINE)


def _reopen(
    site: Site, scheduler: Scheduler, revision: Revision, clock: "Clock", say: Say
) -> Iterator[str]:
    """The guard steps aside: the text is what it was, and nobody is told."""
    say("   The guard steps aside again.")
    for page in revision.pages:
        site.challenge(page, False)
    for one in _watch(scheduler, clock):
        if one.page in revision.pages:
            say(_line(one))
            if one.checked.verdict != "ok" or one.change is not None:
                yield f"{one.page.slug}: not simply back after {revision.name}"


def _watch(scheduler: Scheduler, clock: "Clock") -> list[Seen]:
    """Have every page visited, its second look too, and what is pending sent."""
    before = dict(scheduler.watches)
    scheduler.dispatch(list(scheduler.sources), clock.now())
    end = clock.monotonic() + _PATIENCE
    while clock.monotonic() < end:
        scheduler.tick(clock.now())
        looking = any(watch.look == 1 for watch in scheduler.watches.values())
        if not (scheduler.busy or scheduler.sending or looking):
            break
        clock.sleep(_STEP)
    _finish_sending(scheduler, clock)
    return [_seen(scheduler, before, source_id) for source_id in scheduler.sources]


def _finish_sending(scheduler: Scheduler, clock: "Clock") -> None:
    scheduler.send(clock.now())
    while scheduler.sending:
        clock.sleep(_STEP)


def _seen(scheduler: Scheduler, before: dict[int, Watch], source_id: int) -> Seen:
    source, after = scheduler.sources[source_id], scheduler.watches[source_id]
    was = before[source_id]
    with scheduler.store.read() as rx:
        checked = outcome(rx, source, was, after)
        change = same_as = None
        if checked.change is not None and after.version_id is not None:
            change = changes.arriving_at(rx, after.version_id)
            same_as = versions.by_id(rx, after.version_id).same_as
    page = next(page for page in PAGES if page.slug == source.id)
    return Seen(
        page=page, checked=checked, change=change, same_as=same_as, known=was.version_id is not None
    )


def _alerts(expected: Expected) -> bool:
    return expected.kind == "wording"


def _line(one: Seen) -> str:
    checked = one.checked
    head = f"   {checked.source.id:<20} {checked.verdict:<9}"
    if one.change is None:
        note = checked.reason or ("no change" if one.known else "baseline, nobody is told")
        return f"{head} @{checked.version}  {note}"
    comparison = one.change.comparison
    words = f"-{comparison.words_removed} +{comparison.words_added}"
    parts = [comparison.kind or "", words if comparison.kind == "wording" else "no alert"]
    parts += [", ".join(comparison.flags)]
    if one.same_as is not None:
        parts.append(f"same as version {one.same_as}")
    return f"{head} @{checked.version}  " + "  ".join(part for part in parts if part)


def _faults(revision: Revision, one: Seen) -> Iterator[str]:
    """What is otherwise than the revision says it must be."""
    touched = one.page in revision.pages
    expected = revision.expected if touched else Expected()
    name = f"{revision.name}, {one.page.slug}"
    if one.checked.verdict not in {expected.verdict, "not_modified"}:
        yield f"{name}: verdict {one.checked.verdict} ({one.checked.reason})"
    kind = one.change.comparison.kind if one.change else None
    if kind != expected.kind:
        yield f"{name}: {kind} instead of {expected.kind}"
    if one.change is None:
        return
    edits = [edit for passage in one.change.comparison.passages for edit in passage.edits]
    for wanted, op in ((expected.removed, "-"), (expected.added, "+")):
        words = "".join(text for sign, text in edits if sign in {op, "="})
        yield from (f"{name}: {op}{w!r} was not shown" for w in wanted if w not in words)
    missing = set(expected.flags) - set(one.change.comparison.flags)
    if missing:
        yield f"{name}: not flagged {', '.join(sorted(missing))}"
    if one.same_as != expected.same_as:
        yield f"{name}: same as {one.same_as} instead of {expected.same_as}"


def _mails(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.eml")}


def _subject(path: Path) -> str:
    from email import message_from_bytes, policy

    return str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"])


def prepare(site: Site, folder: Path) -> Path:
    """Write the demo's sources.yaml into the folder; its path."""
    from monitor.demo.site import configuration

    path = folder / "sources.yaml"
    path.write_text(configuration(site), encoding="utf-8")
    return path
