"""Dying as an archive's sight of a page that refuses is recorded: it is kept and told once."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from tests.crash import stage
from tests.e2e.site import Answer, Page, page

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World

_INDEX = "/cdx/search/cdx"
_SHUT = Page(body=b"<!DOCTYPE html><title>Just a moment...</title><p>Checking", status=403)
_KEPT = "SELECT count(*) FROM captures WHERE origin = 'wayback'"
_SEEN = "SELECT last_ok_at FROM watches JOIN sources USING (source_id) WHERE slug = 'pact'"
_VERSIONS = "SELECT number FROM versions JOIN sources USING (source_id) WHERE slug = 'pact'"


class _WithIndex(dict[str, Answer]):
    """Pages beside which an archive's index stands, whatever is asked of it."""

    def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
        """The answer at this address."""
        return super().get(_INDEX if path.startswith(_INDEX) else path, default)


def _archive(world: "World") -> None:
    """The archive, which is the site itself, read the new words half a minute after we did."""
    ((seen,),) = world.ask(_SEEN)
    last = datetime.fromtimestamp(seen // 1_000_000, UTC)
    at = last + timedelta(seconds=30)
    pact, stamp = world.site.url("/pact"), f"{at:%Y%m%d%H%M%S}"
    names = ["timestamp", "original", "mimetype", "statuscode", "digest"]
    index = json.dumps([names, [stamp, pact, "text/html", "200", "AAAA"]]).encode()
    memento = page(stage.NEW, "This is /pact.", *stage.REST)
    headers = {"Memento-Datetime": format_datetime(at, usegmt=True)}
    world.site.pages = _WithIndex(world.site.pages)
    world.site.pages[_INDEX] = Page(body=index)
    world.site.pages[f"/web/{stamp}id_/{pact}"] = Page(body=memento.body, headers=headers)


@pytest.mark.slow
def test_dying_as_the_archives_sight_is_recorded_tells_it_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    stage.rewrite(world, "id: pact,", "id: pact, via: [direct, wayback],")
    stage.rest(world)
    _archive(world)
    world.site.pages["/pact"] = _SHUT
    before, after = stage.either_side("archivewatch._came")
    stage.die(world, before)
    assert world.ask(_KEPT) == [(0,)]
    stage.die(world, after)
    assert world.ask(_KEPT) == [(1,)]
    stage.go_on(world, stage.rounds(world, 3), "another start")
    assert world.ask(_KEPT) == [(1,)]
    assert world.ask(_VERSIONS) == [(1,), (2,)]
    assert len(stage.names(world, "the archive's sight")) == 1
