"""The page of a meter: its reckoning on arrays, its statements on a real warehouse, and how it follows what is chosen."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import theme
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.meter import view as meter
from app.tabs.ami_analytics.meter.chart import MeterCharts
from app.tabs.ami_analytics.meter.rows import (
    MeterReadings,
    due_until,
    events,
    expected_reads,
    figures,
    hourly_factor,
    runs,
    with_breaks,
)
from app.widgets.place_outages.bands import bands
from data_sources.analytics.clock import utc64
from data_sources.errors import QueryError
from data_sources.history.scope import floats
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.history_rows import DAYS, GAP_FROM, ZONE, write_warehouse
from tests.handmade import insert, insert_utility, outage

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
MIDNIGHT = np.datetime64("2026-03-07T06:00", "s")
NO_OUTAGES = pa.table({"is_own_transformer": pa.array([], pa.bool_())})


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_warehouse(tmp_path_factory.mktemp("meter"))


@pytest.fixture
def sources(empty_source: PostgresSource, history: DuckSource) -> Sources:
    return Sources(empty_source, history)


def ground(meter_id: int, end_day: dt.date = DAYS[-1] + dt.timedelta(days=1)) -> Ground:
    return Ground(1, "meter", meter_id, DAYS[0], end_day, ZONE.key)


def readings(qualities: str, *, skip: tuple[int, ...] = ()) -> MeterReadings:
    """Quarters of an hour of 0.25 kWh: a(ctual), e(stimated), d(edited), m(issing), z(ero at no voltage)."""
    words = {"a": "actual", "e": "estimated", "d": "edited", "m": "missing", "z": "actual"}
    kept = [(i, letter) for i, letter in enumerate(qualities) if i not in skip]
    at = MIDNIGHT + np.array([i for i, _ in kept], "int64") * np.timedelta64(900, "s")
    kwh = np.array([np.nan if letter == "m" else 0.0 if letter == "z" else 0.25 for _, letter in kept])
    volts = np.array([np.nan if letter in "mze" else 240.0 for _, letter in kept])
    quality = np.array([words[letter] for _, letter in kept], np.str_)
    zero, minutes = np.zeros(len(kept)), np.full(len(kept), 15.0)
    return MeterReadings(at, minutes, kwh * 4, kwh, zero, kwh * 0.75, volts, quality)


def after(quarters: int) -> np.datetime64:
    return MIDNIGHT + quarters * np.timedelta64(900, "s")


def test_runs_tell_kind_begin_and_end() -> None:
    found = runs(readings("aammeeadz"), MIDNIGHT, after(9))
    assert found == [
        (after(2), after(4), "missing"), (after(4), after(6), "estimated"), (after(7), after(8), "edited"),
        (after(8), after(9), "no_supply"),
    ]  # fmt: skip


def test_times_without_a_record_are_found_at_both_ends_and_between() -> None:
    found = runs(readings("aaaa", skip=(2,)), after(-1), after(6))
    assert found == [
        (after(-1), after(0), "no_record"),
        (after(2), after(3), "no_record"),
        (after(4), after(6), "no_record"),
    ]
    assert runs(readings(""), after(0), after(4)) == [(after(0), after(4), "no_record")]


@given(st.text("aemdz", max_size=40), st.sets(st.integers(0, 39), max_size=10))
def test_runs_and_plain_reads_cover_the_period_once(qualities: str, holes: set[int]) -> None:
    have = readings(qualities, skip=tuple(holes))
    covered = sum((end - start) / np.timedelta64(900, "s") for start, end, _ in runs(have, after(0), after(40)))
    plain = int((have.kind == "actual").sum())
    assert covered + plain == 40


def test_a_line_has_a_gap_where_there_is_no_record() -> None:
    have = readings("aaaa", skip=(1, 2))
    at, (kw,) = with_breaks(have.start_at, have.end_at, have.net_kw)
    assert at.tolist() == [after(0).item(), after(1).item(), after(3).item()]
    assert np.isnan(kw[1])
    assert kw[[0, 2]].tolist() == [1.0, 1.0]


def test_power_factor_of_an_hour_comes_from_its_sums() -> None:
    _, factor = hourly_factor(readings("aaaa"))
    assert factor.tolist() == [pytest.approx(0.8)]  # 1 kWh and 0.75 kvarh: 1 / 1.25


def test_figures_of_one_kilowatt() -> None:
    near = pa.table(
        {
            "interval_start_at": pa.array([dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)], pa.timestamp("us", tz="UTC")),
            "kw_median": [0.5],
        }
    )
    found = {
        figure.label: figure
        for figure in figures(readings("aaaaaaam"), near, 240.0, (after(0), after(8)), ZONE.key, after(8))
    }
    assert found["Energy delivered"].value == "1.8"  # 7 x 0.25 kWh = 1.75
    assert found["Peak, 15-minute mean"].value == "1.00"
    assert found["Power factor"].value == "0.800"
    assert (found["Reads received"].value, found["Reads received"].tone) == ("87.5", "warning")
    assert found["Against its neighbours"].value == "+100"


def test_figures_of_nothing_are_dashes() -> None:
    near = pa.table(
        {"interval_start_at": pa.array([], pa.timestamp("us", tz="UTC")), "kw_median": pa.array([], pa.float64())}
    )
    values = [figure.value for figure in figures(readings(""), near, 240.0, (after(0), after(8)), ZONE.key, after(8))]
    assert values[1:3] == ["–", "–"]
    assert values[4:] == ["–", "–"]


def test_the_hand_made_gap_is_listed_with_what_became_of_it(sources: Sources) -> None:
    answer = meter.meter_answer(sources, ground(5))
    start, end = (utc64(at) for at in ground(5).period)
    listed = events(MeterReadings.of(answer.readings), answer.outages, start, end, end).to_pylist()
    gap = GAP_FROM.replace(tzinfo=dt.UTC)
    assert [(row["kind"], row["started_at"], row["minutes"]) for row in reversed(listed) if "outage" not in row["kind"]] == [
        ("estimated", gap, 15.0), ("missing", gap + dt.timedelta(minutes=30), 30.0)
    ]  # fmt: skip


def test_the_hours_that_have_not_come_yet_are_no_gap(sources: Sources) -> None:
    """Seen: "No record, 21 h 45 min" and 93.5 % received, of a day that had only begun."""
    far = ground(5, DAYS[-1] + dt.timedelta(days=2))
    answer = meter.meter_answer(sources, far)
    have, (start, end) = MeterReadings.of(answer.readings), (utc64(at) for at in far.period)
    due = due_until(have, answer.due_at, end)
    assert due == utc64(ground(5).period[1])  # up to where its feeder was read
    kinds = events(have, answer.outages, start, end, due)["kind"].to_pylist()
    assert "no_record" not in kinds
    told = {figure.label: figure for figure in figures(have, answer.neighbours, 120.0, (start, end), ZONE.key, due)}
    assert told["Reads received"].value == "99.3"  # 282 of 284
    assert told["Reads received"].note == "1 of 284 estimated"


def test_reads_are_due_that_its_feeder_has_and_it_has_not() -> None:
    have = readings("aaaa")
    due_at = dt.datetime(2026, 3, 7, 8, tzinfo=dt.UTC)
    assert due_until(have, due_at, after(96)) == after(8)
    assert due_until(have, dt.datetime(2026, 3, 7, 6, 30, tzinfo=dt.UTC), after(96)) == after(4)
    assert due_until(have, None, after(96)) == after(96)
    assert runs(have, after(0), after(8)) == [(after(4), after(8), "no_record")]


def test_reads_that_may_still_come_are_not_missing() -> None:
    """Completeness said "still due" of what the page of the meter called a gap: 6 h after its end a read is late."""
    have = readings("aaaa")  # up to 07:00
    feeder_at, end = dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC), after(96)
    for now, due in ((12, after(4)), (13, after(4)), (15, after(12)), (18, after(24)), (23, after(24))):
        at = dt.datetime(2026, 3, 7, now, tzinfo=dt.UTC)
        assert due_until(have, feeder_at, end, at) == due, now
    assert due_until(have, None, end, dt.datetime(2026, 3, 7, 15, tzinfo=dt.UTC)) == after(12)


def test_reads_of_a_meter_that_changed_its_length_are_all_counted() -> None:
    half, five = np.arange(4) * np.timedelta64(30, "m"), np.arange(12) * np.timedelta64(5, "m")
    at = np.concatenate([MIDNIGHT + half, MIDNIGHT + np.timedelta64(2, "h") + five])
    count, minutes = len(at), np.repeat([30.0, 5.0], [4, 12])
    ones, actual = np.ones(count), np.full(count, "actual")
    have = MeterReadings(at, minutes, ones, ones, ones, ones, ones, actual)
    assert expected_reads(have, after(0), after(12)) == 16
    assert expected_reads(have, after(-4), after(14)) == 16 + 2 + 6


def test_neighbours_of_other_lengths_are_compared_over_time() -> None:
    """An hourly meter of 1 kW beside quarters of 0.5, 0.5, 0.5 and 2.5 kW: as much as their mean."""
    at = MIDNIGHT + np.arange(1) * np.timedelta64(1, "h")
    one, actual = np.ones(1), np.full(1, "actual")
    have = MeterReadings(at, 60.0 * one, one, one, 0 * one, one, one, actual)
    near = pa.table(
        {"interval_start_at": MIDNIGHT + np.arange(4) * np.timedelta64(15, "m"), "kw_median": [0.5, 0.5, 0.5, 2.5]}
    )
    told = {figure.label: figure for figure in figures(have, near, 120.0, (after(0), after(4)), ZONE.key, after(4))}
    assert told["Against its neighbours"].note == "1.00 kW; their median 1.00 kW"


def test_neighbours_are_the_others_on_the_transformer(sources: Sources) -> None:
    answer = meter.meter_answer(sources, ground(1))
    assert (
        answer.identity["neighbours"],
        answer.identity["first_neighbour_id"],
        answer.identity["last_neighbour_id"],
    ) == (2, 1, 3)
    two, three = (floats(meter.meter_answer(sources, ground(n)).readings["energy_delivered_kwh"]) for n in (2, 3))
    back = floats(meter.meter_answer(sources, ground(3)).readings["energy_received_kwh"])
    median = (two + three - back) * 4 / 2
    np.testing.assert_allclose(floats(answer.neighbours["kw_median"]), median, atol=1e-5)
    assert set(answer.neighbours["meters"].to_pylist()) == {2}


def test_voltage_of_neighbours_is_told_in_percent_of_their_own_nominal(sources: Sources) -> None:
    rows = meter.meter_answer(
        sources, ground(1)
    ).neighbours  # meter 2 is on 240 V at 99.6 %, meter 3 on 120 V at 99.4 %
    assert rows["voltage_pct_median"][0].as_py() == pytest.approx((100 * 239.0 / 240 + 100 * 119.3 / 120) / 2, abs=0.01)


def test_outages_of_its_transformer_and_of_its_feeder(sources: Sources) -> None:
    own = meter.meter_answer(sources, ground(1)).outages.to_pylist()
    assert [(row["outage_id"], row["is_own_transformer"]) for row in own] == [(1, True), (3, False)]
    assert [row["outage_id"] for row in meter.meter_answer(sources, ground(4)).outages.to_pylist()] == [3, 5]
    open_one = meter.meter_answer(sources, ground(7)).outages.to_pylist()
    switched_over = dt.datetime(2026, 3, 8, 23, 4, tzinfo=dt.UTC)  # its own step, an hour before the outage was over
    assert [(row["outage_id"], row["restored_at"]) for row in open_one] == [(4, switched_over), (2, None)]


def test_what_postgresql_holds_of_an_outage_goes_before_the_export(
    sources: Sources, empty_source: PostgresSource
) -> None:
    """Outage 2 lasts in the export; PostgreSQL knows by now that it was over after an hour, and of a new one."""
    insert_utility(empty_source)
    begun = dt.datetime(2026, 3, 9, 22, tzinfo=dt.UTC)
    insert(
        empty_source, "outages",
        [
            outage(2, begun, 60, 3, feeder_id=2, kind="unplanned"),
            outage(9, begun + dt.timedelta(hours=2), None, 3, feeder_id=2, transformer_id=3, kind="unplanned"),
        ],
    )  # fmt: skip
    found = meter.meter_answer(sources, ground(7)).outages.to_pylist()  # meter 7 hangs on transformer 3
    assert [(row["outage_id"], row["is_own_transformer"]) for row in found] == [(4, True), (2, False), (9, True)]
    assert [row["restored_at"] is None for row in found] == [False, False, True]
    assert found[1]["restored_at"] == begun + dt.timedelta(hours=1)


def test_an_outage_that_lasts_is_counted_up_to_now_and_said_to_last(sources: Sources) -> None:
    """Seen: "lasting 4 h 11 min" after 17 minutes: up to the end of the day."""
    answer = meter.meter_answer(sources, ground(7))
    began = ground(7).period[0] + dt.timedelta(hours=12)
    lasting = answer.outages.slice(0, 1).to_pylist()[0] | {"started_at": began, "restored_at": None}
    outages = pa.Table.from_pylist([lasting], answer.outages.schema)
    start, now = utc64(ground(7).period[0]), utc64(began + dt.timedelta(minutes=17))
    listed = events(MeterReadings.of(answer.readings), outages, start, now, start).to_pylist()
    assert [(row["minutes"], row["what"].endswith(", lasts")) for row in listed if row["kind"] == "outage"] == [
        (17.0, True)
    ]


def test_outages_are_bands_that_say_what_they_are(sources: Sources) -> None:
    shown = bands(meter.meter_answer(sources, ground(7)).outages, ZONE.key, utc64(ground(7).period[1]))
    assert shown["left"][0] == shown["right"][0] - 4 * 60_000  # its own four minutes
    assert shown["what"] == ["Outage 4: maintenance, 6 customers", "Outage 2 on its feeder: storm, 3 customers"]
    assert shown["span"][0] == "Sun 8 Mar 18:00 CDT to Sun 8 Mar 18:04 CDT (4 min)"
    assert shown["span"][1].endswith("not restored")
    assert [bool(note) for note in shown["note"]] == [True, False]
    assert shown["alpha"][0] > shown["alpha"][1]


def test_a_meter_alone_on_its_transformer_or_without_readings_still_has_a_page(sources: Sources) -> None:
    answer = meter.meter_answer(sources, ground(11))
    assert answer.readings.num_rows == 0
    have = MeterReadings.of(answer.readings)
    start, end = (utc64(at) for at in ground(11).period)
    listed = events(have, answer.outages, start, end, due_until(have, answer.due_at, end))
    assert listed["kind"].to_pylist().count("no_record") == 1
    charts = MeterCharts(theme.tokens())
    charts.show(have, answer.neighbours, listed, bands(answer.outages, ZONE.key, end), 120.0, ZONE.key)


def test_what_cannot_be_shown_is_said_in_words(sources: Sources) -> None:
    with pytest.raises(QueryError, match="no meter with the number 999"):
        meter.meter_answer(sources, ground(999))
    with pytest.raises(QueryError, match="at most 31 days"):
        meter.meter_answer(sources, ground(1, DAYS[0] + dt.timedelta(days=32)))


def test_a_meter_is_found_by_a_part_of_its_name_or_its_number(history: DuckSource) -> None:
    def found(needle: str, number: int = -1) -> list[int]:
        rows = history.fetch(Query.of("ami_meter_find", utility_id=1, needle=needle, number=number))
        return list(rows["meter_id"].to_pylist())

    assert found("mtr-001") == [10, 11, 12]
    assert found("7", 7) == [7]
    assert found("2", 2)[0] == 2
    assert found("nobody") == []
