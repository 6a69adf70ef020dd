"""Where the command `readout` begins: an interrupt while it still loads ends it quietly."""

import gc
import signal


def main() -> None:
    """Load the program, then run it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()  # what is loaded stays: to look for garbage in it takes a tenth of the start
    from monitor.cli import main as program

    signal.signal(signal.SIGINT, signal.default_int_handler)
    program.main()
