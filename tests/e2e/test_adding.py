"""`add` on a terminal beside a running daemon, which reads what was written on SIGHUP."""

import os
import pty
import re
import select
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.program import READOUT
from tests.e2e.site import until

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

TEXT = tuple(f"The two sides agreed on point {number} of the harbour rules." for number in range(9))
_CONFIG = """\
# The desk's own file.
defaults: {{every: 1h, second_look: 0s, spacing: 0s, allow_private: true}}
heartbeat: false
sources:
  - {{id: pact, url: "{url}", select: "#text"}}   # the first
"""


def _answering(readout: "Readout", answer: str, *arguments: str) -> str:
    """What a command writes to a terminal on which its question is answered."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*READOUT, *arguments], cwd=readout.folder, env=readout.env | {"TERM": "xterm"},
        stdin=follower, stdout=follower, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    written, asked = b"", False
    end = time.monotonic() + 30
    while time.monotonic() < end and select.select([leader], [], [], 30)[0]:
        try:
            written += os.read(leader, 65536)
        except OSError:  # everybody closed the other end
            break
        if b"[y/N]" in written and not asked:
            asked = True
            os.write(leader, f"{answer}\n".encode())
    assert process.wait(20) == 0, written
    os.close(leader)
    return written.decode()


@pytest.mark.slow
def test_a_page_is_added_while_the_daemon_runs(readout: "Readout", site: "Site") -> None:
    for path in ("/pact", "/new"):
        site.say(path, *TEXT)
    readout.configure(_CONFIG.format(url=site.url("/pact")))
    before = (readout.folder / "sources.yaml").read_text(encoding="utf-8")
    process = readout.start()
    site.wait_for_visits("/pact", 2)
    add = ("add", site.url("/new"), "--id", "new", "--name", "New")
    said = _answering(readout, "n", *add)
    assert "Append it to sources.yaml?" in said
    assert (readout.folder / "sources.yaml").read_text(encoding="utf-8") == before
    said = _answering(readout, "y", *add)
    hint = re.search(r"kill -HUP (\d+)", said)
    assert hint is not None, said
    assert int(hint[1]) == process.pid
    after = (readout.folder / "sources.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    process.send_signal(1)
    until(lambda: "source new added" in readout.journal, "the new source")
    visits = site.visits.count("/new")
    site.wait_for_visits("/new", visits + 1)
    assert readout.stop(process) == 0
    assert readout.json("log", "new")[0]["version"] == 1
