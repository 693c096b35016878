"""A real server with the small demo, and a real Chromium that notes every request and console error."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from data_sources.connect import connect_live
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.utility.load import load_demo
from data_sources.warehouse.files import Warehouse
from tests.chromium import ARGUMENTS, find_chromium

HERE = Path(__file__).parent

START_SECONDS = 600  # on a machine that does much else
DAYS = 3  # of readings
EXAMPLE_TABS = Path(__file__).parents[1] / "app" / "example_tab"


@dataclass
class Server:
    """`fluxops serve` as a subprocess."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path


@dataclass
class Seen:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(
    home: Path, *arguments: str, program: Sequence[str] = (sys.executable, "-m", "app"), port: int | None = None,
    **settings: str,
) -> Server:  # fmt: skip
    """Start `fluxops serve` (or a program that runs it) on a port, or a free one, and wait until the page answers."""
    port = port or free_port()
    environment = {
        **os.environ, "FLUXOPS_HOME": str(home), "FLUXOPS_DEMO_SCALE": "small", "FLUXOPS_TILES_URL": "off",
        "FLUXOPS_PORT": str(port), "FLUXOPS_DEMO_HISTORY": "false", **settings,
    }  # fmt: skip
    log = home.parent / f"{home.name}-server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*program, "serve", *arguments], env=environment, stdout=output, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"fluxops serve ended with {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{url}/api/health", timeout=5) as answer:
                if answer.status == 200:
                    return Server(url, home, process, log)
        except OSError:
            time.sleep(0.25)
    stop_server(Server(url, home, process, log))
    raise RuntimeError(f"fluxops serve did not come up:\n{log.read_text()[-3000:]}")


def stop_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.process.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all browser tests that do not break it."""
    server = start_server(tmp_path_factory.mktemp("browser") / "home")
    yield server
    stop_server(server)


@pytest.fixture(scope="session")
def server_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose history is there before it starts (whole days up to yesterday), with a data scientist's tab."""
    home = tmp_path_factory.mktemp("views") / "home"
    live = connect_live(None, home)
    load_demo(live.source, "small")
    warehouse = Warehouse(home / "warehouse")
    prepare_history(live.source, warehouse, 1)
    for back in range(1, DAYS + 1):
        make_day(live.source, warehouse, 1, dt.date.today() - dt.timedelta(days=back))
    live.close()
    server = start_server(
        home, FLUXOPS_SIMULATE="false", FLUXOPS_TABS_DIR=str(EXAMPLE_TABS)
    )  # what is there is all there is
    yield server
    stop_server(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "Chromium is missing: run `python -m tests`, which sees to it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A fresh page at 1366x768."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(120_000)  # three browsers and their servers may share two cores
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield page
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Three browsers and their servers may share two cores: a test that says nothing of its own has a quarter of an hour."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(900))
