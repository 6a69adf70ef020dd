"""Who is told of what: alerts and their deliveries, held until a further look confirms them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor import looks, posting, since, volatile
from monitor.commit import Commit
from monitor.reading import differ
from storage import changes, outbox, versions, volatiles
from storage.model import Change, DeliveryState, Passage, Version
from storage.watches import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """When the looks saw what is told, where the version alone does not say it."""

    not_before: datetime | None = None  # the old words were last read in full
    first_seen: datetime | None = None  # the new words were first read
    confirmed_at: datetime | None = None  # and read again

    def facts(self) -> dict[str, object]:
        """As an alert keeps it."""
        told = {name: getattr(self, name) for name in Looks.__dataclass_fields__}
        return {name: at.isoformat() for name, at in told.items() if at is not None}


def sight(
    commit: Commit,
    watch: Watch,
    version_id: int | None,
    new: Version | None,
) -> Watch:
    """What a good sight means for what is told. `new` is the version it brought, if any."""
    if watch.look == 0:
        return watch if new is None else _first_look(commit, watch, new)
    assert version_id is not None
    match looks.meaning(watch, version_id, as_confirmed=_as_confirmed(commit, watch, new)):
        case "confirmed" if looks.early(watch, commit.now):
            return watch
        case "confirmed":
            return _confirm(commit, watch, version_id)
        case "withdrawn" if watch.look == 1:
            outbox.withdraw(commit.tx, since.held(commit.tx, watch))
            return _confirm(commit, replace(watch, version_id=version_id), version_id)
        case "third":
            assert new is not None
            return _third_look(commit, watch, new)
        case "withdrawn" | "volatile":
            assert new is not None
            return _settle(commit, watch, new)


def blind(commit: Commit, watch: Watch) -> Watch:
    """A look that read nothing: tried again, and after ten minutes told as unconfirmed."""
    if watch.look == 0:
        return watch
    again = looks.failed(watch, commit.now)
    if again is not None:
        return replace(watch, look_due_at=again)
    posting.release(commit, watch.source_id)
    return closed(watch, confirmed=watch.version_id)


def _first_look(
    commit: Commit,
    watch: Watch,
    new: Version,
    chosen: tuple[int, ...] | None = None,
) -> Watch:
    base = watch.confirmed_version_id
    if base is not None:
        change = since.change(commit, base, new)
        tell(commit, new, change, "held", seen=Looks(), chosen=chosen)
    return replace(
        watch,
        version_id=new.version_id,
        look=1,
        look_since=commit.now,
        look_due_at=commit.now + commit.source.second_look,
    )


def _third_look(
    commit: Commit,
    watch: Watch,
    new: Version,
) -> Watch:
    """Neither the old text nor the first look's: what both looks share is told now."""
    base, first = watch.confirmed_version_id, watch.version_id
    assert first is not None
    if base is None:  # the very first version already differs: it is what we compare with
        base = first
    outbox.withdraw(commit.tx, since.held(commit.tx, watch))
    since_base = since.change(commit, base, new)
    passages = since_base.comparison.passages
    both: tuple[int, ...] = ()
    only: tuple[int, ...] = tuple(range(len(passages)))
    if base != first:
        old = differ(
            commit.source, versions.document(commit.tx, base), versions.document(commit.tx, first)
        )
        both, only = looks.shared(passages, old.passages)
    _learn(commit, watch, new, [passages[i] for i in only])
    before = versions.by_id(commit.tx, first)
    seen = Looks(not_before=before.not_before)
    seen_twice = replace(seen, first_seen=before.first_seen, confirmed_at=new.first_seen)
    tell(commit, new, since_base, "pending", seen=seen_twice, chosen=both)
    tell(commit, new, since_base, "held", seen=seen, chosen=only)
    return replace(
        watch,
        version_id=new.version_id,
        confirmed_version_id=base,
        look=2,
        look_due_at=commit.now + looks.THIRD_LOOK,
    )


def _settle(
    commit: Commit,
    watch: Watch,
    new: Version,
) -> Watch:
    """Three looks, three texts: what the last two share is told, what differs in all is volatile.

    What the third alone shows waits for a further look: an edit may come at any moment, and one
    that was told may be undone.
    """
    base, second = watch.confirmed_version_id, watch.version_id
    assert base is not None
    assert second is not None
    waiting = since.waiting(commit.tx, watch, base, second)
    before = versions.by_id(commit.tx, second)
    seen_twice = Looks(
        not_before=since.old_words_last_read(commit.tx, watch),
        first_seen=before.first_seen,
        confirmed_at=new.first_seen,
    )
    outbox.withdraw(commit.tx, since.held(commit.tx, watch))
    known = since.told(commit.tx, watch, base)
    passages = since.passages(commit, base, new)
    in_turn = since.in_turn(commit, base, before, new)
    both, _ = looks.shared(passages, waiting)
    if both:
        change = since.change(commit, base, new)
        tell(commit, new, change, "pending", seen=seen_twice, chosen=both)
    if looks.shared(known, passages)[1]:
        return _look_anew(commit, watch, new, in_turn, waiting)
    if late := looks.late(passages, [*known, *(passages[i] for i in both)], in_turn):
        change = since.change(commit, base, new)
        tell(commit, new, change, "held", seen=Looks(not_before=new.not_before), chosen=late)
    watch = replace(watch, version_id=new.version_id)
    if not since.held(commit.tx, watch):
        return _confirm(commit, watch, new.version_id)
    due_at = commit.now + looks.THIRD_LOOK
    return replace(watch, look_since=commit.now, look_due_at=due_at)


def _look_anew(
    commit: Commit, watch: Watch, new: Version, in_turn: frozenset[str], waiting: Iterable[Passage]
) -> Watch:
    """What was told stands no more: a first look, set against the text that people know of."""
    second = watch.version_id
    assert second is not None
    news = looks.news(since.passages(commit, second, new), in_turn, waiting)
    return _first_look(commit, replace(watch, confirmed_version_id=second), new, news)


def _confirm(commit: Commit, watch: Watch, version_id: int) -> Watch:
    versions.confirm(commit.tx, version_id, commit.now)
    posting.release(commit, watch.source_id)
    return closed(watch, confirmed=version_id)


def closed(watch: Watch, *, confirmed: int | None) -> Watch:
    """The watch with no look open."""
    return replace(watch, look=0, look_since=None, look_due_at=None, confirmed_version_id=confirmed)


def _as_confirmed(commit: Commit, watch: Watch, new: Version | None) -> bool:
    """Whether the text is the last confirmed one's, but for what differs from look to look."""
    base = watch.confirmed_version_id
    if new is None or base is None:
        return False
    if versions.by_id(commit.tx, base).text_sha256 == new.text_sha256:
        return True
    muted = volatiles.muted(commit.tx, watch.source_id)
    if not muted:
        return False
    old, now = (versions.document(commit.tx, one) for one in (base, new.version_id))
    return not volatile.told(differ(commit.source, old, now).passages, muted)


def _learn(commit: Commit, watch: Watch, new: Version, waiting: Iterable[Passage]) -> None:
    """Count what differed between two looks: on the third such visit it is muted."""
    assert watch.version_id is not None
    between = changes.between(commit.tx, watch.version_id, new.version_id)
    passages = [*(between.comparison.passages if between else ()), *waiting]
    volatiles.differed(
        commit.tx,
        watch.source_id,
        volatile.signatures(passages),
        enough=volatile.ENOUGH,
        now=commit.now,
    )


def tell(
    commit: Commit,
    new: Version,
    change: Change,
    state: DeliveryState,
    *,
    seen: Looks,
    chosen: tuple[int, ...] | None = None,
) -> None:
    """Tell of a change, or of the chosen of its passages, but for those known to be volatile."""
    passages = change.comparison.passages
    kept = set(volatile.told(passages, volatiles.muted(commit.tx, new.source_id)))
    every = range(len(passages))
    only = tuple(i for i in (every if chosen is None else chosen) if i in kept)
    if only or not passages:
        facts = seen.facts() | ({} if len(only) == len(passages) else {"passages": list(only)})
        posting.change(commit, new, change, state, facts)
