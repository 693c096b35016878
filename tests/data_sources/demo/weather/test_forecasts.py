"""Simulated weather forecasts: errors as stated, and the same issue whenever it is made."""

from __future__ import annotations

import datetime as dt

import numpy as np

from data_sources.demo.weather.forecasts import issued_forecasts
from data_sources.demo.weather.hours import hourly_weather

AS_OF = dt.date(2026, 11, 22)


def test_errors_grow_from_one_degree_to_three() -> None:
    hours, true, _, _ = hourly_weather(AS_OF, 11, 30)
    issued, about, told = issued_forecasts(AS_OF, 11)
    error = told - np.interp(about.astype(np.int64), hours.astype(np.int64), true)
    day = (about - issued).astype(np.int64) // 86400
    rms = [np.sqrt(np.mean(error[day == k] ** 2)) for k in range(7)]
    assert 0.8 < rms[0] < 1.2
    assert 2.6 < rms[6] < 3.3
    assert (np.diff(rms) > 0).all()
    one_issue = error.reshape(-1, 65)
    assert 0.8 < np.corrcoef(one_issue[:, 30], one_issue[:, 31])[0, 1] < 0.97  # three hours apart


def test_an_issue_does_not_depend_on_the_as_of_date() -> None:
    early, late = issued_forecasts(dt.date(2026, 3, 1), 7), issued_forecasts(AS_OF, 7)
    assert all(np.array_equal(a, b[: len(a)]) for a, b in zip(early, late, strict=True))
    assert late[0][-1] == np.datetime64("2026-11-29")  # the demo lives on for a week


def test_they_are_in_order_and_three_hours_apart() -> None:
    issued, about, _ = issued_forecasts(AS_OF, 7)
    assert (np.diff(issued).astype(np.int64) >= 0).all()
    assert set(np.diff(about.reshape(-1, 65), axis=1).astype(np.int64).ravel().tolist()) == {3 * 3600}
    assert (about.reshape(-1, 65)[:, 0] == issued.reshape(-1, 65)[:, 0]).all()
