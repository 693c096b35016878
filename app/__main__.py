"""`python -m app` is `fluxops`."""

from app.cli.start import run

run()
