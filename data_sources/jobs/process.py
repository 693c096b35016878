"""A job as its server sees it: a process that is started, heard step by step, and stopped."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from data_sources.errors import JobFailed
from data_sources.jobs.frames import JobEnd, JobStep, read_frame
from data_sources.source import Source


class JobProcess:
    """One run of a task in a process of its own.

    Args:
        task: "module:function", a generator of JobSteps from a source and arguments.
        source: asked by the task; it is opened anew over there, with settings of its own (see its `__reduce__`).
        arguments: of the task; anything that can be pickled.
    """

    def __init__(self, task: str, source: Source, arguments: Any) -> None:
        """Starts nothing yet."""
        self._work = pickle.dumps((task, source, arguments))
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    @property
    def pid(self) -> int | None:
        """Of the process; None before it has begun."""
        return None if self._process is None else self._process.pid

    @property
    def is_stopped(self) -> bool:
        """Whether it ended, or was told to."""
        return self._is_stopped

    def run(self, on_step: Callable[[JobStep], object]) -> None:
        """Work to the end, or until `stop`; blocks. `on_step` is called in this thread.

        Raises:
            JobFailed: the task failed, or its process was ended by somebody else.
        """
        with self._lock:
            if self._is_stopped:
                return
            command = [sys.executable, "-m", "data_sources.jobs.child"]
            process = self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                start_new_session=True,  # a terminal's Ctrl-C is the server's alone, which then ends this
            )  # fmt: skip
        end, is_ended_by_us = None, False
        try:
            end = self._hear(process, on_step)
        except Exception:
            if not self._is_stopped:
                raise
        finally:
            is_ended_by_us = self._is_stopped
            self.stop()
            code = process.wait()
            assert process.stdout
            process.stdout.close()
        if not is_ended_by_us:
            self._tell(end, code)

    def _hear(self, process: subprocess.Popen[bytes], on_step: Callable[[JobStep], object]) -> JobEnd | None:
        """Hand over the work and take its steps; None where the process ended without a last word."""
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # it ended at once: its code says so
            process.stdin.write(self._work)
            process.stdin.flush()
        while isinstance(frame := read_frame(process.stdout), JobStep):
            on_step(frame)
        return frame

    def stop(self) -> None:
        """End it now; what it has told so far stays, and is no failure. Safe to call again, from any thread."""
        with self._lock:
            was_stopped, self._is_stopped = self._is_stopped, True
            process = self._process
        if process is not None and not was_stopped and process.stdin is not None:
            process.terminate()  # first: closing waits for a work that is still handed over
            with suppress(OSError, ValueError):
                process.stdin.close()

    def _tell(self, end: JobEnd | None, code: int) -> None:
        if end is not None and end.message:
            raise JobFailed(end.message)
        if end is None and code not in (0, -signal.SIGTERM):
            raise JobFailed(
                f"The process of this computation was ended from outside ({_reason(code)}); it can be started again."
            )


def _reason(code: int) -> str:
    return f"exit code {code}" if code > 0 else signal.Signals(-code).name
