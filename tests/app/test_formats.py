"""Numbers, units, durations and times read as a person writes them."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from app import formats

UTC = dt.UTC
NOW = dt.datetime(2026, 11, 22, 20, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1284, 0, "1,284"), (12.36, 1, "12.4"), (-5, 0, "−5"), (-0.04, 1, "0.0"), (1e9, 0, "1,000,000,000"), (0, 0, "0")],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (0, "0"),
        (0.0004, "under 0.001"),
        (0.012, "0.012"),
        (0.53, "0.53"),
        (12.36, "12.4"),
        (None, "–"),
        (math.nan, "–"),
    ],
)
def test_small_shares_keep_their_first_digits(percent: float | None, text: str) -> None:
    assert formats.small(percent) == text


def test_one_thing_is_not_many() -> None:
    assert [formats.count_of(count, "customer") for count in (0, 1, 1284)] == [
        "0 customers", "1 customer", "1,284 customers",
    ]  # fmt: skip


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_a_dash(nothing: float | None) -> None:
    shown = [formats.number(nothing), formats.power(nothing), formats.percent(nothing), formats.quantity(nothing, "kV")]
    assert set(shown) == {formats.NOTHING}
    assert formats.duration(nothing) == formats.change(nothing) == formats.NOTHING


@pytest.mark.parametrize(
    ("kw", "text"),
    [
        (0.42, "0.42 kW"),
        (840, "840 kW"),
        (999.7, "1.0 MW"),
        (12_400, "12.4 MW"),
        (999_960, "1,000 MW"),
        (3.184e6, "3,184 MW"),
        (-2_500, "−2.5 MW"),
    ],
)
def test_powers_in_the_unit_that_reads_best(kw: float, text: str) -> None:
    assert formats.power(kw) == text


@pytest.mark.parametrize(
    ("kwh", "text"),
    [
        (0, "0.0 kWh"),
        (8.24, "8.2 kWh"),
        (48, "48 kWh"),
        (12_400, "12.4 MWh"),
        (2.5e6, "2,500 MWh"),
        (2.41e7, "24.1 GWh"),
    ],
)
def test_the_energy_of_a_small_utility_is_not_nought_megawatt_hours(kwh: float, text: str) -> None:
    assert formats.energy(kwh) == text


def test_figures_that_share_a_unit_take_that_of_the_largest() -> None:
    scale = formats.energy_scale(12_400)
    assert (scale.unit, scale.number(12_400), scale.number(300), scale.number(None)) == ("MWh", "12.4", "0.3", "–")


@pytest.mark.parametrize(("value", "text"), [(0.3, "+0.3"), (-12.0, "−12.0"), (0.0, "±0.0"), (0.04, "±0.0")])
def test_changes_carry_their_sign(value: float, text: str) -> None:
    assert formats.change(value, 1) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0.2, "under 1 min"),
        (12, "12 min"),
        (59.6, "1 h 00 min"),
        (125, "2 h 05 min"),
        (4560, "3 d 04 h"),
        (-3, "under 1 min"),
    ],
)
def test_durations(minutes: float, text: str) -> None:
    assert formats.duration(minutes) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(3, "just now"), (40, "40 s ago"), (779, "12 min ago"), (7200, "2 h ago"), (-5, "just now")]
)
def test_ages(seconds: float, text: str) -> None:
    assert formats.ago(NOW - dt.timedelta(seconds=seconds), NOW) == text


def test_what_never_was() -> None:
    assert formats.ago(None, NOW) == "never"
    assert formats.clock(None, "America/Chicago") == formats.NOTHING


@pytest.mark.parametrize(
    ("at", "zone", "text"),
    [
        (dt.datetime(2026, 11, 22, 20, 5, tzinfo=UTC), "America/Chicago", "14:05 CST"),
        (dt.datetime(2026, 7, 22, 19, 5, tzinfo=UTC), "America/Chicago", "14:05 CDT"),
        (dt.datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/Chicago", "01:30 CDT"),  # the hour that comes twice
        (dt.datetime(2026, 11, 1, 7, 30, tzinfo=UTC), "America/Chicago", "01:30 CST"),
        (dt.datetime(2026, 3, 8, 8, 30, tzinfo=UTC), "America/Chicago", "03:30 CDT"),  # the hour that never is
        (dt.datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "Australia/Lord_Howe", "10:30 UTC+10:30"),  # a half hour's change
        (dt.datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "Australia/Lord_Howe", "11:00 UTC+11:00"),
        (dt.datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "No/Such_Zone", "00:00 UTC"),
    ],
)
def test_clocks_in_the_utility_s_zone(at: dt.datetime, zone: str, text: str) -> None:
    assert formats.clock(at, zone) == text


def test_days() -> None:
    assert formats.day_and_clock(NOW, "America/Chicago") == "22 Nov 14:05 CST"
    assert formats.day_and_clock(NOW, "America/Chicago", NOW) == "22 Nov 14:05 CST"
    next_year = NOW.replace(year=NOW.year + 1, month=1)
    assert formats.day_and_clock(next_year, "America/Chicago", NOW) == f"22 Jan {NOW.year + 1} 14:05 CST"
    assert formats.day(dt.datetime(2026, 1, 1, 3, tzinfo=UTC), "America/Chicago") == "31 Dec 2025"
    assert formats.clock(NOW, "America/Chicago", seconds=True) == "14:05:09 CST"


@pytest.mark.parametrize(
    ("time_zone", "labels"),
    [
        ("Europe/Berlin", {"+01:00": "CET", "+02:00": "CEST"}),
        ("America/Chicago", {"-06:00": "CST", "-05:00": "CDT"}),
        ("Asia/Kolkata", {"+05:30": "IST"}),
        ("America/Santiago", {"-03:00": "UTC-03:00", "-04:00": "UTC-04:00"}),
        ("UTC", {"+00:00": "UTC"}),
    ],
)
def test_a_zone_has_one_name_everywhere(time_zone: str, labels: dict[str, str]) -> None:
    """The browser's own are others: the header said GMT+1 where charts said CET (FAULTS L)."""
    assert formats.zone_labels(time_zone) == labels
