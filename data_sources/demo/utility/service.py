"""What hangs on the lines: poles, transformers, meters and their place beside the street.

Method: transformers are dealt to nodes by expected meters over the usual size of a transformer there; each gets a
kind of neighbourhood (houses, apartments, shops, industry, farms) and its meters; counts are exact. Meters stand on
lots 15 to 45 m off the street, pole-top transformers at a pole, pad-mounted ones at the kerb.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.demo import load_model
from data_sources.demo.city import density as land
from data_sources.demo.city import streets as base
from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.grid import EXPRESS, TIE, Grid

HOUSES, APARTMENTS, SHOPS, INDUSTRY, FARMS = range(5)
LARGEST_GROUP: Final = 25  # meters at one transformer
SINGLE_KVA: Final = np.array([10.0, 15.0, 25.0, 37.5, 50.0, 75.0, 100.0, 167.0])
THREE_KVA: Final = np.array([75.0, 112.5, 150.0, 225.0, 300.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0, 2500.0])
TYPICAL_LOADING: Final = 0.555  # design loading a planner aims at, and how widely practice scatters around it
LOADING_SPREAD: Final = 0.30


@dataclass(frozen=True, slots=True)
class PolePlaces:
    """Poles by segment: segment, node it belongs to, share of the way along, place in metres."""

    segment: Ints
    node: Ints
    place: Floats
    first: Ints  # first pole of each segment, shape (m,)
    count: Ints  # poles of each segment, shape (m,)


@dataclass(frozen=True, slots=True)
class TransformerPlaces:
    """Transformers in hierarchy order (feeder, node)."""

    node: Ints
    group: Ints
    meters: Ints
    along: Floats
    place: Floats
    pole: Ints  # -1 where pad-mounted
    phases: Ints
    rated_kva: Floats
    peak_kw: Floats
    year: Ints


@dataclass(frozen=True, slots=True)
class MeterPlaces:
    """Meters in hierarchy order (transformer)."""

    transformer: Ints
    place: Floats
    kind: Ints  # index into load_model.CLASSES
    monthly_kwh: Floats
    has_solar: Bools
    has_ev: Bools
    is_active: Bools


def dealt(weight: Floats, total: int, shift: float = 0.5) -> Ints:
    """Deal exactly `total` things by weight, evenly along the order given (systematic rounding)."""
    edge = np.floor(np.concatenate([[0.0], np.cumsum(weight)]) * (total / weight.sum()) + shift)
    edge[-1] = edge[0] + total
    return np.asarray(np.diff(edge), np.int64)


def rank_in_group(group: Ints) -> Ints:
    """Position of each row within its run of equal values; `group` must be sorted."""
    return np.asarray(np.arange(len(group)) - np.searchsorted(group, group, side="left"), np.int64)


def at_share(shape: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Point and unit normal (left) at a share 0 to 1 of nine-point lines, shapes (n, 9, 2) and (n,)."""
    step = np.clip(share, 0.0, 1.0) * 8.0
    low = np.minimum(step.astype(np.int64), 7)
    rows = np.arange(len(share))
    a, b = shape[rows, low], shape[rows, low + 1]
    way = b - a
    long = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)
    normal = np.stack([-way[:, 1], way[:, 0]], axis=1) / long[:, None]
    return a + way * (step - low)[:, None], normal


def build_service(
    grid: Grid, transformers: int, meters: int, poles: int, seed: int
) -> tuple[PolePlaces, TransformerPlaces, MeterPlaces]:
    """Exactly that many transformers, meters and poles on the grid."""
    node, group, count = _groups(grid, transformers, meters, np.random.default_rng((seed, 81)))
    stand = _poles(grid, node, poles)
    placed = _placed(grid, stand, node, np.random.default_rng((seed, 82)))
    phases = _phases(grid, node, group, np.random.default_rng((seed, 83)))
    served = _meters(grid, node, group, count, placed[0], placed[3], phases, seed)
    active = served.is_active
    peak = load_model.design_peaks(
        served.transformer[active], served.kind[active], served.monthly_kwh[active], transformers
    )
    rng = np.random.default_rng((seed, 85))
    segment = grid.parent_segment[node]
    year = np.where(rng.random(transformers) < 0.45, rng.uniform(1996.0, 2025.9, transformers), grid.year[segment])
    made = TransformerPlaces(
        node,
        group,
        count,
        placed[0],
        placed[1],
        placed[2],
        phases,
        _rated(peak, phases, rng),
        peak,
        np.maximum(year.astype(np.int64), grid.year[segment]),
    )
    return stand, made, served


def _neighbourhoods(grid: Grid) -> Floats:
    """Chance of each kind of group at each node, shape (n, 5)."""
    segment = np.maximum(grid.parent_segment, 0)
    arterial = np.isin(grid.seg_kind[segment], (base.ARTERIAL, base.FRONTAGE))
    level = grid.level
    shops = np.choose(level, [0.05, 0.05, 0.03, 0.03, 0.06, 0.50]) + np.where(arterial & (level >= 2), 0.26, 0.0)
    flats = np.choose(level, [0.0, 0.0, 0.03, 0.05, 0.11, 0.30]) + np.where(arterial & (level >= 3), 0.06, 0.0)
    industrial = land.is_industrial(grid.place)
    shops = np.where(industrial, np.maximum(shops, 0.42), shops)
    industry = np.where(industrial, 0.10, np.where(arterial, 0.004, 0.0))
    farms = np.where(level <= 1, 0.9, 0.0)
    chance = np.stack([np.zeros(len(level)), flats, shops, industry, farms], axis=1)
    chance[:, HOUSES] = np.clip(1.0 - chance.sum(axis=1), 0.0, None)
    out: Floats = chance / chance.sum(axis=1, keepdims=True)
    return out


def _groups(grid: Grid, transformers: int, meters: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Node, neighbourhood and number of meters of each transformer."""
    chance = _neighbourhoods(grid)
    usual = np.array([7.6, 17.0, 1.8, 1.0, 1.7])
    serves = (grid.parent_segment >= 0) & (grid.seg_kind[np.maximum(grid.parent_segment, 0)] != EXPRESS)
    weight = np.where(serves, grid.load / (chance @ usual), 0.0)
    node = np.repeat(np.arange(len(weight)), dealt(weight, transformers))
    group = (rng.random(transformers)[:, None] > np.cumsum(chance[node], axis=1)).sum(axis=1).clip(0, FARMS)
    three = grid.phases[grid.parent_segment[node]] == 7
    group = np.where((group == INDUSTRY) & ~three, SHOPS, group)
    extra = np.array([6.6, 7.0, 0.8, 0.0, 0.7])[group]
    count = np.array([1, 10, 1, 1, 1])[group] + rng.poisson(extra)
    count = np.minimum(count, np.array([18, LARGEST_GROUP, 6, 1, 5])[group])
    return node, group, _exact(count, group, meters, rng)


def _exact(count: Ints, group: Ints, total: int, rng: np.random.Generator) -> Ints:
    """Give or take single meters at houses and apartments until the total is right."""
    open_to = rng.permutation(np.flatnonzero(np.isin(group, (HOUSES, APARTMENTS))))
    while (missing := total - int(count.sum())) != 0:
        step = 1 if missing > 0 else -1
        fits = open_to[(count[open_to] < LARGEST_GROUP) if step > 0 else (count[open_to] > 1)]
        if not len(fits):
            raise ValueError(f"{total} meters do not fit {len(count)} transformers")
        count[fits[: abs(missing)]] += step
    return count


def _poles(grid: Grid, transformer_node: Ints, total: int) -> PolePlaces:
    """One pole at the far node of each overhead segment, the others along spans and where transformers hang."""
    overhead = ~grid.underground & (grid.seg_kind != TIE)
    length = grid.length_m()
    hung = np.bincount(grid.parent_segment[transformer_node], minlength=len(length))
    order = np.lexsort((-length, -hung, ~overhead))
    count = np.zeros(len(length), np.int64)
    count[order[: min(total, int(overhead.sum()))]] = 1
    if (extra := total - int(count.sum())) > 0:
        count += dealt(np.where(count > 0, np.clip(length / 55.0 - 1.0, 0.05, 12.0) + 0.8 * hung, 0.0), extra)
    segment = np.repeat(np.arange(len(count)), count)
    share = (rank_in_group(segment) + 1.0) / count[segment]
    point, normal = at_share(grid.shape[segment], share)
    side = np.where(grid.seg_feeder[segment] % 2 == 0, 4.0, -4.0)
    return PolePlaces(segment, grid.seg_to[segment], point + normal * side[:, None], np.cumsum(count) - count, count)


def _placed(grid: Grid, poles: PolePlaces, node: Ints, rng: np.random.Generator) -> tuple[Floats, Floats, Ints, Floats]:
    """Share along the segment, place, pole (-1: pad) and side of the street of each transformer."""
    segment, rank = grid.parent_segment[node], rank_in_group(node)
    many = np.bincount(node, minlength=len(grid.place))[node]
    share = np.clip((rank + rng.uniform(0.3, 0.7, len(node))) / many, 0.06, 0.96)
    side = np.where(rng.random(len(node)) < 0.5, 1.0, -1.0)
    point, normal = at_share(grid.shape[segment], share)
    place = point + normal * (side * rng.uniform(7.0, 10.0, len(node)))[:, None]
    pole = np.full(len(node), -1)
    hangs = poles.count[segment] > 0
    slot = np.ceil(share * poles.count[segment]).astype(np.int64) - 1
    pole[hangs] = (poles.first[segment] + np.clip(slot, 0, None))[hangs]
    order = np.argsort(pole, kind="stable")
    mates = np.empty(len(node), np.int64)
    mates[order] = rank_in_group(pole[order])
    angle = 0.6 + 1.9 * mates
    beside = np.stack([np.cos(angle), np.sin(angle)], axis=1) * (3.6 + 0.7 * (mates // 3))[:, None]
    place[hangs] = poles.place[pole[hangs]] + beside[hangs]
    return share, place, pole, side


def _phases(grid: Grid, node: Ints, group: Ints, rng: np.random.Generator) -> Ints:
    """Three phases for industry and most shops where the line has them, else one of the line's."""
    line = grid.phases[grid.parent_segment[node]]
    chance = np.array([0.0, 0.25, 0.80, 1.0, 0.0])[group]
    three = (line == 7) & (rng.random(len(node)) < chance)
    first = line & -line
    pick = np.where(rng.random(len(node)) < 0.5, first, line - first)
    any_of = np.array([1, 2, 4])[rng.integers(0, 3, len(node))]
    one = np.where(line == 7, any_of, np.where(line == first, line, pick))
    return np.where(three, 7, one)


def _meters(
    grid: Grid, node: Ints, group: Ints, count: Ints, along: Floats, side: Floats, phases: Ints, seed: int
) -> MeterPlaces:
    """Meters of every transformer with their place, class and use."""
    rng = np.random.default_rng((seed, 84))
    transformer = np.repeat(np.arange(len(count)), count)
    rank = rank_in_group(transformer)
    total = len(transformer)
    wealth = np.clip(1.0 + 0.8 * land.smooth_noise(grid.place[node], 5_000.0, (seed, 86)), 0.1, None)[transformer]
    kind, kwh, solar, ev = _use(grid, node, group, phases, transformer, wealth, rng)
    active = (rng.random(total) < 0.972) | (rank == 0)
    kwh = np.where(active, kwh, 0.05 * kwh)
    place = _lots(grid, node, group, count, along, side, transformer, rank, rng)
    return MeterPlaces(transformer, place, kind, kwh, solar, ev, active)


def _lots(
    grid: Grid,
    node: Ints,
    group: Ints,
    count: Ints,
    along: Floats,
    side: Floats,
    transformer: Ints,
    rank: Ints,
    rng: np.random.Generator,
) -> Floats:
    """Where each meter stands: alternating sides of the street, or stacked in one building."""
    segment = grid.parent_segment[node]
    length = np.maximum(grid.length_m()[segment], 20.0)[transformer]
    level, size = grid.level[node][transformer], count[transformer]
    flats = (group == APARTMENTS)[transformer]
    lot = np.choose(level, [60.0, 60.0, 24.0, 22.0, 18.0, 14.0])
    row = (rank // 2) - (np.ceil(size / 2) - 1.0) / 2.0
    offset_along = np.where(flats, (rank % 6 - 2.5) * 6.5, row * lot + rng.uniform(-3.0, 3.0, len(rank)))
    depth_low, depth_high = np.array([[28, 28, 20, 19, 17, 15], [45, 45, 34, 31, 27, 23]])[:, level]
    depth = np.where(flats, 20.0 + (rank // 6) * 6.0, rng.uniform(depth_low, depth_high))
    across = np.where(flats, 1.0, np.where(rank % 2 == 0, 1.0, -1.0)) * side[transformer]
    share = np.clip(along[transformer] + offset_along / length, 0.03, 0.97)
    point, normal = at_share(grid.shape[segment[transformer]], share)
    return point + normal * (across * depth)[:, None]


def _use(
    grid: Grid, node: Ints, group: Ints, phases: Ints, transformer: Ints, wealth: Floats, rng: np.random.Generator
) -> tuple[Ints, Floats, Bools, Bools]:
    """Customer class, mean monthly kWh, solar and electric car of each meter."""
    of, total = group[transformer], len(transformer)
    segment = np.maximum(grid.parent_segment[node], 0)
    arterial = np.isin(grid.seg_kind[segment], (base.ARTERIAL, base.FRONTAGE))[transformer]
    corner_shop = np.isin(of, (HOUSES, APARTMENTS)) & (rng.random(total) < np.where(arterial, 0.12, 0.025))
    kind = np.where((of == SHOPS) | corner_shop, 1, np.where(of == INDUSTRY, 2, 0))
    three = (phases == 7)[transformer]
    suburban = np.isin(grid.level[node], (2, 3))[transformer]
    level_kwh = np.select(
        [of == INDUSTRY, (kind == 1) & three & (of == SHOPS), kind == 1, of == APARTMENTS, suburban],
        [42_000.0, 5_600.0, 1_500.0, 830.0, 1_420.0],
        1_230.0,
    )
    sigma = np.select([of == INDUSTRY, (kind == 1) & three, kind == 1], [0.75, 0.85, 0.70], 0.40)
    kwh = level_kwh * np.exp(sigma * rng.standard_normal(total) - 0.5 * sigma**2)
    house = (kind == 0) & (of != APARTMENTS)
    solar = house & (rng.random(total) < 0.030 * wealth)
    ev = (kind == 0) & (rng.random(total) < np.where(house, 0.038, 0.012) * wealth)
    return kind, np.clip(kwh + 260.0 * ev - 0.25 * kwh * solar, 120.0, 400_000.0), solar, ev


def _rated(peak_kw: Floats, phases: Ints, rng: np.random.Generator) -> Floats:
    """Standard sizes near what a planner would pick for the design peak."""
    aim = TYPICAL_LOADING * np.exp(LOADING_SPREAD * rng.standard_normal(len(peak_kw)))
    wanted = np.log(peak_kw / load_model.POWER_FACTOR / aim)
    rated = np.empty(len(peak_kw))
    for mask, sizes in ((phases == 7, THREE_KVA), (phases != 7, SINGLE_KVA)):
        middle = (np.log(sizes)[1:] + np.log(sizes)[:-1]) / 2.0
        rated[mask] = sizes[np.searchsorted(middle, wanted[mask])]
    return rated
