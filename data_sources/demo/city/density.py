"""Land use of the demo city as smooth fields over the plane: how dense, how old, how industrial a place is.

Method: a core, named centres and road corridors are summed as bell curves, then modulated by seeded noise so that
neighbourhoods differ; parks, reservoirs and airports are cut out. Drawback: land use does not follow parcels.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.spatial import cKDTree

from data_sources.demo.city import geography as geo
from data_sources.demo.city import places
from data_sources.demo.city.geography import Bools, Floats


def smooth_noise(points: Floats, wavelength_m: float, seed: tuple[int, ...], waves: int = 7) -> Floats:
    """Seeded smooth noise in about [-1, 1] at points, shape (n, 2): a sum of plane waves of random direction."""
    rng = np.random.default_rng(seed)
    turn, shift = rng.uniform(0.0, 2.0 * np.pi, (2, waves))
    number = 2.0 * np.pi / (wavelength_m * rng.uniform(0.6, 1.7, waves))
    total = np.zeros(len(points))
    for k in range(waves):
        total += np.sin(number[k] * (points[:, 0] * np.cos(turn[k]) + points[:, 1] * np.sin(turn[k])) + shift[k])
    return np.asarray(total / np.sqrt(waves * 0.9))


def radius_km(points: Floats) -> Floats:
    """Distance from downtown in km."""
    return np.hypot(points[:, 0], points[:, 1]) / 1000.0


@cache
def _roads() -> cKDTree:
    """Samples of all highways, 50 m apart."""
    return cKDTree(np.concatenate([geo.sampled(geo.to_plane(road), 50.0) for road in places.ROADS.values()]))


def distance_to_roads(points: Floats, reach_m: float = np.inf) -> Floats:
    """Distance in metres (within 1 m beyond 300) to the nearest highway; infinite beyond `reach_m`."""
    return geo.distance_to_samples(points, _roads(), reach_m)


def density(points: Floats, seed: int) -> Floats:
    """How built-up a place is, 0 (fields) to about 1.5 (downtown), at points of shape (n, 2)."""
    radius = radius_km(points)
    total = 0.03 + 0.50 * np.exp(-((radius / 13.0) ** 2)) + 0.26 * np.exp(-((radius / 33.0) ** 2))
    for lon, lat, weight, reach_km in places.CENTRES:
        gap = points - geo.to_plane((lon, lat))
        total += weight * np.exp(-np.einsum("ij,ij->i", gap, gap) / (reach_km * 1000.0) ** 2)
    total += 0.15 * np.exp(-distance_to_roads(points, 12_000.0) / 1800.0) * np.exp(-((radius / 48.0) ** 2))
    noise = 0.30 * smooth_noise(points, 9_000.0, (seed, 11)) + 0.30 * smooth_noise(points, 3_500.0, (seed, 12))
    calm = np.clip(radius / 16.0, 0.15, 1.0)
    return np.where(is_empty(points), 0.0, np.clip(total * (1.0 + calm * noise), 0.0, None))


def is_empty(points: Floats) -> Bools:
    """Whether a place is a park, a reservoir, an airport or water."""
    return geo.inside_ellipses(points, places.EMPTY_ELLIPSES)


def is_industrial(points: Floats) -> Bools:
    """Whether a place belongs to the port, a refinery or a yard."""
    return geo.inside_ellipses(points, places.INDUSTRIAL_ELLIPSES)


def built_year(points: Floats, seed: int) -> Floats:
    """The year a place was developed: rings of growth from 1930 downtown to the last years at the fringe."""
    rings = 1938.0 + 2.05 * np.minimum(radius_km(points), 36.0)
    return np.clip(rings + 11.0 * smooth_noise(points, 6_000.0, (seed, 13)), 1925.0, 2023.0)
