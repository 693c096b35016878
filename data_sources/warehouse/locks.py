"""One at a time, among the threads of this process and among processes.

A lock on a file (fcntl.lockf) belongs to the whole process: two threads would both get it. So each name has a lock for
threads too, taken first.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners

_threads: dict[tuple[Path, str], threading.Lock] = {}
_guard = threading.Lock()


@contextmanager
def alone(root: Path, name: str) -> Iterator[None]:
    """Hold the lock of that name in a folder; waits for whoever holds it, and is free again when a holder dies."""
    root.mkdir(parents=True, exist_ok=True)
    with _guard:
        lock = _threads.setdefault((root.resolve(), name), threading.Lock())
    with lock, fasteners.InterProcessLock(str(root / f"{name}.lock")):
        yield
