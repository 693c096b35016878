"""What may be changed in a demo alone."""

from __future__ import annotations

from typing import Final

from app.api.life.change_route import ChangeRoute
from data_sources.demo.simulated_storm import StartSimulatedStorm

DEMO_CHANGES: Final = (ChangeRoute("/api/demo/storm", StartSimulatedStorm),)
