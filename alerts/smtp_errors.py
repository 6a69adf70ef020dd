"""What a mail server's answers mean: for this message, or for the whole channel."""

import smtplib
import ssl

from alerts.inert import cut, one_line
from alerts.outcome import Refused

Refusals = dict[str, tuple[int, bytes]]
_LOG_IN_FIRST = frozenset({530, 534, 535})
_DROPPED = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class NoTlsError(Exception):
    """The server does not offer STARTTLS; use smtps://, or a server that does."""


def meaning(error: Exception, place: str) -> Refused:
    """What a failed dialogue means. `place` is host and port.

    Login, TLS and a sender who may not write are the channel's failure, not the message's.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _nobody(error.recipients)
        case smtplib.SMTPResponseException():
            return _answered(error, place)
        case smtplib.SMTPNotSupportedError() | NoTlsError():
            said = one_line(str(error) or NoTlsError.__doc__ or "")
            return Refused(error=f"{place}: {said}", channel_broken=True)
        case ssl.SSLError():
            reason = getattr(error, "verify_message", None) or error.reason or "no TLS"
            said = f"{place}: TLS failed: {one_line(str(reason))}"
            return Refused(error=said, channel_broken=not isinstance(error, _DROPPED))
        case _:
            return Refused(error=f"{place}: {one_line(str(error)) or type(error).__name__}")


def _answered(error: smtplib.SMTPResponseException, place: str) -> Refused:
    final = error.smtp_code >= 500
    said = f"{error.smtp_code} {words(error.smtp_error)}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return Refused(error=f"login refused: {said}", channel_broken=final)
        case smtplib.SMTPSenderRefused():
            return Refused(error=f"sender refused: {said}", channel_broken=final)
        case smtplib.SMTPDataError():
            return Refused(error=f"message refused: {said}", permanent=final)
        case _:
            return Refused(error=f"{place} answered {said}", channel_broken=final)


def _nobody(refused: Refusals) -> Refused:
    codes = {code for code, _ in refused.values()}
    broken = bool(codes & _LOG_IN_FIRST)  # about the channel, not about who is written to
    return Refused(
        error=f"recipients refused: {listed(refused)}",
        permanent=min(codes) >= 500 and not broken,
        channel_broken=broken,
    )


def listed(refused: Refusals) -> str:
    """The refused recipients, each with the server's words."""
    return ", ".join(
        f"{address} ({code} {words(reply)})" for address, (code, reply) in sorted(refused.items())
    )


def words(reply: bytes | str) -> str:
    """A server's reply as one harmless line."""
    decoded = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return cut(one_line(decoded), 200)
