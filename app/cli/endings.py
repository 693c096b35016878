"""How a command ends when it is told to: once, in order, whatever further signals come while it does."""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType
from typing import Final

NUMBERS: Final = (signal.SIGINT, signal.SIGTERM)
PATIENCE_S: Final = 30.0
"""An ending takes seconds, more on a busy machine. A later signal is obeyed again: something hangs."""

INTERRUPTED: Final = "interrupted."

_begun_at: float | None = None


def obey_signals() -> None:
    """SIGTERM ends a command as Ctrl-C does: it leaves nothing running, the embedded PostgreSQL least of all."""
    for number in NUMBERS:
        signal.signal(number, _end)


def begin_ending() -> None:
    """What ends is not disturbed from here on: half an ending would leave the database running."""
    global _begun_at
    _begun_at = time.monotonic()
    obey_signals()  # a library may have put a handler of its own in their place


def _end(number: int, _frame: FrameType | None) -> None:
    if _begun_at is not None and time.monotonic() - _begun_at < PATIENCE_S:
        return
    begin_ending()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
