"""Asking a child process that a hostile body may bring down, or that is ended when it is late."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from monitor.text import limits
from storage.model import Judgement

SECONDS = 60  # on the wall: a busy machine is no fault of the page, whose limit is its CPU
_ROOT = Path(__file__).parents[2]


def ask(module: str, given: bytes, *, what: str) -> dict[str, Any] | Judgement:
    """What a module of ours answers, as JSON, to the bytes on its stdin; else why it did not.

    It sees those bytes and nothing else, not even the environment. `what` is read: "the PDF".
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, under our own interpreter
            [sys.executable, "-m", module],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        return _failed(f"reading {what} took longer than {SECONDS} s")
    if done.returncode == -signal.SIGXCPU:
        return _failed(f"reading {what} took more than {limits.SECONDS} s of processor time")
    if done.returncode < 0:
        return _failed(f"reading {what} brought its process down (signal {-done.returncode})")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return _failed(f"reading {what} needs too much memory or failed")
    return _failed(str(answer["error"])) if "error" in answer else answer


def _failed(reason: str) -> Judgement:
    return Judgement(verdict="failed", reason=reason)
