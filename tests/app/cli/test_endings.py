"""A server that is told to end while it still starts leaves nothing running, however often it is told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from data_sources.postgres.embedded import EmbeddedPostgres

PATIENCE_S = 120.0
LEAVING_S = 20.0
STARTING = """
import sys, time
from contextlib import contextmanager
from app.cli import main

moment, does = sys.argv[1:3]
del sys.argv[1:3]

@contextmanager
def progress():
    def tell(what, share):
        if what.startswith(moment):
            print("this far", flush=True)
            if does == "fail":
                raise RuntimeError("So far and no further.")
            time.sleep(600)
    yield tell

main.progress = progress
main.run()
"""


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a demo in it once the first test has made it, so that the others need not wait for theirs."""
    return tmp_path_factory.mktemp("made") / "home"


def start(home: Path, moment: str, does: str) -> subprocess.Popen[str]:
    """`fluxops serve`, which waits (or fails) as soon as it tells that it does this."""
    environment = {
        **os.environ, "FLUXOPS_HOME": str(home), "FLUXOPS_DEMO_SCALE": "small", "FLUXOPS_TILES_URL": "off",
        "FLUXOPS_DEMO_HISTORY": "true",
    }  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-c", STARTING, moment, does, "serve", "--port", port]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "this far\n"
    return process


def end(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(PATIENCE_S)
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()


def is_gone(server: EmbeddedPostgres) -> bool:
    """Whether the last one to leave has stopped it."""
    deadline = time.monotonic() + LEAVING_S
    while server.pid() is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    return server.pid() is None


def test_a_demo_half_made_leaves_nothing_running(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = start(home, "writing", "wait")
    process.send_signal(signal.SIGTERM)
    assert end(process) == 128 + signal.SIGTERM
    assert is_gone(EmbeddedPostgres(home))


@pytest.mark.parametrize("moment", ["drawing", "ready"])  # "ready" is told when the services and the simulator are up
def test_a_start_that_is_stopped_leaves_nothing_running(made_home: Path, moment: str) -> None:
    process = start(made_home, moment, "wait")
    server = EmbeddedPostgres(made_home)
    children = psutil.Process(process.pid).children(recursive=True)
    assert server.pid() is not None
    process.send_signal(signal.SIGTERM)
    assert end(process) == 128 + signal.SIGTERM
    psutil.wait_procs(children, timeout=LEAVING_S)  # a worker may leave a little later, and then stops PostgreSQL
    assert is_gone(server)
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_a_start_that_fails_leaves_nothing_running(made_home: Path) -> None:
    assert end(start(made_home, "ready", "fail")) == 1
    assert is_gone(EmbeddedPostgres(made_home))


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_further_signals_do_not_break_an_ending(made_home: Path, first: signal.Signals) -> None:
    process = start(made_home, "ready", "wait")
    server = EmbeddedPostgres(made_home)
    process.send_signal(first)
    while server.pid() is not None and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    end(process)
    assert is_gone(server)
