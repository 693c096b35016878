"""Days of lists by the utility's clock: offsets, placeholders, the future, the turn of the year."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from data_sources.importers.assets import load as loading
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.assets.conftest import Ask, Load

YEARS = "SELECT transformer_id, installed_year FROM flux.transformers WHERE installed_year <> 1995 ORDER BY 1"
FAILED = "SELECT asset_id, failed_at AT TIME ZONE 'UTC', mode, rated_kva FROM flux.asset_failures ORDER BY 1, 2"


def _move(ask: Ask, zone: str) -> None:
    ask(f"UPDATE flux.utilities SET time_zone = '{zone}' RETURNING 1")


@pytest.mark.parametrize(
    ("zone", "written", "year"),
    [
        ("Europe/Berlin", "2020-01-01T00:00:00+01:00", 2020), ("Europe/Berlin", "2019-12-31T23:00:00Z", 2020),
        ("America/Chicago", "2020-01-01T06:00:00Z", 2020), ("America/Chicago", "2020-01-01T05:59:00Z", 2019),
        ("America/Chicago", "2020-01-01T00:00:00Z", 2020), ("America/Chicago", "2020-01-01T00:00:00+01:00", 2020),
        ("Australia/Sydney", "2019-12-31T13:00:00Z", 2020), ("America/Chicago", "1577836800000", 2020),
    ],
)  # fmt: skip
def test_a_day_with_an_offset_is_one_of_the_utilitys_clock_and_that_is_told(
    load: Load, ask: Ask, zone: str, written: str, year: int
) -> None:
    _move(ask, zone)
    done = load("assets", f"transformer,Install Date\nTX-22,{written}\n")
    assert ask(YEARS) == [(22, year)]
    assert any("offset" in note for note in done.file.notes)


def test_a_clock_that_a_person_says_shows_the_day_of_an_instant(load: Load, ask: Ask) -> None:
    text = "transformer,Install Date\nTX-22,2019-12-31T23:00:00Z\nTX-23,2020-01-01T00:00:00+01:00\n"
    load("assets", text, time_zone="Europe/Berlin")
    assert ask(YEARS) == [(22, 2020), (23, 2020)]
    order = "number,pole,activity,created\n7,P23,repair,2025-11-02T23:30:00-06:00\n"
    load("work-orders", order)
    assert ask("SELECT (created_at AT TIME ZONE 'America/Chicago')::date::text FROM flux.work_orders") == [
        ("2025-11-02",)
    ]


def test_dates_that_stand_for_none_leave_the_year_as_it_is_and_are_told(load: Load, ask: Ask) -> None:
    ask("UPDATE flux.transformers SET installed_year = 0 WHERE transformer_id < 30 RETURNING 1")
    none = ("1900-01-01", "01/01/1900", "1899-12-30", "0000-00-00", "1900", "9999-12-31", "1970-01-01")
    rows = "".join(f"TX-{22 + place},Acme,{date}\n" for place, date in enumerate(none))
    done = load("assets", f"transformer,maker,Install Date\n{rows}TX-42,Acme,2011-06-17\n")
    assert ask("SELECT count(*) FROM flux.transformers WHERE installed_year = 0") == [(7,)]
    assert ask("SELECT installed_year FROM flux.transformers WHERE transformer_id = 42") == [(2011,)]
    assert done.file.taken == 8
    assert (
        "'Install Date' says in 7 rows that no date is known (1900-01-01, 01/01/1900, 1899-12-30): "
        "it is kept as not known."
    ) in done.file.notes


def test_1970_counts_where_years_are_written_as_their_first_day_and_is_told(load: Load, ask: Ask) -> None:
    text = "transformer,Install Date\nTX-22,1970-01-01\nTX-23,1984-01-01\n"
    done = load("assets", text)
    assert ask(YEARS) == [(22, 1970), (23, 1984)]
    assert any("1970-01-01" in note and "taken as of 1970" in note for note in done.file.notes)


def test_an_inspection_of_no_day_is_refused_and_an_order_is_due_on_none(load: Load, ask: Ask) -> None:
    done = load("inspections", "pole,date,result\nP22,1900-01-01,good\nP23,00.00.0000,good\nP24,1970-01-01,good\n")
    assert done.file.refused == {"'date' stands for no date": 3}
    order = load("work-orders", "number,pole,activity,created,due\n7,P23,repair,2026-05-13,9999-12-31\n")
    assert ask("SELECT due_on FROM flux.work_orders") == [(None,)]
    assert any("'due' says in 1 row that no date is known" in note for note in order.file.notes)


@pytest.fixture
def new_years_eve(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2025-12-31 20:00 in Chicago: tomorrow by UTC."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC).astimezone(tz or ZoneInfo("UTC"))

    monkeypatch.setattr(loading.dt, "datetime", Clock)


def test_the_future_is_what_the_utilitys_clock_has_not_shown(new_years_eve: None, load: Load, ask: Ask) -> None:
    rows = "TX-22,2025-12-31 20:00\nTX-23,2025-12-31 20:01\nTX-24,2026-01-01\nTX-25,2025-12-31\n"
    ask("UPDATE flux.transformers SET installed_year = 0 RETURNING 1")
    done = load("failures", f"transformer,failed\n{rows}TX-26,2026-01-01T01:59:00Z\n")
    assert [row[0] for row in ask(FAILED)] == [22, 25, 26]
    assert done.file.refused == {"'failed' lies in the future": 2}
    assert load("inspections", "name,date,result\nTX-22,2026-01-01,good\n").file.taken == 0


def test_a_failure_on_the_last_evening_of_a_year_is_of_that_year(load: Load, ask: Ask) -> None:
    ask("UPDATE flux.transformers SET installed_year = 1998 WHERE transformer_id = 22 RETURNING 1")
    done = load("failures", "transformer,failed,installed\nTX-22,1998-12-31 20:00,1971\n")
    assert (done.new, dict(done.file.refused)) == (1, {})
    early = load("failures", "transformer,failed,installed\nTX-23,1994-12-31 20:00,1995\n")
    assert early.file.refused == {"it failed before it was installed": 1}


@pytest.mark.parametrize("order", [("day.csv", "time.csv"), ("time.csv", "day.csv")])
def test_a_failure_told_by_its_day_and_by_its_time_is_one(load: Load, ask: Ask, order: tuple[str, str]) -> None:
    lists = {
        "day.csv": "transformer,failed,mode,kva\nTX-22,1994-07-04,Winding,\n",
        "time.csv": "transformer,failed,mode,kva\nTX-22,1994-07-04 20:30,,25\n",
    }
    for name in order:
        load("failures", lists[name], name=name)
    assert ask(FAILED) == [(22, dt.datetime(1994, 7, 5, 1, 30), "Winding", 25.0)]
    for name in order:
        assert load("failures", lists[name], name=name).there == 1


def test_two_times_of_a_day_are_two_failures_and_one_of_them_takes_the_days_place(load: Load, ask: Ask) -> None:
    load("failures", "transformer,failed,mode\nTX-22,1994-07-04,Winding\n")
    later = load("failures", "transformer,failed\nTX-22,1994-07-04 06:00\nTX-22,1994-07-04 20:30\n")
    assert (later.new, later.changed) == (1, 1)
    assert [(row[1].hour, row[2]) for row in ask(FAILED)] == [(11, "Winding"), (1, "")]
    both = load("failures", "transformer,failed\nTX-23,1994-07-04\nTX-23,1994-07-04 06:00\n")
    assert both.file.refused == {"another row tells the time of that day": 1}
    assert both.new == 1


def test_a_day_without_a_time_is_the_utilitys_whatever_clock_the_times_are_of(load: Load, ask: Ask) -> None:
    load("failures", "transformer,failed\nTX-22,1994-07-04\nTX-23,1994-07-04 06:00\n", time_zone="UTC")
    assert [str(row[1]) for row in ask(FAILED)] == ["1994-07-04 05:00:00", "1994-07-04 06:00:00"]


def test_a_day_whose_midnight_the_clock_skips_is_taken(load: Load, ask: Ask, town: PostgresSource) -> None:
    _move(ask, "America/Santiago")
    done = load("failures", "transformer,failed\nTX-22,1994-10-09\n")
    assert (done.new, dict(done.file.refused)) == (1, {})
    assert load("failures", "transformer,failed\nTX-22,1994-10-09 08:00\n").changed == 1
    assert len(ask(FAILED)) == 1
