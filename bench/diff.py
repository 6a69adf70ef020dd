"""How long comparing two texts takes, against git, wdiff, difflib and diff-match-patch.

`python -m bench.diff` prints milliseconds: of whole processes, start-up and all, the best of some
taken in turn; and behind a `+` of comparing alone within them. Ours is `readout compare` as it is
typed, and the comparison in a process of its own. Our edits must be those that were made, no more
and no fewer, and the moved paragraph must be found.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench import difftexts
from bench.difftexts import Case

_PEERS = ("difflib", "diff-match-patch")
_ENTRY = "from monitor.cli.entry import main; main()"
GOAL_GIT = 2.0
GOAL_HARD = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Seconds: of whole processes by name (None: not installed), and of comparing alone."""

    whole: dict[str, float | None]
    alone: dict[str, float]
    exact: bool


def measure(case: Case, times: int, *, peers: bool) -> Row:
    """Compare one pair of texts in every way."""
    with tempfile.TemporaryDirectory() as folder:
        files = [_write(Path(folder) / "a.txt", case.before)]
        files.append(_write(Path(folder) / "b.txt", case.after))
        commands = _commands(files)
        whole: dict[str, float | None] = {}
        for _ in range(times):
            for name, command in commands.items():
                whole[name] = _least(whole.get(name), _whole(command))
        alone, found = {}, {}
        for way in ("ours", *(_PEERS if peers else ())):
            begun = time.perf_counter()
            found[way] = json.loads(_run(_python("-m", "bench.differs", way, *files)))
            alone[way] = found[way]["alone"]
            if way in _PEERS:
                whole[way] = time.perf_counter() - begun
    return Row(
        whole=whole, alone=alone, exact=_exact(case, found["ours"]["edits"], found["ours"]["moved"])
    )


def _write(path: Path, paragraphs: tuple[str, ...]) -> str:
    path.write_text("".join(f"{line}\n" for line in paragraphs), encoding="utf-8")
    return str(path)


def _commands(files: list[str]) -> dict[str, list[str] | None]:
    wdiff = ["wdiff", *files] if shutil.which("wdiff") else None
    return {
        "git": ["git", "diff", "--word-diff", "--no-index", *files],
        "wdiff": wdiff,
        "python": _python("-c", "pass"),
        "readout compare": _python("-c", _ENTRY, "compare", *files),
    }


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _whole(command: list[str] | None) -> float | None:
    if command is None:
        return None
    begun = time.perf_counter()
    _run(command)
    return time.perf_counter() - begun


def _run(command: list[str]) -> bytes:
    """Standard output. Differing texts end with 1; compiled modules are kept, as in use."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=False)
    assert done.returncode in (0, 1), command
    return done.stdout


def _least(one: float | None, other: float | None) -> float | None:
    return min((value for value in (one, other) if value is not None), default=None)


def _exact(case: Case, edits: list[list[str]], moved: int) -> bool:
    """Whether precisely the edits that were made were found, and every move."""
    if not case.edits:
        return True
    named = Counter((old, new) for old, new in edits)
    return named == Counter(case.edits) and moved == case.moved


def _print(case: Case, row: Row, verdict: str) -> None:
    cells = [
        _cell(row.whole.get(name), row.alone.get(name))
        for name in ("git", "wdiff", *_PEERS, "python", "readout compare")
    ]
    ours = f"{1000 * row.alone['ours']:.1f}"
    print(
        "  ".join([f"{case.name:<34}", *(f"{cell:>14}" for cell in cells), f"{ours:>8}", verdict])
    )


def _cell(whole: float | None, alone: float | None) -> str:
    if whole is None:
        return "-"
    return f"{1000 * whole:.0f}" + (f" +{1000 * alone:.0f}" if alone is not None else "")


def _ordinary(row: Row) -> str:
    git, whole = row.whole["git"], row.whole["readout compare"]
    assert git
    assert whole
    exact = "edits exact, move found" if row.exact else "NOT EXACT"
    ratio = f"alone {row.alone['ours'] / git:.1f} of git (goal {GOAL_GIT:.0f})"
    return f"{ratio}, whole {whole / git:.1f}; {exact}"


def _hard(case: Case, row: Row, ordinary: dict[str, float]) -> str:
    alone = row.alone["ours"]
    if not case.ordinary:
        met = "met" if alone <= case.seconds else "MISSED"
        return f"goal {case.seconds:.0f} s: {met}; {alone / (row.whole['git'] or 1):.0f} of git"
    ratio = alone / ordinary[case.ordinary]
    met = "met" if ratio <= GOAL_HARD else "MISSED"
    return f"{ratio:.1f} of the ordinary case (goal {GOAL_HARD:.0f}): {met}"


def main() -> None:
    """Measure all cases, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    if not shutil.which("wdiff"):
        print("wdiff is not installed here, and is left out")
    names = ["git", "wdiff", *_PEERS, "bare python", "readout compare"]
    print("  ".join([" " * 34, *(f"{name:>14}" for name in names), f"{'alone':>8}"]))
    ordinary: dict[str, float] = {}
    for case in difftexts.ordinary():
        row = measure(case, arguments.times, peers=True)
        ordinary[case.name] = row.alone["ours"]
        _print(case, row, _ordinary(row))
    for case in difftexts.hard():
        row = measure(case, 1, peers=False)
        _print(case, row, _hard(case, row, ordinary))


if __name__ == "__main__":
    main()
