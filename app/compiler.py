"""Compiles what the studies run in a process of its own, at low priority, once an installation; then does nothing."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from data_sources.errors import JobFailed
from data_sources.jobs.process import JobProcess
from data_sources.source import Source
from data_sources.studies.compiling import TASK, is_compiled

log = logging.getLogger(__name__)


class Compiler:
    """One run of it, beside the server.

    Args:
        source: the live database itself, not what is kept around it.
        home: folder of all data.
    """

    def __init__(self, source: Source, home: Path) -> None:
        """Starts nothing yet."""
        self._home = home
        self._process = JobProcess(TASK, source, home)

    def start(self) -> None:
        """Begin, where it was not done before; waits for nothing."""
        threading.Thread(target=self._run, name="flux-compiler", daemon=True).start()

    def stop(self) -> None:
        """End it; the next start does the rest."""
        self._process.stop()

    def _run(self) -> None:
        try:
            if not is_compiled(self._home):
                self._process.run(lambda _step: None)
        except JobFailed as error:  # the first study waits for the compiler, and nothing else is lost
            log.warning("The studies could not be compiled ahead: %s", error)
        except OSError as error:
            log.warning("The studies could not be compiled ahead: their process cannot be started: %s", error)
