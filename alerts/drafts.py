"""A notice as data that a store can keep, so that a message is repeated in the same words."""

from functools import cache
from typing import TYPE_CHECKING

from alerts.notices import Notice

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def as_data(notice: Notice) -> object:
    """The notice as values that JSON can hold."""
    return _adapter().dump_python(notice, mode="json")


def from_data(data: object) -> Notice | None:
    """The notice that `as_data` gave; None where another release gave it, and it fits no more."""
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(data)
    except ValidationError:
        return None


@cache
def _adapter() -> "TypeAdapter[Notice]":
    from pydantic import TypeAdapter  # loaded for the first message, not for a list of alerts

    return TypeAdapter(Notice)
