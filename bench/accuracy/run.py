"""All cases, counted: `python -m bench.accuracy [--failures] [--each N] [--only CATEGORY]`."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bench.accuracy import cosmetic, edits, layout
from bench.accuracy.cases import Case
from bench.accuracy.texts import Sample, samples
from bench.accuracy.verdict import Verdict, judge

EACH = 24  # of each category in each text, where it has so many places
_LANGUAGES = ("en", "fr", "de", "ar", "ja", "zh")
# What is asked, of which group, which part of the verdict, and how many in a hundred.
GOALS = (
    ("cosmetic edits are never wording", "cosmetic", "kind", 100.0),
    ("one-token edits are wording", "edit", "kind", 100.0),
    ("they name the changed tokens alone", "edit", "named", 98.0),
    ("they raise the right flag", "edit", "flag", 95.0),
    ("moved, split, merged, renumbered: the right kind", "layout", "right", 95.0),
)


def cases(texts: Sequence[Sample], each: int = EACH) -> Iterator[Case]:
    """Every case over these texts; the same at every call."""
    for sample in texts:
        yield from cosmetic.cases(sample, max(1, each // 2))
        yield from edits.cases(sample, each)
        yield from layout.cases(sample, each)


def main() -> int:
    """Print the table; exit 1 when a goal is missed."""
    options = _options()
    texts = samples(shared=not options.ours)
    wanted = (case for case in cases(texts, options.each) if _wanted(case, options.only))
    verdicts = [judge(case) for case in wanted]
    print(f"{len(verdicts)} cases over {len(texts)} texts\n")
    _print_table(verdicts)
    met = _print_goals(verdicts)
    if options.failures:
        _print_failures(verdict for verdict in verdicts if not verdict.right)
    return 0 if met else 1


def _wanted(case: Case, only: str) -> bool:
    return not only or only in (case.category, case.group) or case.name.startswith(only)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy")
    parser.add_argument("--failures", action="store_true", help="list each case that failed")
    parser.add_argument("--each", type=int, default=EACH, help="cases a category and text")
    parser.add_argument("--only", default="", help="a group, a category, or how names begin")
    parser.add_argument("--ours", action="store_true", help="leave ../shared/texts out")
    return parser.parse_args()


def _print_table(verdicts: Sequence[Verdict]) -> None:
    total: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for verdict in verdicts:
        for row in (verdict.case.category, "all"):
            key = (row, verdict.case.language)
            total[key] += 1
            right[key] += verdict.right
    print("| category | " + " | ".join(_LANGUAGES) + " |\n|---|" + "---|" * len(_LANGUAGES))
    for row in [*dict.fromkeys(verdict.case.category for verdict in verdicts), "all"]:
        cells = (
            f"{right[row, name]}/{total[row, name]}" if total[row, name] else ""
            for name in _LANGUAGES
        )
        print(f"| {row} | " + " | ".join(cells) + " |")


def _print_goals(verdicts: Sequence[Verdict]) -> bool:
    met = True
    print("\n| goal | cases | right | asked |\n|---|---|---|---|")
    for title, group, part, least in GOALS:
        asked = [
            answer
            for verdict in verdicts
            if verdict.case.group == group and (answer := getattr(verdict, part)) is not None
        ]
        share = 100 * sum(asked) / len(asked) if asked else 100.0
        met = met and share >= least
        print(f"| {title} | {len(asked)} | {share:.2f} % | {least:g} % |")
    return met


def _print_failures(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        goal = verdict.case.goal
        wrong = [
            part for part in ("kind", "named", "flag", "place") if getattr(verdict, part) is False
        ]
        print(f"\n{verdict.case.name} (told {verdict.case.told}): {', '.join(wrong)}")
        print(
            f"  wanted {goal.kind} {goal.flag} {goal.hunks[:1] or goal.added or goal.removed or ''}"
        )
        print(f"  found {verdict.found}")
