"""Simulated days with a fault every three minutes: each edit is told, once, and nothing else is."""

from pathlib import Path

import pytest

from bench.month import month


@pytest.mark.slow
def test_two_days_of_faults_on_fifty_pages(tmp_path: Path) -> None:
    run = month(tmp_path, sources=50, days=2, every="1h")
    told = run.count
    assert told.missed == []
    assert told.false == []
    assert told.doubled == []
    assert told.edits > 20
    assert run.spoiled > 500
    assert run.memory_mb[1] < run.memory_mb[0] + 30
