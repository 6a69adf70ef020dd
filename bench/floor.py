"""The floor that our passes are measured against: requests, eight threads, GET and hash.

`python -m bench.floor` prints one line of JSON: CPU and wall time a page, in milliseconds.
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256

import requests

from bench.peer import serving, switch

THREADS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What one pass cost. CPU is of all threads of this process, the site's is not in it."""

    pages: int
    cpu_ms_a_page: float
    wall_ms_a_page: float


def measure(address: str, pages: int) -> Floor:
    """GET and hash pages 0 to `pages`-1 of the site at that address, once each."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(_warm, range(THREADS)))
        cpu, wall = time.process_time(), time.perf_counter()
        shares = (range(first, pages, THREADS) for first in range(THREADS))
        hashed = sum(pool.map(lambda share: _fetch(address, share), shares))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert hashed == pages
    return Floor(
        pages=pages,
        cpu_ms_a_page=round(1000 * cpu / pages, 4),
        wall_ms_a_page=round(1000 * wall / pages, 4),
    )


def _warm(_: int) -> None:
    """Start the thread before the measuring does."""


def _fetch(address: str, numbers: range) -> int:
    """Fetch one thread's share over one Session; how many pages came and were hashed."""
    hashes = []
    with requests.Session() as session:
        session.trust_env = False  # as ours: looking for proxies at every request is no part of it
        for number in numbers:
            response = session.get(f"{address}/page/{number}", timeout=30)
            response.raise_for_status()
            hashes.append(sha256(response.content).digest())
    return len(hashes)


def main() -> None:
    """Measure against a site of one's own, three times; the least is the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with serving(arguments.pages) as address:
        switch(address, "same")
        rounds = [measure(address, arguments.pages) for _ in range(arguments.rounds)]
    print(json.dumps(asdict(min(rounds, key=lambda floor: floor.cpu_ms_a_page))))


if __name__ == "__main__":
    main()
