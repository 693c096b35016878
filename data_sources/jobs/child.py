"""The process of one job. Started by `JobProcess`, never by hand.

    python -m data_sources.jobs.child        what is to be done as a pickle on standard input, which stays open

It runs at low priority and ends when its standard input does: a server that dies leaves no job behind. A source's
password comes through standard input, never through arguments that others can read.
"""

from __future__ import annotations

import importlib
import logging
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Final

from data_sources.errors import FluxError
from data_sources.jobs.frames import JobEnd, JobStep, write_frame
from data_sources.source import Source

log = logging.getLogger(__name__)

NICENESS: Final = 10
FAILED: Final = "The computation failed; the server's log says why."

Task = Callable[[Source, Any], Iterable[JobStep]]


def main() -> None:
    """Do what standard input says, and tell each step on standard output."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no frame
    name, source, arguments = pickle.load(sys.stdin.buffer)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    write_frame(pipe, _work(pipe, name, source, arguments))
    os._exit(0)


def _work(pipe: BinaryIO, name: str, source: Source, arguments: Any) -> JobEnd:
    try:
        for step in _task(name)(source, arguments):
            write_frame(pipe, step)
    except FluxError as error:
        return JobEnd(str(error))
    except Exception:  # nobody is there to raise to
        log.exception("The job %s failed.", name)
        return JobEnd(FAILED)
    return JobEnd()


def _task(name: str) -> Task:
    module, _, function = name.partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
