"""`python -m tests`: the whole test command. Sees to Chromium first, then runs pytest (which runs the linters too).

Without arguments those with a browser come first, then all others: a process that has driven a browser runs no event loop
of its own any more. Three processes share the files of a part (pytest-xdist), one more than there are processors on a small
machine: many a test waits for a page or a server most of its time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.chromium import find_chromium

ROOT = Path(__file__).parent.parent
PARTS = ("tests/browser", "--ignore=tests/browser")
SHARED = ("-n", "3", "--dist", "loadfile", "-q")  # a file's tests share what they stand on
INSTALL = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"]


def main() -> int:
    if not find_chromium() and (problem := install_chromium()):
        print(problem, file=sys.stderr)
        return 2
    if sys.argv[1:]:
        return pytest(*sys.argv[1:])
    ends = [pytest(*SHARED, part) for part in PARTS]  # the second one too, whatever the first one finds
    return next((end for end in ends if end), 0)


def pytest(*arguments: str) -> int:
    """Run some tests; answers what their process ended with."""
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT)


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
