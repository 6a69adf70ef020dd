"""Who is told of what: alerts and their deliveries, held until a further look confirms them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor import looks, posting
from monitor.commit import Commit
from monitor.reading import differ
from storage import changes, outbox, versions
from storage.model import Change, Passage, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection


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
    match looks.meaning(watch, version_id, as_confirmed=_as_confirmed(commit.tx, watch, new)):
        case "confirmed" if looks.early(watch, commit.now):
            return watch
        case "confirmed":
            return _confirm(commit, watch, version_id)
        case "withdrawn":
            outbox.withdraw(commit.tx, _held(commit.tx, watch))
            return _confirm(commit, replace(watch, version_id=version_id), version_id)
        case "third":
            assert new is not None
            return _third_look(commit, watch, new)
        case "volatile":
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
    return _closed(watch, confirmed=watch.version_id)


def _first_look(
    commit: Commit,
    watch: Watch,
    new: Version,
) -> Watch:
    base = watch.confirmed_version_id
    if base is not None:
        change = changes.between(commit.tx, base, new.version_id)
        assert change is not None
        posting.change(commit, new, change, "held", None)
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
    """Neither the old text nor the first look's: what both looks share is told commit.now."""
    base, first = watch.confirmed_version_id, watch.version_id
    assert first is not None
    if base is None:  # the very first version already differs: it is what we compare with
        base = first
    outbox.withdraw(commit.tx, _held(commit.tx, watch))
    change = _change(commit, base, new)
    both: tuple[int, ...] = ()
    only: tuple[int, ...] | None = None
    if base != first:
        old = differ(
            commit.source, versions.document(commit.tx, base), versions.document(commit.tx, first)
        )
        both, only = looks.shared(change.comparison.passages, old.passages)
    if both:
        posting.change(commit, new, change, "pending", both)
    if only is None or only or not both:
        posting.change(commit, new, change, "held", only or None)
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
    """Three looks, three texts: what the last two share is told, the rest is volatile."""
    base, second = watch.confirmed_version_id, watch.version_id
    assert base is not None
    assert second is not None
    waiting = _held_passages(commit.tx, watch, base, second)
    outbox.withdraw(commit.tx, _held(commit.tx, watch))
    change = _change(commit, base, new)
    both, _ = looks.shared(change.comparison.passages, waiting)
    if both:
        posting.change(commit, new, change, "pending", both)
    versions.confirm(commit.tx, new.version_id, commit.now)
    return _closed(replace(watch, version_id=new.version_id), confirmed=new.version_id)


def _confirm(commit: Commit, watch: Watch, version_id: int) -> Watch:
    versions.confirm(commit.tx, version_id, commit.now)
    posting.release(commit, watch.source_id)
    return _closed(watch, confirmed=version_id)


def _closed(watch: Watch, *, confirmed: int | None) -> Watch:
    return replace(watch, look=0, look_since=None, look_due_at=None, confirmed_version_id=confirmed)


def _as_confirmed(tx: "Connection", watch: Watch, new: Version | None) -> bool:
    if new is None or watch.confirmed_version_id is None:
        return False
    return versions.by_id(tx, watch.confirmed_version_id).text_sha256 == new.text_sha256


def _held(tx: "Connection", watch: Watch) -> list[int]:
    return [alert.alert_id for alert, _ in outbox.held(tx, watch.source_id)]


def _held_passages(tx: "Connection", watch: Watch, base: int, version_id: int) -> list[Passage]:
    """The passages that wait for the third look."""
    change = changes.between(tx, base, version_id)
    if change is None:
        return []
    passages = change.comparison.passages
    return [
        passages[index]
        for alert, _ in outbox.held(tx, watch.source_id)
        if alert.change_id == change.change_id
        for index in alert.facts.get("passages", range(len(passages)))  # type: ignore[attr-defined]
    ]


def _change(commit: Commit, base: int, new: Version) -> Change:
    """The change from the last confirmed version, recorded beside the one from look to look."""
    change = changes.between(commit.tx, base, new.version_id)
    if change is None:
        comparison = differ(
            commit.source,
            versions.document(commit.tx, base),
            versions.document(commit.tx, new.version_id),
        )
        change = changes.record(
            commit.tx,
            source_id=new.source_id,
            from_version_id=base,
            to_version_id=new.version_id,
            cause="page",
            comparison=comparison,
            now=commit.now,
        )
    return change
