"""Names of messages: the same deliveries, fixed at the same instant, make the same name."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr

from alerts.channels import Email, Target

NOWHERE = "readout.invalid"  # a domain that belongs to nobody, for channels without a sender


def new_message_id(
    store_token: str, delivery_ids: Iterable[int], target: Target, fixed_at: datetime
) -> str:
    """The Message-ID of the message that carries these deliveries.

    `store_token` tells the messages of two stores apart, `fixed_at` those of a store and of its
    backup, which gives the same ids again to other deliveries.
    """
    members = ",".join(str(delivery_id) for delivery_id in sorted(delivery_ids))
    named = f"{store_token}\n{members}\n{fixed_at.astimezone(UTC).isoformat()}"
    digest = hashlib.sha256(named.encode()).hexdigest()[:40]
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
