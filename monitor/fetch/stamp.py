"""The time-stamping protocol over HTTP (RFC 3161, section 3.4)."""

import requests

_SECONDS = (5.0, 20.0)  # to connect, and between two pieces of the answer
_MOST = 200_000  # bytes; an answer with all its certificates has some 6,000


class NoAnswerError(Exception):
    """Why an authority gave no stamp, in words a person can read, without its address."""


def ask(url: str, query: bytes, user_agent: str) -> bytes:
    """Post a query to the authority; its answer as it came. Raises NoAnswerError.

    The address is the user's own and may be inside the network.
    """
    headers = {"User-Agent": user_agent, "Content-Type": "application/timestamp-query"}
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                url, data=query, headers=headers, timeout=_SECONDS, stream=True
            ) as answer:
                if answer.status_code != requests.codes.ok:
                    raise NoAnswerError(f"it answered {answer.status_code}")
                body = _read(answer)
                kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    except requests.RequestException as error:
        raise NoAnswerError(f"it did not answer ({type(error).__name__})") from error
    if kind != "application/timestamp-reply":
        raise NoAnswerError("it answered with something else than a stamp")
    return body


def _read(answer: requests.Response) -> bytes:
    body = bytearray()
    for piece in answer.iter_content(16384):
        body += piece
        if len(body) > _MOST:
            raise NoAnswerError(f"it answered with more than {_MOST // 1000} kB")
    return bytes(body)
