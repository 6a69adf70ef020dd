"""From a text to the values the program uses."""

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from alerts.channels import Email, File, Slack, Webhook
from alerts.secret import Secret
from monitor.config.load import load
from monitor.config.model import Authority, Config, SourceConfig
from monitor.due import Cron, Interval
from monitor.pace import parse_pace
from storage.model import Term

Loader = Callable[..., Config]
ROOT = Path(__file__).parents[3]
SECRETS = {
    "SMTP_PASSWORD": "open-sesame",
    "SLACK_WEBHOOK": "https://hooks.example.org/T1/B2",
    "SLACK_TOKEN": "xoxb-42",
    "HOOK_SECRET": "signing-key",
}


def test_every_key(loaded: Loader, every_key: str, tmp_path: Path) -> None:
    config = loaded(every_key, SECRETS)
    assert (config.contact, config.operator) == ("desk@example.org", ("ops",))
    assert (config.heartbeat, config.ping) == (time(7, 30), "https://hc.example.org/1234")
    certificate = tmp_path / "tsa.pem"
    assert config.stamp == Authority(url="https://stamps.example.org/tsr", certificate=certificate)
    assert (config.min_free, config.thin) == (2_000_000_000, False)
    assert config.sources[0] == SourceConfig(
        id="tides-readout",
        url="https://tides.example.org/readout",
        name="Readout of the talks",
        publisher="Ministry of Tides",
        language="ja",
        timezone="Asia/Tokyo",
        select=("#main",),
        until=".related",
        ignore=(".share", ".date"),
        ignore_text=("^Last updated",),
        watch=(
            Term(name="海峡", phrases=("海峡",)),
            Term(name="strait", phrases=("Strait", "海峡")),
            Term(name="tide", phrases=("tide",)),
        ),
        expect=("do not support",),
        attachments="a[href$='.pdf']",
        via=("direct", "wayback"),
        statement="tides-2025",
        witness="wayback",
        formerly="tides",
        alert=("desk", "newsroom"),
        every=Cron(line="*/15 8-20 * * mon-fri"),
        spacing=timedelta(seconds=2),
        second_look=timedelta(0),
        timeout=timedelta(seconds=30),
        max_size=500_000,
        broken_after=3,
        broken_for=timedelta(hours=1),
        allow_private=True,
        line=39,
    )


def test_defaults_and_merge_keys(loaded: Loader, every_key: str) -> None:
    bare = loaded(every_key, SECRETS).sources[1]
    assert (bare.name, bare.publisher, bare.alert) == ("bare", "Ministry of Tides", ("desk",))
    assert (bare.every, bare.second_look) == (Interval(seconds=300), timedelta(0))


def test_channels(loaded: Loader, every_key: str, tmp_path: Path) -> None:
    channels = loaded(every_key, SECRETS).channels
    assert channels["desk"].target == Email(
        smtp="smtps://readout@mail.example.org",
        password=Secret("open-sesame"),
        sender="Readout <readout@example.org>",
        to=("a@example.org", "b@example.org"),
    )
    desk = channels["desk"]
    assert (desk.timezone, desk.quiet) == ("Asia/Tokyo", (time(22), time(7)))
    assert (desk.only, desk.urgent) == (("negation", "number", "term"), ("negation", "term:Strait"))
    hook = Secret("https://hooks.example.org/T1/B2")
    assert channels["newsroom"].target == Slack(webhook=hook, token=None, channel=None)
    assert channels["bot"].target == Slack(webhook=None, token=Secret("xoxb-42"), channel="#news")
    own = Webhook(url="https://own.example.org/hook", secret=Secret("signing-key"))
    assert channels["own"].target == own
    assert channels["ops"].target == File(path=tmp_path / "alerts")
    assert channels["ops"].tell == ("wording", "new", "state")


def test_listings_are_read_with_what_their_documents_get(loaded: Loader, every_key: str) -> None:
    config = loaded(every_key, SECRETS)
    listing = config.listings[0]
    assert (listing.links, listing.follow) == ("ul.links a", timedelta(days=90))
    assert listing.pace == parse_pace(["5m for 2h", "1h for 1d", "12h"])
    assert (listing.alert, listing.name) == (("desk",), "tides-press")
    assert listing.document == {"select": ("#main",), "language": "ja"}
    assert listing.template is not None
    assert (listing.template.select, listing.template.alert) == (("#main",), ("desk",))


def test_what_holds_when_nothing_is_said(loaded: Loader) -> None:
    config = loaded("sources:\n  - {id: a, url: https://example.org/}\nlistings:\ndefaults:\n")
    assert config.heartbeat == time(8)
    assert (config.contact, config.operator, config.channels) == (None, (), {})
    assert config.sources == (SourceConfig(id="a", url="https://example.org/", name="a", line=2),)


@pytest.mark.parametrize("word", ["false", "no", "off", "False"])
def test_no_heartbeat(loaded: Loader, word: str) -> None:
    assert loaded(f"heartbeat: {word}\n").heartbeat is None


def test_scalars_stay_as_written(loaded: Loader) -> None:
    """YAML 1.1 would make a boolean, a sexagesimal number and a float of these."""
    text = "sources:\n  - {id: 0123, url: https://example.org/, language: no, name: 1:30}\n"
    source = loaded(text).sources[0]
    assert (source.id, source.language, source.name) == ("0123", "no", "1:30")


def test_the_shipped_file_needs_no_environment() -> None:
    config = load(ROOT / "sources.yaml", {})
    assert [source.id for source in config.sources] == [
        "mofa-japan-us-summit",
        "wh-japan-joint-statement",
    ]
    assert isinstance(config.channels["desk"].target, File)
    assert config.operator == ("desk",)


def test_the_shipped_examples_in_comments_work_as_well(loaded: Loader) -> None:
    """Whoever takes the # away gets what the comment shows."""
    lines = (ROOT / "sources.yaml").read_text(encoding="utf-8").splitlines()
    pages = next(number for number, line in enumerate(lines) if line.startswith("# The pages."))
    channels = lines[lines.index("  # newsroom:") : pages]
    shown = [line.replace("  # ", "  ", 1) for line in channels if "or a bot" not in line]
    secrets = SECRETS | {"SLACK_TOKEN": "x"}
    shown = [line for line in shown if not line.lstrip().startswith("#")]
    config = loaded("\n".join(["channels:", *shown]), secrets)
    assert list(config.channels) == ["newsroom", "team", "own-system"]


def test_five_hundred_sources(loaded: Loader) -> None:
    source = "  - {{id: s{0}, url: 'https://h{0}.example.org/', select: ['#main', .m{0}]}}\n"
    config = loaded("sources:\n" + "".join(source.format(n) for n in range(500)))
    assert len(config.sources) == 500
