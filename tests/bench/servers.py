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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Serving:
    """A server that answers.

    Attributes:
        address: e.g. "http://127.0.0.1:5006".
        pid: of the server itself; its first thread runs the event loop.
    """

    address: str
    pid: int

    def loop_seconds(self) -> float | None:
        """Processor time of the event loop's thread so far; None where the system does not tell (not Linux)."""
        with suppress(OSError):
            return int(Path(f"/proc/{self.pid}/task/{self.pid}/schedstat").read_text().split()[0]) / 1e9
        return None

    def memory_mb(self) -> float | None:
        """Resident memory in units of 1,000,000 bytes; None where the system does not tell (not Linux)."""
        with suppress(OSError):
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        return None


@contextmanager
def serving(
    module: str, options: Sequence[str], log: Path, *, path: str = "/", environment: Mapping[str, str] | None = None,
    patience_s: float = 180,
) -> Iterator[str]:  # fmt: skip
    """The address of `python -m module … --port PORT`, as in `served`."""
    with served(module, options, log, path=path, environment=environment, patience_s=patience_s) as server:
        yield server.address


@contextmanager
def served(
    module: str, options: Sequence[str], log: Path, *, path: str = "/", environment: Mapping[str, str] | None = None,
    patience_s: float = 180, port: int = 0,
) -> Iterator[Serving]:  # fmt: skip
    """Run `python -m module … --port PORT` and give its address and process as soon as it answers; 0 is a free port.

    Raises:
        RuntimeError: it ended, or said nothing in time; the end of its log is in the message.
    """
    port = port or free_port()
    command = [sys.executable, "-m", module, *options, "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    try:
        _wait(server, f"http://127.0.0.1:{port}{path}", log, patience_s)
        yield Serving(f"http://127.0.0.1:{port}", server.pid)
    finally:
        _end(server)


def make_demo(home: Path, scale: str) -> float:
    """The demo utility, as a user makes it; how many seconds it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "app", "demo", "--scale", scale]
    environment = {**os.environ, "FLUXOPS_HOME": str(home)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


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
