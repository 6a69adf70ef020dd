"""The benchmark site as another process, for as long as a `with` block lasts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import ProxyHandler, build_opener


@contextmanager
def serving(pages: int = 1000) -> Iterator[str]:
    """Start `bench.site` with that many pages generated beforehand; give its address."""
    command = [sys.executable, "-m", "bench.site", "--warm", str(pages)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def switch(address: str, mode: str) -> None:
    """Put the site into a mode: `304`, `same` or `noise` (each call a new round of noise)."""
    direct = build_opener(ProxyHandler({}))  # never through a proxy of the environment
    with direct.open(f"{address}/mode/{mode}", timeout=10) as response:
        assert response.status == 204
