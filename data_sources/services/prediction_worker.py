"""A process of its own for predicted outages: whoever looks at a screen waits for them.

python -m data_sources.services.prediction_worker        settings as JSON on standard input, which stays open
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from data_sources.connect import Live
from data_sources.prediction.rules import PredictionRules
from data_sources.services.predictions import Predictions
from data_sources.services.service import Service
from data_sources.services.worker import WorkerSettings, work

PREDICTION_WORKER: Final = "data_sources.services.prediction_worker"
PREDICTION_SERVICES: Final = (Predictions.name,)
NICENESS: Final = 5  # behind pages, before copies


def services(settings: WorkerSettings, live: Live, _closing: threading.Event) -> Sequence[Service]:
    """The one service."""
    return [Predictions(live.source, PredictionRules(settings.confirm_probability))]


def service_names(_settings: WorkerSettings) -> tuple[str, ...]:
    """Of what `services` makes."""
    return PREDICTION_SERVICES


if __name__ == "__main__":
    work(services, service_names, NICENESS)
