"""Reading captures again under the rules their versions carry, to the same texts."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from monitor.reading import Before, read_capture, rules_of
from monitor.text.rules import Rules, rules_sha256
from storage import versions
from storage.model import Document, Exchange

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig

_NOTHING = Before(frame_sha256=None, document=lambda: None)


def rules_known(source: "SourceConfig", pins: Iterable[str]) -> Mapping[bytes, Rules]:
    """Today's rules of a source, with each pin that it had, by the hash its versions carry."""
    known = [rules_of(source, pin) for pin in dict.fromkeys(pins)] or [rules_of(source, None)]
    return {rules_sha256(rules): rules for rules in known}


def wrong(exchange: Exchange, rules: Rules, stored: Document) -> str | None:
    """What differs where the exchange is read again under the rules of the stored text."""
    reading = read_capture(exchange, rules, _NOTHING)
    if reading.document is None:
        return f"read again under its rules, its capture has no text: {reading.judgement.reason}"
    again = versions.as_kept(reading.document)
    wanted = versions.text_sha256(stored)
    if versions.text_sha256(again) == wanted or _mended(again, stored, wanted):
        return None
    return "read again from its capture under its rules, the text is another"


def _mended(again: Document, stored: Document, wanted: bytes) -> bool:
    """Whether the stored text is that of a page in a wrong character set, mended by a later one."""
    from monitor.judge import charset

    mended = charset.mended(again, stored)
    return mended is not None and versions.text_sha256(versions.as_kept(mended)) == wanted
