"""A stretch of a demo day, feeder by feeder: what every meter registers of what flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.calendar import Calendar
from data_sources.demo.ami.demand import FeederDemand, feeder_demands
from data_sources.demo.ami.faults import faults_on
from data_sources.demo.ami.flow import Flow
from data_sources.demo.ami.measure import MeasuredReadings, register
from data_sources.demo.ami.outages import Supply
from data_sources.demo.ami.utility import DemoUtility


@dataclass(frozen=True, slots=True)
class FeederIntervals:
    """One feeder's intervals.

    Attributes:
        demand: what its meters take and what flows.
        readings: what the meters register of it, shapes (meters, intervals).
    """

    demand: FeederDemand
    readings: MeasuredReadings

    @property
    def feeder(self) -> int:
        """Its row."""
        return self.demand.feeder

    @property
    def rows(self) -> slice:
        """Of its meters."""
        return self.demand.rows

    @property
    def flow(self) -> Flow:
        """Heads, voltages and losses."""
        return self.demand.flow


def feeder_intervals(
    utility: DemoUtility, calendar: Calendar, supply: Supply, first: int = 0, end: int | None = None
) -> Iterator[FeederIntervals]:
    """The intervals first .. end - 1 of a day, feeder after feeder.

    Args:
        utility: whose.
        calendar: the day.
        supply: of all intervals of the day.
        first: number of the first interval.
        end: number after the last; the day's end by default.
    """
    fault = faults_on(utility.meter_ids, utility.can_steal, calendar.day, utility.seed)
    for demand in feeder_demands(utility.power, calendar, supply.between(first, end), first, end):
        yield FeederIntervals(demand, _registered(utility, calendar, demand, fault, first))


def _registered(
    utility: DemoUtility, calendar: Calendar, demand: FeederDemand, fault: NDArray[np.int8], first: int
) -> MeasuredReadings:
    traits, rows = utility.traits, demand.rows
    return register(
        traits.key[rows], calendar.number, demand.load_kw, demand.net_kw, demand.kvar, demand.flow.secondary_pu,
        demand.dark, demand.transformer, traits.gain[rows], traits.service_drop[rows], utility.nominal_v[rows],
        traits.peak_kw[rows], traits.shape[rows], calendar.shapes, fault[rows], utility.collector[rows], first,
    )  # fmt: skip
