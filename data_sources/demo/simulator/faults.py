"""Where faults strike, what clears them and who loses supply.

Faults strike segments in proportion to their exposure (length, overhead, age, wind) and transformers by health, age
and load. The nearest closed device upstream that can break fault current opens; exactly what is downstream of it loses
supply. A fault that would involve something already dark or switched otherwise than built is not drawn, so that every
outage is undone by closing its own device. Rates are accelerated for show (SimulatorSettings), not calibrated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.causes import Cause
from data_sources.demo.simulator.incidents import Incident, World
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.network.graph import Network
from data_sources.outages.crews import round_up

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
    settings: SimulatorSettings,
) -> Incident | None:  # fmt: skip
    """A fault that may happen now, not applied yet; None if none was found in a few draws."""
    busy = world.busy_feeders()
    for _ in range(DRAWS):
        if rng.random() < TRANSFORMER_SHARE:
            incident = _transformer_fault(world, _draw(chances.transformers, rng), now, rng)
        else:
            incident = _segment_fault(world, _draw(chances.segments, rng), now, wind_mps, rng, settings)
        if incident and incident.feeder not in busy:
            return incident
    return None


def fault_at(world: World, segment: int, now: dt.datetime, cause: str) -> Incident | None:
    """The outage that a permanent fault on a segment causes now; None where it would involve an outage that lasts."""
    network, topology = world.network, world.topology
    fed = int(topology.child[segment])
    if fed < 0:
        return None
    device = int(network.protecting_device(world.open_devices)[fed])
    if device < 0:
        return None
    edge = int(network.device_segment[device])
    lost = world.transformers_in(topology.downstream(edge))
    as_built = world.transformers_in(world.normal.downstream(edge))
    customers = world.customers(lost)
    if customers == 0 or not np.array_equal(lost, as_built) or not world.is_energized[lost].all():
        return None
    feeder = network.rows.feeders.index(int(network.devices["feeder_id"][device]))
    path = network.paths(network.segments.ids[[segment]])
    middle = len(path.lon) // 2
    return Incident(
        feeder=feeder, device=device, transformer=-1, fault_segment=segment, started_at=now, stepped_at=now,
        estimated_at=now + dt.timedelta(minutes=60), cause=cause, lon=float(path.lon[middle]),
        lat=float(path.lat[middle]), owned=lost, customers_interrupted=customers, customers_out=customers,
        is_underground=bool(network.segments["is_underground"][segment]),
    )  # fmt: skip


def _segment_fault(
    world: World, segment: int, now: dt.datetime, wind_mps: float, rng: np.random.Generator,
    settings: SimulatorSettings,
) -> Incident | None:  # fmt: skip
    is_buried = bool(world.network.segments["is_underground"][segment])
    overhead = WINDY_CAUSES if wind_mps >= WINDY_MPS and rng.random() < 0.6 else OVERHEAD_CAUSES
    incident = fault_at(world, segment, now, _choose(UNDERGROUND_CAUSES if is_buried else overhead, rng))
    if incident is None:
        return None
    is_trunk = world.is_trunk(incident)
    if is_trunk and not is_buried and rng.random() < TEMPORARY_SHARE:
        incident.is_temporary = True
        incident.ends_at = now + dt.timedelta(seconds=float(rng.uniform(0.5, 1.5)) * settings.reclose_s)
        incident.estimated_at = incident.ends_at
        return incident
    schedule(incident, now, rng, settings)
    if is_trunk:
        incident.switch_at = now + dt.timedelta(seconds=float(rng.uniform(0.6, 1.6)) * settings.switching_s)
    return incident


def _transformer_fault(world: World, transformer: int, now: dt.datetime, rng: np.random.Generator) -> Incident | None:
    network = world.network
    owned = np.array([transformer])
    customers = world.customers(owned)
    if not world.is_energized[transformer] or customers == 0:
        return None
    transformers = network.transformers
    incident = Incident(
        feeder=network.rows.feeders.index(int(transformers["feeder_id"][transformer])), device=-1,
        transformer=transformer, fault_segment=-1, started_at=now, stepped_at=now,
        estimated_at=now + dt.timedelta(minutes=60), cause=_choose(TRANSFORMER_CAUSES, rng),
        lon=float(transformers["lon"][transformer]), lat=float(transformers["lat"][transformer]), owned=owned,
        customers_interrupted=customers, customers_out=customers,
        is_underground=bool(transformers["is_underground"][transformer]),
    )  # fmt: skip
    schedule(incident, now, rng, SimulatorSettings())
    return incident


def schedule(incident: Incident, now: dt.datetime, rng: np.random.Generator, settings: SimulatorSettings) -> None:
    """When a crew may be sent, and the first estimate of the end (rounded up to five minutes, as utilities do)."""
    incident.dispatch_at = now + dt.timedelta(seconds=float(rng.uniform(0.4, 1.6)) * settings.dispatch_s)
    guess = now + dt.timedelta(minutes=1.5 * settings.repair_minutes + 8)
    incident.estimated_at = round_up(guess)


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
