"""A worker process as its server sees it: started, started again should it end, heard, and ended with the server."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, replace
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
    """

    def __init__(self, module: str, settings: WorkerSettings) -> None:
        """Nothing is started yet."""
        self._module, self._settings = module, settings
        self._states: dict[str, ServiceState] = {}
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="flux-services", daemon=True)

    @property
    def states(self) -> list[ServiceState]:
        """What each service said last."""
        return list(self._states.values())

    def start(self) -> None:
        """Start the worker, and look after it."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End the worker; what it was making was never there."""
        self._closing.set()
        with self._lock:
            process = self._process
        if process is not None:
            _end(process, timeout_s)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._closing.is_set():
            with self._lock:
                if self._closing.is_set():
                    return
                process = self._process = self._spawn()
            self._listen(process)
            code = process.wait()
            if not self._closing.is_set():
                log.warning("The process of %s ended (%s) and is started again.", self._module, code)
                self._ended(code)
                self._closing.wait(AGAIN_S)

    def _spawn(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", self._module]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
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

    def _ended(self, code: int) -> None:
        for name, state in list(self._states.items()):
            self._states[name] = replace(state, doing="ended", error=f"its process ended with code {code}")


def _end(process: subprocess.Popen[str], timeout_s: float) -> None:
    assert process.stdin
    with suppress(BrokenPipeError):
        process.stdin.close()
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
