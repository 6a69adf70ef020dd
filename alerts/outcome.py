"""What became of a message that was sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The service took the message. `remote_id` is its name there, where it has one."""

    remote_id: str | None = None
    warning: str | None = None  # something a person should know, though it was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The message was not taken; `error` says why in words without secrets.

    `permanent`: this message will never be taken. `channel_broken`: it is not about this message,
    no other would be taken either. `unreachable`: the service never came to look at it, which may
    be a bad minute. `retry_after`: seconds the service asked to be left alone.
    """

    error: str
    permanent: bool = False
    channel_broken: bool = False
    unreachable: bool = False
    retry_after: float | None = None


Outcome = Sent | Refused
