"""A stamp is believed only if it holds: for our root, our question, the configured certificate."""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.config.model import Authority as Configured
from monitor.proof.authority import Refused, Stamped, stamp
from tests.monitor.proof.conftest import Authority, made, openssl

ROOT = hashlib.sha256(b"heads").digest()
REPLY = "application/timestamp-reply"


def test_the_token_holds_for_the_root_and_openssl_agrees(
    authority: Authority, tmp_path: Path
) -> None:
    got = stamp(authority.configured, ROOT, "readout/0")
    assert isinstance(got, Stamped), got
    assert abs(datetime.now(UTC) - got.at) < timedelta(minutes=5)  # noqa: TID251
    (tmp_path / "root.bin").write_bytes(ROOT)
    (tmp_path / "token").write_bytes(got.token)
    (tmp_path / "ca.pem").write_bytes(got.certificate)
    said = openssl("ts", "-verify", "-data", "root.bin", "-in", "token", "-token_in",
                   "-CAfile", "ca.pem", folder=tmp_path)  # fmt: skip
    assert b"OK" in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((503, "text/html", b"busy"), "it answered 503"),
        ((200, "text/html", b"<p>hello"), "it answered with something else than a stamp"),
        ((200, REPLY, b"junk"), "its answer does not hold"),
        ((200, REPLY, b""), "its answer does not hold"),
        ((200, REPLY, bytes(300_000)), "it answered with more than 200 kB"),
    ],
)
def test_what_is_no_stamp_is_refused(
    authority: Authority, answer: tuple[int, str, bytes], said: str
) -> None:
    authority.answers.append(answer)
    got = stamp(authority.configured, ROOT, "readout/0")
    assert isinstance(got, Refused)
    assert got.why.startswith(said)


def test_an_answer_to_another_question_is_refused(authority: Authority) -> None:
    stamp(authority.configured, ROOT, "readout/0")
    authority.answers.append((200, REPLY, authority.stamp(authority.queries[0])))
    again = stamp(authority.configured, ROOT, "readout/0")  # the same root, another nonce
    assert isinstance(again, Refused)
    assert "Nonce" in again.why


def test_a_refusal_says_why(authority: Authority) -> None:
    refusal = openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "/dev/null",
                      folder=authority.folder)  # fmt: skip
    authority.answers.append((200, REPLY, refusal))
    got = stamp(authority.configured, ROOT, "readout/0")
    assert isinstance(got, Refused)
    assert got.why.startswith("it refused to stamp")


def test_another_authority_s_stamp_is_refused(authority: Authority, tmp_path: Path) -> None:
    made(tmp_path, "Impostor")
    imposed = Configured(url=authority.url, certificate=tmp_path / "ca.pem")
    got = stamp(imposed, ROOT, "readout/0")
    assert isinstance(got, Refused)
    assert got.why.startswith("its answer does not hold")


def test_an_altered_token_is_refused(authority: Authority) -> None:
    def bent(query: bytes) -> tuple[int, str, bytes]:
        body = bytearray(authority.stamp(query))
        body[-3] ^= 1  # in the signature
        return 200, REPLY, bytes(body)

    authority.reply = bent  # type: ignore[method-assign]
    got = stamp(authority.configured, ROOT, "readout/0")
    assert isinstance(got, Refused)
    assert got.why.startswith("its answer does not hold")


def test_a_certificate_that_is_none_is_said(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "tsa.pem"
    missing = stamp(Configured(url=authority.url, certificate=path), ROOT, "readout/0")
    assert missing == Refused(why=f"{path} cannot be read: No such file or directory")
    shutil.copy(authority.folder / "tsa.key", path)
    wrong = stamp(Configured(url=authority.url, certificate=path), ROOT, "readout/0")
    assert wrong == Refused(why=f"{path} holds no certificate in PEM form")


def test_doctor_says_whether_the_certificate_is_one(authority: Authority, tmp_path: Path) -> None:
    path, given = tmp_path / "sources.yaml", tmp_path / "tsa.pem"
    path.write_text(f"stamp: {{url: '{authority.url}', certificate: tsa.pem}}\nsources: []\n")
    options = ["--config", str(path), "--store", str(tmp_path / "readout.db"), "doctor", "--json"]

    def found() -> dict[str, Any]:
        lines = CliRunner().invoke(cli, options).stdout.splitlines()
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return next(row for row in rows if row["about"] == "stamp")

    assert found()["state"] == "bad"
    assert found()["finding"].endswith("tsa.pem cannot be read: No such file or directory")
    shutil.copy(authority.folder / "tsa.key", given)
    assert found()["finding"].endswith("tsa.pem holds no certificate in PEM form")
    assert "under stamp" in found()["remedy"]
    shutil.copy(authority.folder / "ca.pem", given)
    assert found()["state"] == "ok"


def test_an_authority_that_is_down_is_a_refusal(authority: Authority) -> None:
    down = Configured(url="http://127.0.0.1:1/", certificate=authority.folder / "ca.pem")
    got = stamp(down, ROOT, "readout/0")
    assert got == Refused(why="it did not answer (ConnectionError)")
