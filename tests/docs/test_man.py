import shutil
import subprocess

import pytest

from docs.tools.man import PATH, generate


def test_it_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == generate(), "run: make commands"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_it_is_a_man_page() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(PATH)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Versions and states, newest first" in " ".join(done.stdout.split())
