"""Where secrets come from, and that they show themselves nowhere."""

import json
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from alerts.channels import Email, Webhook
from alerts.secret import Secret
from monitor.config.differences import diff_configs
from monitor.config.errors import ConfigErrors
from monitor.config.masked import masked
from monitor.config.model import Channel, Config

Loader = Callable[..., Config]
HOOK = "channels:\n  own:\n    webhook: {url: https://own.example.org/, secret: '${HOOK}'}\n"


def secret(config: Config) -> str | None:
    """What the webhook of HOOK is signed with."""
    target = config.channels["own"].target
    assert isinstance(target, Webhook)
    return target.secret.reveal() if target.secret else None


def test_environment_before_credential_before_file(loaded: Loader, tmp_path: Path) -> None:
    (tmp_path / "HOOK").write_text("from a credential\n")
    (tmp_path / "elsewhere").write_text("from a file\r\n")
    pointer = {"HOOK_FILE": str(tmp_path / "elsewhere")}
    credential = pointer | {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert secret(loaded(HOOK, credential | {"HOOK": "from outside"})) == "from outside"
    assert secret(loaded(HOOK, credential)) == "from a credential"
    assert secret(loaded(HOOK, pointer)) == "from a file"


def test_only_one_line_break_is_cut_off(loaded: Loader, tmp_path: Path) -> None:
    (tmp_path / "HOOK").write_text(" a b \n")
    assert secret(loaded(HOOK, {"CREDENTIALS_DIRECTORY": str(tmp_path)})) == " a b "


def test_an_unset_name_says_where_it_was_looked_for(loaded: Loader, tmp_path: Path) -> None:
    environ = {"HOOK": "", "CREDENTIALS_DIRECTORY": "/run/none", "HOOK_FILE": "/run/none/hook"}
    with pytest.raises(ConfigErrors) as raised:
        loaded(HOOK, environ)
    assert str(raised.value) == (
        f"{tmp_path}/sources.yaml:3: webhook.secret of channel own: HOOK is not set: looked in the"
        " environment, in /run/none/HOOK and in /run/none/hook (from HOOK_FILE);"
        " set it in one of the three"
    )


def test_a_file_that_cannot_be_read(loaded: Loader, tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match=r"HOOK cannot be read from .* mend the file"):
        loaded(HOOK, {"HOOK_FILE": str(tmp_path)})


def test_a_literal_reference(loaded: Loader) -> None:
    text = "sources:\n  - {id: a, url: https://example.org/, name: '$${NAME} and ${NAME}'}\n"
    assert loaded(text, {"NAME": "Ann"}).sources[0].name == "${NAME} and Ann"


def test_a_password_in_the_address_is_split_off(loaded: Loader) -> None:
    smtp = "smtps://me:${PW}@mail.example.org:465"
    email = f"{{smtp: '{smtp}', from: a@example.org, to: b@example.org}}"
    config = loaded(f"channels:\n  desk:\n    email: {email}\n", {"PW": "p%40ss"})
    target = config.channels["desk"].target
    assert isinstance(target, Email)
    assert target.smtp == "smtps://me@mail.example.org:465"
    assert target.password == Secret("p@ss")
    shown = masked(config)["channels"]["desk"]["email"]
    assert shown["smtp"] == "smtps://me:***@mail.example.org:465"
    assert shown["password"] == "***"


def test_a_secret_in_the_file_itself_is_told_of(loaded: Loader, tmp_path: Path) -> None:
    text = (
        "channels:\n  own:\n    webhook: {url: https://own.example.org/, secret: plain}\n"
        "  desk:\n    email: {smtp: 'smtps://me:plain@mail.example.org', "
        "from: a@example.org, to: b@example.org}\n"
    )
    said = ("3: webhook.secret of channel own", "5: email.smtp of channel desk")
    assert loaded(text).literal == tuple(f"{tmp_path}/sources.yaml:{s}" for s in said)
    assert loaded(HOOK, {"HOOK": "x"}).literal == ()


SENSITIVE = "Zx9-hidden-value"


@pytest.mark.parametrize(
    "line",
    [
        "contact: ${S}é",
        "operator: ['${S}']",
        "heartbeat: ${S}",
        "ping: ${S}",
        "ping: ftp://me:${S}@example.org/",
        "defaults: {every: '${S}', timezone: '${S}', alert: '${S}', max_size: '${S}'}",
        "defaults: {select: '[${S}', ignore_text: '(${S}', language: '${S}', via: '${S}'}",
        "defaults: {watch: [{'x': ['${S}', []]}], broken_after: '${S}', allow_private: '${S}'}",
        "sources: [{id: '${S}', url: '${S}'}, {id: '${S}', url: '${S}', formerly: '${S}'}]",
        "sources: ['${S}']",
        "channels: {x: {slack: {webhook: '${S}'}}}",
        "channels: {x: {email: {smtp: 'smtps://me:${S}/@x', from: '${S}', to: '${S}'}}}",
        f"channels: {{x: {{email: {{smtp: 'smtps://me:{SENSITIVE}/x@y@h/', to: a, from: b}}}}}}",
        f"channels: {{x: {{slack: {{webhook: {SENSITIVE}, token: {SENSITIVE}, chanel: x}}}}}}",
        f"channels: {{x: {{webhook: {{url: 'https://me:{SENSITIVE}@h:port/', secret: x}}}}}}",
        "channels: {x: {quiet: '${S}', only: '${S}', urgent: '${S}', tell: '${S}'}}",
    ],
)
def test_errors_never_hold_a_secret(loaded: Loader, line: str) -> None:
    with pytest.raises(ConfigErrors) as raised:
        loaded(line + "\n", {"S": SENSITIVE})
    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value.faults)
    assert SENSITIVE.lower() not in told.lower()


def test_nothing_that_came_from_outside_is_shown(loaded: Loader, every_key: str) -> None:
    values = ("open-sesame", "https://hooks.example.org/T1/B2", "xoxb-42", "signing-key")
    names = ("SMTP_PASSWORD", "SLACK_WEBHOOK", "SLACK_TOKEN", "HOOK_SECRET")
    text = every_key.replace("ping: https://hc.example.org/1234", "ping: ${PING}")
    text = text.replace("publisher: Ministry of Tides", "publisher: ${PUBLISHER}")
    text = text.replace(
        "[海峡, {strait: [Strait, 海峡], tide: tide}]", "['${TERM}', {a: ['${TERM}']}]"
    )
    text = text.replace('select: "#main"', "select: ${CSS}", 1).replace(
        "path: alerts/", "path: '${DIR}/x'"
    )
    environ = dict(zip(names, values, strict=True)) | {
        "PING": "https://hc.example.org/private",
        "PUBLISHER": "Ministry-of-Secrets",
        "TERM": "hush-hush",
        "CSS": ".hidden-place",
        "DIR": "/srv/private-folder",
    }
    config = loaded(text, environ)
    told = json.dumps(masked(config), ensure_ascii=False) + repr(config.channels)
    for name in ("SMTP_PASSWORD", "SLACK_WEBHOOK", "SLACK_TOKEN", "HOOK_SECRET"):
        assert environ[name] not in told
    shown = json.dumps(masked(config), ensure_ascii=False)
    for value in environ.values():
        assert value not in shown
    assert masked(config)["sources"][1]["publisher"] == "***"
    assert masked(config)["channels"]["ops"]["file"]["path"] == "***/x"


def test_changed_secrets_are_told_without_them(loaded: Loader, every_key: str) -> None:
    names = ("SMTP_PASSWORD", "SLACK_TOKEN", "HOOK_SECRET")
    old = loaded(every_key, dict.fromkeys(names, "one") | {"SLACK_WEBHOOK": "https://h.example/1"})
    new = loaded(every_key, dict.fromkeys(names, "two") | {"SLACK_WEBHOOK": "https://h.example/2"})
    assert diff_configs(old, new) == [
        "channel desk: email.password changed",
        "channel newsroom: slack.webhook changed",
        "channel bot: slack.token changed",
        "channel own: webhook.secret changed",
    ]


def test_a_literal_secret_is_masked_too() -> None:
    hook = Webhook(url="https://me:pw@own.example.org/", secret=Secret("s"))
    config = Config(channels={"own": Channel(name="own", target=hook)})
    shown = masked(config)["channels"]["own"]["webhook"]
    assert shown == {"url": "https://me:***@own.example.org/", "secret": "***"}
