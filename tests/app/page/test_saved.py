"""SavedFiles: what was saved, added or taken away after a page was opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.page.saved import SavedFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("aged.py", "aged.sql", "notes.txt"):
        (tmp_path / name).write_text("")
    return tmp_path


@pytest.mark.parametrize("name", ["aged.py", "aged.sql"])
def test_a_tab_or_its_statement_saved_later_is_seen_for_good(folder: Path, name: str) -> None:
    """Panel's watcher saw nothing that was saved within a second after another file."""
    found = SavedFiles(folder)
    assert found.are_as_found
    was = (folder / name).stat().st_mtime_ns
    os.utime(folder / name, ns=(was + 1_000_000, was + 1_000_000))
    assert not found.are_as_found
    assert not found.are_as_found
    assert SavedFiles(folder).are_as_found, "the page that is loaded then is up to date"


def test_a_tab_added_or_taken_away_is_seen(folder: Path) -> None:
    found = SavedFiles(folder)
    (folder / "notes.txt").write_text("nothing of a tab")
    assert found.are_as_found
    (folder / "newer.py").write_text("")
    assert not found.are_as_found
    (folder / "newer.py").unlink()
    (folder / "aged.sql").unlink()
    assert not found.are_as_found


def test_without_a_folder_nothing_is_behind() -> None:
    assert SavedFiles(None).are_as_found
