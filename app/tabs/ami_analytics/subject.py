"""What is chosen above the views, as the history's own questions name it."""

from __future__ import annotations

from app.tabs.ami_analytics.ground import Ground
from data_sources.history.scope import Meter, Scope, Subject, Transformer


def subject_of(ground: Ground) -> Subject:
    """A scope of feeders, one transformer or one meter."""
    if ground.kind == "transformer":
        return Transformer(ground.scope_id)
    if ground.kind == "meter":
        return Meter(ground.scope_id)
    if ground.kind == "substation":
        return Scope(ground.utility_id, substation_id=ground.scope_id)
    return Scope(ground.utility_id, feeder_id=ground.scope_id if ground.kind == "feeder" else 0)
