"""`python -m app` is `fluxops`."""

from app.cli import run

run()
