"""Which addresses `extract` may fetch inside the network."""

from monitor.cli.extracting import _watched_inside
from monitor.config.model import Config, SourceConfig


def test_a_login_in_the_address_makes_no_other_host() -> None:
    inside = SourceConfig(
        id="a", name="A", url="http://reader:word@intra.example:81/a", allow_private=True
    )
    config = Config(sources=(inside,))
    assert _watched_inside(config, "http://intra.example:81/b")
    assert _watched_inside(config, "http://other@INTRA.example:81/b")
    assert not _watched_inside(config, "http://intra.example/b")
    assert not _watched_inside(config, "http://intra.example:81@elsewhere.example/b")
