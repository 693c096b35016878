"""A process of its own for what people at screens wait for: predicted outages, and alarms.

python -m data_sources.services.prompt_worker        settings as JSON on standard input, which stays open
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from data_sources.connect import Live
from data_sources.postgres.feed import Feed
from data_sources.prediction.rules import PredictionRules
from data_sources.services.alarms import Alarms
from data_sources.services.predictions import Predictions
from data_sources.services.service import Service
from data_sources.services.worker import WorkerSettings, work

PROMPT_WORKER: Final = "data_sources.services.prompt_worker"
NICENESS: Final = 5  # behind pages, before copies


def services(settings: WorkerSettings, live: Live, _closing: threading.Event) -> Sequence[Service]:
    """Those that are asked for."""
    found: list[Service] = []
    if settings.predict:
        found.append(Predictions(live.source, PredictionRules(settings.confirm_probability)))
    if settings.alarms:
        feed = Feed(live.source, poll_seconds=settings.feed_poll_s)
        feed.start()
        found.append(Alarms(live.source, feed.version))
    return found


def prompt_service_names(settings: WorkerSettings) -> tuple[str, ...]:
    """Of what `services` makes."""
    names = ((Predictions.name, settings.predict), (Alarms.name, settings.alarms))
    return tuple(name for name, is_wanted in names if is_wanted)


if __name__ == "__main__":
    work(services, prompt_service_names, NICENESS)
