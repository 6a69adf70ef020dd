"""E-mail addresses that Cloudflare hides from harvesters, under a key that changes every visit."""


def protected_address(encoded: str) -> str:
    """The address in a `data-cfemail` attribute: the first byte is the key of the others."""
    try:
        key, *rest = bytes.fromhex(encoded)
        return bytes(byte ^ key for byte in rest).decode("utf-8")
    except ValueError:
        return "[email protected]"
