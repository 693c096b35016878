"""`python -m tests`: the whole test command. Sees to Chromium first, then runs pytest (which runs the linters too).

Without arguments the tests with a browser run beside all others: two processors are then busy most of the time. What the
browser's said stands below the rest, once both are done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.chromium import find_chromium

ROOT = Path(__file__).parent.parent
BROWSER = "tests/browser"
INSTALL = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"]


def main() -> int:
    if not find_chromium() and (problem := install_chromium()):
        print(problem, file=sys.stderr)
        return 2
    return subprocess.call(pytest(*sys.argv[1:]), cwd=ROOT) if sys.argv[1:] else run_halves()


def pytest(*arguments: str) -> list[str]:
    """The command that runs some tests."""
    return [sys.executable, "-m", "pytest", *arguments]


def run_halves() -> int:
    """Run all tests as two processes; both are waited for, whatever the first one finds."""
    with tempfile.TemporaryFile() as said:
        browser = subprocess.Popen(pytest(BROWSER), cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        rest = subprocess.call(pytest(f"--ignore={BROWSER}"), cwd=ROOT)
        code = browser.wait()
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout.buffer)
    return rest or code


def install_chromium() -> str:
    """Install it where that is ours to do; else the one command that is missing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "The browser tests need Chromium: run `sudo apt-get install chromium`, then again."
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, check=False)
    done = subprocess.run(INSTALL, env=environment, check=False)
    return (
        ""
        if done.returncode == 0 and find_chromium()
        else "`apt-get install chromium` failed; the browser tests need it."
    )


if __name__ == "__main__":
    sys.exit(main())
