"""The browser of the browser tests and benches: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil

# No sandbox: the tests may run as root. The rest keeps Chromium from calling home.
ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def find_chromium() -> str | None:
    """Path of a Chromium or Chrome of this system, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    return None
