"""The compiled loops behind fleet.py: tiles of 64 transformers by 32 steps, nothing else kept.

All transformers of a call are of one type, so that its constants are plain numbers. A tile is stepped from part to part
(loads, rises, oil, winding, ageing, sums), each a short loop over its lanes with few arrays in it, which is what the
compiler turns into vector instructions: numba has no vector pow and exp without Intel's SVML, and library calls are
what the time would go to, so that two polynomials of our own, good to some 1e-7, take their place. Temperatures are
float32, hours are summed in float64; a hot spot moves by less than 0.002 K for it (tested against float64).

Tiles are float32 (STEPS, LANES), states of lanes (LANES,). A step that is not known has 0 in the tile `known`; its load
and air are the last known ones.
"""

from __future__ import annotations

import numba
import numpy as np

LANES, STEPS = 64, 32

# Columns of the constants of a type, of a transformer's state, of its sums; rows of its trace.
OIL_RISE, GRADIENT, LOSS_RATIO, OIL_EXPONENT, WINDING_EXPONENT, OIL_HOURS, WINDING_HOURS, COUNTER_HOURS = range(8)
K21, IS_LAGGED, IS_CORRECTED, IS_UPGRADED = range(8, 12)
TOP_OIL, WINDING, COUNTER, ASSUMED, LAST_LOAD, LAST_AMBIENT = range(6)
AGED, KNOWN, SETTLING, TOP_OIL_MAX, HOT_SPOT_MAX = range(5)

SETTLED = np.float32(0.05)
FORGOTTEN = np.float32(1e-6)  # is nothing: numbers that only get smaller get slow

ZERO, ONE, HALF, NAN = np.float32(0), np.float32(1), np.float32(0.5), np.float32(np.nan)
LOWEST, HIGHEST = np.float32(-120), np.float32(120)
FIRST, THIRD = np.float32(0.5 - 0.15**0.5), np.float32(0.5 + 0.15**0.5)  # Gauss's three points: these and the middle
OUTER, MIDDLE = np.float32(5 / 18), np.float32(8 / 18)  # and their weights
LOG2_E = np.float32(1 / np.log(2))
E1, E2, E3, E4, E5, E6, E7 = (np.float32(np.log(2) ** k / np.prod(np.arange(1.0, k + 1))) for k in range(1, 8))
L1, L3, L5, L7, L9 = (np.float32(2 / np.log(2) / k) for k in (1, 3, 5, 7, 9))
BIAS, MANTISSA, ROOT_HALF = np.int32(127), np.int32(23), np.int32(0x3F3504F3)
FAA_SCALE = np.float32(15000 / 383 / np.log(2))
# Losses that an oil 0.3 K over its air stands for: below, its own equation would not move it.
COLDEST = np.float32(1e-3)
AT_110, KELVIN, AT_98, SIX = np.float32(110), np.float32(273), np.float32(98), np.float32(6)


@numba.njit(inline="always", error_model="numpy")
def exp2(power):  # type: ignore[no-untyped-def]  # numba infers the types
    """2 to a power, float32; what would leave float32 stays at its ends."""
    held = min(max(power, LOWEST), HIGHEST)
    whole = np.floor(held + HALF)
    part = held - whole
    low = ONE + part * (E1 + part * (E2 + part * (E3 + part * (E4 + part * (E5 + part * (E6 + part * E7))))))
    return low * np.int32((np.int32(whole) + BIAS) << MANTISSA).view(np.float32)


@numba.njit(inline="always", error_model="numpy")
def log2(value):  # type: ignore[no-untyped-def]  # numba infers the types
    """The logarithm of a float32 above 0; of 0 it is -127, which `exp2` makes next to nothing."""
    bits = np.float32(value).view(np.int32)
    exponent = np.int32(np.int32(bits - ROOT_HALF) >> MANTISSA)
    mantissa = np.int32(bits - np.int32(exponent << MANTISSA)).view(np.float32)
    t = (mantissa - ONE) / (mantissa + ONE)
    q = t * t
    return np.float32(exponent) + t * (L1 + q * (L3 + q * (L5 + q * (L7 + q * L9))))


@numba.njit(inline="always", error_model="numpy")
def is_number(value):  # type: ignore[no-untyped-def]  # numba infers the types
    """Neither NaN nor infinite."""
    return value - value == ZERO


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _read(load, air, members, stations, at, n, last_load, last_air, tiles):  # type: ignore[no-untyped-def]
    """Fill the tiles of loads, air, what is known and where a transformer begins; keep the last known values.

    Lanes without a transformer are never known. A transformer begins with its first load known.
    """
    k, a, known, begins = tiles
    for j in range(len(members)):
        for t in range(n):
            k_now, a_now = load[members[j], at + t], air[stations[j], at + t]
            if is_number(a_now):
                last_air[j] = a_now
            known[t, j] = ONE if is_number(k_now) and is_number(a_now) else ZERO
            begins[t, j] = ONE if known[t, j] != ZERO and not is_number(last_load[j]) else ZERO
            if known[t, j] != ZERO:
                last_load[j] = abs(k_now)
            k[t, j], a[t, j] = last_load[j], last_air[j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _losses(k, c, n, loss):  # type: ignore[no-untyped-def]  # numba infers the types
    """Losses over losses at rated load."""
    ratio, whole = c[LOSS_RATIO], ONE / (ONE + c[LOSS_RATIO])
    for t in range(n):
        for j in range(LANES):
            loss[t, j] = (ONE + ratio * k[t, j] * k[t, j]) * whole


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _power(base, exponent, scale, n, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """A scale times a power of each."""
    for t in range(n):
        for j in range(LANES):
            out[t, j] = scale * exp2(exponent * log2(base[t, j]))


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _sum(first, second, share, n, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """First and a share of second."""
    for t in range(n):
        for j in range(LANES):
            out[t, j] = first[t, j] + share * second[t, j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _relax(ends, scale, decay, begins, n, state, apart):  # type: ignore[no-untyped-def]
    """Go from each step to the next by the exact exponential; keep how far apart from its end each step begins."""
    for t in range(n):
        for j in range(LANES):
            end = scale * ends[t, j]
            apart[t, j] = ZERO if begins[t, j] != ZERO else state[j] - end
            state[j] = end + apart[t, j] * decay


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _relax_corrected(loss, c, hours, begins, n, state, apart, power):  # type: ignore[no-untyped-def]
    """The same for oil whose time constant is corrected; `power`: of 2, what is left of a difference after the step.

    The correction of IEEE C57.91-2011, clause 7, is the chord of C dT/dt = losses - T^(1/n), T over the rated rise.
    With z = T^(1/n) for the state that is dz/dt = z^(1 - n) / n / tau (losses - z): a time constant that hardly changes
    within a step. It is taken at the step's middle, to which that of its beginning leads: steps of an hour err by 0.4 K
    at most where a load jumps from nothing to twice the rated one, and the chord by 4 K.
    """
    bend, rate = ONE - c[OIL_EXPONENT], -LOG2_E * hours / (c[OIL_EXPONENT] * c[OIL_HOURS])
    for t in range(n):
        for j in range(LANES):
            state[j] = loss[t, j] if begins[t, j] != ZERO else state[j]
        for j in range(LANES):
            end = loss[t, j]
            middle = end + (state[j] - end) * exp2(HALF * rate * exp2(bend * log2(state[j])))
            power[t, j] = rate * exp2(bend * log2(middle))
        for j in range(LANES):
            apart[t, j] = state[j] - loss[t, j]
            state[j] = loss[t, j] + apart[t, j] * exp2(power[t, j])


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _assume(known, begins, power, n, state, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """The share of the oil's heat that rests on an assumption."""
    for t in range(n):
        for j in range(LANES):
            state[j] = ONE if begins[t, j] != ZERO else state[j]
        for j in range(LANES):
            left = exp2(power[t, j])
            share = state[j] * left if known[t, j] != ZERO else ONE - (ONE - state[j]) * left
            state[j] = share if share > FORGOTTEN else ZERO
            out[t, j] = state[j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _oil_at(loss, apart, power, share, c, n, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """The corrected oil's rise at a share of each step."""
    for t in range(n):
        for j in range(LANES):
            z = loss[t, j] + apart[t, j] * exp2(share * power[t, j])
            out[t, j] = c[OIL_RISE] * exp2(c[OIL_EXPONENT] * log2(z))


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _rate(hot_spot, is_upgraded, weight, n, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """Add a weight of the rate of ageing: FAA of upgraded paper, V of normal Kraft.

    15000 / 383 - 15000 / (hot spot + 273) is written without its cancellation.
    """
    if is_upgraded:
        for t in range(n):
            for j in range(LANES):
                out[t, j] += weight * exp2(FAA_SCALE * (hot_spot[t, j] - AT_110) / (hot_spot[t, j] + KELVIN))
    else:
        for t in range(n):
            for j in range(LANES):
                out[t, j] += weight * exp2((hot_spot[t, j] - AT_98) / SIX)


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _add(known, tile, n, sums):  # type: ignore[no-untyped-def]  # numba infers the types
    """Add what is known."""
    for t in range(n):
        for j in range(LANES):
            sums[j] += np.float64(tile[t, j]) if known[t, j] != ZERO else 0.0


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _raise(known, tile, n, maxima):  # type: ignore[no-untyped-def]  # numba infers the types
    """Raise maxima to what is known."""
    for t in range(n):
        for j in range(LANES):
            maxima[j] = tile[t, j] if known[t, j] != ZERO and tile[t, j] > maxima[j] else maxima[j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _fill(power, value, n):  # type: ignore[no-untyped-def]  # numba infers the types
    """One value all over a tile."""
    for t in range(n):
        for j in range(LANES):
            power[t, j] = value


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _hot_spot(oil, gradient, wind, counter, lefts, n, out):  # type: ignore[no-untyped-def]
    """The hot spot over an oil, where `lefts` of the differences of winding and counter-gradient are left."""
    wind_left, counter_left = lefts
    for t in range(n):
        for j in range(LANES):
            out[t, j] = oil[t, j] + gradient[t, j] + wind[t, j] * wind_left - counter[t, j] * counter_left


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _oil(share, c, hours, ends, air, apart, power, n, out):  # type: ignore[no-untyped-def]
    """Top oil at a share of each step."""
    if c[IS_CORRECTED] != ZERO:
        _oil_at(ends, apart, power, share, c, n, out)
    else:
        _sum(ends, apart, np.exp(-share * hours / c[OIL_HOURS]), n, out)
    if c[IS_LAGGED] == ZERO:
        _sum(out, air, ONE, n, out)


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _oil_tiles(c, hours, k, air, begins, n, oil, ends, apart, power):  # type: ignore[no-untyped-def]
    """Step the oil through a tile: where it would settle, how far from there a step begins, what it leaves of it.

    Where it would settle is a temperature where ambient is lagged, a rise over it where not, losses where corrected.
    """
    _losses(k, c, n, ends)
    if c[IS_CORRECTED] != ZERO:
        _relax_corrected(ends, c, hours, begins, n, oil, apart, power)
        return
    _power(ends, c[OIL_EXPONENT], c[OIL_RISE], n, ends)
    if c[IS_LAGGED] != ZERO:
        _sum(ends, air, ONE, n, ends)
    _relax(ends, ONE, np.exp(-hours / c[OIL_HOURS]), begins, n, oil, apart)
    _fill(power, -LOG2_E * hours / c[OIL_HOURS], n)


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _begin(members, state, c, lanes):  # type: ignore[no-untyped-def]  # numba infers the types
    """Set the lanes to some transformers: rows oil, winding, counter, assumed, last load, last air."""
    lanes[:] = NAN
    for j in range(len(members)):
        lanes[:, j] = state[members[j]]
        if c[IS_LAGGED] == ZERO:
            lanes[TOP_OIL, j] -= lanes[LAST_AMBIENT, j]
        if c[IS_CORRECTED] != ZERO:
            rise = lanes[TOP_OIL, j] / c[OIL_RISE]
            lanes[TOP_OIL, j] = max(exp2(log2(max(rise, ZERO)) / c[OIL_EXPONENT]), COLDEST)


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _end(members, state, c, lanes):  # type: ignore[no-untyped-def]  # numba infers the types
    """Write the lanes back."""
    for j in range(len(members)):
        if c[IS_CORRECTED] != ZERO:
            lanes[TOP_OIL, j] = c[OIL_RISE] * exp2(c[OIL_EXPONENT] * log2(lanes[TOP_OIL, j]))
        if c[IS_LAGGED] == ZERO:
            lanes[TOP_OIL, j] += lanes[LAST_AMBIENT, j]
        state[members[j]] = lanes[:, j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _keep(members, known, n, tiles, trace):  # type: ignore[no-untyped-def]  # numba infers the types
    """Write a tile to the trace; what is not known stays NaN."""
    top_oil, hot_spot, aged, share = tiles
    for j in range(len(members)):
        for t in range(n):
            if known[t, j] != ZERO:
                row = trace[members[j]]
                row[0, t], row[1, t], row[2, t], row[3, t] = top_oil[t, j], hot_spot[t, j], aged[t, j], share[t, j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def run(load, air, station, members, c, hours, state, sums, trace):  # type: ignore[no-untyped-def]
    """All steps of the transformers of one type; `state`, `sums` and, where it has rows, `trace` are changed in place.

    Args:
        load: per unit, float32 (transformers, steps).
        air: ambient in °C, float32 (stations, steps).
        station: of each transformer, (transformers,).
        members: which transformers are of this type.
        c: constants of the type, float32 (12,).
        hours: of a step, float32.
        state: float32 (transformers, 6).
        sums: float64 (transformers, 5): hours aged, steps known, steps settling, maxima of top oil and hot spot.
        trace: float32 (transformers or 0, 4, steps), all NaN.
    """
    k, a, known, begins = _tile(), _tile(), _tile(), _tile()
    ends, apart, power, gradient, wind, counter = _tile(), _tile(), _tile(), _tile(), _tile(), _tile()
    oil, hot, aged, share, settling = _tile(), _tile(), _tile(), _tile(), _tile()
    lanes, added = np.empty((6, LANES), np.float32), np.empty((5, LANES))
    wind_hours, counter_hours = c[WINDING_HOURS], c[COUNTER_HOURS]
    wind_left, counter_left = np.exp(-hours / wind_hours), np.exp(-hours / counter_hours)
    for first in range(0, len(members), LANES):
        group = members[first : first + LANES]
        _begin(group, state, c, lanes)
        added[:] = 0.0
        added[TOP_OIL_MAX:] = -np.inf
        for at in range(0, load.shape[1], STEPS):
            n = min(STEPS, load.shape[1] - at)
            known[:], begins[:], aged[:] = ZERO, ZERO, ZERO
            tiles = k, a, known, begins
            _read(load, air, group, station[group], at, n, lanes[LAST_LOAD], lanes[LAST_AMBIENT], tiles)
            _oil_tiles(c, hours, k, a, begins, n, lanes[TOP_OIL], ends, apart, power)
            _power(k, c[WINDING_EXPONENT], c[GRADIENT], n, gradient)
            _relax(gradient, c[K21], wind_left, begins, n, lanes[WINDING], wind)
            _relax(gradient, c[K21] - ONE, counter_left, begins, n, lanes[COUNTER], counter)
            for point, weight in ((FIRST, OUTER), (HALF, MIDDLE), (THIRD, OUTER)):
                _oil(point, c, hours, ends, a, apart, power, n, oil)
                lefts = np.exp(-point * hours / wind_hours), np.exp(-point * hours / counter_hours)
                _hot_spot(oil, gradient, wind, counter, lefts, n, hot)
                _rate(hot, c[IS_UPGRADED] != ZERO, weight * hours, n, aged)
            _oil(ONE, c, hours, ends, a, apart, power, n, oil)
            _hot_spot(oil, gradient, wind, counter, (wind_left, counter_left), n, hot)
            _assume(known, begins, power, n, lanes[ASSUMED], share)
            _settling(share, n, settling)
            _add(known, aged, n, added[AGED])
            _add(known, known, n, added[KNOWN])
            _add(known, settling, n, added[SETTLING])
            _raise(known, oil, n, added[TOP_OIL_MAX])
            _raise(known, hot, n, added[HOT_SPOT_MAX])
            if len(trace):
                _keep(group, known, n, (oil, hot, aged, share), trace[:, :, at : at + n])
        _end(group, state, c, lanes)
        for j in range(len(group)):
            sums[group[j]] = added[:, j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _settling(share, n, out):  # type: ignore[no-untyped-def]  # numba infers the types
    """1 where an assumption still weighs."""
    for t in range(n):
        for j in range(LANES):
            out[t, j] = ONE if share[t, j] > SETTLED else ZERO


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _tile():  # type: ignore[no-untyped-def]  # numba infers the types
    """A tile of zeros."""
    return np.zeros((STEPS, LANES), np.float32)
