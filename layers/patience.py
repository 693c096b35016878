"""Patience: what failed is tried again, later each time, and told once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

FIRST_S, LONGEST_S = 2.0, 60.0
LONGEST_AWAY_S = 10.0  # a source that is away comes back by itself, a mistake in a layer does not


class Patience:
    """When to try again what failed, and why it did. What it depends on may change: then it is tried at once.

    Args:
        now: seconds of a clock that only rises.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Nothing failed yet."""
        self._now = now
        self._state: object = None
        self._again_at = 0.0
        self._wait_s = FIRST_S
        self.trouble = ""

    def has_to_wait(self, state: object) -> bool:
        """Whether it failed in this state too short a while ago."""
        return bool(self.trouble) and state == self._state and self._now() < self._again_at

    def failed(self, state: object, trouble: str, unforeseen: Exception | None = None) -> None:
        """It failed: a new trouble is logged, with its traceback where nobody foresaw it."""
        if trouble != self.trouble:
            log.warning("The map keeps what it has: %s", trouble, exc_info=unforeseen)
            self._wait_s = FIRST_S
        self.trouble, self._state = trouble, state
        longest = LONGEST_AWAY_S if unforeseen is None else LONGEST_S
        self._again_at, self._wait_s = self._now() + self._wait_s, min(2 * self._wait_s, longest)

    def went_well(self) -> None:
        """It is well again."""
        self.trouble, self._wait_s = "", FIRST_S


def sentence(error: BaseException) -> str:
    """What to tell of an error that nobody foresaw."""
    words = str(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
