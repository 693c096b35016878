"""The long computations of this process, shared by all its sessions; each runs in a process of its own.

A page that is left takes nothing away: whoever asks for the same thing later finds it as far as it has come. One runs
at a time, since each keeps a core busy; the others wait in line.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from data_sources.errors import JobFailed
from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.source import Source

log = logging.getLogger(__name__)

KEPT_JOBS = 8
LOOK_S = 0.1


class LongJob:
    """One computation: started, stopped, started again. Thread-safe.

    Args:
        task: "module:function" (see JobProcess).
        source: a history; what is kept around it is stepped over.
        on_step: takes each step, in a thread of the job's own; False to stop.
        on_end: takes one sentence when it ends early by a failure, else an empty text.
    """

    def __init__(
        self, task: str, source: Source, on_step: Callable[[JobStep], bool], on_end: Callable[[str], None]
    ) -> None:
        """Does nothing before `start`."""
        self._task, self._source = task, getattr(source, "uncached", source)
        self._on_step, self._on_end = on_step, on_end
        self._lock = threading.Lock()
        self._process: JobProcess | None = None

    @property
    def pid(self) -> int | None:
        """Of its process; None while none runs."""
        process = self._process
        return None if process is None else process.pid

    def start(self, arguments: Any) -> bool:
        """Work on these; answers False where it works already."""
        with self._lock:
            if self._process is not None:
                return False
            process = self._process = JobProcess(self._task, self._source, arguments)
        threading.Thread(target=self._run, args=(process,), name="flux-job", daemon=True).start()
        return True

    def stop(self) -> None:
        """End it; what was told so far stays."""
        process = self._process
        if process is not None:
            process.stop()

    def _run(self, process: JobProcess) -> None:
        message = ""
        try:
            if _is_its_turn(process):
                try:
                    process.run(partial(self._step, process))
                finally:
                    _ONE_AT_A_TIME.release()
        except JobFailed as error:
            message = str(error)
        except Exception:  # a thread of its own has nobody to raise to
            log.exception("A job failed.")
            message = "The computation failed; the server's log says why."
        finally:
            with self._lock:
                self._process = None
            self._on_end(message)

    def _step(self, process: JobProcess, step: JobStep) -> None:
        if not self._on_step(step):
            process.stop()


def _is_its_turn(process: JobProcess) -> bool:
    """Wait in line; answers False where it was stopped meanwhile."""
    while not _ONE_AT_A_TIME.acquire(timeout=LOOK_S):
        if process.is_stopped:
            return False
    return True


class Stoppable(Protocol):
    """Anything that runs and can be stopped."""

    def stop(self) -> None:
        """End it."""
        ...


J = TypeVar("J", bound=Stoppable)


class Jobs(Generic[J]):
    """Jobs by what they compute; the least recently used go first. Thread-safe."""

    def __init__(self, most: int = KEPT_JOBS) -> None:
        """None yet."""
        self._most = most
        self._jobs: OrderedDict[Hashable, J] = OrderedDict()
        self._lock = threading.Lock()
        _KNOWN.add(self)

    def get(self, key: Hashable) -> J | None:
        """The job of that, if there is one."""
        with self._lock:
            return self._jobs.get(key)

    def get_or_make(self, key: Hashable, make: Callable[[], J], is_old: Callable[[J], bool]) -> J:
        """The job of that; a new one where there is none, or where it is out of date."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None or is_old(job):
                job = self._jobs[key] = make()
            self._jobs.move_to_end(key)
            while len(self._jobs) > self._most:
                self._jobs.popitem(last=False)[1].stop()
            return job

    def close(self) -> None:
        """Stop all, and forget them."""
        with self._lock:
            jobs = list(self._jobs.values())
            self._jobs.clear()
        for job in jobs:
            job.stop()


S = TypeVar("S")


def shared(source: Source | None, kind: Callable[[], S]) -> S:
    """The one object of a kind that all sessions over a source share: made when first asked for, gone with the source.

    Args:
        source: what the object's answers come from, as the process holds it; with None it is the caller's alone.
        kind: makes it; a class without arguments.
    """
    if source is None:
        return kind()
    with _SHARING:
        kept = _SHARED.setdefault(source, {})
        if kind not in kept:
            kept[kind] = kind()
        found: S = kept[kind]
        return found


def close_jobs() -> None:
    """Stop every job of this process; `Runtime.close` does."""
    for jobs in list(_KNOWN):
        jobs.close()


_KNOWN: WeakSet[Jobs[Any]] = WeakSet()
_SHARED: WeakKeyDictionary[Source, dict[Callable[[], Any], Any]] = WeakKeyDictionary()
_SHARING = threading.Lock()
_ONE_AT_A_TIME = threading.Lock()
