"""Random numbers that belong to a name, not to an order: any meter's any day can be drawn by itself.

A number is hashed from what it is for (a salt), whose it is and when; the same name gives the same number in every
process, whatever was drawn before. The mixer is the finalizer of splitmix64 (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

from typing import Final

import numba as nb
import numpy as np
from numpy.typing import ArrayLike, NDArray

Keys = NDArray[np.uint64]

# What numbers are drawn for. A salt is never used for two things.
SALTS: Final = {
    name: np.uint64(number)
    for number, name in enumerate(
        (
            "meter", "thermostat", "clock", "noise", "power_factor", "accuracy", "solar", "car", "car_clock",
            "vacation", "day", "fault", "fault_when", "fault_how", "wrong_transformer", "has_meter", "feeder",
            "head", "cloud", "gap", "collector", "health", "order", "drop", "tap",
            "worn", "service",
        ),
        start=1,
    )
}  # fmt: skip


@nb.njit(inline="always", cache=True)
def mix(x: np.uint64) -> np.uint64:
    """One 64-bit number into another, every bit depending on all."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(x ^ (x >> np.uint64(31)))


@nb.njit(inline="always", cache=True)
def child(key: np.uint64, number: int) -> np.uint64:
    """The key of a part: a day of a meter, an interval of a day."""
    return mix(key + np.uint64(0x9E3779B97F4A7C15) * np.uint64(number + 1))


@nb.njit(inline="always", cache=True)
def uniform(key: np.uint64) -> float:
    """A number in [0, 1)."""
    return float(key >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(inline="always", cache=True)
def bell(key: np.uint64) -> float:
    """About normal, mean 0 and deviation 1, within 3.5: the sum of four uniform 16-bit numbers."""
    mask = np.uint64(0xFFFF)
    total = (
        (key & mask)
        + ((key >> np.uint64(16)) & mask)
        + ((key >> np.uint64(32)) & mask)
        + (key >> np.uint64(48))
    )  # fmt: skip
    return (float(total) - 131070.0) * (1.7320508075688772 / 65536.0)


def keys(seed: int, salt: str, ids: ArrayLike) -> Keys:
    """A key for each id, shape as `ids`."""
    return _keys(_start(seed, salt), np.asarray(ids, np.int64).ravel())


def key(seed: int, salt: str, number: int) -> np.uint64:
    """The key of one thing."""
    return np.uint64(keys(seed, salt, [number])[0])


def uniforms(seed: int, salt: str, ids: ArrayLike) -> NDArray[np.float64]:
    """A number in [0, 1) for each id."""
    return (keys(seed, salt, ids) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def bells(seed: int, salt: str, ids: ArrayLike) -> NDArray[np.float64]:
    """A normal number for each id."""
    return np.asarray(_bells(keys(seed, salt, ids)))


def _start(seed: int, salt: str) -> np.uint64:
    return np.uint64((seed * 1_000_003 + int(SALTS[salt])) & 0xFFFFFFFFFFFFFFFF)


@nb.njit(cache=True)
def _keys(start: np.uint64, ids: NDArray[np.int64]) -> Keys:
    out = np.empty(len(ids), np.uint64)
    base = mix(start + np.uint64(0x9E3779B97F4A7C15))
    for k in range(len(ids)):
        out[k] = child(base, ids[k])
    return out


@nb.njit(cache=True)
def _bells(found: Keys) -> NDArray[np.float64]:
    out = np.empty(len(found))
    for k in range(len(found)):
        out[k] = bell(found[k])
    return out
