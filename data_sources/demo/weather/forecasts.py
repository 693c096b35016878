"""Weather forecasts for the demo city, simulated: its weather to come, with errors that grow with the lead time.

One issue a day at 00:00 UTC (the evening before, in Houston), every 3 hours for 8 days. Over a year the error is about
1 degree C RMS on the first day and about 3 on the seventh; like the weather it departs from, it is wider in winter than
in summer. Within an issue the errors persist: half of one is left after a day. Each issue follows from (seed, its day)
alone. Drawbacks: two issues err independently, as real ones do not; only temperature; always labelled simulated.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from scipy.signal import lfilter

from data_sources.demo.weather.hours import DAYS_AFTER, MEAN_C, Floats, Instants, day_spread_c, hourly_weather

STEP_H: Final = 3
LEAD_DAYS: Final = 8
FIRST_ERROR_C, ERROR_A_DAY_C = 0.85, 0.32  # RMS over a year, at once and more with each day of lead
MEMORY: Final = 0.5 ** (STEP_H / 24.0)


def issued_forecasts(as_of: dt.date, seed: int) -> tuple[Instants, Instants, Floats]:
    """Every issue from January 2 of the year before `as_of` to 7 days after it.

    Returns:
        issued_at, forecast_at (datetime64[s] UTC) and temperature_c, by issue and time.
    """
    hours, temperature, _, _ = hourly_weather(as_of, seed, DAYS_AFTER + LEAD_DAYS + 1)
    end = np.datetime64(as_of, "D") + np.timedelta64(DAYS_AFTER + 1, "D")
    days = np.arange(np.datetime64(f"{as_of.year - 1}-01-02", "D"), end)
    lead = np.arange(0, LEAD_DAYS * 24 + 1, STEP_H)
    issued = np.repeat(days.astype("datetime64[s]"), len(lead))
    about = issued + np.tile(lead * 3600, len(days)).astype("timedelta64[s]")
    errors = np.stack([_errors(int(day), seed, len(lead)) for day in days.astype(np.int64)])
    size = (FIRST_ERROR_C + ERROR_A_DAY_C * lead / 24.0) * _season(days)[:, None]
    true = np.interp(about.astype(np.int64), hours.astype(np.int64), temperature)
    return issued, about, true + (size * errors).ravel()


def _errors(day: int, seed: int, count: int) -> Floats:
    """A chain of unit variance."""
    noise = np.random.default_rng((seed, 73, day)).normal(0.0, 1.0, count)
    noise[1:] *= np.sqrt(1.0 - MEMORY**2)
    return np.asarray(lfilter([1.0], [1.0, -MEMORY], noise))


def _season(days: Instants) -> Floats:
    """How hard a month's weather is to forecast; 1 in the mean square over a year."""
    spread = day_spread_c(np.array(MEAN_C))
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray((spread / np.sqrt(np.mean(spread**2)))[month])
