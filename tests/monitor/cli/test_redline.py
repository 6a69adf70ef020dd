"""What `diff` says above the words of each passage."""

import pytest

from monitor.cli import redline
from monitor.compare.compare import compare
from storage.model import Block


def test_what_raised_a_flag_stands_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    before, after = (
        [Block(kind="paragraph", text=text)]
        for text in ("They agreed on a price.", "They discussed a price.")
    )
    found = compare(before, after, language="en")
    raised = (("strength", "down", "agreed → discussed"), ("restored", "", "from @1"))
    redline.folded(
        "@2 → @3", found, ("not shown", []), typography=False,
        raised={found.passages[0]: raised},
    )  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].endswith("strength")
    assert lines[3] == "  strength down: agreed → discussed | restored from @1"
