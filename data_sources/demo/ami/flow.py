"""What flows through a feeder when its meters take what they take: losses, voltages, the head. Compiled.

Method: backward and forward sweep without iteration (M. E. Baran and F. F. Wu, "Optimal capacitor placement on radial
distribution systems", IEEE Trans. Power Delivery 4(1), 1989: DistFlow with the voltage in the loss term set to 1), each
phase by itself. Limits: no coupling between phases, no neutral; transformer impedance is one per unit value a size.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np

from data_sources.demo.ami.meters import Reals
from data_sources.network.rows import Floats, Ints

NO_LOAD_LOSS = 0.0028  # of rated kVA, always
LOAD_LOSS = 0.0120  # of rated kVA at rated load
MAGNETISING = 0.007  # kvar of rated kVA
TRANSFORMER_R, TRANSFORMER_X = 0.012, 0.016  # per unit of its own rating
COMPOUNDING = 0.012  # per unit that the station raises the voltage at peak load
HEAD_SPREAD = 0.0012  # per unit of slow wander at the head (tap steps, the grid above)
LOWEST, HIGHEST = 0.5, 1.068  # per unit, on the secondary side and at the head


class Flow(NamedTuple):
    """What flows in a feeder; shapes (intervals,) or (transformers, intervals)."""

    head_kw: Floats
    head_kvar: Floats
    head_pu: Floats
    secondary_pu: Reals
    losses_kw: Floats


@nb.njit(nogil=True, cache=True)
def flow(
    transformer_kw: Reals, transformer_kvar: Reals, dark: Reals, transformer_node: Ints, on_phase: Floats,
    rated_kva: Floats, parent: Ints, resistance: Floats, reactance: Floats, head_set: Floats, peak_kw: float,
    capacitor_kvar: float,
) -> Flow:  # fmt: skip
    """The flow of one feeder.

    Args:
        transformer_kw: net load on each secondary side, shape (transformers, intervals).
        transformer_kvar: likewise.
        dark: part of the interval without supply, 0 to 1, shape (transformers, intervals).
        transformer_node: row of its node, shape (transformers,).
        on_phase: share of its load on each phase, shape (transformers, 3).
        rated_kva: shape (transformers,).
        parent: row of the node above, -1 at the head, parents first, shape (nodes,).
        resistance: per unit a kW, of the line above, shape (nodes,).
        reactance: likewise.
        head_set: voltage at the head at no load, per unit, shape (intervals,).
        peak_kw: design peak.
        capacitor_kvar: in service.
    """
    steps = transformer_kw.shape[1]
    kw, kvar = np.zeros((len(parent), 3, steps)), np.zeros((len(parent), 3, steps))
    losses = np.zeros(steps)
    _load_nodes(transformer_kw, transformer_kvar, dark, transformer_node, on_phase, rated_kva, kw, kvar, losses)
    _sum_up(parent, resistance, reactance, kw, kvar, losses)
    head_kw, head_kvar, head_pu = np.empty(steps), np.empty(steps), np.empty(steps)
    for t in range(steps):
        head_kw[t] = kw[0, 0, t] + kw[0, 1, t] + kw[0, 2, t]
        head_kvar[t] = kvar[0, 0, t] + kvar[0, 1, t] + kvar[0, 2, t]
        busy = min(max(head_kw[t] / max(peak_kw, 1.0), 0.0), 1.2)
        head_pu[t] = min(head_set[t] + COMPOUNDING * busy, HIGHEST)
        if head_kw[t] > 0.02 * peak_kw:
            head_kvar[t] -= capacitor_kvar
    drop = _drops(parent, resistance, reactance, kw, kvar)
    secondary = np.empty(transformer_kw.shape, np.float32)
    for k in range(len(rated_kva)):
        for t in range(steps):
            lost = (TRANSFORMER_R * transformer_kw[k, t] + TRANSFORMER_X * transformer_kvar[k, t]) / rated_kva[k]
            for phase in range(3):
                lost += on_phase[k, phase] * drop[transformer_node[k], phase, t]
            secondary[k, t] = max(head_pu[t] - lost, LOWEST)
    return Flow(head_kw, head_kvar, head_pu, secondary, losses)


@nb.njit(nogil=True, cache=True)
def _load_nodes(
    transformer_kw: Reals, transformer_kvar: Reals, dark: Reals, transformer_node: Ints, on_phase: Floats,
    rated_kva: Floats, kw: Floats, kvar: Floats, losses: Floats,
) -> None:  # fmt: skip
    """What each node takes on each phase, with the transformers' own losses."""
    for k in range(len(rated_kva)):
        node = transformer_node[k]
        for t in range(kw.shape[2]):
            fed = 1.0 - dark[k, t]
            share = (transformer_kw[k, t] ** 2 + transformer_kvar[k, t] ** 2) / rated_kva[k] ** 2
            lost = rated_kva[k] * (NO_LOAD_LOSS * fed + LOAD_LOSS * share)
            losses[t] += lost
            for phase in range(3):
                kw[node, phase, t] += on_phase[k, phase] * (transformer_kw[k, t] + lost)
                kvar[node, phase, t] += on_phase[k, phase] * (transformer_kvar[k, t] + rated_kva[k] * MAGNETISING * fed)


@nb.njit(nogil=True, cache=True)
def _sum_up(parent: Ints, resistance: Floats, reactance: Floats, kw: Floats, kvar: Floats, losses: Floats) -> None:
    """From the far ends to the head: each line carries what is below it and loses R and X times its square."""
    for node in range(len(parent) - 1, -1, -1):
        above = parent[node]
        if above < 0:
            continue
        for phase in range(3):
            for t in range(kw.shape[2]):
                square = kw[node, phase, t] ** 2 + kvar[node, phase, t] ** 2
                losses[t] += resistance[node] * square
                kw[above, phase, t] += kw[node, phase, t] + resistance[node] * square
                kvar[above, phase, t] += kvar[node, phase, t] + reactance[node] * square


@nb.njit(nogil=True, cache=True)
def _drops(parent: Ints, resistance: Floats, reactance: Floats, kw: Floats, kvar: Floats) -> Floats:
    """From the head to the far ends: the voltage lost up to each node, per unit, shape (nodes, 3, intervals)."""
    drop = np.zeros(kw.shape)
    for node in range(len(parent)):
        above = parent[node]
        if above < 0:
            continue
        for phase in range(3):
            for t in range(kw.shape[2]):
                lost = resistance[node] * kw[node, phase, t] + reactance[node] * kvar[node, phase, t]
                drop[node, phase, t] = drop[above, phase, t] + lost
    return drop


@nb.njit(nogil=True, cache=True)
def behind_transformers(
    load: Reals, solar: Reals, tangent: Reals, service_loss: Reals, transformer: Ints, dark: Reals, pickup: Reals,
    net: Reals, kvar: Reals,
) -> tuple[Reals, Reals]:  # fmt: skip
    """Net load and reactive load of meters, and their sums by true transformer with what the service drops lose.

    Args:
        load: kW, shape (meters, intervals); scaled in place: down where the supply was gone for a part of the
            interval, up by the pickup after that.
        solar: kW, likewise.
        tangent: kvar a kW of load, shape (meters,).
        service_loss: kW a kW squared, shape (meters,).
        transformer: row of the true transformer in the feeder, shape (meters,).
        dark: part of the interval without supply, shape (transformers, intervals).
        pickup: share of the usual load drawn above it, likewise.
        net: filled with load less solar.
        kvar: filled.
    """
    count, steps = load.shape
    kw_at, kvar_at = np.zeros(dark.shape, np.float32), np.zeros(dark.shape, np.float32)
    for m in range(count):
        k = transformer[m]
        for t in range(steps):
            fed = np.float32(1) - dark[k, t]
            load[m, t] *= fed + pickup[k, t]
            net[m, t] = load[m, t] - solar[m, t] * fed
            kvar[m, t] = load[m, t] * tangent[m]
            kw_at[k, t] += net[m, t] + service_loss[m] * net[m, t] * net[m, t]
            kvar_at[k, t] += kvar[m, t]
    return kw_at, kvar_at
