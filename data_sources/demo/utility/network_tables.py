"""Tables of the built network: everything that 001_network.sql holds."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo import load_model
from data_sources.demo.city import geography as geo
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.pace import CALL_OUT_S, CREW_KMH, REPAIR_MINUTES
from data_sources.demo.utility import devices as gear
from data_sources.demo.utility import people, rows
from data_sources.demo.utility.addresses import service_addresses
from data_sources.demo.utility.assets.stock import MATERIALS, Stock
from data_sources.demo.utility.devices import Devices, Ratings
from data_sources.demo.utility.grid import EXPRESS, Grid
from data_sources.demo.utility.service import MeterPlaces, PolePlaces, TransformerPlaces, rank_in_group

DEVICE_PREFIX: Final = ("BRK", "REC", "SEC", "FUS", "SW", "TIE")


def _ones(count: int) -> Ints:
    """The utility_id column's values."""
    return np.ones(count, np.int64)


def _ids(count: int) -> Ints:
    """1 to count."""
    return np.arange(1, count + 1)


def utilities(area: tuple[tuple[float, float], ...], scale: str, seed: int, as_of: dt.date) -> pa.Table:
    """The one row of the utility itself."""
    ring = [list(point) for point in (*area, area[0])]
    polygon = json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":"))
    loaded = np.array([np.datetime64(as_of, "s")])
    return rows.table(
        utility_id=("int", [1]),
        utility_name=pa.array(["Bayou City Electric (demo)"]),
        time_zone=pa.array([geo.TIME_ZONE]),
        is_demo=("bool", [True]),
        seed=("int", [seed]),
        as_of=pa.array([as_of], pa.date32()),
        service_area=pa.array([polygon]),
        source_note=pa.array([f"Simulated by the seeded demo generator, scale {scale}; no real asset is shown."]),
        loaded_at=("time", loaded),
        crew_kmh=("real", [CREW_KMH]),
        repair_minutes=("real", [REPAIR_MINUTES]),
        call_out_minutes=("real", [CALL_OUT_S / 60]),
    )


def substations(grid: Grid, ratings: Ratings) -> pa.Table:
    """Substations."""
    count = len(grid.yard)
    lon, lat = rows.where(grid.yard)
    return rows.table(
        substation_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        substation_name=rows.named("SUB", rows.padded(_ids(count), 3)),
        lon=("double", lon),
        lat=("double", lat),
        voltage_kv=("real", ratings.substation_kv),
        capacity_mva=("real", ratings.substation_mva),
    )


def feeders(grid: Grid, ratings: Ratings) -> pa.Table:
    """Feeders."""
    count = grid.feeders
    return rows.table(
        feeder_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        substation_id=("int", grid.feeder_substation + 1),
        feeder_name=pc.binary_join_element_wise("F", rows.padded(_ids(count), 4), ""),
        voltage_kv=("real", grid.feeder_kv),
        head_node_id=("int", grid.head + 1),
        rated_a=("real", ratings.feeder_a),
        rated_kva=("real", ratings.feeder_kva.round(1)),
        peak_load_kw=("real", ratings.feeder_peak_kw.round(1)),
    )


def nodes(grid: Grid) -> pa.Table:
    """Nodes, in space order."""
    count = len(grid.place)
    lon, lat = rows.where(grid.place)
    return rows.in_space_order(
        rows.table(
            node_id=("int", _ids(count)),
            utility_id=("int", _ones(count)),
            node_name=rows.named("N", rows.padded(_ids(count), 6)),
            lon=("double", lon),
            lat=("double", lat),
        ),
        grid.place,
    )


def segments(grid: Grid, ratings: Ratings) -> pa.Table:
    """Segments, in space order of their middles."""
    count = len(grid.seg_from)
    feeder = grid.seg_feeder + 1
    rank = rank_in_group(grid.seg_feeder) + 1
    keep_all = np.isin(grid.seg_kind, (EXPRESS,)).astype(np.int64)
    made = rows.table(
        segment_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        feeder_id=("int", feeder),
        segment_name=rows.named("SEG", rows.padded(feeder, 4), rows.padded(rank, 4)),
        from_node_id=("int", grid.seg_from + 1),
        to_node_id=("int", grid.seg_to + 1),
        phases=rows.picked(rows.PHASES, grid.phases),
        voltage_kv=("real", grid.feeder_kv[grid.seg_feeder]),
        length_m=("real", grid.length_m().round(1)),
        is_underground=("bool", grid.underground),
        conductor=("text", ratings.conductor),
        rated_a=("real", ratings.rated_a),
        installed_year=("small", grid.year),
        path=rows.packed_paths(grid.shape, keep_all),
    )
    return rows.in_space_order(made, grid.shape[:, 4])


def poles(grid: Grid, stand: PolePlaces, stock: Stock, health: Floats) -> pa.Table:
    """Poles, in space order; `health` by pole, 0 to 100."""
    count, segment = len(stand.segment), stand.segment
    lon, lat = rows.where(stand.place)
    made = rows.table(
        pole_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        feeder_id=("int", grid.seg_feeder[segment] + 1),
        node_id=("int", stand.node + 1),
        pole_name=rows.named("P", rows.padded(_ids(count), 6)),
        lon=("double", lon),
        lat=("double", lat),
        material=rows.picked(MATERIALS, stock.material),
        height_m=("real", stock.height_m),
        installed_year=("small", stock.poles.installed_year),
        health_score=("real", health),
    )
    return rows.in_space_order(made, stand.place)


def transformers(grid: Grid, made: TransformerPlaces, served: Ints, stock: Stock, health: Floats) -> pa.Table:
    """Transformers, in space order; `health` by transformer, 0 to 100."""
    count, feeder = len(made.node), grid.node_feeder[made.node]
    lon, lat = rows.where(made.place)
    three = made.phases == 7
    secondary = np.where(three, np.where(made.rated_kva >= 500.0, 480.0, 208.0), 240.0)
    table = rows.table(
        transformer_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        feeder_id=("int", feeder + 1),
        node_id=("int", made.node + 1),
        secondary_node_id=pa.nulls(count, pa.int32()),
        pole_id=rows.nullable("int", np.where(made.pole >= 0, made.pole + 1, -1)),
        transformer_name=rows.named("TX", rows.padded(feeder + 1, 4), rows.padded(rank_in_group(feeder) + 1, 3)),
        kind=pa.array(["service"]).take(pa.array(np.zeros(count, np.int64))),
        phases=rows.picked(rows.PHASES, made.phases),
        rated_kva=("real", made.rated_kva),
        primary_kv=("real", grid.feeder_kv[feeder]),
        secondary_v=("real", secondary),
        is_underground=("bool", made.pole < 0),
        installed_year=("small", stock.transformers.installed_year),
        health_score=("real", health),
        peak_load_kw=("real", made.peak_kw.round(2)),
        customers_served=("int", served),
        lon=("double", lon),
        lat=("double", lat),
    )
    return rows.in_space_order(table, made.place)


def meters(grid: Grid, made: TransformerPlaces, read: MeterPlaces) -> pa.Table:
    """Meters, in space order."""
    count, of = len(read.transformer), read.transformer
    lon, lat = rows.where(read.place)
    three = made.phases[of] == 7
    volts = np.where(three, np.where(made.rated_kva[of] >= 500.0, 480.0, 208.0), 240.0)
    table = rows.table(
        meter_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        feeder_id=("int", grid.node_feeder[made.node][of] + 1),
        transformer_id=("int", of + 1),
        node_id=("int", made.node[of] + 1),
        meter_name=rows.named("MTR", rows.padded(_ids(count), 7)),
        lon=("double", lon),
        lat=("double", lat),
        phases=rows.picked(rows.PHASES, made.phases[of]),
        nominal_voltage_v=("real", volts),
        customer_class=rows.picked(load_model.CLASSES, read.kind),
        monthly_kwh=("real", read.monthly_kwh.round(1)),
        has_solar=("bool", read.has_solar),
        has_ev=("bool", read.has_ev),
        is_active=("bool", read.is_active),
    )
    return rows.in_space_order(table, read.place)


def customers(grid: Grid, made: TransformerPlaces, read: MeterPlaces, total: int, seed: int) -> pa.Table:
    """Customer accounts, in order of their meters."""
    meter, active, critical = people.accounts(read, total, seed)
    street, address = (column.take(pa.array(meter)) for column in service_addresses(grid, made, read, seed))
    kinds = pa.array(people.CRITICAL).take(rows.nullable("int", critical))
    return rows.table(
        customer_id=("int", _ids(total)),
        utility_id=("int", _ones(total)),
        meter_id=("int", meter + 1),
        account_number=rows.padded(people.account_numbers(_ids(total)), 10),
        customer_class=rows.picked(load_model.CLASSES, read.kind[meter]),
        is_active=("bool", active == 1),
        critical_kind=kinds,
        customer_name=people.names(read.kind[meter], critical, street, seed),
        service_address=address,
        phone=people.phones(total, seed),
    )


def devices(grid: Grid, made: Devices, at: dt.datetime) -> pa.Table:
    """Switchgear."""
    count, feeder = len(made.segment), grid.seg_feeder[made.segment]
    lon, lat = rows.where(made.place)
    order = np.lexsort((np.arange(count), made.kind, feeder))
    rank = np.empty(count, np.int64)
    rank[order] = rank_in_group((feeder * 10 + made.kind)[order]) + 1
    other, is_tie = grid.seg_other[made.segment], made.kind == gear.TIE_SWITCH
    name = pc.binary_join_element_wise(
        rows.picked(DEVICE_PREFIX, made.kind), rows.padded(feeder + 1, 4), rows.padded(rank, 3), "-"
    )
    instant = np.datetime64(at.astimezone(dt.UTC).replace(tzinfo=None), "s")
    return rows.table(
        device_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        feeder_id=("int", feeder + 1),
        segment_id=("int", made.segment + 1),
        other_feeder_id=rows.nullable("int", np.where(is_tie, other + 1, -1)),
        device_name=name,
        kind=rows.picked(gear.KINDS, made.kind),
        phases=rows.picked(rows.PHASES, grid.phases[made.segment]),
        rated_a=("real", made.rated_a),
        is_normally_open=("bool", is_tie),
        is_open=("bool", is_tie),
        lon=("double", lon),
        lat=("double", lat),
        updated_at=("time", np.full(count, instant)),
    )


def feeder_summary(grid: Grid, tables: dict[str, pa.Table]) -> pa.Table:
    """Counts a feeder, exactly those of the tables."""
    count = grid.feeders

    def tally(name: str, weight: Floats | None = None) -> Floats:
        index = tables[name]["feeder_id"].to_numpy() - 1
        return np.bincount(index, weight, minlength=count).astype(np.float64)

    scores = sum(
        tally(name, tables[name]["health_score"].to_numpy().astype(float)) for name in ("poles", "transformers")
    )
    served = tally("transformers", tables["transformers"]["customers_served"].to_numpy().astype(float))
    length = tally("segments", tables["segments"]["length_m"].to_numpy().astype(float)) / 1000.0
    assets = tally("poles") + tally("transformers")
    return rows.table(
        feeder_id=("int", _ids(count)),
        utility_id=("int", _ones(count)),
        substation_id=("int", grid.feeder_substation + 1),
        segments=("int", tally("segments")),
        poles=("int", tally("poles")),
        transformers=("int", tally("transformers")),
        meters=("int", tally("meters")),
        customers_served=("int", served.round().astype(np.int64)),
        length_km=("real", length.round(3)),
        average_health_score=("real", (scores / np.maximum(assets, 1)).round(2)),
    )
