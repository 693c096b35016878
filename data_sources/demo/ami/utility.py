"""One demo utility ready to be given readings: meters and feeders as arrays, read once from the live database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.demo.ami.demand import PowerModel
from data_sources.demo.ami.faults import wrong_rows
from data_sources.demo.ami.meters import MeterTraits, Reals, meter_traits
from data_sources.demo.ami.network import FeederArrays, feeder_arrays, is_metered
from data_sources.demo.ami.random import Keys, keys
from data_sources.errors import FluxError
from data_sources.network.graph import Network, load_network
from data_sources.network.rows import Bools, Ints
from data_sources.pipeline.dimensions import stamp_of
from data_sources.query import Query
from data_sources.source import Source

METERED_SHARE: Final = 0.08  # of the service transformers have a meter of their own
COLLECTOR_TRANSFORMERS: Final = 60  # neighbouring transformers whose meters one collector reads


@dataclass(frozen=True, eq=False)
class DemoUtility:
    """Everything that does not change from day to day.

    Attributes:
        utility_id: the demo utility.
        time_zone: IANA name.
        seed: of the demo.
        stamp: utility, seed and time of loading; readings made for another stamp belong to a demo that is gone.
        network: its graph.
        meters, transformers: as hist_meters.sql and hist_transformers.sql answer, in order of ids.
        power: what the flow of power follows from.
        meter_ids: shape (meters,).
        nominal_v: shape (meters,).
        recorded: row of the transformer in the records, shape (meters,).
        metered: whether a transformer has a meter of its own, shape (transformers,).
        can_steal: has a customer who might, shape (meters,).
        collector: key of the collector of each meter, shape (meters,).
    """

    utility_id: int
    time_zone: str
    seed: int
    stamp: str
    network: Network
    meters: pa.Table
    transformers: pa.Table
    power: PowerModel
    meter_ids: Ints
    nominal_v: Reals
    recorded: Ints
    metered: Bools
    can_steal: Bools
    collector: Keys

    @property
    def traits(self) -> MeterTraits:
        """Of the meters."""
        return self.power.traits

    @property
    def feeders(self) -> FeederArrays:
        """Arrays for the power flow."""
        return self.power.feeders

    @property
    def true(self) -> Ints:
        """Row of the transformer that feeds each meter, shape (meters,)."""
        return self.power.true


_kept: dict[str, DemoUtility] = {}


def load_demo_utility(source: Source, utility_id: int) -> DemoUtility:
    """A demo utility as it is now: kept until its rows are loaded again.

    Raises:
        FluxError: there is no such demo utility.
        SourceUnavailable: the database cannot be reached.
    """
    stamp = stamp_of(_row(source, utility_id))
    if stamp not in _kept:
        _kept.clear()
        _kept[stamp] = read_demo_utility(source, load_network(source, utility_id))
    return _kept[stamp]


def read_demo_utility(source: Source, network: Network) -> DemoUtility:
    """The demo utility of a network, read and not kept.

    Raises:
        FluxError: it is no demo.
        SourceUnavailable: the database cannot be reached.
    """
    of = {"utility_id": network.utility_id}
    row = _row(source, network.utility_id)
    return _demo_utility(
        row, network, source.fetch(Query.of("hist_meters", **of)), source.fetch(Query.of("hist_transformers", **of))
    )


def _row(source: Source, utility_id: int) -> dict[str, object]:
    for row in source.fetch(Query.of("hist_utilities")).to_pylist():
        if row["utility_id"] == utility_id:
            if not row["is_demo"]:
                raise FluxError(f"{row['utility_name']} is no demo: readings are made for demo utilities only.")
            return dict(row)
    raise FluxError(f"There is no utility {utility_id}.")


def _demo_utility(row: dict[str, object], network: Network, meters: pa.Table, transformers: pa.Table) -> DemoUtility:
    seed, ids = int(str(row["seed"])), meters["meter_id"].to_numpy().astype(np.int64)
    recorded = network.transformers.indexes(meters["transformer_id"].to_numpy())
    is_active = meters["is_active"].to_numpy(zero_copy_only=False)
    first = np.searchsorted(transformers["feeder_id"].to_numpy(), transformers["feeder_id"].to_numpy())
    place = np.arange(len(first)) - first
    group = transformers["feeder_id"].to_numpy().astype(np.int64) * 1000 + place // COLLECTOR_TRANSFORMERS
    power = PowerModel(
        time_zone=str(row["time_zone"]), seed=seed, traits=meter_traits(meters, seed),
        true=_true_transformers(meters, transformers, recorded, wrong_rows(ids, seed), seed),
        feeders=feeder_arrays(network, meters, transformers, seed),
    )  # fmt: skip
    return DemoUtility(
        utility_id=network.utility_id, time_zone=power.time_zone, seed=seed, stamp=stamp_of(row), network=network,
        meters=meters, transformers=transformers, power=power, meter_ids=ids,
        nominal_v=meters["nominal_voltage_v"].to_numpy(), recorded=recorded,
        metered=is_metered(transformers, seed, METERED_SHARE),
        can_steal=is_active & (np.array(meters["customer_class"]) != "industrial"),
        collector=keys(seed, "collector", group[recorded]),
    )  # fmt: skip


def _true_transformers(meters: pa.Table, transformers: pa.Table, recorded: Ints, wrong: Ints, seed: int) -> Ints:
    """Wrongly recorded meters hang on one of the nearest transformers of their feeder with the same voltage."""
    true = recorded.copy()
    lon, lat = transformers["lon"].to_numpy(), transformers["lat"].to_numpy()
    feeder, phases = transformers["feeder_id"].to_numpy(), np.array(transformers["phases"])
    volts = np.zeros(len(lon))
    volts[recorded] = meters["nominal_voltage_v"].to_numpy()
    pick = keys(seed, "wrong_transformer", meters["meter_id"].to_numpy()[wrong]) >> np.uint64(20)
    for meter, luck in zip(wrong.tolist(), pick.tolist(), strict=True):
        own = recorded[meter]
        low, high = np.searchsorted(feeder, (feeder[own], feeder[own] + 1))
        near = np.arange(low, high)
        near = near[(near != own) & (volts[near] == volts[own]) & ((phases[near] == "ABC") == (phases[own] == "ABC"))]
        if len(near):
            far = np.hypot((lon[near] - lon[own]) * 0.87, lat[near] - lat[own])
            true[meter] = near[np.argsort(far, kind="stable")[luck % min(3, len(near))]]
    return true
