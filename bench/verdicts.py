"""`python -m bench.verdicts`: how much of the corpus of failures is caught, and of pages refused.

The captures are those of tests/monitor/judge, each judged as the daemon does: the exchange, then
the text that is read from it.
"""

from collections.abc import Iterable, Iterator

from tests.monitor.judge import corpus

GOAL_CAUGHT, GOAL_REFUSED = 0.97, 0


def main() -> int:
    """Print the figures and every capture that was judged wrongly; 1 when a goal is missed."""
    failures, genuine = list(corpus.failures()), list(corpus.genuine())
    worth = [(name, verdict, corpus.worth(reply).verdict) for name, verdict, reply in failures]
    caught = sum(given != "ok" for _, _, given in worth)
    exact = sum(given == verdict for _, verdict, given in worth)
    refused = [name for name, reply in genuine if corpus.worth(reply).verdict != "ok"]
    print(
        f"{len(failures)} failures, {caught / len(failures):.1%} caught, "
        f"{exact / len(failures):.1%} by their own verdict; "
        f"{len(genuine)} genuine, {len(refused) / len(genuine):.1%} refused"
    )
    pages = list(corpus.sentences())
    lost = [name for name, reply in pages if corpus.worth(reply).verdict != "ok"]
    print(f"{len(pages)} pages of one sentence each, {len(lost)} refused")
    print("\n".join([*_first_sights(), *_wrong(worth, [*refused, *lost])]))
    return int(caught < GOAL_CAUGHT * len(failures) or len(refused) + len(lost) > GOAL_REFUSED)


def _first_sights() -> Iterator[str]:
    for name, (caught, failures, refused, genuine) in corpus.FIRST_SIGHT.items():
        yield (
            f"  the {name} blind set, at first sight: {caught} of {failures} caught, "
            f"{refused} of {genuine} refused"
        )


def _wrong(worth: Iterable[tuple[str, str, str]], refused: list[str]) -> Iterator[str]:
    yield from (f"  {name}: {given}, not {want}" for name, want, given in worth if given != want)
    yield from (f"  {name}: refused" for name in refused)


if __name__ == "__main__":
    raise SystemExit(main())
