"""A worker process as its server sees it: started, started again should it end, heard, and ended with the server."""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Final

from data_sources.services.service import ServiceState
from data_sources.services.states import of_line
from data_sources.services.worker import WorkerSettings

log = logging.getLogger(__name__)

SERVICES_WORKER: Final = "data_sources.services.worker"
AGAIN_S: Final = 10.0  # after a worker ended that should not have


class ServiceProcess:
    """Runs a worker module beside this process.

    Args:
        module: that calls `work`, e.g. "data_sources.services.worker".
        settings: its settings.
        names: of the services it will run, so that one that never comes up is seen too.
    """

    def __init__(self, module: str, settings: WorkerSettings, names: Sequence[str]) -> None:
        """Nothing is started yet."""
        self._module, self._settings = module, settings
        self._states = {name: ServiceState(name) for name in names}
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="flux-services", daemon=True)

    @property
    def states(self) -> list[ServiceState]:
        """What each service said last; "starting" before its first word."""
        return list(self._states.values())

    def start(self) -> None:
        """Start the worker, and look after it."""
        self._thread.start()

    def stop(self, timeout_s: float = 1.0) -> None:
        """End the worker; what it was making was never there."""
        self._closing.set()
        with self._lock:
            process = self._process
        if process is not None:
            _end(process, timeout_s)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._closing.is_set():
            trouble = self._run_once()
            if not self._closing.is_set():
                log.warning("The services of %s: %s. It is tried again.", self._module, trouble)
                self._in_trouble(trouble)
                self._closing.wait(AGAIN_S)

    def _run_once(self) -> str:
        """Let the worker work until it ends; answers why it does not any more."""
        try:
            with self._lock:
                if self._closing.is_set():
                    return ""
                process = self._process = self._spawn()
        except OSError as error:  # no memory, no descriptors left: both come back
            return f"their process cannot be started: {error}"
        self._listen(process)
        return f"their process ended with code {process.wait()}"

    def _spawn(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", self._module]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,  # a terminal's Ctrl-C is the server's alone, which then ends this
        )  # fmt: skip
        assert process.stdin
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(asdict(self._settings)) + "\n")
            process.stdin.flush()
        return process

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            with suppress(ValueError, TypeError, KeyError):  # a library's own words on standard output are none
                state = of_line(line)
                self._states[state.name] = state

    def _in_trouble(self, trouble: str) -> None:
        """With what the worker said itself before it ended, if it did."""
        now = dt.datetime.now(dt.UTC)
        for name, state in list(self._states.items()):
            said = "" if state.doing == "ended" else state.error
            error = f"{said} ({trouble})" if said else trouble
            self._states[name] = state.in_trouble("ended", error, now)


def _end(process: subprocess.Popen[str], timeout_s: float) -> None:
    assert process.stdin
    with suppress(BrokenPipeError):
        process.stdin.close()
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
