"""Names of messages: the same deliveries of the same store always make the same name."""

import hashlib
import re
from collections.abc import Iterable
from email.utils import parseaddr

from alerts.channels import Email, Target

NOWHERE = "readout.invalid"  # a domain that belongs to nobody, for channels without a sender


def new_message_id(store_token: str, delivery_ids: Iterable[int], target: Target) -> str:
    """The Message-ID of the message that carries these deliveries.

    `store_token` tells the messages of two stores apart.
    """
    members = ",".join(str(delivery_id) for delivery_id in sorted(delivery_ids))
    digest = hashlib.sha256(f"{store_token}\n{members}".encode()).hexdigest()[:40]
    return f"<readout.{digest}@{domain(target)}>"


def domain(target: Target) -> str:
    """The domain in whose name this channel's messages are written."""
    if not isinstance(target, Email):
        return NOWHERE
    part = parseaddr(target.sender)[1].partition("@")[2]
    try:
        ascii_part = part.encode("idna").decode("ascii")
    except UnicodeError:
        return NOWHERE
    return ascii_part if re.fullmatch(r"[A-Za-z0-9.-]+", ascii_part) else NOWHERE
