"""The wheel, installed outside the checkout without the development extras, does the demo."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 240


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(3 * PATIENCE)
def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("readout_monitor-*.whl")
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    uv = Path(sys.executable).with_name("uv")
    lock = ROOT / "requirements.lock"
    python = home / "bin" / "python"
    _run(uv, "pip", "install", "--python", python, "--constraint", lock, wheel, cwd=tmp_path)
    readout = home / "bin" / "readout"
    assert _run(readout, "--version", cwd=tmp_path).startswith("readout ")
    assert "Everything went as stated" in _run(readout, "demo", cwd=tmp_path)
    installed = _run(uv, "pip", "list", "--python", python, cwd=tmp_path)
    assert "pytest" not in installed
