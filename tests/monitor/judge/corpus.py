"""The counted corpus: what servers say instead of a page, with its verdict, and genuine pages.

All captures are written for the project, after the behaviour of the servers they name.
"""

from collections.abc import Iterator
from pathlib import Path

from monitor.judge.exchange import judge_exchange
from monitor.reading import Before, read_capture
from monitor.text.rules import Rules
from storage.model import Judgement, Verdict
from tests.monitor.judge import corpus_first, corpus_second, corpus_third
from tests.monitor.judge.replies import Reply, make_exchange
from tests.monitor.judge.test_blocked import BLOCKED
from tests.monitor.judge.test_genuine import GENUINE
from tests.monitor.judge.test_gone_failed_empty import OTHERS
from tests.monitor.judge.test_stand_ins import STAND_INS
from tests.monitor.judge.test_subjects import SUBJECTS

# What was caught, and what refused, when the table first saw each set: history, not computed.
FIRST_SIGHT = {"first": (60, 67, 0, 28), "second": (65, 68, 0, 27), "third": (40, 44, 2, 15)}
_SETS = (corpus_first, corpus_second, corpus_third)
_RULES = Rules(select=("main", "body"))
_FILES = ("json", "a feed", "a pdf", "a pdf that is called a page")  # stubs: no text to read
_TEXTS = Path(__file__).parents[3] / "bench" / "texts"
_NOTHING = Before(frame_sha256=None, document=lambda: None)


def failures() -> Iterator[tuple[str, Verdict, Reply]]:
    """Each capture that is no page: its name, its verdict, and the reply as keywords."""
    for blind in _SETS:
        yield from blind.FAILURES
    yield from ((name, "blocked", reply) for name, (reply, _) in BLOCKED.items())
    yield from ((name, verdict, reply) for name, (reply, verdict, _) in OTHERS.items())
    yield from ((str(reply.get("title")), verdict, reply) for verdict, reply in STAND_INS)


def genuine() -> Iterator[tuple[str, Reply]]:
    """Each genuine page, most of them of a sentence or two."""
    for blind in _SETS:
        yield from blind.GENUINE.items()
    yield from ((name, reply) for name, reply in GENUINE.items() if name not in _FILES)
    yield from ((str(reply["title"]), reply) for reply in SUBJECTS)


def worth(reply: Reply) -> Judgement:
    """Both judgements of a reply, of the exchange and then of the text that is read from it."""
    exchange = make_exchange(**reply)  # type: ignore[arg-type]
    judgement = judge_exchange(exchange, previous_closed=None)
    if judgement.verdict != "ok":
        return judgement
    return read_capture(exchange, _RULES, _NOTHING).judgement


def sentences() -> Iterator[tuple[str, Reply]]:
    """A page for each sentence of the bench's texts, under its text's title and under its own."""
    for path in sorted(_TEXTS.glob("*.txt")):
        lines = list(filter(None, map(str.strip, path.read_text("utf-8").split("\n"))))
        for number, line in enumerate(lines, 1):
            for title in (lines[0], line[:60]):
                body = f"<h1>{title}</h1><p>{line}</p>"
                yield f"{path.name}:{number}", {"title": title, "body": body}
