"""A visit that cannot go on, on its way from the socket up to `fetch`."""

from monitor.fetch.logins import without_login
from storage.model import Failure, FailureKind


class Stopped(Exception):  # noqa: N818 - it says how a visit ended, not what we did wrong
    """The visit ends here, for a reason a person can read.

    Deliberately not an OSError nor one of the libraries' own: they let it pass unaltered.
    """

    def __init__(self, kind: FailureKind, text: str) -> None:
        super().__init__(text)
        self.failure = Failure(kind=kind, text=text)


def brief(text: str) -> str:
    """What the network said, short enough to stand in a sentence, and without a password."""
    text = without_login(text)
    return text if len(text) <= 200 else f"{text[:200]}…"
