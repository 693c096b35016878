"""`fluxops` whose assistant answers by the script of tests.app.assistant.scripted: run by `start_server(program=…)`."""

from __future__ import annotations

from app import wiring
from app.cli.start import run
from tests.app.assistant.scripted import ScriptedPlanner

if __name__ == "__main__":
    wiring._planner = lambda settings, catalogue, *more: ScriptedPlanner(catalogue)
    run()
