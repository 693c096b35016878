"""Five years of the demo's outages over both sources: in the ranges of published averages, each once, the hurricane's curve."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow.parquet as pq
import pytest

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.analytics.reliability.major_events import (
    daily_saidi,
    local_days,
    major_event_days,
    thresholds,
    years_of,
)
from data_sources.demo.ami.outage_years import exposed_of, first_live_year, make_outage_years
from data_sources.demo.ami.utility import DemoUtility
from data_sources.demo.utility.history import UnitsFailed, outage_year
from data_sources.history.outages import OutageRows, OutageSpan, interruptions_of
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import insert, outage

NOW = dt.datetime.now(dt.UTC)
HOURS = 8766.0
LISTED = 900_000_000  # an outage of a list that is imported


def of_years(source: PostgresSource, warehouse: Warehouse | None) -> OutageRows:
    history = DuckSource(warehouse) if warehouse else None
    begin = dt.datetime(NOW.year - 10, 1, 1, tzinfo=dt.UTC)
    rows = interruptions_of(Sources(source, history), OutageSpan.begun(1, begin, NOW + dt.timedelta(days=1)), NOW)
    if history:
        history.close()
    return rows


@pytest.fixture(scope="module")
def rows(ami_source: PostgresSource, history: Warehouse) -> OutageRows:
    """Of both sources."""
    return of_years(ami_source, history)


@pytest.fixture(scope="module")
def first_year(ami_source: PostgresSource) -> int:
    """The first one that the live database holds."""
    found = ami_source.fetch(Query.of("hist_utilities"))
    return int(found["as_of"][0].as_py().year) - 1


@pytest.fixture(scope="module")
def year(rows: OutageRows) -> np.ndarray:
    """Local year of each row."""
    return years_of(local_days(rows.out_at, "America/Chicago"))


def test_five_years_are_there_and_two_of_them_in_postgresql(
    rows: OutageRows, year: np.ndarray, first_year: int, ami_source: PostgresSource
) -> None:
    assert np.unique(year).tolist() == list(range(first_year - 3, first_year + 2))
    live = of_years(ami_source, None)
    assert len(live) == np.isin(year, (first_year, first_year + 1)).sum()
    assert live.started_at.min() == rows.started_at[year == first_year].min()


def test_nobody_is_counted_twice(rows: OutageRows) -> None:
    known = rows.transformer >= 0
    keys = np.stack([rows.outage[known], rows.transformer[known]])
    assert len(np.unique(keys, axis=1).T) == known.sum()
    order = np.lexsort((rows.out_at[known], rows.transformer[known]))
    transformer, out_at, back = (column[known][order] for column in (rows.transformer, rows.out_at, rows.restored_at))
    same = transformer[1:] == transformer[:-1]
    assert (out_at[1:][same] >= back[:-1][same]).all()


def test_indices_are_in_the_ranges_of_published_averages(
    rows: OutageRows, year: np.ndarray, first_year: int, utility: DemoUtility
) -> None:
    """Of the small demo, whose luck is larger: without major event days SAIFI 0.6 to 1.8, SAIDI 70 to 240 minutes."""
    served = float(utility.network.transformer_customers.sum())
    found, day = rows.interruptions(), local_days(rows.out_at, "America/Chicago")
    first = int(day.min())
    saidi = daily_saidi(found, day, first, int(day.max()) - first + 1, served)
    limits = thresholds(saidi, first)
    is_major = major_event_days(saidi, first, limits)[day - first]
    for one in range(first_year - 2, first_year + 1):
        usual = indices(found.take((year == one) & ~is_major), Served(served), HOURS)
        assert 0.6 < usual.saifi[0] < 1.8, one
        assert 70 < usual.saidi_minutes[0] < 240, one
        assert 1.5 < usual.maifi[0] < 6, one
    assert limits[first_year - 3] is None
    assert 0.5 < limits[first_year].minutes < 30


def test_the_hurricane_follows_the_published_curve(utility: DemoUtility) -> None:
    """CenterPoint Energy, July 2024: 2.26 of 2.8 million out at the peak; of these 19 % back on Monday at 23:30, 70 % on
    Friday at 21:30, 92 % on Monday the 15th, all by Friday the 19th."""
    customers = utility.network.transformer_customers
    served = float(customers.sum())
    nothing = UnitsFailed(np.zeros(0, np.int64), np.zeros(0))
    past = outage_year(exposed_of(utility, 2024), 2024, dt.date(2025, 1, 1), 5, utility.seed, nothing)
    out_at = past.started[past.out.outage]
    back = out_at + (60 * past.out.minutes).astype("timedelta64[s]")

    def out(at: str) -> float:
        is_out = (out_at <= np.datetime64(at)) & (back > np.datetime64(at))
        return float(customers[past.out.transformer][is_out].sum())

    peak = out("2024-07-08T16:00")
    assert peak / served == pytest.approx(0.81, abs=0.05)
    for at, share in (("2024-07-09T04:30", 0.81), ("2024-07-13T02:30", 0.30), ("2024-07-16T05:00", 0.08)):
        assert out(at) / peak == pytest.approx(share, abs=0.06), at
    assert out("2024-07-20T12:00") / served < 0.01


def test_transformers_that_failed_are_outages_of_those_years_too(
    ami_source: PostgresSource, history: Warehouse, utility: DemoUtility
) -> None:
    """The record of failures reaches further back than the outages of the live database."""
    first = first_live_year(ami_source, utility.utility_id)
    failed = ami_source.fetch(Query.of("asset_failures", utility_id=1)).to_pandas()
    failed = failed[(failed["asset_kind"] == "transformer") & failed["failed_at"].dt.year.between(first - 3, first - 1)]
    files = [history.root / part.path for part in history.manifest().of("outage_events")]
    outages = pq.read_table(files, partitioning=None).to_pandas()
    theirs = outages[outages["cause"] == "equipment"][["transformer_id", "started_at"]].drop_duplicates()
    wanted = failed[["asset_id", "failed_at"]].set_axis(["transformer_id", "started_at"], axis=1)
    wanted["started_at"] = wanted["started_at"].dt.tz_localize(None).astype(theirs["started_at"].dtype)
    assert len(wanted) >= 5
    assert len(wanted.merge(theirs)) >= 0.8 * len(wanted)


def test_years_are_made_once_and_stay_when_outages_are_copied(
    ami_source: PostgresSource, own_history: Warehouse, utility: DemoUtility
) -> None:
    before = own_history.manifest().rows("outage_events")
    assert not make_outage_years(ami_source, own_history, utility)
    own_history.commit(lambda manifest: manifest.with_notes(**{"exported:outage_events": "{}", "outage_years": ""}))
    export_changes(ami_source, own_history)
    assert make_outage_years(ami_source, own_history, utility)
    assert own_history.manifest().rows("outage_events") == before


def test_an_old_outage_that_is_imported_takes_no_year_away(
    ami_source: PostgresSource, own_history: Warehouse, utility: DemoUtility
) -> None:
    before = own_history.manifest()
    old = outage(LISTED, dt.datetime(2015, 5, 1, 12, tzinfo=dt.UTC), 60, 10) | {"kind": "unplanned"}
    insert(ami_source, "outages", [old])
    try:
        assert not make_outage_years(ami_source, own_history, utility)
        assert own_history.manifest() == before
    finally:
        with ami_source.connection() as connection:
            connection.execute("DELETE FROM flux.outages WHERE outage_id = %s", (LISTED,))


def test_the_engine_says_what_the_dashboard_says(
    ami_source: PostgresSource, rows: OutageRows, year: np.ndarray
) -> None:
    kpis = ami_source.fetch(Query.of("kpis", utility_id=1, as_of=NOW)).to_pylist()[0]
    found = indices(rows.interruptions().take(year == kpis["year"]), Served(kpis["customers_served"]), HOURS)
    assert found.saidi_minutes[0] == pytest.approx(kpis["saidi_minutes"], rel=1e-9)
    assert found.saifi[0] == pytest.approx(kpis["saifi"], rel=1e-12)
