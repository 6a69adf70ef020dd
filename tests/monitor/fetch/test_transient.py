"""Which failures are worth another attempt within the pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.fetch.fetch import transient
from storage.model import Exchange, Failure, FailureKind

WHEN = datetime(2025, 2, 7, 12, 0, tzinfo=UTC)


def exchange_of(
    status: int | None = 200,
    kind: FailureKind | None = None,
    retry_at: datetime | None = None,
) -> Exchange:
    return Exchange(
        url="https://www.example.org/",
        final_url="https://www.example.org/",
        hops=(),
        status=status,
        headers=(),
        body=b"",
        declared_bytes=None,
        received_bytes=0,
        started_at=WHEN,
        ended_at=WHEN,
        failure=None if kind is None else Failure(kind=kind, text="it failed"),
        retry_at=retry_at,
    )


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (exchange_of(200), False),
        (exchange_of(304), False),
        (exchange_of(404), False),
        (exchange_of(429), False),
        (exchange_of(500), False),
        (exchange_of(502), True),
        (exchange_of(503), True),
        (exchange_of(504), True),
        (exchange_of(503, retry_at=WHEN), False),
        (exchange_of(None, "connect"), True),
        (exchange_of(None, "dns"), True),
        (exchange_of(None, "timeout"), False),
        (exchange_of(None, "tls"), False),
        (exchange_of(None, "private"), False),
        (exchange_of(None, "robots"), False),
        (exchange_of(503, "too_large"), False),
    ],
)
def test_what_is_worth_trying_again(exchange: Exchange, *, expected: bool) -> None:
    assert transient(exchange) is expected
