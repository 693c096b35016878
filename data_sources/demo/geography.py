"""Where the demo utility lies: its service area, centres, roads and empty parts, and the plane they are drawn in.

All coordinates are simplified by hand from public-domain county and coast lines and from general knowledge of the
city; nothing here is surveyed. The plane is equirectangular around downtown: metres east and north, good to about
0.3 % over 70 km, which is plenty for a made-up network.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ORIGIN_LON: Final = -95.3650
ORIGIN_LAT: Final = 29.7580
METRES_PER_LAT: Final = 110_850.0
METRES_PER_LON: Final = 96_650.0

TIME_ZONE: Final = "America/Chicago"

# Keeps about 1.5 km off Galveston Bay, and stops short of the Gulf.
FULL_AREA: Final[tuple[tuple[float, float], ...]] = (
    (-95.085, 29.700),
    (-95.040, 29.655),
    (-95.045, 29.610),
    (-95.050, 29.560),
    (-95.065, 29.520),
    (-95.020, 29.480),
    (-95.000, 29.430),
    (-95.050, 29.370),
    (-95.120, 29.330),
    (-95.200, 29.300),
    (-95.290, 29.310),
    (-95.350, 29.250),
    (-95.430, 29.230),
    (-95.500, 29.280),
    (-95.520, 29.350),
    (-95.600, 29.370),
    (-95.680, 29.350),
    (-95.740, 29.400),
    (-95.830, 29.400),
    (-95.930, 29.450),
    (-95.970, 29.530),
    (-95.930, 29.620),
    (-95.990, 29.700),
    (-96.030, 29.780),
    (-95.980, 29.860),
    (-95.930, 29.920),
    (-95.960, 30.020),
    (-95.900, 30.090),
    (-95.830, 30.120),
    (-95.790, 30.210),
    (-95.720, 30.260),
    (-95.640, 30.290),
    (-95.580, 30.380),
    (-95.490, 30.410),
    (-95.400, 30.390),
    (-95.350, 30.310),
    (-95.270, 30.290),
    (-95.180, 30.300),
    (-95.080, 30.250),
    (-95.060, 30.160),
    (-94.980, 30.080),
    (-94.900, 30.060),
    (-94.830, 29.990),
    (-94.840, 29.900),
    (-94.850, 29.800),
    (-94.880, 29.745),
    (-94.930, 29.725),
    (-94.985, 29.745),
    (-95.010, 29.775),
    (-95.060, 29.785),
    (-95.090, 29.750),
)
# A piece of the same city for tests and small machines: the southwest, around Sugar Land.
SMALL_AREA: Final[tuple[tuple[float, float], ...]] = (
    (-95.671, 29.574),
    (-95.636, 29.563),
    (-95.598, 29.568),
    (-95.572, 29.589),
    (-95.569, 29.620),
    (-95.595, 29.644),
    (-95.637, 29.647),
    (-95.667, 29.635),
    (-95.680, 29.605),
)

# (lon, lat, weight, radius in km): where people live and work beyond the smooth decline from the core.
CENTRES: Final[tuple[tuple[float, float, float, float], ...]] = (
    (-95.366, 29.757, 0.80, 2.6),
    (-95.461, 29.739, 0.50, 2.8),
    (-95.400, 29.707, 0.45, 2.2),
    (-95.630, 29.782, 0.30, 4.0),
    (-95.490, 30.165, 0.42, 5.0),
    (-95.625, 29.600, 0.36, 5.5),
    (-95.800, 29.775, 0.36, 5.0),
    (-95.110, 29.560, 0.34, 5.0),
    (-95.190, 29.680, 0.30, 5.5),
    (-95.480, 30.020, 0.30, 7.5),
    (-95.680, 29.950, 0.30, 6.0),
    (-95.300, 29.560, 0.32, 5.0),
    (-95.240, 30.040, 0.30, 4.5),
    (-94.970, 29.780, 0.30, 4.0),
    (-95.460, 30.310, 0.32, 4.2),
    (-95.780, 29.570, 0.30, 4.2),
    (-95.615, 30.095, 0.26, 3.5),
    (-95.100, 29.500, 0.26, 4.0),
    (-95.530, 29.600, 0.26, 5.0),
    (-95.600, 29.700, 0.30, 5.0),
    (-95.390, 29.910, 0.24, 7.0),
    (-95.110, 29.785, 0.18, 4.0),
    (-95.250, 29.425, 0.26, 3.2),
    (-95.180, 29.990, 0.28, 4.0),
    (-95.640, 29.870, 0.26, 5.0),
    (-95.060, 29.910, 0.16, 3.0),
    (-95.940, 29.785, 0.18, 2.6),
    (-95.430, 29.270, 0.16, 2.6),
    (-95.390, 29.500, 0.20, 4.0),
    (-95.740, 29.690, 0.28, 4.5),
)

ROADS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "I-10 W": (
        (-95.372, 29.768),
        (-95.450, 29.777),
        (-95.560, 29.783),
        (-95.640, 29.784),
        (-95.750, 29.784),
        (-95.820, 29.785),
        (-95.930, 29.777),
        (-96.020, 29.775),
    ),
    "I-10 E": (
        (-95.345, 29.770),
        (-95.260, 29.772),
        (-95.190, 29.770),
        (-95.120, 29.773),
        (-95.060, 29.797),
        (-94.980, 29.812),
        (-94.840, 29.832),
    ),
    "I-45 N": (
        (-95.368, 29.768),
        (-95.380, 29.830),
        (-95.410, 29.900),
        (-95.417, 29.960),
        (-95.430, 30.030),
        (-95.450, 30.100),
        (-95.460, 30.170),
        (-95.457, 30.310),
        (-95.490, 30.420),
    ),
    "I-45 S": (
        (-95.360, 29.744),
        (-95.290, 29.690),
        (-95.225, 29.645),
        (-95.190, 29.600),
        (-95.130, 29.550),
        (-95.090, 29.505),
        (-95.040, 29.455),
        (-95.005, 29.405),
    ),
    "I-69 S": (
        (-95.375, 29.737),
        (-95.430, 29.727),
        (-95.480, 29.720),
        (-95.530, 29.690),
        (-95.570, 29.650),
        (-95.620, 29.607),
        (-95.700, 29.575),
        (-95.780, 29.545),
        (-95.920, 29.460),
    ),
    "I-69 N": (
        (-95.350, 29.775),
        (-95.330, 29.830),
        (-95.310, 29.900),
        (-95.280, 29.960),
        (-95.258, 30.030),
        (-95.220, 30.120),
        (-95.190, 30.200),
        (-95.130, 30.290),
    ),
    "US-290": (
        (-95.450, 29.800),
        (-95.520, 29.842),
        (-95.570, 29.870),
        (-95.620, 29.910),
        (-95.690, 29.960),
        (-95.780, 30.000),
        (-95.850, 30.050),
        (-95.920, 30.080),
    ),
    "SH-288": (
        (-95.373, 29.735),
        (-95.385, 29.680),
        (-95.385, 29.600),
        (-95.387, 29.550),
        (-95.410, 29.450),
        (-95.430, 29.350),
        (-95.440, 29.235),
    ),
    "SH-249": (
        (-95.430, 29.875),
        (-95.510, 29.930),
        (-95.560, 29.990),
        (-95.610, 30.060),
        (-95.625, 30.120),
        (-95.680, 30.260),
    ),
    "SH-225": ((-95.268, 29.706), (-95.200, 29.711), (-95.120, 29.703), (-95.070, 29.692)),
    "US-90": ((-95.265, 29.790), (-95.200, 29.835), (-95.130, 29.885), (-95.060, 29.925), (-94.850, 30.010)),
    "Loop 610": (
        (-95.455, 29.805),
        (-95.360, 29.812),
        (-95.270, 29.802),
        (-95.264, 29.740),
        (-95.272, 29.700),
        (-95.360, 29.680),
        (-95.452, 29.682),
        (-95.459, 29.740),
        (-95.455, 29.805),
    ),
    "Beltway 8": (
        (-95.520, 29.930),
        (-95.420, 29.942),
        (-95.270, 29.935),
        (-95.200, 29.905),
        (-95.162, 29.840),
        (-95.155, 29.730),
        (-95.163, 29.650),
        (-95.225, 29.600),
        (-95.380, 29.595),
        (-95.530, 29.620),
        (-95.557, 29.680),
        (-95.560, 29.780),
        (-95.556, 29.870),
        (-95.520, 29.930),
    ),
    "SH-99": (
        (-95.650, 29.540),
        (-95.735, 29.620),
        (-95.770, 29.700),
        (-95.790, 29.790),
        (-95.780, 29.900),
        (-95.760, 29.990),
        (-95.670, 30.062),
        (-95.550, 30.072),
        (-95.450, 30.092),
        (-95.350, 30.095),
        (-95.250, 30.105),
        (-95.130, 30.085),
    ),
    "SH-6": (
        (-95.645, 29.980),
        (-95.645, 29.880),
        (-95.640, 29.785),
        (-95.632, 29.690),
        (-95.622, 29.607),
        (-95.550, 29.565),
        (-95.450, 29.520),
        (-95.350, 29.470),
        (-95.245, 29.415),
        (-95.080, 29.385),
    ),
    "FM 1960": (
        (-95.645, 29.925),
        (-95.540, 29.975),
        (-95.430, 30.018),
        (-95.330, 30.030),
        (-95.258, 30.005),
        (-95.160, 29.995),
    ),
    "Westpark": ((-95.470, 29.724), (-95.560, 29.718), (-95.650, 29.706), (-95.770, 29.700), (-95.850, 29.690)),
    "SH-35": ((-95.300, 29.690), (-95.285, 29.600), (-95.285, 29.540), (-95.245, 29.415), (-95.330, 29.290)),
    "SH-146 N": ((-94.980, 29.812), (-94.905, 29.900), (-94.860, 30.010)),
}
# Local streets end at a bayou; arterials bridge it.
BAYOUS: Final[tuple[tuple[tuple[float, float], ...], ...]] = (
    (
        (-95.640, 29.765),
        (-95.560, 29.762),
        (-95.500, 29.755),
        (-95.440, 29.760),
        (-95.400, 29.762),
        (-95.360, 29.766),
        (-95.300, 29.752),
        (-95.240, 29.730),
    ),
    (
        (-95.660, 29.700),
        (-95.570, 29.680),
        (-95.500, 29.690),
        (-95.430, 29.695),
        (-95.380, 29.712),
        (-95.330, 29.722),
        (-95.280, 29.735),
    ),
    ((-95.530, 29.850), (-95.470, 29.820), (-95.410, 29.790), (-95.370, 29.769)),
    ((-95.450, 29.640), (-95.370, 29.665), (-95.300, 29.680), (-95.270, 29.715)),
    ((-95.480, 29.600), (-95.360, 29.600), (-95.250, 29.580), (-95.160, 29.590), (-95.090, 29.560)),
    ((-95.720, 30.050), (-95.560, 30.055), (-95.420, 30.060), (-95.330, 30.025), (-95.250, 30.020)),
    ((-95.500, 29.930), (-95.400, 29.880), (-95.330, 29.870), (-95.230, 29.850), (-95.150, 29.800)),
    (
        (-95.930, 29.560),
        (-95.800, 29.590),
        (-95.730, 29.560),
        (-95.650, 29.590),
        (-95.610, 29.540),
        (-95.580, 29.480),
        (-95.560, 29.380),
    ),
)
# (lon, lat, half width km, half height km, rotation in degrees): reservoirs, airports, parks, lakes, the turning basin.
EMPTY_ELLIPSES: Final[tuple[tuple[float, float, float, float, float], ...]] = (
    (-95.668, 29.835, 4.6, 4.0, 10.0),
    (-95.690, 29.745, 4.8, 3.0, -8.0),
    (-95.342, 29.986, 4.2, 3.0, 0.0),
    (-95.278, 29.646, 1.5, 1.5, 45.0),
    (-95.160, 29.606, 1.8, 1.9, 20.0),
    (-95.442, 29.765, 1.4, 1.1, 0.0),
    (-95.135, 29.965, 1.5, 6.2, -12.0),
    (-95.390, 29.720, 0.7, 0.7, 0.0),
    (-95.630, 29.385, 3.4, 3.0, 0.0),
    (-95.110, 29.745, 5.4, 0.55, 2.0),
    (-95.215, 29.737, 5.0, 0.45, 6.0),
    (-95.060, 29.745, 1.9, 2.3, 0.0),
    (-95.170, 30.200, 5.0, 3.0, 35.0),
    (-95.320, 30.180, 3.0, 4.0, 0.0),
    (-95.075, 30.020, 2.2, 3.4, 15.0),
    (-95.850, 29.900, 4.6, 3.4, 10.0),
    (-95.500, 29.440, 3.0, 2.2, 25.0),
    (-95.640, 29.622, 1.0, 0.9, 0.0),
    (-95.460, 29.655, 1.3, 0.8, 0.0),
    (-95.560, 30.200, 2.6, 2.0, 30.0),
)
# (lon, lat, half width km, half height km, rotation): refineries, port and yards, where meters are few and loads big.
INDUSTRIAL_ELLIPSES: Final[tuple[tuple[float, float, float, float, float], ...]] = (
    (-95.140, 29.722, 13.0, 2.6, 3.0),
    (-95.280, 29.730, 4.0, 1.8, 10.0),
    (-94.960, 29.750, 3.5, 2.2, 40.0),
    (-95.300, 29.815, 4.0, 2.4, 30.0),
    (-95.470, 29.830, 4.5, 1.4, -35.0),
    (-95.390, 29.640, 2.5, 1.5, 0.0),
    (-95.020, 29.430, 3.0, 2.5, 0.0),
    (-95.560, 29.850, 3.0, 1.2, -35.0),
)


def to_plane(lonlat: object) -> Floats:
    """Project lon/lat degrees, shape (..., 2), to metres east and north of downtown."""
    points = np.asarray(lonlat, dtype=np.float64)
    return (points - (ORIGIN_LON, ORIGIN_LAT)) * (METRES_PER_LON, METRES_PER_LAT)


def to_lonlat(plane: Floats) -> Floats:
    """Undo `to_plane`: metres, shape (..., 2), to degrees rounded to 1e-7 (about a centimetre)."""
    return np.round(plane / (METRES_PER_LON, METRES_PER_LAT) + (ORIGIN_LON, ORIGIN_LAT), 7)


def inside_polygon(points: Floats, ring: Floats) -> Bools:
    """Tell which points, shape (n, 2), lie inside an open ring, shape (m, 2), by counting crossings to the east."""
    x, y = points[:, 0], points[:, 1]
    inside = np.zeros(len(points), dtype=bool)
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        straddles = (y0 > y) != (y1 > y)
        inside ^= straddles & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside


def sampled(line: Floats, step_m: float) -> Floats:
    """Points along an open polyline, shape (m, 2), at most `step_m` metres apart."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, along[-1], max(2, int(np.ceil(along[-1] / step_m)) + 1))
    return np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], axis=1)


def distance_to_samples(points: Floats, tree: cKDTree, reach_m: float = np.inf) -> Floats:
    """Distance in metres from points, shape (n, 2), to the nearest sample in a tree; infinite beyond `reach_m`."""
    return np.asarray(tree.query(points, distance_upper_bound=reach_m)[0])


def inside_with_margin(points: Floats, ring: Floats, margin_m: float) -> Bools:
    """Tell which points lie inside a ring and at least `margin_m` metres from its edge."""
    edge = cKDTree(sampled(np.vstack([ring, ring[:1]]), 30.0))
    return inside_polygon(points, ring) & (distance_to_samples(points, edge, margin_m + 15.0) >= margin_m + 15.0)


def inside_ellipses(points: Floats, ellipses: tuple[tuple[float, float, float, float, float], ...]) -> Bools:
    """Tell which points lie in any of the (lon, lat, half width, half height, rotation) ellipses."""
    hit = np.zeros(len(points), dtype=bool)
    for lon, lat, half_x, half_y, degrees in ellipses:
        turn = np.deg2rad(degrees)
        dx, dy = (points - to_plane((lon, lat))).T / 1000.0
        east, north = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
        hit |= (east / half_x) ** 2 + (north / half_y) ** 2 < 1.0
    return hit


def morton(points: Floats) -> NDArray[np.uint64]:
    """Position of each point along a Z-order curve over the points' own bounding box, 16 bits an axis."""
    low, high = points.min(axis=0), points.max(axis=0)
    scaled = ((points - low) / np.maximum(high - low, 1e-12) * 65_535.0).astype(np.uint64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        scaled = (scaled | (scaled << np.uint64(shift))) & np.uint64(mask)
    code: NDArray[np.uint64] = scaled[:, 0] | (scaled[:, 1] << np.uint64(1))
    return code
