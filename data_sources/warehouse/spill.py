"""Folders beside the files of the warehouse for what does not fit into memory, each named after its process."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psutil

_SPILL = "spill-"


def spill_name() -> str:
    """How the name of such a folder begins; the process adds what tells its folders apart."""
    return f"{_SPILL}{os.getpid()}"


def clear_spilled(root: Path) -> None:
    """Remove what processes that were killed have left behind; those that end remove theirs themselves."""
    for folder in root.glob(f"{_SPILL}*"):
        pid = folder.name.removeprefix(_SPILL).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
