"""Telling systemd that we are ready, alive, reloading or stopping (sd_notify's protocol)."""

import os
import socket


def notify(message: str) -> None:
    """Send one state to the service manager; nothing happens where there is none."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        try:
            # A manager that does not read must not stop the watching.
            sock.sendto(message.encode(), socket.MSG_DONTWAIT, address)
        except OSError:
            return  # the manager is gone or deaf: nobody to tell
