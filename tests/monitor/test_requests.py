"""What is asked of a host at each visit: the whole page at every tenth, whatever it says."""

from datetime import UTC, datetime

from monitor.config.model import SourceConfig
from monitor.queues import Task, request_for
from storage.watches import Watch

SOURCE = SourceConfig(id="a", url="https://a.example/", name="A")


def _asked(visits: int, *, look: bool = False) -> tuple[str | None, str | None]:
    now = datetime(2025, 2, 13, tzinfo=UTC)
    watch = Watch(
        source_id=1, next_check_at=now, state="ok", state_since=now, visits=visits,
        etag='"a"', last_modified="Thu, 13 Feb 2025 00:00:00 GMT",
    )  # fmt: skip
    request = request_for(Task(source=SOURCE, watch=watch, look=look))
    assert request.fresh == look
    return request.etag, request.last_modified


def test_every_tenth_visit_is_unconditional() -> None:
    whole = [visits for visits in range(1, 41) if _asked(visits) == (None, None)]
    assert whole == [10, 20, 30, 40]
    assert _asked(1) == ('"a"', "Thu, 13 Feb 2025 00:00:00 GMT")


def test_a_second_look_is_past_every_cache() -> None:
    assert _asked(1, look=True) == (None, None)
