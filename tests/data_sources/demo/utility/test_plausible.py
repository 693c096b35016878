"""The demo's figures are those of a utility: load, ratings, health, reliability."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.demo import load_model
from tests.data_sources.demo.conftest import Demo


def year_of_load(demo: Demo) -> np.ndarray:
    """Hourly system load of last year, kW, from the meters through the load model."""
    active = demo("meters", "is_active")
    kind, kwh = demo("meters", "customer_class")[active], demo("meters", "monthly_kwh")[active]
    peaks = [
        kwh[kind == name].sum() / load_model.HOURS_A_MONTH / load_model.LOAD_FACTOR[name] for name in load_model.CLASSES
    ]
    at = demo("weather", "observed_at").astype("datetime64[s]")
    load = load_model.class_multipliers(at, demo("weather", "temperature_c")) @ np.array(peaks)
    return load[at < np.datetime64("2026-01-01")]


def test_peak_and_load_factor(demo: Demo) -> None:
    load = year_of_load(demo)
    served = demo("transformers", "customers_served").sum()
    assert 3.0 < load.max() / served < 5.0
    assert 0.4 < load.mean() / load.max() < 0.6


def test_monthly_energy_agrees_with_the_load_model(demo: Demo) -> None:
    at = demo("weather", "observed_at").astype("datetime64[s]")
    last = at < np.datetime64("2026-01-01")
    mean = load_model.class_multipliers(at[last], demo("weather", "temperature_c")[last]).mean(axis=0)
    for value, name in zip(mean, load_model.CLASSES, strict=True):
        assert value == pytest.approx(load_model.LOAD_FACTOR[name], rel=0.06), name
    homes = (demo("meters", "customer_class") == "residential") & demo("meters", "is_active")
    assert 1_050.0 < demo("meters", "monthly_kwh")[homes].mean() < 1_300.0


def test_transformer_loading(demo: Demo) -> None:
    loading = demo("transformers", "peak_load_kw") / 0.95 / demo("transformers", "rated_kva")
    assert 0.40 < np.median(loading) < 0.70
    assert 0.02 < (loading > 1.0).mean() < 0.05


def test_feeders_and_substations_carry_their_peak(demo: Demo) -> None:
    peak = demo("feeders", "peak_load_kw") / 0.95
    use = peak / demo("feeders", "rated_kva")
    assert use.max() < 0.96
    assert np.percentile(use, 10) > 0.38
    amps = np.sqrt(3.0) * demo("feeders", "voltage_kv") * demo("feeders", "rated_a")
    assert np.allclose(amps, demo("feeders", "rated_kva"), rtol=1e-4)
    station = np.bincount(demo("feeders", "substation_id") - 1, peak) / 1_000.0
    assert (station < 0.95 * demo.by_id("substations", "substation_id", "capacity_mva")).all()
    customers = demo("feeder_summary", "customers_served")
    assert 900 < np.median(customers) < 1_700
    assert (customers > 0).all()
    count = np.bincount(demo("feeders", "substation_id") - 1)
    assert count.min() >= 2
    assert count.max() <= 6


def test_feeder_peaks_are_the_sum_of_their_transformers(demo: Demo) -> None:
    total = np.bincount(demo("transformers", "feeder_id") - 1, demo("transformers", "peak_load_kw"))
    assert np.allclose(total, demo.by_id("feeders", "feeder_id", "peak_load_kw"), rtol=1e-3, atol=1.0)


def test_customers_and_meters(demo: Demo) -> None:
    kind = demo("meters", "customer_class")
    assert 0.84 < (kind == "residential").mean() < 0.95
    per = np.bincount(demo("meters", "transformer_id") - 1)
    assert per.min() >= 1
    assert per.max() <= 25
    assert 0.01 < demo("meters", "has_solar").mean() < 0.06
    critical = set(demo("customers", "critical_kind").tolist()) - {None}
    assert critical == {"hospital", "water", "fire_station", "school_shelter", "life_support"}


def test_health(demo: Demo) -> None:
    for name in ("poles", "transformers"):
        score = demo(name, "health_score")
        assert 0.012 < (score < 40.0).mean() < 0.045, name
        assert ((score >= 70.0) & (score <= 95.0)).mean() > 0.6, name
        old = demo(name, "installed_year") < 1985
        if old.any():
            assert score[old].mean() < score[~old].mean(), name


@pytest.mark.parametrize("year", [2025, 2026])
def test_reliability_without_the_two_worst_days(demo: Demo, year: int) -> None:
    started = demo("outages", "started_at").astype("datetime64[s]")
    minutes = (demo("outages", "restored_at").astype("datetime64[s]") - started).astype(float) / 60.0
    mine = (started.astype("datetime64[Y]").astype(int) + 1970 == year) & (minutes > 5.0)
    served = demo("transformers", "customers_served").sum()
    local_day = (started - np.timedelta64(6, "h")).astype("datetime64[D]")[mine]
    days, index = np.unique(local_day, return_inverse=True)
    worst = np.argsort(-np.bincount(index, demo("outages", "customer_minutes")[mine]))[:2]
    usual = ~np.isin(index, worst)
    part = 325.0 / 365.0
    assert 0.95 < demo("outages", "customers_interrupted")[mine][usual].sum() / served / part < 1.45
    assert 80.0 < demo("outages", "customer_minutes")[mine][usual].sum() / served / part < 170.0
    assert len(days) > 30
    if demo.scale == "full":
        assert 5_000 < mine.sum() / part < 9_500


def test_outages_open_real_things(demo: Demo) -> None:
    device, transformer = (demo("outages", key) for key in ("device_id", "transformer_id"))
    assert (np.isnan(device) != np.isnan(transformer)).all()
    hit = ~np.isnan(transformer)
    served = demo.by_id("transformers", "transformer_id", "customers_served")
    assert np.array_equal(served[transformer[hit].astype(int) - 1], demo("outages", "customers_interrupted")[hit])
    kind = demo.by_id("devices", "device_id", "kind")[device[~hit].astype(int) - 1]
    assert not np.isin(kind, ("tie", "switch")).any()
    breaker = np.flatnonzero(~hit)[kind == "breaker"]
    behind = demo.by_id("feeder_summary", "feeder_id", "customers_served")
    assert np.array_equal(
        behind[demo("outages", "feeder_id")[breaker] - 1], demo("outages", "customers_interrupted")[breaker]
    )
    span = (demo("outages", "restored_at") - demo("outages", "started_at")).astype("timedelta64[s]").astype(float)
    assert (span > 0).all()
    assert (demo("outages", "customers_out") == 0).all()
    assert demo("outages", "is_simulated").all()
    assert np.allclose(
        demo("outages", "customers_interrupted") * span / 60.0, demo("outages", "customer_minutes"), atol=0.01
    )
    assert demo("outages", "restored_at").max() < np.datetime64("2026-11-22T06")


def test_weather_is_houston_s(demo: Demo) -> None:
    celsius = demo("weather", "temperature_c")
    assert 19.0 < celsius.mean() < 24.0
    assert 35.0 < celsius.max() < 42.0
    assert -9.0 < celsius.min() < 3.0
    assert demo("weather", "is_simulated").all()
    at = demo("weather", "observed_at").astype("datetime64[s]")
    assert (np.diff(at) == np.timedelta64(3_600, "s")).all()
