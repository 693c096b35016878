"""Starts and stops the Snowflake-protocol server, and asks it what it has seen."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource
from tests.fakesnow.environment import server_python

SERVER = Path(__file__).parent / "server.py"
START_SECONDS = 60.0


@dataclass(frozen=True)
class FakeSnowflake:
    """A running server."""

    port: int

    def settings(self, **changes: Any) -> SnowflakeSettings:
        """How to reach it, with a token nobody checks."""
        given: dict[str, Any] = {
            "host": "localhost", "port": self.port, "protocol": "http", "account": "fakesnow", "user": "fake",
            "token": "sesame-open", "database": "FLUX", "schema": "HISTORY", "warehouse": "FLUX_WH",
            "network_timeout_s": 20.0, "login_timeout_s": 15.0,
        }  # fmt: skip
        return SnowflakeSettings(**{**given, **changes})

    def source(self, **changes: Any) -> SnowflakeSource:
        return SnowflakeSource(self.settings(**changes))

    def seen(self) -> dict[str, Any]:
        """Logins, statements and aborts so far, the texts of the statements, how many are held back."""
        found: dict[str, Any] = httpx.get(self._url("counts")).json()
        return found

    def hold(self, marker: str) -> None:
        """Hold back statements that contain the marker, until they are aborted; empty for none."""
        self._post("hold", marker=marker)

    def refuse(self, count: int, code: str) -> None:
        """Refuse the next statements with a code of Snowflake's (six digits) or of HTTP (three)."""
        self._post("refuse", count=count, code=code)

    def load(self, table: str, rows: pa.Table, folder: Path, place: str = "FLUX.HISTORY") -> None:
        """Fill a table."""
        path = folder / f"{table}.parquet"
        pq.write_table(rows, path)
        self._post("load", table=f"{place}.{table}", path=str(path))

    def _post(self, what: str, **body: Any) -> None:
        httpx.post(self._url(what), content=json.dumps(body), timeout=60).raise_for_status()

    def _url(self, what: str) -> str:
        return f"http://127.0.0.1:{self.port}/flux/{what}"


@contextmanager
def running_server() -> Iterator[FakeSnowflake]:
    """A server on a free port of the loopback; it ends with this block, or with this process.

    Raises:
        EnvironmentMissing: it cannot be installed.
    """
    python, port = server_python(), _free_port()
    command = [str(python), str(SERVER), str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, log)
            yield FakeSnowflake(port)
        finally:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"The Snowflake-protocol server ended at once:\n{log.read().decode(errors='replace')}")
        try:
            httpx.get(f"http://127.0.0.1:{port}/flux/counts")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"The Snowflake-protocol server did not answer within {START_SECONDS:g} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
