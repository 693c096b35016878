"""What the history knows of a fleet in consecutive hours: its loads, and the air around it."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.clock import HOUR
from data_sources.analytics.thermal.fleet import Singles
from data_sources.analytics.thermal.loads import SteppedLoads, hourly_air, stepped_loads
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.network.rows import Ints
from data_sources.query import Query
from data_sources.source import Source

Hours = NDArray[np.datetime64]


def span_of(hours: Hours) -> dict[str, dt.datetime]:
    """The half-open period of consecutive hours, as statements bind it and as tables hold instants."""
    return {"from_at": _naive(hours[0]), "to_at": _naive(hours[-1] + HOUR)}


def fleet_loads(history: Source, fleet: MeteredFleet, hours: Hours, meters: Ints) -> SteppedLoads:
    """The hourly loads of a fleet.

    Args:
        history: with its rollups.
        fleet: the transformers.
        hours: consecutive starts of hours, UTC.
        meters: expected to be read at each transformer in all of them, shape (transformers,).

    Raises:
        SourceUnavailable: the history cannot be reached.
    """
    rows = history.fetch(Query.of("thermal_hours", utility_id=fleet.utility_id, **span_of(hours)))
    return stepped_loads(rows, hours, fleet.ids, fleet.rated_kva, meters[:, None])


def fleet_air(history: Source, utility_id: int, hours: Hours) -> Singles:
    """Ambient temperatures of hours around a utility's transformers, shape (hours,); NaN where none was observed.

    Raises:
        SourceUnavailable: the history cannot be reached.
    """
    return hourly_air(history.fetch(Query.of("ami_weather", utility_id=utility_id, **span_of(hours))), hours)


def _naive(at: np.datetime64) -> dt.datetime:
    found: dt.datetime = at.astype("datetime64[s]").item()
    return found
