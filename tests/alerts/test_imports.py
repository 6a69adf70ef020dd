import subprocess
import sys

import pytest

HEAVY = {"slack_sdk", "jinja2", "smtplib", "ssl"}


@pytest.mark.parametrize(
    "modules", ["alerts.channels, alerts.notices, alerts.outcome, alerts.send, alerts.backoff"]
)
def test_the_big_libraries_load_only_when_something_is_sent(modules: str) -> None:
    code = f"import sys, {modules}; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
