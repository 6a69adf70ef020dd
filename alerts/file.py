"""The file channel: one .eml a message, written whole or not at all."""

import os
import re
import tempfile
from pathlib import Path

from alerts.channels import File
from alerts.mail import as_bytes, mail
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome, Refused, Sent


def deliver(target: File, notice: Notice, envelope: Envelope) -> Outcome:
    """Write the message into the folder; the same message again overwrites the same file."""
    path = target.path / file_name(envelope.message_id)
    try:
        target.path.mkdir(parents=True, exist_ok=True)
        _write_whole(path, as_bytes(mail(notice, envelope, target)))
    except OSError as error:
        return Refused(error=f"cannot write {path}: {error.strerror or error}")
    return Sent(remote_id=str(path))


def file_name(message_id: str) -> str:
    """The Message-ID as the name of a file, without anything that could lead elsewhere."""
    return re.sub(r"[^A-Za-z0-9.@_-]", "_", message_id.strip("<>"))[:120].lstrip(".") + ".eml"


def _write_whole(path: Path, content: bytes) -> None:
    """Into a file beside it first, so that nobody ever finds half a message."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
