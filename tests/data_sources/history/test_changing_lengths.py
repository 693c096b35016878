"""Meters whose interval length changes within a day: every statement says what pandas counts minute by minute.

Seven meters of 1, 5, 10, 15, 30 and 60 minutes on one transformer, over three days of which the second has 25 hours. A
change is at any time of the day, some have a gap beside it, one goes back to its old length. Nothing here knows of the SQL:
a meter's day is an array of minutes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from data_sources.analytics.clock import midnight_utc
from data_sources.history import completeness, forecast, loads, losses
from data_sources.history.map_days import DayIntervals, MapDays
from data_sources.history.scope import Meter, Scope, Transformer, floats
from data_sources.query import Query
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.mixed_lengths import readings, write_mixed

ZONE = "America/Chicago"
FIRST = dt.date(2026, 10, 31)  # the clocks go back on the next day
DAYS = [FIRST + dt.timedelta(days=number) for number in range(3)]
END = FIRST + dt.timedelta(days=3)
FROM, TO = midnight_utc(FIRST, ZONE), midnight_utc(END, ZONE)
SECOND = midnight_utc(DAYS[1], ZONE)
HOURS = 73
ALL, TRANSFORMER = Scope(1), Scope(1, transformer_id=1)


def hours(number: float) -> dt.datetime:
    """So many hours into the second day."""
    return SECOND + dt.timedelta(hours=number)


@dataclass(frozen=True)
class Changing:
    """A meter of constant power: its lengths, each from an instant on; when it was silent, or sent placeholders."""

    kw: float
    lengths: list[tuple[dt.datetime, int]]
    silent: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    placeholders: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)


METERS = {
    1: Changing(1.0, [(FROM, 30), (hours(9.5), 5)]),
    2: Changing(2.0, [(FROM, 60), (hours(18), 15)]),
    3: Changing(3.0, [(FROM, 15)]),
    4: Changing(4.0, [(FROM, 1), (hours(3), 10)], placeholders=[(hours(1), hours(1.5))]),
    5: Changing(5.0, [(FROM, 5), (hours(12), 60)]),
    6: Changing(6.0, [(FROM, 30), (hours(6), 15)], silent=[(hours(4), hours(5)), (hours(20), hours(22))]),
    7: Changing(7.0, [(FROM, 30), (hours(8), 5), (hours(10), 30)]),
}  # fmt: skip
TOTAL_KW = sum(meter.kw for meter in METERS.values())


def rows_of(number: int, day: dt.date) -> list[dict[str, object]]:
    """What came of a meter on a day."""
    meter, rows = METERS[number], []
    ends = [at for at, _ in meter.lengths[1:]] + [TO]
    for (start, minutes), end in zip(meter.lengths, ends, strict=True):
        made = readings(
            number, minutes, meter.kw, day, ZONE,
            came=lambda _meter, at, _minutes, start=start, end=end: start <= at < end and not within(at, meter.silent),
        )  # fmt: skip
        empty = dict.fromkeys(("energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh", "voltage_v"))
        rows += [
            row | empty | {"quality": "missing"} if within(row["interval_start_at"], meter.placeholders) else row
            for row in made
        ]
    return rows


def within(at: dt.datetime, spans: list[tuple[dt.datetime, dt.datetime]]) -> bool:
    return any(start <= at < end for start, end in spans)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_mixed(
        tmp_path_factory.mktemp("changing"), [(15, meter.kw) for meter in METERS.values()], ZONE, FIRST, 3,
        came=lambda *_: False, more=lambda day: [row for number in METERS for row in rows_of(number, day)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    """By meter and day, counted minute by minute: reads and minutes, expected and received."""
    counted = [_counted(number, day) for number in METERS for day in DAYS]
    return pd.DataFrame(counted).set_index(["meter_id", "reading_day"])


def _counted(number: int, day: dt.date) -> dict[str, object]:
    rows = pd.DataFrame(rows_of(number, day))
    start, end = midnight_utc(day, ZONE), midnight_utc(day + dt.timedelta(days=1), ZONE)
    minutes = pd.date_range(start, end, freq="min", inclusive="left")
    covered = pd.Series(0, minutes)
    for row in rows.itertuples():
        covered[row.interval_start_at : row.interval_start_at + pd.Timedelta(minutes=row.interval_minutes - 1)] = 1
    changes = rows.groupby("interval_minutes")["interval_start_at"].min().sort_values()
    held = pd.Series(changes.index, changes.values).reindex(minutes, method="ffill").bfill()
    absent = (1 - covered).groupby(held).sum()
    absent_reads = {length: int(left // length) for length, left in absent.items()}
    came = rows[rows["quality"] != "missing"]
    return {
        "meter_id": number, "reading_day": day,
        "expected": len(rows) + sum(absent_reads.values()), "received": len(came),
        "minutes_expected": rows["interval_minutes"].sum() + sum(k * v for k, v in absent_reads.items()),
        "minutes_received": came["interval_minutes"].sum(),
    }  # fmt: skip


def test_the_count_itself_is_right(known: pd.DataFrame) -> None:
    """By hand: 30 minutes until 09:30 and 5 from then on, of 25 hours: 19 + 186. A gap of an hour, and one of two."""
    assert known.loc[1, DAYS[1]].tolist() == [19 + 186, 19 + 186, 1500, 1500]
    assert known.loc[6, DAYS[1]].tolist() == [12 + 76, 12 + 76 - 2 - 8, 1500, 1500 - 180]
    assert known.loc[7, DAYS[1]].tolist() == [16 + 24 + 30, 16 + 24 + 30, 1500, 1500]
    assert known.loc[4, DAYS[1]].tolist() == [180 + 132, 180 + 132 - 30, 1500, 1470]


def test_reads_of_meters_and_days(source: DuckSource, known: pd.DataFrame) -> None:
    rows = source.fetch(completeness.days_query(TRANSFORMER, FIRST, END)).to_pandas()
    found = rows.set_index(["meter_id", "reading_day"])
    assert found["intervals_expected"].to_dict() == known["expected"].to_dict()
    assert found["intervals_received"].to_dict() == known["received"].to_dict()


def test_reads_of_the_feeder(source: DuckSource, known: pd.DataFrame) -> None:
    rows = source.fetch(completeness.days_query(ALL, FIRST, END)).to_pandas().set_index("reading_day")
    of_day = known.groupby("reading_day").sum()
    assert rows["intervals_expected"].to_dict() == of_day["expected"].to_dict()
    assert rows["intervals_received"].to_dict() == of_day["received"].to_dict()
    day = source.fetch(Query.of("ami_map_days", utility_id=1)).to_pandas().set_index("reading_day")
    assert day["intervals_expected"].to_dict() == of_day["expected"].to_dict()


def test_reads_one_by_one_and_their_gaps(source: DuckSource, known: pd.DataFrame) -> None:
    reads = source.fetch(completeness.reads_query(TRANSFORMER, list(METERS), FIRST, END))
    counted = reads.to_pandas().groupby("meter_id").size()
    assert counted.to_dict() == known.groupby("meter_id")["expected"].sum().to_dict()
    gaps = completeness.gaps(reads).to_pandas().sort_values(["meter_id", "minutes"])
    assert gaps[["meter_id", "state", "minutes", "reads"]].values.tolist() == [
        [4, "missing", 30, 30], [6, "no_record", 60, 2], [6, "no_record", 120, 8],
    ]  # fmt: skip


def test_the_share_of_a_day_is_of_its_minutes(source: DuckSource, known: pd.DataFrame) -> None:
    rows = source.fetch(Query.of("ami_loss_days", feeder_id=1, first_day=FIRST, end_day=END)).to_pandas()
    share = rows.set_index(["meter_id", "reading_day"])["share_read"]
    wanted = known["minutes_received"] / known["minutes_expected"]
    pd.testing.assert_series_equal(share, wanted.rename("share_read"), check_index_type=False)


def whole_hours() -> pd.Series:
    """Whether all meters were read in all minutes of an hour, by hour."""
    minutes = pd.date_range(FROM, TO, freq="min", inclusive="left")
    read = pd.Series(0, minutes)
    for number in METERS:
        for day in DAYS:
            for row in rows_of(number, day):
                if row["quality"] != "missing":
                    at = row["interval_start_at"]
                    read[at : at + dt.timedelta(minutes=row["interval_minutes"] - 1)] += 1  # type: ignore[operator]
    return (read == len(METERS)).groupby(minutes.floor("h")).all()


def test_only_hours_with_a_gap_are_left_out_of_a_balance(source: DuckSource) -> None:
    """Two hours of a change were left out before, and all those of the longer length."""
    whole = whole_hours()
    assert (~whole).sum() == 4  # the hours of meter 6, and the half hour of meter 4
    found = source.fetch(losses.transformer_balances_query(ALL, FIRST, END, allowance_pct=0.0)).to_pylist()[0]
    assert (found["hours"], found["hours_left_out"]) == (whole.sum(), (~whole).sum())
    assert found["registered_kwh"] == pytest.approx(TOTAL_KW * whole.sum(), rel=1e-5)
    assert found["unaccounted_kwh"] == pytest.approx(0.0, abs=0.01)
    rows = source.fetch(losses.transformer_balance_hourly_query(1, FIRST, END, allowance_pct=0.0)).to_pandas()
    seen = rows.set_index(rows["hour_start_at"].dt.tz_localize(None))["registered_kwh"]
    assert seen.notna().tolist() == whole.tolist()
    np.testing.assert_allclose(seen.dropna(), TOTAL_KW, rtol=1e-5)


def test_nothing_is_lost_on_the_feeder(source: DuckSource) -> None:
    """What is not read is taken to run like the rest; the hours of meter 6, with less than 90 % of all, are left out."""
    found = source.fetch(losses.feeder_losses_query(ALL, FIRST, END)).to_pylist()[0]
    assert (found["hours"], found["intervals_left_out"]) == (HOURS - 3, 3)
    assert found["losses_pct"] == pytest.approx(0.0, abs=0.001)
    rows = source.fetch(losses.feeder_losses_hourly_query(1, FIRST, END))
    assert rows.num_rows == HOURS - 3
    np.testing.assert_allclose(floats(rows["metered_kwh"]), TOTAL_KW, rtol=1e-5)


@pytest.mark.parametrize("number", METERS)
@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_the_load_of_a_meter_is_its_power(source: DuckSource, number: int, resolution: str) -> None:
    made = loads.load(source, Meter(number), FROM, TO, resolution=resolution, time_zone=ZONE)  # type: ignore[arg-type]
    for name in ("mean_kw", "min_kw", "max_kw"):
        seen = floats(made[name])
        np.testing.assert_allclose(seen[np.isfinite(seen)], METERS[number].kw, rtol=1e-5)
    gone = {4: 0.5, 6: 3.0}.get(number, 0.0)
    assert np.nansum(floats(made["energy_delivered_kwh"])) == pytest.approx(
        METERS[number].kw * (HOURS - gone), rel=1e-5
    )


@pytest.mark.parametrize("subject", [ALL, Transformer(1)])
def test_the_load_of_all_has_no_hole_where_lengths_change(source: DuckSource, subject: loads.Subject) -> None:
    """Seen three hours after the last change: what changed its length is there, not late."""
    until = hours(21)
    made = loads.load(source, subject, FROM, until, resolution="hour", time_zone=ZONE)
    mean = floats(made["mean_kw"])
    assert np.isfinite(mean).all()
    whole = whole_hours().to_numpy()[: len(mean)]
    np.testing.assert_allclose(mean[whole], TOTAL_KW, rtol=1e-5)
    _, load = forecast.hourly(source, ALL, FROM, until, ZONE)
    assert np.isfinite(load).all()


def test_the_map_s_load_factor_is_that_of_the_minutes_read(source: DuckSource) -> None:
    intervals = DayIntervals.of(DAYS[1], source.fetch(Query.of("ami_map_day", utility_id=1, day=DAYS[1])))
    day = MapDays(source).open(1, intervals)
    np.testing.assert_allclose(day.meters.load_factor_pct, 100.0, rtol=1e-4)
    noon = intervals.slot(hours(12.5))
    np.testing.assert_allclose(day.instant(noon).net_kw, [meter.kw for meter in METERS.values()], rtol=1e-4)
