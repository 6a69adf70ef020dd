"""The configuration as shown, and what is said of a reload."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from monitor.config.differences import diff_configs
from monitor.config.masked import masked
from monitor.config.model import Config, SourceConfig
from monitor.due import Cron, Interval

Loader = Callable[..., Config]
ENVIRON = {
    "SMTP_PASSWORD": "open-sesame",
    "SLACK_WEBHOOK": "https://hooks.example.org/T1/B2",
    "SLACK_TOKEN": "xoxb-42",
    "HOOK_SECRET": "signing-key",
}


def one(**values: object) -> Config:
    """A configuration of one source."""
    source = SourceConfig(id="a", url="https://example.org/", name="a")
    return Config(sources=(replace(source, **values),))  # type: ignore[arg-type]


def test_the_notation_of_the_file(loaded: Loader, every_key: str) -> None:
    shown = masked(loaded(every_key, ENVIRON))
    assert json.loads(json.dumps(shown)) == shown
    first, second = shown["sources"]
    assert (first["every"], second["every"]) == ("*/15 8-20 * * mon-fri", "5m")
    assert (first["max_size"], second["max_size"]) == ("500kB", "20MB")
    assert (first["broken_for"], first["second_look"]) == ("1h", "0s")
    assert first["watch"] == ["海峡", {"strait": ["Strait", "海峡"]}, "tide"]
    assert shown["channels"]["desk"]["email"] == {
        "smtp": "smtps://readout@mail.example.org",
        "password": "***",
        "from": "Readout <readout@example.org>",
        "to": ["a@example.org", "b@example.org"],
    }
    assert shown["channels"]["desk"]["quiet"] == "22:00-07:00"
    assert shown["channels"]["newsroom"]["slack"] == {"webhook": "***"}
    assert shown["listings"][0]["document"] == {"select": ["#main"], "language": "ja"}
    assert shown["listings"][0]["pace"] == ["5m for 2h", "1h for 1d", "12h"]
    assert shown["heartbeat"] == "07:30"
    assert masked(replace(one(), heartbeat=None))["heartbeat"] is False


def test_nothing_changed(loaded: Loader, every_key: str) -> None:
    assert diff_configs(loaded(every_key, ENVIRON), loaded("\n" + every_key, ENVIRON)) == []


def test_what_changed_in_a_source() -> None:
    assert diff_configs(one(), one(every=Interval(seconds=300))) == ["source a: every 15m → 5m"]
    cron = one(every=Cron(line="0 9 * * *"))
    assert diff_configs(one(), cron) == ["source a: every 15m → 0 9 * * *"]
    assert diff_configs(one(), one(select=("#a", "#b"), allow_private=True)) == [
        "source a: select none → #a, #b",
        "source a: allow_private none → true",
    ]
    later = one(broken_for=timedelta(days=1), max_size=10**6)
    assert diff_configs(one(), later) == [
        "source a: max_size 20MB → 1MB",
        "source a: broken_for 1h → 1d",
    ]


def test_sources_that_come_go_and_are_renamed() -> None:
    a, b = one().sources[0], one(id="b", name="b").sources[0]
    assert diff_configs(Config(sources=(a,)), Config(sources=(b,))) == [
        "source a removed",
        "source b added",
    ]
    renamed = replace(a, id="c", formerly="a")
    assert diff_configs(Config(sources=(a,)), Config(sources=(renamed,))) == [
        "source a is now called c",
        "source c: formerly none → a",
    ]


def test_what_changed_in_channels(loaded: Loader, every_key: str) -> None:
    old = loaded(every_key, ENVIRON)
    text = every_key.replace("quiet: 22:00-07:00", 'quiet: "23:00-06:00"')
    text = text.replace("b@example.org", "c@example.org")
    text = text.replace("from: Readout <readout@example.org>", "from: readout@example.org")
    text = text.replace("file: {path: alerts/}", "webhook: {url: https://ops.example.org/}")
    text = text.replace("  bot:\n", "  robot:\n")
    assert diff_configs(old, loaded(text, ENVIRON)) == [
        "channel bot removed",
        "channel desk: email.from Readout <readout@example.org> → readout@example.org",
        "channel desk: email.to a@example.org, b@example.org → a@example.org, c@example.org",
        "channel desk: quiet 22:00-07:00 → 23:00-06:00",
        "channel robot added",
        "channel ops: file → webhook",
    ]


def test_the_first_and_the_last_listing(loaded: Loader, every_key: str) -> None:
    config = loaded(every_key, ENVIRON)
    without = replace(config, listings=())
    assert diff_configs(config, without) == ["listing tides-press removed"]
    assert diff_configs(without, config) == ["listing tides-press added"]
