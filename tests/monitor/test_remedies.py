"""What is advised of a source that cannot be read."""

import pytest

from monitor.remedies import remedy


@pytest.mark.parametrize(
    ("verdict", "reason", "advice"),
    [
        ("failed", "10.0.0.1 is a private address: refused, as allow_private is not set",
         "if it is meant to be inside: allow_private: true for pact in sources.yaml"),
        ("failed", "the body is larger than 20 MB: more than 20 MB", "raise max_size of pact"),
        ("failed", "pact.example could not be reached", "does a browser open the url of pact"),
        ("gone", None, "change url of pact in sources.yaml"),
    ],
)  # fmt: skip
def test_the_advice_fits_the_reason(verdict: str, reason: str | None, advice: str) -> None:
    assert advice in remedy(verdict, "pact", reason)
