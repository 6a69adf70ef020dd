"""Which addresses may be visited, and what addresses a name has."""

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from requests_hardened.ip_filter import EXTRA_BLOCKED_NET_RANGES

from monitor.fetch.failures import Stopped
from storage.model import Failure

Address = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that has been given out to the public
_NAT64 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches the IPv4 world


def is_private(address: str) -> bool:
    """Whether that numeric address is anything but a machine on the public Internet.

    An IPv4 address inside an IPv6 one counts as itself. Beyond requests-hardened's list this
    refuses what is no global unicast address: `::10.0.0.1`, site-local `fec0::`, and the like.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in _GLOBAL_UNICAST:
            return True
    listed = any(ip in network for network in EXTRA_BLOCKED_NET_RANGES)
    return listed or not ip.is_global or ip.is_multicast


def is_local_name(host: str) -> bool:
    """Whether the name means this machine, whatever a name server says (RFC 6761)."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def resolve(host: str, port: int, seconds: float) -> list[Address]:
    """The addresses of `host`, in the order to be tried; raises Stopped within `seconds`.

    The system's resolver knows no timeout, so a name is looked up in a thread of its own, which
    is left behind when it is late.
    """
    if _is_numeric(host):
        return _look_up(host, port)
    found: list[list[Address] | Failure] = []

    def work() -> None:
        try:
            found.append(_look_up(host, port))
        except Stopped as stopped:
            found.append(stopped.failure)

    thread = threading.Thread(target=work, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise Stopped("dns", f"the name {host} could not be resolved within {seconds:.0f} s")
    if isinstance(found[0], Failure):
        raise Stopped(found[0].kind, found[0].text)
    return found[0]


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _look_up(host: str, port: int) -> list[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Stopped("dns", f"the name {host} could not be resolved") from None
    internet = (socket.AF_INET, socket.AF_INET6)
    return [(row[0], row[4]) for row in rows if row[0] in internet]  # type: ignore[misc]
