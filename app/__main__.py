"""`python -m app` is `fluxops`."""

from app.cli.main import run

run()
