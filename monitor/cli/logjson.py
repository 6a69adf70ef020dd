"""The objects of `readout log --json` and of exports."""

from monitor.cli import render
from monitor.history import LogEntry, Reign


def entry(one: LogEntry, reign: Reign) -> dict[str, object]:
    """A version, what brought it, and what happened while it was the last one."""
    told = one.step.told if one.step else None
    change = one.change()
    version = one.version
    return {
        "source": one.source.slug,
        "version": version.number,
        "first_seen": render.instant(version.first_seen),
        "last_seen": render.instant(reign.last_seen),
        "not_before": render.instant(one.not_before),
        "change": told.kind if told else None,
        "cause": told.cause if told else None,
        "arrival": one.arrival,
        "flags": list(told.flags) if told else [],
        "typography": list(change.comparison.typography) if change else [],
        "words_added": told.words_added if told else 0,
        "words_removed": told.words_removed if told else 0,
        "same_as": version.same_as,
        "confirmed": version.confirmed_at is not None,
        "sha256": version.text_sha256.hex(),
        "gaps": [
            {
                "since": render.instant(gap.since),
                "until": render.instant(gap.until),
                "verdict": gap.verdict,
                "reason": gap.reason,
            }
            for gap in reign.gaps
        ],
        "moves": [{"at": render.instant(move.at), "url": move.read} for move in reign.moves],
        "remarks": [
            {
                "at": render.instant(remark.at),
                "kind": remark.kind,
                "before": remark.before,
                "after": remark.after,
            }
            for remark in reign.remarks
        ],
        **render.witnessed(one.witness),
        "superseded_by": one.superseded_by,
        "origin": one.origin,
        "note": version.note,
    }


def passages(one: LogEntry) -> dict[str, object]:
    """What `-p` adds: the difference whole; nothing of a first version."""
    from alerts.as_json import passage_json

    change = one.change()
    told = change.comparison.passages if change else ()
    return {"passages": [passage_json(passage, ()) for passage in told]}
