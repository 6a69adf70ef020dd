"""A stamp from a time-stamping authority, checked before it is believed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.fetch.stamp import NoAnswerError, ask
from monitor.proof import der

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

    from monitor.config.model import Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A token that holds for the root under the certificate (PEM); `at` is its own time."""

    token: bytes
    at: datetime
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why there is none, in words a person can read."""

    why: str


def certificate(authority: "Authority") -> bytes | Refused:
    """The configured certificate (PEM), which may be followed by others; or why there is none."""
    from cryptography import x509

    path = authority.certificate
    try:
        pem = path.read_bytes()
        x509.load_pem_x509_certificates(pem)
    except OSError as error:
        return Refused(why=f"{path} cannot be read: {error.strerror}")
    except ValueError:
        return Refused(why=f"{path} holds no certificate in PEM form")
    return pem


def stamp(authority: "Authority", root: bytes, user_agent: str) -> Stamped | Refused:
    """Have the root stamped: the SHA-256 of its 32 bytes is what the authority signs.

    The answer must carry our nonce and hold under the configured certificate.
    """
    from cryptography import x509
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    pem = certificate(authority)
    if isinstance(pem, Refused):
        return pem
    roots = x509.load_pem_x509_certificates(pem)
    builder = TimestampRequestBuilder().data(root).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.build()
    try:
        answer = ask(authority.url, request.as_bytes(), user_agent)
    except NoAnswerError as error:
        return Refused(why=str(error))
    return _checked(request, roots, answer, root, pem)


def checked_again(token: bytes, root: bytes, pem: bytes) -> Stamped | Refused:
    """A token that was kept: whether it still holds for the root under the certificate."""
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        verifier = VerifierBuilder()
        for certificate in x509.load_pem_x509_certificates(pem):
            verifier = verifier.add_root_certificate(certificate)
        response = decode_timestamp_response(der.granted(token))
        verifier.build().verify_message(response, root)
    except (ValueError, VerificationError) as error:
        return Refused(why=str(error))
    return Stamped(token=token, at=_time(response), certificate=pem)


def _time(response: "TimeStampResponse") -> datetime:
    at = response.tst_info.gen_time
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _checked(
    request: "TimeStampRequest",
    roots: "Sequence[Certificate]",
    answer: bytes,
    root: bytes,
    pem: bytes,
) -> Stamped | Refused:
    from rfc3161_client import (
        PKIStatus,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )

    verifier = VerifierBuilder.from_request(request)
    for certificate in roots:
        verifier = verifier.add_root_certificate(certificate)
    try:
        response = decode_timestamp_response(der.with_sorted_certificates(answer))
        if response.status != PKIStatus.GRANTED:
            return Refused(why=" ".join(["it refused to stamp", *response.status_string]))
        verifier.build().verify_message(response, root)
    except (ValueError, VerificationError) as error:
        return Refused(why=f"its answer does not hold: {error}")
    return Stamped(token=response.time_stamp_token(), at=_time(response), certificate=pem)
