"""A data scientist's tab in a real browser: dropped into a folder, reloaded when saved, kept to itself when it fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Seen, Server, start_server, stop_server

EXAMPLE = Path(__file__).parents[1] / "app" / "example_tab"
BROKEN = (
    "from app.tab import Tab\n\n\nclass Broken(Tab):\n    def build(self):\n        raise ValueError('bad column')\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tabs"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "broken.py").write_text(BROKEN)
    example = folder / "transformer_ages.py"
    example.write_text(example.read_text().replace("value=60", "value=0"))  # at night nothing is loaded much
    return folder


@pytest.fixture
def dev_server(tmp_path: Path, folder: Path) -> Iterator[Server]:
    server = start_server(tmp_path / "home", "--dev", FLUXOPS_TABS_DIR=str(folder))
    yield server
    stop_server(server)


def test_a_tab_from_the_folder(page: Page, seen: Seen, dev_server: Server, folder: Path) -> None:
    page.goto(f"{dev_server.url}/app?tab=transformer-ages")
    page.get_by_text("Loaded at least (%)").wait_for(timeout=90_000)
    page.locator("table tbody tr").first.wait_for()
    page.locator("canvas").first.wait_for(timeout=60_000)

    page.get_by_role("tab", name="Broken").click()
    page.get_by_text("bad column").wait_for()
    page.get_by_role("tab", name="Transformer ages").click()
    page.get_by_text("Loaded at least (%)").wait_for()

    source = folder / "transformer_ages.py"
    source.write_text(source.read_text().replace("Loaded at least (%)", "Carrying at least (%)"))
    page.get_by_text("Carrying at least (%)").wait_for(timeout=60_000)
    page.locator("table tbody tr").first.wait_for()

    sql = folder / "transformer_ages.sql"
    sql.write_text(sql.read_text().replace("LIMIT 15", "LIMIT 0"))
    page.wait_for_function("() => true")
    page.locator("table tbody tr").first.wait_for(state="detached", timeout=60_000)
    assert seen.errors == []
