"""Threads of a server hand the interpreter over sooner than Python's own 5 ms."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from app.server import interpreter


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_a_thread_that_comes_back_does_not_wait_for_5_ms() -> None:
    sys.setswitchinterval(0.005)
    interpreter.install()
    assert sys.getswitchinterval() == pytest.approx(interpreter.SWITCH_S)
    assert interpreter.SWITCH_S < 0.005
