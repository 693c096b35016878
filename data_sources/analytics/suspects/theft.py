"""Meters that seem to register less than flows: by energy where the transformer is metered, by voltage everywhere.

Method: tests in units of their own spread among the feeder's meters of the same class (median and median deviation),
because a feeder has a thousand honest meters to learn the usual from.
    Energy: its transformer's missing energy follows this meter's load (`energy_balance`).
    Hours: the impedance of its service differs between hours of the day; a wire does not do that, a bypass that is
        switched on in the evening does (`impedance_tests`).
    Start: on some day of the period its impedance rose and its consumption fell by the like (`impedance_tests`).
    History: its days register less than the same weekdays a year before, compared with its class.
    Impedance: its service drop is too large for the load it registers; wires of a kind have impedances of a kind.
Energy or hours alone can be enough. A fall of consumption (start, history) counts only as far as the impedance is
large too and the service still carries what its like carry: a customer who moved out, or is on holiday, registers less
but loses less voltage, and a long thin service is no fall.

Assumptions
    Voltage means of 0.1 V resolution, drops proportional to load, most meters honest.

Known drawbacks
    A theft of a constant share that goes on through the whole period, on a transformer without a meter, scales load
    and apparent impedance alike: it looks like a small customer on a thin service, and only the year before can
    tell. Expect most of these to be missed. New residents, vacancies and new panels lower consumption too. A meter
    alone on its transformer is judged by energy and history only.

Source: energy: see `energy_balance`. Voltage against registered load: Y. Gao, B. Foggo, N. Yu, "A physically inspired
data-driven model for electricity theft detection with smart meter data", IEEE Trans. Ind. Informatics 15 (2019).
Consumption against own history and peers: R. Jiang et al., "Energy-theft detection issues for advanced metering
infrastructure in smart grid", Tsinghua Sci. Technol. 19 (2014), a survey.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.suspects import impedance_tests
from data_sources.analytics.suspects.energy_balance import Balances
from data_sources.analytics.suspects.feeder_readings import FeederReadings, Floats, Ints
from data_sources.analytics.suspects.found import Evidence, SearchSettings, Series, Suspect, listed, logistic
from data_sources.analytics.suspects.voltage_residuals import Deviations, Services

CAP = 6.0  # of a fall alone, in spreads
SPREAD_FLOOR = 0.1
USUAL_START = 9.0  # spreads of the best of many splits that honest meters reach
USUAL_FALL = 1.5  # spreads that prove nothing
STRANGER_FACTOR = -0.5  # of a meter's load in what is missing; -1: it registers what does not flow here
STRANGER_SPREADS = 6.0
AMPLITUDE_MIDDLE = -1.0  # spreads; below it the service carries clearly less than its like


@dataclass(frozen=True, eq=False)
class Tests:
    """Results of the tests by meter, in spreads above the usual; 0 where a test says nothing; shapes (m,).

    Attributes:
        energy: t value of the energy balance's coefficient, 0 if what is missing is small.
        hours: of the window of hours that differs most.
        from_hour: first hour of that window.
        to_hour: hour after its last.
        start: rise of impedance with fall of consumption.
        start_day: index of the day that goes with it, NaN if none.
        history: fall against a year before.
        impedance: of the service, for the load registered.
        amplitude: of the voltage lost in the service, whatever is registered.
    """

    energy: Floats
    hours: Floats
    from_hour: Ints
    to_hour: Ints
    start: Floats
    start_day: Floats
    history: Floats
    impedance: Floats
    amplitude: Floats

    def evidence(self, meter: int) -> float:
        """Everything but energy, in spreads: hours in full; a fall of consumption counts with a large impedance."""
        impedance = float(self.impedance[meter])
        fall = max(float(self.start[meter]), float(self.history[meter]))
        # An empty house registers less, too, but then its service carries less.
        fall *= logistic(float(self.amplitude[meter]), AMPLITUDE_MIDDLE, 0.3)
        both = max(min(fall - USUAL_FALL, 3.0 * (impedance - 1.0)), 0.0)
        # A start already holds both, a rise and a fall, on the same day: far out it needs nothing beside it.
        start = max(float(self.start[meter]) - USUAL_START, 0.0)
        return float(self.hours[meter]) + start + 3.0 * both + 0.3 * min(fall, CAP) + 0.5 * max(impedance, 0.0)


def find(
    readings: FeederReadings,
    made: Deviations,
    service: Services,
    balances: Balances,
    settings: SearchSettings,
    *,
    year_before_kwh: Floats | None = None,
    excluded: frozenset[int] = frozenset(),
) -> list[Suspect]:
    """Meters that seem to register less than flows, best first.

    Args:
        readings: of the feeder.
        made: their deviations.
        service: their service drops.
        balances: of the transformers with own meter.
        settings: thresholds.
        year_before_kwh: energy delivered on the same weekdays 364 days before, NaN where unknown, shape (m, days).
        excluded: meters whose trouble is another (stuck, wrong transformer).
    """
    tests = run_tests(readings, made, service, balances, year_before_kwh)
    scores = np.array([_score(tests, bool(readings.is_metered[m]), m) for m in range(len(readings.meter_id))])
    scores[np.isin(readings.meter_id, list(excluded))] = 0.0
    return [
        _suspect(readings, service, balances, tests, m, float(scores[m]), settings)
        for m in listed(scores, readings.meter_id, settings)
    ]


def run_tests(
    readings: FeederReadings, made: Deviations, service: Services, balances: Balances, year_before_kwh: Floats | None
) -> Tests:
    """All tests of all meters."""
    usable = service.has_peers & (service.pct_per_kw > 0)
    drop = np.where(usable[:, None], service.drop_pct, 0.0)
    hour = ((readings.start_at.astype(np.int64) + readings.utc_offset_s) % 86400) // 3600
    day = (readings.local_day - readings.local_day[0]).astype(np.int64)
    contrast, low, high = impedance_tests.hours(impedance_tests.moments(made.load_kw, drop, hour))
    daily = daily_kwh(readings)
    start, start_day = impedance_tests.starts(impedance_tests.moments(made.load_kw, drop, day), _levels(daily))
    with np.errstate(divide="ignore", invalid="ignore"):
        impedance = np.where(usable & (service.fit > 0.3), np.log(service.pct_per_kw), np.nan)
        amplitude = np.where(usable, np.log(drop.std(axis=1)), np.nan)
    group = readings.group
    return Tests(
        energy=_energy(balances, readings),
        hours=np.maximum(_spreads(np.where(contrast > 0, contrast, np.nan), group), 0.0),
        from_hour=low,
        to_hour=high,
        start=np.maximum(_spreads(np.where(start > 0, start, np.nan), group), 0.0),
        start_day=start_day,
        history=np.zeros(len(group)) if year_before_kwh is None else _history(daily, year_before_kwh, group),
        impedance=_spreads(impedance, group),
        amplitude=_spreads(amplitude, group),
    )


def daily_kwh(readings: FeederReadings) -> Floats:
    """Energy delivered by local day, filled up for gaps; NaN where less than half was read, shape (m, days)."""
    day = (readings.local_day - readings.local_day[0]).astype(np.int64)
    first = np.flatnonzero(np.concatenate([[True], day[1:] != day[:-1]]))
    read = np.isfinite(readings.delivered_kwh)
    energy = np.add.reduceat(np.where(read, readings.delivered_kwh, 0.0).astype(np.float64), first, axis=1)
    share = np.add.reduceat(read.astype(np.float64), first, axis=1) / np.diff(np.append(first, len(day)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(share >= 0.5, energy / share, np.nan)


def _energy(balances: Balances, readings: FeederReadings) -> Floats:
    """The t value where a plausible amount is missing, else 0."""
    lost_kwh = balances.factor * _mean_kwh(readings) * readings.day_steps
    plausible = (balances.factor > 0.08) & (lost_kwh > 0.5)
    return np.where(plausible, np.nan_to_num(balances.certainty), 0.0)


def _mean_kwh(readings: FeederReadings) -> Floats:
    read = np.isfinite(readings.net_kwh)
    return np.asarray(np.where(read, readings.net_kwh, 0.0).sum(axis=1) / np.maximum(read.sum(axis=1), 1))


def _levels(daily: Floats) -> Floats:
    """Logarithm of each day's energy over the feeder's median of that day."""
    known = np.where(np.isfinite(daily), daily, np.nan)
    usual = np.array(
        [np.median(column[np.isfinite(column)]) if np.isfinite(column).any() else 1.0 for column in known.T]
    )
    return np.asarray(np.log(np.maximum(known, 0.1) / np.maximum(usual, 0.1)))


def _history(daily: Floats, before: Floats, group: Ints) -> Floats:
    """Median fall of a day's energy against the same weekday a year before, beyond its class's; in spreads."""
    days = min(daily.shape[1], before.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        fall = np.log(np.maximum(before[:, :days], 0.1) / np.maximum(daily[:, :days], 0.1))
    enough = np.isfinite(fall).mean(axis=1) >= 0.5 if days else np.zeros(len(daily), np.bool_)
    middle = np.full(len(daily), np.nan)
    if enough.any():
        middle[enough] = np.nanmedian(fall[enough], axis=1)
    return np.maximum(_spreads(middle, group), 0.0)


def _score(tests: Tests, is_metered: bool, meter: int) -> float:
    by_voltage = logistic(tests.evidence(meter), 10.0, 1.5)
    if not is_metered:
        return by_voltage
    return max(by_voltage, logistic(float(tests.energy[meter]), 7.0, 1.0))


def _spreads(values: Floats, group: NDArray[np.int64]) -> Floats:
    """Distance from the group's median in (robust) standard deviations; 0 where unknown."""
    answer = np.zeros(len(values))
    for one in np.unique(group):
        known = (group == one) & np.isfinite(values)
        if known.sum() < 12:
            continue
        middle = np.median(values[known])
        spread = max(1.4826 * float(np.median(np.abs(values[known] - middle))), SPREAD_FLOOR)
        answer[known] = (values[known] - middle) / spread
    return answer


def _suspect(
    readings: FeederReadings, service: Services, balances: Balances, tests: Tests, meter: int, score: float,
    settings: SearchSettings,
) -> Suspect:  # fmt: skip
    by_energy = bool(readings.is_metered[meter] and tests.energy[meter] > 6.0)
    lost = float(balances.factor[meter] * _mean_kwh(readings)[meter]) * readings.day_steps if by_energy else None
    started = tests.start[meter] > 4.0 and np.isfinite(tests.start_day[meter])
    return Suspect(
        kind="theft", meter_id=int(readings.meter_id[meter]), transformer_id=int(readings.transformer_id[meter]),
        feeder_id=readings.feeder_id, is_metered=bool(readings.is_metered[meter]), score=score,
        is_flagged=score >= settings.theft_score,
        why=_why(balances, tests, meter, lost, len(_strangers(readings, balances, meter))),
        evidence=_evidence(readings, service, balances, meter), kwh_per_day=lost,
        since_day=(readings.local_day[0] + int(tests.start_day[meter])).astype(object) if started else None,
    )  # fmt: skip


def _strangers(readings: FeederReadings, balances: Balances, meter: int) -> Ints:
    """Other meters recorded at its transformer whose load is not in what flows there: they seem to hang elsewhere.

    The balance alone is then below zero; the regression sees what is missing beside them.
    """
    is_gone = (balances.factor < STRANGER_FACTOR) & (balances.certainty < -STRANGER_SPREADS)
    is_gone[meter] = False
    return np.flatnonzero(is_gone & (readings.transformer_id == readings.transformer_id[meter]))


def _taken_off(strangers: int) -> str:
    if not strangers:
        return ""
    meters = "another meter" if strangers == 1 else f"{strangers} other meters"
    return f", with {meters} taken off it that {'seems' if strangers == 1 else 'seem'} to hang elsewhere,"


def _why(balances: Balances, tests: Tests, meter: int, lost: float | None, strangers: int) -> str:
    if lost is not None:
        share = balances.factor[meter] / (1.0 + balances.factor[meter])
        return (
            f"Energy missing at its transformer{_taken_off(strangers)} rises and falls with this meter's load: about "
            f"{100 * share:.0f} % of what flows, {lost:.1f} kWh a day, is not registered."
        )
    window = f"from {tests.from_hour[meter]}:00 to {tests.to_hour[meter]}:00"
    found = {
        f"the voltage lost in its service fits its load otherwise {window} than in the rest of the day": tests.hours[
            meter
        ],
        "that loss grew when its consumption fell": tests.start[meter],
        "it registers less than a year before, compared with its class": tests.history[meter],
        "the voltage lost in its service is large for the load it registers": tests.impedance[meter],
    }
    reasons = [f"{text} ({value:.1f} spreads)" for text, value in found.items() if value > 2.0]
    text = ", and ".join(reasons) or "several weak signs come together"
    return f"{text[0].upper()}{text[1:]}."


def _evidence(readings: FeederReadings, service: Services, balances: Balances, meter: int) -> Evidence:
    series = [
        Series("registered load", "kW", np.asarray(readings.kw(readings.net_kwh[meter]), np.float64)),
        Series(
            "voltage lost in its service", "%", np.where(service.drop_pct[meter] != 0, service.drop_pct[meter], np.nan)
        ),
    ]
    place = np.flatnonzero(readings.measured_id == readings.transformer_id[meter])
    if len(place):
        strangers = _strangers(readings, balances, meter)
        missing_kwh = balances.unaccounted_kwh[place[0]] + readings.net_kwh[strangers].sum(axis=0)
        without = ", without the meters that hang elsewhere" if len(strangers) else ""
        missing = np.asarray(readings.kw(missing_kwh), np.float64)
        series.append(Series(f"unaccounted for at its transformer{without}", "kW", missing))
    return Evidence(
        "Registered load against what the service and the transformer show", readings.start_at, tuple(series)
    )
