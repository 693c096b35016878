"""The risk of the present state: present loads, present open devices, the temperature just measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.risk import RiskPoints, Strain, points, strain
from data_sources.analytics.clock import local_time
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.cascade.study import CascadeStudy

ASSUMED_C = 25.0


@dataclass(frozen=True, slots=True, eq=False)
class PresentRisk:
    """What it is made of.

    Attributes:
        study: the present grid, ties checked, nothing borne beyond the rating.
        points: the index.
        strain: what its parts are made of.
        temperature_c: measured in the last three hours, else 25 is assumed.
        measured_at: when it was; None where it is assumed.
        load_kw: of all transformers now.
        peak_kw: design peak of all feeders, 0 where none is known.
        local_hour: of the utility's clock.
    """

    study: CascadeStudy
    points: RiskPoints
    strain: Strain
    temperature_c: float
    measured_at: dt.datetime | None
    load_kw: float
    peak_kw: float
    local_hour: float


def present_risk(source: Source, utility_id: int, time_zone: str, now: dt.datetime) -> PresentRisk:
    """The risk of a utility now.

    Raises:
        NetworkError: there is no such utility, or its rows point to rows that are not there.
        SourceUnavailable: the database cannot be reached.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    weather = source.fetch(Query.of("cascade_temperature", utility_id=utility_id, as_of=hour)).to_pylist()
    celsius = weather[0]["temperature_c"] if weather else ASSUMED_C
    study = CascadeStudy.of(source, utility_id, Conditions(celsius, 1.0, 0.0, "checked"), "present")
    found = strain(study.cascade)
    load_kw = float(study.cascade.load_kw.sum())
    peak_kw = float(np.nansum(study.ground.network.rows.feeders["peak_load_kw"], dtype=np.float64))
    clock = local_time(now, time_zone)
    local_hour = clock.hour + clock.minute / 60
    return PresentRisk(
        study, points(found, load_kw, peak_kw, local_hour), found, celsius,
        weather[0]["observed_at"] if weather else None, load_kw, peak_kw, local_hour,
    )  # fmt: skip
