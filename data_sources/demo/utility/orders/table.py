"""The demo's orders as rows of flux.work_orders."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.orders import drafts as of
from data_sources.demo.utility.orders.drafts import (
    DAY_S,
    FOUND,
    KINDS,
    MEDIAN_HOURS,
    ORIGINS,
    SKILLS,
    WORK,
    Drafts,
    joined,
)
from data_sources.demo.utility.orders.due import due_orders
from data_sources.demo.utility.orders.past import Tables, past_orders
from data_sources.demo.utility.orders.queues import CrewsAtHand, queued
from data_sources.field.orders.templates import Steps, checklist_for, permits_for

OPEN_SHARE: Final = 1 / 600  # of all orders that are due about now: a few hundred in the full demo
LEAST_OPEN: Final = 60
VERBS: Final = ("Inspect", "Repair", "Replace", "Trim trees along")
SAID: Final = (
    "", "Worn parts", "Decay at the ground line", "Rust at tank and bushings", "Broken by what hit it",
    "Overheated", "Branches within the clearance",
)  # fmt: skip
MEMBERS: Final = 3  # that work on an order, as far as labour is booked


class AssetPlaces(NamedTuple):
    """What an order says of its asset, shapes (assets,), in the order of the assets' ids.

    Attributes:
        name: text.
        feeder: id.
        lon, lat: degrees.
        is_underground: cables, and what stands on the ground.
    """

    name: pa.Array
    feeder: Ints
    lon: Floats
    lat: Floats
    is_underground: Bools


def order_table(tables: Tables, count: int, at: dt.datetime, seed: int) -> pa.Table:
    """Rows of flux.work_orders, numbered in the order in which they were written.

    Args:
        tables: of the demo, with its crews.
        count: how many orders.
        at: now; open orders are due about then.
        seed: of the demo.
    """
    rng, now = np.random.default_rng((seed, 141)), int(at.timestamp())
    due = max(round(count * OPEN_SHARE), LEAST_OPEN)
    past = past_orders(tables, now, count - due, rng)
    found = joined(past, due_orders(tables, past, now, due, rng))
    found = found.chosen(np.argsort(found.created, kind="stable"))
    return _table(found, places_of(tables), CrewsAtHand.of(tables["crews"]), at, rng)


def places_of(tables: Tables) -> list[AssetPlaces]:
    """Of poles, transformers and segments."""
    nodes = _in_order(tables["nodes"], "node_id")
    segments = _in_order(tables["segments"], "segment_id")
    ends = [segments[name].to_numpy() - 1 for name in ("from_node_id", "to_node_id")]
    lon, lat = (np.mean([nodes[axis].to_numpy()[end] for end in ends], axis=0) for axis in ("lon", "lat"))
    poles, units = _in_order(tables["poles"], "pole_id"), _in_order(tables["transformers"], "transformer_id")
    return [
        _places(poles, "pole_name", np.zeros(len(poles), bool)),
        _places(units, "transformer_name", np.array(units["is_underground"])),
        AssetPlaces(
            segments["segment_name"].combine_chunks(), segments["feeder_id"].to_numpy(), lon, lat,
            np.array(segments["is_underground"]),
        ),
    ]  # fmt: skip


def _in_order(table: pa.Table, key: str) -> pa.Table:
    return table.take(pa.array(np.argsort(table[key].to_numpy(), kind="stable")))


def _places(table: pa.Table, name: str, is_underground: Bools) -> AssetPlaces:
    lon, lat = (table[axis].to_numpy() for axis in ("lon", "lat"))
    return AssetPlaces(table[name].combine_chunks(), table["feeder_id"].to_numpy(), lon, lat, is_underground)


def _table(
    found: Drafts, places: list[AssetPlaces], crews: CrewsAtHand, at: dt.datetime, rng: np.random.Generator
) -> pa.Table:
    n, starts = len(found.work), np.cumsum([0, *(len(one.feeder) for one in places)])
    asset = starts[found.kind] + found.asset  # among all places together
    feeder, lon, lat, is_underground = (
        np.concatenate(columns)[asset] for columns in list(zip(*places, strict=True))[1:]
    )
    name = pa.concat_arrays([one.name.cast(pa.string()) for one in places]).take(pa.array(asset))
    skill, estimated = _skill(found, is_underground), MEDIAN_HOURS[found.work]
    due = _due(found, int(at.timestamp()), rng)
    plan = queued(found, skill, lon, lat, due, crews, at)
    is_open, is_planned = found.is_open, plan.start > 0
    did = crews.who_could(np.array(SKILLS)[skill], rng)
    title = pc.binary_join_element_wise(rows.picked(VERBS, found.work), name, " ")
    return rows.table(
        work_order_id=("big", np.arange(1, n + 1)),
        utility_id=("int", np.ones(n)),
        work_type=rows.picked(WORK, found.work),
        status=rows.picked(("completed", "created", "scheduled", "assigned"), _status(is_open, is_planned, plan.crew)),
        priority=("small", found.priority),
        skill=rows.picked(SKILLS, skill),
        asset_kind=rows.picked(KINDS, found.kind),
        asset_id=("int", found.asset + 1),
        asset_name=name,
        feeder_id=("int", feeder),
        title=title,
        lon=("double", lon),
        lat=("double", lat),
        crew_id=rows.nullable("int", np.where(is_open, plan.crew, did)),
        planned_start_at=_instants(plan.start, is_planned),
        planned_end_at=_instants(plan.end, is_planned),
        due_on=pa.array((due // DAY_S).astype("datetime64[D]"), pa.date32()),
        estimated_hours=("real", estimated.round(1)),
        started_at=_instants(found.completed - (3600 * found.hours).astype(np.int64), ~is_open),
        completed_at=_instants(found.completed, ~is_open),
        labour_hours=pa.array((MEMBERS * found.hours).round(1).astype(np.float32), mask=is_open),
        found_code=pa.array(np.array(FOUND)[found.found], mask=is_open),
        found=rows.picked(SAID, np.where(is_open, 0, found.found)),
        permits=_steps(found, is_open, permits_for),
        checklist=_steps(found, is_open, checklist_for),
        materials=_materials(found),
        origin=rows.picked(ORIGINS, found.origin),
        created_at=("time", found.created.astype("datetime64[s]")),
        created_by=pa.repeat("planner", n),
        updated_at=("time", np.maximum(found.created, found.completed).astype("datetime64[s]")),
        is_simulated=pa.repeat(True, n),
    )  # fmt: skip


def _skill(found: Drafts, is_underground: Bools) -> Ints:
    """Index into SKILLS."""
    is_cable = is_underground & (found.kind != of.POLE)
    at_asset = np.where(is_cable, 3, np.where(found.kind == of.TRANSFORMER, 2, 1))
    return np.select([found.work == of.INSPECTION, found.work == of.VEGETATION], [0, 4], at_asset)


def _due(found: Drafts, now: int, rng: np.random.Generator) -> Ints:
    """Of what is done a while after it was ordered; of what is open about now, some days of it in the past."""
    n = len(found.work)
    later = found.created + rng.integers(14, 60, n) * DAY_S
    about = now + np.clip(rng.normal(3, 4, n), -6, 20) * DAY_S
    return np.where(found.is_open, about, later).astype(np.int64)


def _status(is_open: Bools, is_planned: Bools, crew: Ints) -> Ints:
    return np.select([~is_open, crew >= 0, is_planned], [0, 3, 2], 1)


def _instants(seconds: Ints, is_known: Bools) -> pa.Array:
    return pa.array(seconds.astype("datetime64[s]").astype("datetime64[us]"), mask=~is_known).cast(rows.UTC)


def _steps(found: Drafts, is_open: Bools, steps_for: Callable[[str], Steps]) -> pa.Array:
    """Open ones begin with the steps of their kind of work; what was kept of old ones says nothing of steps."""
    texts = ("[]", *(json.dumps(steps_for(work)) for work in WORK))
    return rows.picked(texts, np.where(is_open, found.work + 1, 0))


def _materials(found: Drafts) -> pa.Array:
    """Of replacements the new asset itself."""
    new = [json.dumps([{"material": text, "quantity": 1, "unit": "ea"}]) for text in ("Pole", "Transformer")]
    is_new = (found.work == of.REPLACEMENT) & ~found.is_open
    return rows.picked(("[]", *new), np.where(is_new, 1 + found.kind, 0))
