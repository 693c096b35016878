"""A server that is told to end does so, whatever is under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser

from data_sources.postgres.embedded import EmbeddedPostgres
from tests.browser.conftest import start_server

ENDING_SECONDS = 5.0  # what operators give a server before they kill it
ASKING = """
import sys, threading
from app import wiring
from app.threads import THREADS

ENDLESS = (
    "SELECT COUNT(*) AS n FROM (SELECT SEQ4() AS a FROM TABLE(GENERATOR(ROWCOUNT => 3000000))) AS x, "
    "(SELECT SEQ4() AS b FROM TABLE(GENERATOR(ROWCOUNT => 3000000))) AS y WHERE (x.a * y.b) % 7 = 3"
)

def ask():
    print("a question begins", flush=True)
    wiring.runtime().sources.history.uncached.run(ENDLESS, {})
    print("a question was answered", flush=True)

THREADS.history.submit(ask)
from app.cli.main import run
run()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_with_a_page_open_and_a_question_under_way_ends(
    browser: Browser, tmp_path: Path, number: signal.Signals
) -> None:
    server = start_server(tmp_path / "home", program=[sys.executable, "-c", ASKING], FLUXOPS_DEMO_HISTORY="true")
    children = psutil.Process(server.process.pid).children(recursive=True)
    page = browser.new_page()
    page.goto(server.url)
    page.get_by_role("tab", name="Operations Dashboard").wait_for()
    os.kill(server.process.pid, number)
    try:
        code = server.process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        server.process.kill()
        raise AssertionError(f"It still runs after {ENDING_SECONDS:g} s:\n{server.log.read_text()[-3000:]}") from None
    finally:
        page.close()
    said = server.log.read_text()
    assert code == 0, said
    assert "a question begins" in said
    assert "a question was answered" not in said
    assert "Traceback" not in said
    assert EmbeddedPostgres(server.home).pid() is None
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
