"""The virtual environment of the Snowflake-protocol server: made once with pip, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import fasteners
from platformdirs import user_cache_path

# fakesnow imports modules that connector 5 no longer has, and pandas 2: so it cannot live beside Flux.
REQUIREMENTS = ("fakesnow[server]==0.12.1", "snowflake-connector-python>=4.8,<5", "pandas<3", "duckdb>=2,<3")
INSTALL_SECONDS = 240


class EnvironmentMissing(Exception):
    """The environment cannot be made; the sentence says why."""


def server_python() -> Path:
    """The interpreter that can run server.py; the first call on a machine takes about half a minute.

    Raises:
        EnvironmentMissing: pip cannot install the requirements.
    """
    key = f"{sys.version_info.major}.{sys.version_info.minor}\n" + "\n".join(REQUIREMENTS)
    folder = user_cache_path("fluxops-tests") / f"fakesnow-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    with fasteners.InterProcessLock(f"{folder}.lock"):
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(folder, python)
            (folder / "complete").touch()
    return python


def _make(folder: Path, python: Path) -> None:
    venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise EnvironmentMissing(_sentence(f"pip did not finish within {INSTALL_SECONDS} s")) from None
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["pip said nothing"]
        raise EnvironmentMissing(_sentence(reason[0]))


def _sentence(reason: str) -> str:
    return f"The Snowflake-protocol server of the tests cannot be installed ({', '.join(REQUIREMENTS)}): {reason}."
