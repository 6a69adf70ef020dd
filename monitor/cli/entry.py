"""Where the command `readout` begins: an interrupt while it still loads ends it quietly."""

import signal


def main() -> None:
    """Load the program, then run it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from monitor.cli import main as program

    signal.signal(signal.SIGINT, signal.default_int_handler)
    program.main()
