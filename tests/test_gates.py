"""The linters, the types and the import rules are tests like any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["lint-imports"], ["mypy"]],
    ids=["ruff", "format", "imports", "types"],
)
def test_gate(command: list[str]) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_analytics_load_no_engine_and_no_picture() -> None:
    """The pure centre stays pure when imported, not only on paper."""
    probe = (
        "import sys, data_sources.analytics.topology; "
        "bad = {'psycopg', 'panel', 'bokeh', 'holoviews', 'datashader'} & set(sys.modules); "
        "sys.exit(f'loaded {bad}' if bad else 0)"
    )
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0
