"""E-mail addresses that Cloudflare hides from harvesters, under a key that changes every visit."""

from collections.abc import Mapping

HIDDEN = "[email protected]"
_LONGEST = 1000  # hexadecimal digits: an address has at most 254 characters
_LINK = "/cdn-cgi/l/email-protection#"


def is_hidden_in(attributes: Mapping[str, str], text: str) -> str | None:
    """What stands for an address, in an element's attributes; None where it hides none.

    `text` is what the element shows. A link that has words of its own keeps them.
    """
    if encoded := attributes.get("data-cfemail"):
        return encoded
    _, found, encoded = attributes.get("href", "").partition(_LINK)
    return encoded if found and "".join(text.split()) == "[emailprotected]" else None


def protected_address(encoded: str) -> str:
    """The address that is encoded: the first byte is the key of the others."""
    try:
        key, *rest = bytes.fromhex(encoded[:_LONGEST])
        address = bytes(byte ^ key for byte in rest).decode("utf-8")
    except ValueError:
        return HIDDEN
    return address if address.isprintable() and address else HIDDEN
