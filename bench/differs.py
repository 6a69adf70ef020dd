"""The ways of comparing that `bench.diff` measures, each run as a process of its own.

`python -m bench.differs WAY A B` reads two files, compares them three times, and prints one line of
JSON: the least seconds that comparing alone took, and which words were changed and moved.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Found = dict[str, object]


def ours(before: str, after: str) -> Found:
    """The program's comparison, over the blocks that each line is."""
    from monitor.compare import passages
    from monitor.compare.compare import compare
    from storage.model import Block

    def read(text: str) -> list[Block]:
        return [Block(kind="paragraph", text=line) for line in text.splitlines()]

    found = compare(read(before), read(after), language="en")
    return {
        "edits": [hunk for one in found.passages for hunk in passages.hunks(one)],
        "moved": sum(one.kind == "moved" for one in found.passages),
    }


def difflib(before: str, after: str) -> Found:
    """The standard library's SequenceMatcher over words."""
    from difflib import SequenceMatcher

    a, b = before.split(), after.split()
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return {"edits": [(a[i:j], b[k:m]) for op, i, j, k, m in codes if op != "equal"], "moved": 0}


def match_patch(before: str, after: str) -> Found:
    """diff-match-patch as it comes: over characters, until its clock of one second runs out."""
    from diff_match_patch import diff_match_patch

    parts = diff_match_patch().diff_main(before, after)
    return {"edits": [text for op, text in parts if op], "moved": 0}


WAYS: dict[str, Callable[[str, str], Found]] = {
    "ours": ours,
    "difflib": difflib,
    "diff-match-patch": match_patch,
}


def main() -> None:
    """Compare two files in one way, and print what it took and what was found."""
    way, *files = sys.argv[1:]
    before, after = (Path(file).read_text(encoding="utf-8") for file in files)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        found = WAYS[way](before, after)
        times.append(time.perf_counter() - start)
        if times[0] > 1:
            break
    print(json.dumps({"first": times[0], "alone": min(times), **found}))


if __name__ == "__main__":
    main()
