"""The figures of Losses from rows made by hand: what is filled in is said, and a part of a day is no day."""

from __future__ import annotations

import pyarrow as pa

from app.tabs.ami_analytics.losses import rows

FEEDERS = pa.Table.from_pylist(
    [
        {"feeder_name": "A", "head_kwh": 600.0, "metered_kwh": 570.0, "filled_kwh": 5.7, "losses_kwh": 30.0, "hours": 6.0,
         "losses_pct": 5.0, "intervals": 24, "intervals_left_out": 0},
        {"feeder_name": "B", "head_kwh": 400.0, "metered_kwh": 390.0, "filled_kwh": 3.9, "losses_kwh": 10.0, "hours": 3.0,
         "losses_pct": 2.5, "intervals": 12, "intervals_left_out": 12},
    ]
)  # fmt: skip
UNITS = pa.Table.from_pylist(
    [{"unaccounted_kwh": 5.0, "hours": 6}, {"unaccounted_kwh": 3.0, "hours": 3}, {"unaccounted_kwh": -9.0, "hours": 6},
     {"unaccounted_kwh": 0.0, "hours": 0}]
)  # fmt: skip


def test_a_day_is_twenty_four_of_the_hours_that_count() -> None:
    shown = {figure.label: figure for figure in rows.figures(FEEDERS, UNITS)}
    assert shown["Losses"].note == "200 kWh a day"  # 30 / 6 h and 10 / 3 h
    assert shown["Unaccounted for"].value == "44"  # 5 / 6 h and 3 / 3 h; what is over is not missing


def test_what_is_filled_in_for_missing_reads_is_said_with_its_share() -> None:
    shown = {figure.label: figure for figure in rows.figures(FEEDERS, UNITS)}
    assert shown["Registered"].note == "net; 9.6 kWh (1.0 %) filled in"
    assert (shown["Balanced"].value, shown["Balanced"].note) == ("75.0", "of intervals, 90 % or more read")


def test_nothing_balanced_is_no_loss() -> None:
    shown = {figure.label: figure for figure in rows.figures(FEEDERS.slice(0, 0), UNITS.slice(0, 0))}
    assert (shown["Losses"].note, shown["Registered"].note) == ("0.0 kWh a day", "by customers' meters, net")
