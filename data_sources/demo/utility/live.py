"""The demo utility at one instant: transformer and feeder status, crews, and the last two days of system load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.ami.demand import PowerModel
from data_sources.demo.ami.outages import supply_of
from data_sources.demo.ami.quarters import INTERVAL_S, Demand, heads_between
from data_sources.demo.ami.utility import read_demo_utility
from data_sources.demo.city.geography import Floats
from data_sources.demo.simulator.loads import AsBuilt, FeederRows, Loads, TransformerRows
from data_sources.demo.utility import rows
from data_sources.demo.utility.built import BuiltSource
from data_sources.demo.utility.shifts import SHIFTS, VEHICLES, is_on_shift, shift_numbers
from data_sources.demo.weather.hours import Instants
from data_sources.network.graph import Network
from data_sources.network.rows import fetch_rows

SAMPLE_S: Final = 300
HISTORY_S: Final = 48 * 3600
CREW_KINDS: Final = ("line", "trouble", "underground", "vegetation")
CREW_SHARE: Final = (0.48, 0.27, 0.13, 0.12)
CREW_MEMBERS: Final = (4, 2, 3, 3)


def built_network(tables: Mapping[str, pa.Table]) -> Network:
    """The network of a demo's tables, with the ids that will be written."""
    utility_id = int(tables["utilities"]["utility_id"][0].as_py())
    return Network(utility_id, fetch_rows(BuiltSource(tables), utility_id))


def live_tables(tables: Mapping[str, pa.Table], network: Network, at: dt.datetime) -> dict[str, pa.Table]:
    """transformer_status and feeder_status at an instant, and system_history up to it, from the meters themselves.

    Args:
        tables: everything else of the demo, by name, with the ids that will be written.
        network: of them.
        at: an aware instant at which nobody is out.
    """
    source = BuiltSource(tables)
    model = read_demo_utility(source, network).power
    demand = Demand(model)
    loads = Loads.unwritten(network, demand)
    loads.expect(at, 0.0)
    fed = AsBuilt.of(network)
    feeders = loads.feeders(fed)
    everything = loads.changed(fed, np.arange(len(network.transformers)), feeders)
    return {
        "transformer_status": _transformer_status(network, everything, at),
        "feeder_status": _feeder_status(network, feeders, at),
        "system_history": _system_history(source, network, model, at),
    }


def _transformer_status(network: Network, new: TransformerRows, at: dt.datetime) -> pa.Table:
    return rows.table(
        transformer_id=("int", network.transformers.ids),
        utility_id=("int", np.full(len(new.rows), network.utility_id)),
        feeder_id=("int", network.transformers["feeder_id"]),
        load_kw=("real", new.load_kw),
        load_pct=("real", new.load_pct),
        voltage_v=("real", new.voltage_v),
        is_energized=("bool", new.is_energized),
        updated_at=("time", np.full(len(new.rows), _instant(at))),
    )


def _feeder_status(network: Network, new: FeederRows, at: dt.datetime) -> pa.Table:
    count = len(network.rows.feeders)
    return rows.table(
        feeder_id=("int", network.rows.feeders.ids),
        utility_id=("int", np.full(count, network.utility_id)),
        load_kw=("real", new.load_kw),
        load_pct=("real", new.load_pct),
        current_a=("real", new.current_a),
        voltage_kv=("real", new.voltage_kv),
        power_factor=("real", new.power_factor),
        is_energized=("bool", new.is_energized),
        updated_at=("time", np.full(count, _instant(at))),
    )


def _system_history(source: BuiltSource, network: Network, model: PowerModel, at: dt.datetime) -> pa.Table:
    """What entered all feeders together, every five minutes of the 48 hours before an instant."""
    end = _instant(at)
    end -= end.astype(np.int64) % SAMPLE_S
    sampled: Instants = end - np.arange(HISTORY_S // SAMPLE_S, -1, -1) * np.timedelta64(SAMPLE_S, "s")
    reach = np.timedelta64(INTERVAL_S, "s")
    middles, kw = heads_between(
        model, lambda starts: supply_of(source, network, starts), sampled[0] - reach, sampled[-1] + reach
    )
    load = np.interp(sampled.astype(np.int64), middles.astype(np.int64), kw)
    none = np.zeros(len(sampled), np.int64)
    return rows.table(
        utility_id=("int", none + network.utility_id),
        sampled_at=("time", sampled),
        load_kw=("double", load.round(1)),
        customers_out=("int", none),
        active_outages=("int", none),
        crews_assigned=("int", none),
        is_simulated=("bool", none == 0),
    )


def _instant(at: dt.datetime) -> np.datetime64:
    return np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")


def crew_count(feeders: int) -> int:
    """How many crews a utility of that many feeders keeps: about one in seven, at least five."""
    return max(5, round(feeders / 7.0))


def crew_table(yard: Floats, feeders: int, at: dt.datetime, seed: int) -> pa.Table:
    """Crews at their yards, on or off shift by the local hour and their own shift."""
    rng = np.random.default_rng((seed, 121))
    count = crew_count(feeders)
    kind = np.sort(np.searchsorted(np.cumsum(CREW_SHARE), (np.arange(count) + 0.5) / count))
    base = yard[rng.permutation(len(yard))[np.arange(count) % len(yard)]]
    lon, lat = rows.where(base + rng.normal(0.0, 60.0, (count, 2)))
    instant = np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
    kinds = [CREW_KINDS[one] for one in kind]
    shifts = [SHIFTS[one] for one in shift_numbers(kinds, (rng.permutation(count) + 0.5) / count)]
    on_shift = np.array([is_on_shift(*one, at) for one in shifts])
    return rows.table(
        crew_id=("int", np.arange(1, count + 1)),
        utility_id=("int", np.ones(count, np.int64)),
        crew_name=rows.named("Crew", rows.padded(np.arange(1, count + 1), 3)),
        kind=rows.picked(CREW_KINDS, kind),
        status=rows.picked(("off_shift", "available"), on_shift.astype(np.int64)),
        members=("small", np.array(CREW_MEMBERS)[kind]),
        vehicle=pa.array([f"{VEHICLES[one]} {number}" for number, one in enumerate(kinds, 101)]),
        shift_start=pa.array([start for start, _ in shifts]),
        shift_end=pa.array([end for _, end in shifts]),
        outage_id=pa.nulls(count, pa.int64()),
        lon=("double", lon),
        lat=("double", lat),
        updated_at=("time", np.full(count, instant)),
    )
