"""The program's processes, the worlds they run in, and what an uninterrupted run leaves behind."""

import fcntl
import os
import pickle
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.crash import facts
from tests.crash.fleet import Fleet, fleet
from tests.crash.world import World, world

# `make test` kills and ends the program; these ask what else may happen, in `make test-slow`.
_SLOW = {"test_clock", "test_full_disk", "test_restored"}
MakeWorld = Callable[..., World]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem in _SLOW:
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """A run without any crash: its outcome, and the points it passed, in order."""

    facts: facts.Facts
    points: list[str]


@pytest.fixture(scope="session")
def launcher() -> Iterator[Fleet]:
    with fleet() as one:
        yield one


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who signs the mail servers' certificates."""
    return trustme.CA()


@pytest.fixture
def make_world(tmp_path: Path, launcher: Fleet, authority: trustme.CA) -> Iterator[MakeWorld]:
    """Worlds by name, all ended with the test."""
    with ExitStack() as stack:
        yield lambda name, **given: stack.enter_context(
            world(tmp_path / name, launcher, authority, **given)
        )


@pytest.fixture(scope="session")
def undisturbed(
    launcher: Fleet, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    """The workers of a run share it: who asks first makes it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "undisturbed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = shared / "undisturbed.pickle"
        if not kept.exists():
            folder = tmp_path_factory.mktemp("undisturbed")
            kept.write_bytes(pickle.dumps(_run(folder, launcher, authority)))
        found: Undisturbed = pickle.loads(kept.read_bytes())
        return found


def _run(folder: Path, launcher: Fleet, authority: trustme.CA) -> Undisturbed:
    with warnings.catch_warnings(), world(folder, launcher, authority) as one:
        one.play()
        one.run_to_the_end(one.start())
        assert facts.repeats(one.mailbox) == 0
        return Undisturbed(facts=facts.facts(one), points=one.points)
