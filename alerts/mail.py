"""A notice as a mail: the same notice and envelope make the same mail, byte for byte."""

import hashlib
from email.header import Header
from email.headerregistry import (
    BaseHeader,
    HeaderRegistry,
    MessageIDHeader,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage
from email.policy import SMTP, Policy

from alerts import compose
from alerts.channels import Email, Target
from alerts.headline import subject
from alerts.message_id import NOWHERE, domain
from alerts.notices import (
    ChangeNotice,
    DigestNotice,
    Envelope,
    GroupNotice,
    NewNotice,
    Notice,
    StateNotice,
)


class _OnOneLine(MessageIDHeader, BaseHeader):  # type: ignore[misc] # as the registry does
    """The name of another message: folded, the header would begin with an empty line."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc] # as the registry does
    """The words of the change: the policy's own folding doubles spaces among them."""

    def fold(self, *, policy: Policy) -> str:
        charset = "us-ascii" if str(self).isascii() else "utf-8"
        coded = Header(str(self), charset, header_name=self.name)
        return f"{self.name}: {coded.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)
for _name in ("in-reply-to", "references", "message-id"):
    _HEADERS.map_to_type(_name, _OnOneLine)
# Seven bits on the way: no server can refuse or mend it, and a witness stays what it was.
POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


def mail(notice: Notice, envelope: Envelope, target: Target) -> EmailMessage:
    """The mail for an Email channel, or for a File channel's folder."""
    message = EmailMessage(policy=POLICY)
    _address(message, target)
    message["Subject"] = subject(notice)
    message["Date"] = envelope.fixed_at
    message["Message-ID"] = envelope.message_id
    if envelope.thread_id and envelope.thread_id != envelope.message_id:
        message["In-Reply-To"] = envelope.thread_id
        message["References"] = envelope.thread_id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"readout <{_list_name(notice)}.readout.{domain(target)}>"
    _fill(message, notice, envelope)
    return message


def as_bytes(message: EmailMessage) -> bytes:
    """The mail as it goes over the wire or into a file."""
    return message.as_bytes()


def _address(message: EmailMessage, target: Target) -> None:
    if isinstance(target, Email):
        message["From"] = target.sender
        message["To"] = ", ".join(target.to)
    else:
        message["From"] = f"readout@{NOWHERE}"
        message["To"] = "undisclosed-recipients:;"


def _fill(message: EmailMessage, notice: Notice, envelope: Envelope) -> None:
    message.set_content(compose.text(notice, envelope))
    message.add_alternative(compose.html(notice, envelope), subtype="html")
    whole = compose.whole_diff(notice, envelope)
    if whole is not None:
        message.add_attachment(whole, subtype="html", filename="diff.html")
    stem = hashlib.sha256(envelope.message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{stem}_{number}")


def _list_name(notice: Notice) -> str:
    """What the mail can be filtered by: the source, or the kind of message."""
    match notice:
        case ChangeNotice() | NewNotice():
            return notice.source.slug
        case StateNotice():
            return notice.source.slug if notice.source else "state"
        case _:
            together = isinstance(notice, DigestNotice | GroupNotice)
            return "digest" if together else "operator"
