"""A configuration from a text, in a folder of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from monitor.config.load import load
from monitor.config.model import Config

Loader = Callable[..., Config]


@pytest.fixture
def loaded(tmp_path: Path) -> Loader:
    """Loads a text as sources.yaml, with an environment that holds nothing but what is given."""

    def load_text(text: str, environ: Mapping[str, str] | None = None) -> Config:
        path = tmp_path / "sources.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, environ or {})

    return load_text


@pytest.fixture
def every_key() -> str:
    """A configuration that gives every key there is."""
    return Path(__file__).with_name("every_key.yaml").read_text(encoding="utf-8")
