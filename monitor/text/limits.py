"""What a child process that reads may use of the machine. Nothing but the standard library."""

import resource

SECONDS = 20  # of CPU


def confine(memory: int) -> None:
    """Hold this process, for good, to that many bytes of address space and its seconds."""
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(limit, (value, value))
