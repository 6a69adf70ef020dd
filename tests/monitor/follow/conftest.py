"""A desk that follows listings."""

from collections.abc import Callable

import pytest

from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, LISTING, index

Start = Callable[..., Desk]


@pytest.fixture
def follow(site: ScriptedSite, desk: Start) -> Callable[..., Desk]:
    """Start watching listings, given by id and keys; each round is a quarter of an hour."""

    def start(*listings: str, sources: str = "") -> Desk:
        one = desk()
        path = one.folder / "sources.yaml"
        base = f"http://127.0.0.1:{site.port}"
        items = "\n".join(f"  - {{{said}}}" for said in listings).replace("BASE", base)
        text = path.read_text(encoding="utf-8").replace(
            "sources:\n\n", sources.replace("BASE", base) or "sources: []\n"
        )
        one.configure(f"{text}listings:\n{items}\n" if listings else text)
        one.look(rounds=3)
        one.round()
        one.round()
        return one

    return start


@pytest.fixture
def press(site: ScriptedSite, desk: Callable[..., Desk]) -> Desk:
    """A desk that watches a listing of two documents, read once."""
    site.answers["/press"] = (200, index(("/b", "Second readout"), ("/a", "First readout")))
    site.say("/a", "The first text.", *DOCUMENT)
    site.say("/b", "The second text.", *DOCUMENT)
    one = desk()
    path = one.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8").replace("sources:\n\n", "sources: []\n")
    one.configure(text + LISTING.format(port=site.port))
    one.look(rounds=3)
    one.round()
    return one
