"""Where the console command begins: before its libraries are loaded, which takes seconds and bears no interruption."""

from __future__ import annotations

import os
import signal
from types import FrameType

from app.cli.endings import INTERRUPTED, NUMBERS


def run() -> None:
    """The console command. A signal while it starts ends it at once: nothing is open yet."""
    for number in NUMBERS:
        signal.signal(number, _leave)
    from app.cli.main import run as run_command

    run_command()


def _leave(number: int, _frame: FrameType | None) -> None:
    if number == signal.SIGINT:
        os.write(2, f"fluxops: {INTERRUPTED}\n".encode())
    os._exit(128 + number)
