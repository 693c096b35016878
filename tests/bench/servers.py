"""Servers of a bench: started on a free port of this machine, waited for, and ended by their own process group."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    module: str, options: Sequence[str], log: Path, *, path: str = "/", environment: Mapping[str, str] | None = None,
    patience_s: float = 180,
) -> Iterator[str]:  # fmt: skip
    """Run `python -m module … --port PORT` and give its address as soon as it answers.

    Raises:
        RuntimeError: it ended, or said nothing in time; the end of its log is in the message.
    """
    port = free_port()
    command = [sys.executable, "-m", module, *options, "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    try:
        _wait(server, f"http://127.0.0.1:{port}{path}", log, patience_s)
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(server)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"{' '.join(map(str, server.args))} does not answer:\n{log.read_text()[-2000:]}")  # type: ignore[arg-type]


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask it to stop (it may have a database to close), and see that nothing of its group is left."""
    if server.poll() is None:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(10)
