"""Spoiled pages, feeds, PDFs, headers and configurations: whether anything falls over or hangs.

`python -m bench.fuzz` feeds in 100,000 inputs (`--inputs`, from `--first` on, within `--seconds`)
by two processes with limits, and prints how many there were of each kind, what escaped, died, hung
or was slow, and the slowest; it ends with 1 where there was any. `--seed` makes others; one that
went wrong is tried again by `--first NUMBER --inputs 1`.
"""

import argparse
import queue
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field

from bench.fuzz_worker import kind_of
from monitor.clock import SYSTEM

SLOW = 10.0  # CPU seconds for one input
HANG = 120.0  # seconds without a word from a process


@dataclass(slots=True)
class Result:
    """What came of the inputs. `wrong`: number, kind, and what was wrong with it."""

    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    until: float = float("inf")  # of SYSTEM.monotonic(): what is not begun then is left
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, number: int, seconds: float, escaped: str) -> None:
        """One input is through, or its process is."""
        with self._lock:
            self.kinds[kind_of(number)] += 1
            self.slowest = max(self.slowest, (seconds, number))
            slow = f"took {seconds:.1f} s" if seconds > SLOW else ""
            if escaped or slow:
                self.wrong.append((number, kind_of(number), escaped or slow))


def fuzz(seed: int, first: int, inputs: int, workers: int, seconds: float = float("inf")) -> Result:
    """Feed in the inputs of these numbers, as many as the seconds allow."""
    result = Result(until=SYSTEM.monotonic() + seconds)
    threads = [
        threading.Thread(target=_share, args=(result, seed, first + n, first + inputs, workers))
        for n in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return result


def _share(result: Result, seed: int, first: int, last: int, step: int) -> None:
    """Every `step`-th input; a process that dies or hangs is replaced, behind what ended it."""
    number = first
    while number < last:
        number = _process(result, seed, number, last, step)


def _process(result: Result, seed: int, first: int, last: int, step: int) -> int:
    """Where to go on: behind the last input if the process came so far."""
    words = [str(word) for word in (seed, first, last, step)]
    with subprocess.Popen(
        [sys.executable, "-m", "bench.fuzz_worker", *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=_follow, args=(process, lines))
        reader.start()
        try:
            return _feed(result, process, lines, (first, last, step))
        finally:
            process.kill()
            reader.join()


def _feed(
    result: Result,
    process: "subprocess.Popen[str]",
    lines: "queue.SimpleQueue[str]",
    numbers: tuple[int, int, int],
) -> int:
    number, last, step = numbers
    try:
        while begun := lines.get(timeout=HANG):
            number = int(begun)
            ended = lines.get(timeout=HANG)
            if not ended:
                result.enter(number, 0.0, f"the process died ({process.wait()})")
                return number + step
            seconds, _, escaped = ended.strip().partition(" ")
            result.enter(number, float(seconds), escaped)
            if SYSTEM.monotonic() > result.until:
                return last
    except queue.Empty:
        result.enter(number, HANG, f"no end within {HANG:.0f} s")
        return number + step
    if process.wait():
        result.enter(number, 0.0, f"the process ended with {process.returncode}")
        return number + step
    return last


def _follow(process: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def main() -> int:
    """Feed in and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    given = parser.parse_args()
    began = SYSTEM.monotonic()
    result = fuzz(given.seed, given.first, given.inputs, given.workers, given.seconds)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in result.kinds.most_common())
    seconds, number = result.slowest
    print(f"{result.kinds.total():,} inputs ({kinds}) in {SYSTEM.monotonic() - began:.0f} s")
    print(f"{len(result.wrong)} went wrong; the slowest took {seconds:.2f} s of CPU ({number})")
    for number, kind, what in sorted(result.wrong)[:50]:
        print(f"{kind} {number}: {what}")
    return bool(result.wrong)


if __name__ == "__main__":
    raise SystemExit(main())
