"""A program whose standard error is a terminal."""

import os
import pty
import subprocess


def run_on_terminal(command: list, **options) -> tuple[int, str]:
    """The exit status, and what was printed to standard error; standard output is thrown away."""
    ours, its = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=its, **options) as ran:
        os.close(its)
        text = b""
        try:
            while block := os.read(ours, 65536):
                text += block
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return ran.returncode, text.decode()
