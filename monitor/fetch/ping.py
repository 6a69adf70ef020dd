"""The dead-man switch: an address that is called as long as all is well."""

import requests

_SECONDS = (5.0, 10.0)  # to connect, and between two pieces of the answer


def ping(url: str, user_agent: str) -> str | None:
    """Call the address; None if it answered well, else what went wrong, without the address.

    It is the user's own and may be inside the network; whoever answers has no say in where else
    we go, so no redirect is followed. Its answer is not read.
    """
    try:
        with requests.Session() as session:
            session.trust_env = False
            headers = {"User-Agent": user_agent}
            with session.get(
                url, headers=headers, timeout=_SECONDS, stream=True, allow_redirects=False
            ) as answer:
                good = 200 <= answer.status_code < 300
                return None if good else f"it answered {answer.status_code}"
    except requests.RequestException as error:
        return f"it did not answer ({type(error).__name__})"
