"""The roots of the monitor's errors; `cli/main.py` turns each into a sentence and an exit code."""


class ReadoutError(Exception):
    """Something a person can mend; the message says what happened, where and what to do."""

    exit_code = 3


class UsageError(ReadoutError):
    """The command or the configuration is wrong."""

    exit_code = 2
