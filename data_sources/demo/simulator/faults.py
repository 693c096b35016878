"""Where faults strike, what clears them and who loses supply.

Faults strike segments in proportion to their exposure (length, overhead, age, wind) and transformers by health, age
and load. The nearest closed device upstream that can break fault current opens; exactly what is downstream of it loses
supply. A fault that would involve something already dark or switched otherwise than built is not drawn, so that every
outage is undone by closing its own device. Rates are accelerated for show (SimulatorSettings), not calibrated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Order
from data_sources.demo.causes import Cause
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.truth import truth_of
from data_sources.demo.simulator.world import Intent, TrueFault, World
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.outages.crews import round_up
from data_sources.outages.life import ReportOutage
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import TRUNK_KINDS

Floats = NDArray[np.float64]

DRAWS = 12  # tries to find a fault that may happen; then none happens this time
TRANSFORMER_SHARE = 0.2
TEMPORARY_SHARE = 0.65  # of overhead faults behind a breaker or recloser: most clear once the arc is out
TRUNK_WEIGHT = 0.3  # trunk lines are built better and patrolled more than laterals

Shares = tuple[tuple[Cause, float], ...]

OVERHEAD_CAUSES: Shares = (("vegetation", 0.34), ("animal", 0.22), ("equipment", 0.2), ("lightning", 0.12),
                           ("vehicle", 0.08), ("unknown", 0.04))  # fmt: skip
UNDERGROUND_CAUSES: Shares = (("equipment", 0.7), ("dig-in", 0.2), ("unknown", 0.1))
WINDY_CAUSES: Shares = (("weather", 0.65), ("vegetation", 0.35))
TRANSFORMER_CAUSES: Shares = (("equipment", 0.6), ("overload", 0.25), ("animal", 0.15))
WINDY_MPS = 12.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """Running sums of fault weights, for drawing in proportion: shape (segments,) and (transformers,)."""

    segments: Floats
    transformers: Floats


def exposure(network: Network, year: int, wind_mps: float) -> Exposure:
    """How likely each segment and transformer is to fail, up to a common factor.

    Args:
        network: the graph.
        year: of today, for ages.
        wind_mps: wind now; overhead lines suffer with its square.
    """
    segments, transformers = network.segments, network.transformers
    is_buried = segments["is_underground"]
    age = np.clip(year - segments["installed_year"].astype(np.float64), 0, 80)
    wind = 1.0 + (wind_mps / WINDY_MPS) ** 2
    weight = segments["length_m"] * np.where(is_buried, 0.35, wind) * (0.6 + age / 50)
    weight = weight * np.where(_is_behind_fuse(network), 1.0, TRUNK_WEIGHT)
    worn = 0.1 + (100 - np.clip(transformers["health_score"].astype(np.float64), 0, 100)) / 50
    worn = worn * (transformers["kind"] == "service") * (network.transformer_customers > 0)
    return Exposure(np.cumsum(weight), np.cumsum(worn))


def rate_factor(wind_mps: float) -> float:
    """How many more faults than in calm weather."""
    return 1.0 + 1.5 * (max(wind_mps - 6.0, 0.0) / WINDY_MPS) ** 2


def draw_fault(
    world: World, chances: Exposure, now: dt.datetime, wind_mps: float, rng: np.random.Generator,
    settings: SimulatorSettings, struck: set[int],
) -> TrueFault | None:  # fmt: skip
    """A fault that may happen now, away from the feeders just struck (rows); None if none was found in a few draws."""
    state, is_live = world.state, truth_of(world).is_energized
    busy = state.busy_feeders() | struck
    for _ in range(DRAWS):
        if rng.random() < TRANSFORMER_SHARE:
            fault = _transformer_fault(state, _draw(chances.transformers, rng), now, rng, settings)
        else:
            fault = _segment_fault(state, _draw(chances.segments, rng), now, wind_mps, rng, settings)
        if fault and feeder_of(state.network, fault) not in busy and is_live[world.reach(fault)].all():
            return fault
    return None


def strike(
    world: World, fault: TrueFault, now: dt.datetime, settings: SimulatorSettings, note: str | None = None
) -> Intent:
    """What telemetry, or somebody in the field, reports of a fault: what opened, and where; never the fault itself."""
    network = world.state.network
    command = ReportOutage(
        utility_id=network.utility_id, started_at=now, cause=fault.cause, lon=fault.lon, lat=fault.lat,
        device_id=int(network.devices.ids[fault.device]) if fault.device >= 0 else None,
        transformer_id=int(network.transformers.ids[fault.transformer]) if fault.transformer >= 0 else None,
        estimated_restoration_at=_first_estimate(fault, now, settings), note=note,
    )  # fmt: skip
    return Intent(Order(command), fault, partial(_caused, world, fault))


def _first_estimate(fault: TrueFault, now: dt.datetime, settings: SimulatorSettings) -> dt.datetime:
    """Of its end (rounded up to five minutes, as utilities do); a recloser's is its dead time."""
    if fault.is_temporary and fault.ends_at is not None:
        return fault.ends_at
    return round_up(now + dt.timedelta(minutes=1.5 * settings.repair_minutes + 8))


def fault_at(state: OperatingState, segment: int, now: dt.datetime, cause: Cause) -> TrueFault | None:
    """A permanent fault on a segment; None where it would involve an outage that lasts, or nobody would notice."""
    network, topology = state.network, state.topology
    fed = int(topology.child[segment])
    if fed < 0:
        return None
    device = int(network.protecting_device(state.open_devices)[fed])
    if device < 0 or not _is_clean(state, device):
        return None
    path = network.paths(network.segments.ids[[segment]])
    middle = len(path.lon) // 2
    return TrueFault(device, -1, segment, now, cause, float(path.lon[middle]), float(path.lat[middle]))


def feeder_of(network: Network, fault: TrueFault) -> int:
    """Row of the feeder that it is on."""
    table, row = (network.devices, fault.device) if fault.device >= 0 else (network.transformers, fault.transformer)
    return network.rows.feeders.index(int(table["feeder_id"][row]))


def schedule(
    network: Network, fault: TrueFault, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings
) -> None:
    """When a crew may be sent, and when switching is tried."""
    fault.dispatch_at = now + float(rng.uniform(0.25, 1.0)) * latest_dispatch(settings)
    if is_trunk(network, fault.device):
        fault.switch_at = now + dt.timedelta(seconds=float(rng.uniform(0.6, 1.6)) * settings.switching_s)


def latest_dispatch(settings: SimulatorSettings) -> dt.timedelta:
    """Until a crew may be sent to what is known, at the longest."""
    return dt.timedelta(seconds=1.6 * settings.dispatch_s)


def is_trunk(network: Network, device: int) -> bool:
    """Whether a device stands in the trunk of its feeder."""
    return device >= 0 and network.devices["kind"][device] in TRUNK_KINDS


def _caused(world: World, fault: TrueFault, receipt: Receipt) -> None:
    fault.outage_id = receipt.target.id
    if fault not in world.faults:
        world.faults.append(fault)


def _is_clean(state: OperatingState, device: int) -> bool:
    """Whether exactly what a device feeds as built is behind it, has supply, and somebody lives there."""
    lost = state.transformers_in(state.topology.downstream(int(state.network.device_segment[device])))
    as_built: Ints = state.behind_device(device)
    return bool(state.customers(lost) and np.array_equal(lost, as_built) and state.is_energized[lost].all())


def _segment_fault(
    state: OperatingState, segment: int, now: dt.datetime, wind_mps: float, rng: np.random.Generator,
    settings: SimulatorSettings,
) -> TrueFault | None:  # fmt: skip
    is_buried = bool(state.network.segments["is_underground"][segment])
    overhead = WINDY_CAUSES if wind_mps >= WINDY_MPS and rng.random() < 0.6 else OVERHEAD_CAUSES
    fault = fault_at(state, segment, now, _choose(UNDERGROUND_CAUSES if is_buried else overhead, rng))
    if fault is None:
        return None
    if is_trunk(state.network, fault.device) and not is_buried and rng.random() < TEMPORARY_SHARE:
        fault.is_temporary = True
        fault.ends_at = now + dt.timedelta(seconds=float(rng.uniform(0.5, 1.5)) * settings.reclose_s)
    else:
        schedule(state.network, fault, now, rng, settings)
    return fault


def _transformer_fault(
    state: OperatingState, transformer: int, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings
) -> TrueFault | None:
    if not state.is_energized[transformer] or state.customers(np.array([transformer])) == 0:
        return None
    transformers = state.network.transformers
    lon, lat = (float(transformers[axis][transformer]) for axis in ("lon", "lat"))
    fault = TrueFault(-1, transformer, -1, now, _choose(TRANSFORMER_CAUSES, rng), lon, lat)
    schedule(state.network, fault, now, rng, settings)
    return fault


def _is_behind_fuse(network: Network) -> NDArray[np.bool_]:
    device = network.protecting_device()
    child = network.topology().child[: len(network.segments)]
    kind = network.devices["kind"]
    behind = np.zeros(len(child), dtype=np.bool_)
    known = child >= 0
    known[known] = device[child[known]] >= 0
    behind[known] = kind[device[child[known]]] == "fuse"
    return behind


def _draw(running: Floats, rng: np.random.Generator) -> int:
    return int(np.searchsorted(running, rng.random() * running[-1], side="right").clip(0, len(running) - 1))


def _choose(causes: Shares, rng: np.random.Generator) -> Cause:
    shares = np.array([share for _, share in causes])
    return causes[int(rng.choice(len(causes), p=shares / shares.sum()))][0]
