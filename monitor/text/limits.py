"""What a child process that reads may use of the machine. Nothing but the standard library."""

import resource

SECONDS = 20  # of CPU


def confine(memory: int) -> None:
    """Hold this process, for good, to that many bytes of address space and its seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # SIGXCPU, then SIGKILL
