"""What failed of the demo's assets, beside the outages that it made.

A transformer that fails is an outage of its own (`history.UnitsFailed` says which and when). A pole breaks in an outage
of the device above it: the record has it at one of the year for which nobody named another pole; where there is none,
inspectors found it rotten and it was changed without an outage.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import rows
from data_sources.demo.utility.assets.lives import Lives, UnitFailures, instants, years_of
from data_sources.demo.utility.assets.stock import MATERIALS, Stock
from data_sources.demo.utility.assets.wear import PAD_MOUNT
from data_sources.demo.utility.devices import TIE_SWITCH, Devices
from data_sources.demo.utility.forest import hop_levels
from data_sources.demo.utility.grid import Grid
from data_sources.demo.utility.service import rank_in_group

TRANSFORMER_MODES: Final = ("winding", "bushing", "tank leak")
MODE_SHARE: Final = (0.5, 0.28, 0.22)
POLE_MODES: Final = ("decay", "broken")
BREAKS_POLES: Final = ("equipment", "vegetation", "vehicle", "weather")
LEAST_MINUTES: Final = 30.0  # a broken pole is not put up again sooner
MOST_A_GROUP: Final = 1_000


def in_outages(poles: Lives, zone: Ints, outages: pa.Table) -> Lives:
    """Poles that break when an outage of the device above them begins, where there is one in the year of their end.

    Args:
        poles: as their hazard let them end.
        zone: the device above each, by index, -1 without one, shape (poles,).
        outages: rows of flux.outages.
    """
    failed = poles.failed
    may = np.flatnonzero(_may_break(outages))
    device, started = outages["device_id"].to_numpy()[may].astype(np.int64) - 1, _started(outages)[may]
    begun = years_of(started)
    of_outage = _turns(device, begun)
    of_pole = _turns(zone[failed.position], failed.at)
    found = _matched(of_pole, of_outage)
    at = np.where(found >= 0, np.append(begun, 0.0)[found], failed.at)
    at = np.where(at > failed.installed, at, failed.at)
    installed = poles.installed.copy()
    installed[failed.position] = at  # in order of time: the last one counts
    return replace(poles, installed=installed, failed=replace(failed, at=at))


def failure_table(stock: Stock, zone: Ints, outages: pa.Table, rated_kva: Floats, seed: int) -> pa.Table:
    """Rows of flux.asset_failures.

    Args:
        stock: all assets.
        zone: as for `in_outages`.
        outages: likewise.
        rated_kva: of the transformers, shape (transformers,).
        seed: of the demo.
    """
    rng = np.random.default_rng((seed, 140))
    units, poles, started = stock.transformers.failed, stock.poles.failed, _started(outages)
    ids = np.append(outages["outage_id"].to_numpy(), -1)
    mode = rng.choice(len(TRANSFORMER_MODES), len(units.at), p=MODE_SHARE)
    own = _keys(outages["transformer_id"].fill_null(0).to_numpy().astype(np.int64) - 1, started)
    above = _keys(outages["device_id"].fill_null(0).to_numpy().astype(np.int64) - 1, started)
    broke = ids[_matched(_keys(zone[poles.position], instants(poles.at)), above)]
    none = np.zeros(len(poles.at))
    return pa.concat_tables([
        _table(
            "transformer", units, ids[_matched(_keys(units.position, instants(units.at)), own)],
            rows.picked(TRANSFORMER_MODES, mode), rated_kva[units.position],
            stock.transformers.positions.of_class[units.position] == PAD_MOUNT, pa.repeat("", len(units.at)),
        ),
        _table(
            "pole", poles, broke, rows.picked(POLE_MODES, (broke >= 0).astype(np.int64)), none * np.nan, none > 0,
            rows.picked(MATERIALS, stock.material[poles.position]),
        ),
    ])  # fmt: skip


def device_above(grid: Grid, devices: Devices) -> Ints:
    """The device next above each node, by index, -1 without one, shape (nodes,)."""
    above = np.full(len(grid.place), -1)
    switchgear = np.flatnonzero(devices.kind != TIE_SWITCH)
    above[grid.seg_to[devices.segment[switchgear]]] = switchgear
    for level in hop_levels(grid.parent)[1:]:
        above[level] = np.where(above[level] >= 0, above[level], above[grid.parent[level]])
    return above


def _table(
    kind: str, failed: UnitFailures, outage: Ints, mode: pa.Array, rated_kva: Floats, is_underground: Bools,
    material: pa.Array,
) -> pa.Table:  # fmt: skip
    count = len(failed.at)
    return rows.table(
        utility_id=("int", np.ones(count)),
        asset_kind=pa.repeat(kind, count),
        asset_id=("int", failed.position + 1),
        installed_year=("small", np.floor(failed.installed)),
        failed_at=("time", instants(failed.at)),
        mode=mode,
        rated_kva=("real", rated_kva),
        is_underground=("bool", is_underground),
        material=material,
        outage_id=rows.nullable("big", outage),
        is_simulated=pa.repeat(True, count),
    )


def _may_break(outages: pa.Table) -> Bools:
    """Outages that lasted, with a device and a cause that breaks poles."""
    causes, kinds = (outages[name].to_pandas() for name in ("cause", "kind"))
    lasted = (outages["restored_at"].to_numpy() - outages["started_at"].to_numpy()) / np.timedelta64(1, "m")
    has_device = outages["device_id"].is_valid().to_numpy()
    return np.asarray(causes.isin(BREAKS_POLES) & kinds.eq("unplanned") & has_device & (lasted > LEAST_MINUTES))


def _started(outages: pa.Table) -> NDArray[np.datetime64]:
    return np.asarray(outages["started_at"].to_numpy().astype("datetime64[s]"))


def _turns(thing: Ints, at: Floats) -> Ints:
    """A number of a thing, a year and a turn: the second pole of a device and year takes its second outage."""
    group = thing * 10_000 + np.floor(at).astype(np.int64)
    order = np.argsort(group, kind="stable")
    turn = np.empty(len(group), np.int64)
    turn[order] = rank_in_group(group[order])
    return np.asarray(group * MOST_A_GROUP + np.minimum(turn, MOST_A_GROUP - 1))


def _keys(thing: Ints, at: NDArray[np.datetime64]) -> Ints:
    """A number of a thing and a second."""
    return np.asarray(thing * (1 << 33) + at.astype("datetime64[s]").astype(np.int64))


def _matched(wanted: Ints, known: Ints) -> Ints:
    """Where each wanted number stands among those known, -1 where it does not."""
    order = np.argsort(known, kind="stable")
    place = np.searchsorted(known, wanted, sorter=order)
    found = np.append(order, -1)[place]
    return np.where(np.append(known, -1)[found] == wanted, found, -1)
