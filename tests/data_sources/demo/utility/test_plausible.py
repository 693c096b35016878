"""The demo's figures are those of a utility: load, ratings, health, reliability."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
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
        assert 0.003 < (score < 40.0).mean() < 0.045, name
        assert (score >= 70.0).mean() > 0.75, name
        old = demo(name, "installed_year") < 1985
        if old.any():
            assert score[old].mean() < score[~old].mean(), name


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
    assert demo("outages", "restored_at").max() < np.datetime64("2026-11-22T06")


def test_an_outage_is_the_sum_of_its_interruptions(demo: Demo) -> None:
    """Momentary ones have none; in the others everybody is interrupted once and the last one back ends it."""
    outage = demo("interruptions", "outage_id") - 1
    lasted = (demo("interruptions", "restored_at") - demo("interruptions", "out_at")).astype("timedelta64[s]")
    minutes, count = lasted.astype(float) / 60.0, demo.tables["outages"].num_rows
    customers = demo("interruptions", "customers")
    has_some = np.bincount(outage, minlength=count) > 0
    span = (demo("outages", "restored_at") - demo("outages", "started_at")).astype("timedelta64[s]").astype(float) / 60
    assert ((span <= 5.0) == ~has_some).all()
    counted, summed = np.bincount(outage, customers, count), np.bincount(outage, customers * minutes, count)
    assert np.array_equal(counted[has_some], demo("outages", "customers_interrupted")[has_some])
    assert np.allclose(summed[has_some], demo("outages", "customer_minutes")[has_some])
    longest = np.zeros(count)
    np.maximum.at(longest, outage, minutes)
    assert np.allclose(longest[has_some], span[has_some])
    assert (demo("interruptions", "out_at") == demo("outages", "started_at")[outage]).all()


def test_who_is_interrupted_hangs_below_what_opened(small: Demo) -> None:
    """By a walk upwards from each transformer's node, which knows nothing of the generator's numbering."""
    ties = set(small("devices", "segment_id")[small("devices", "kind") == "tie"].tolist())
    rows = zip(
        *(small("segments", name).tolist() for name in ("segment_id", "from_node_id", "to_node_id")), strict=True
    )
    up = {to: start for one, start, to in rows if one not in ties}
    node = small.by_id("transformers", "transformer_id", "node_id")
    opened = small.by_id("outages", "outage_id", "device_id")
    far_end = small.by_id("segments", "segment_id", "to_node_id")
    segment = small.by_id("devices", "device_id", "segment_id")
    transformers = small.tables["interruptions"]["transformer_ids"].to_pylist()
    for outage, members in zip(small("interruptions", "outage_id"), transformers, strict=True):
        if not np.isnan(opened[outage - 1]):
            target = far_end[segment[int(opened[outage - 1]) - 1] - 1]
            assert all(target in _path(up, int(node[one - 1])) for one in members)


def _path(up: dict[int, int], node: int) -> set[int]:
    """A node and all that feed it."""
    seen = {node}
    while node in up:
        node = up[node]
        seen.add(node)
    return seen


def test_nobody_is_out_twice_at_once(demo: Demo) -> None:
    lists = demo.tables["interruptions"]["transformer_ids"].combine_chunks()
    parent, transformer = pc.list_parent_indices(lists).to_numpy(), pc.list_flatten(lists).to_numpy()
    out_at, back = (demo("interruptions", name)[parent] for name in ("out_at", "restored_at"))
    order = np.lexsort((out_at, transformer))
    same = transformer[order][1:] == transformer[order][:-1]
    assert (out_at[order][1:][same] >= back[order][:-1][same]).all()


def test_trunks_are_switched_and_planned_work_keeps_to_its_hours(demo: Demo) -> None:
    assert np.bincount(demo("interruptions", "outage_id")).max() >= 3
    kinds = dict(zip(*np.unique(demo("outages", "kind").astype(str), return_counts=True), strict=True))
    assert 0.04 < kinds["planned"] / sum(kinds.values()) < 0.2
    is_planned = demo("outages", "kind") == "planned"
    assert (demo("outages", "cause")[is_planned] == "planned").all()
    local = (demo("outages", "started_at")[is_planned] - np.timedelta64(6, "h")).astype("datetime64[s]")
    hour = (local - local.astype("datetime64[D]")).astype(float) / 3600
    assert hour.min() >= 8.0
    assert hour.max() < 14.0
    assert np.is_busday(local.astype("datetime64[D]")).all()


def test_weather_is_houston_s(demo: Demo) -> None:
    celsius = demo("weather", "temperature_c")
    assert 19.0 < celsius.mean() < 24.0
    assert 35.0 < celsius.max() < 42.0
    assert -9.0 < celsius.min() < 3.0
    assert demo("weather", "is_simulated").all()
    at = demo("weather", "observed_at").astype("datetime64[s]")
    assert (np.diff(at) == np.timedelta64(3_600, "s")).all()
