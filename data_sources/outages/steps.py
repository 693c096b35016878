"""Step restoration: devices move, customers lose supply and come back, each at their own moment (IEEE 1366)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from data_sources.network.rows import Ints
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Interruption, Outage


def begin(state: OperatingState, outage: Outage, at: dt.datetime) -> None:
    """An outage begins: its device opens, or its transformer is out of service; what goes dark is counted in it.

    So is what was dark behind the device already without being counted anywhere. A service that is out by itself opens
    nothing: its customer is counted, and no transformer.
    """
    if outage.meter >= 0:
        state.outages.append(outage)
        customers = int(state.network.rows.meters["is_active"][outage.meter])
        outage.groups.append(Interruption(at, customers, None))
        return
    before = state.is_energized.copy()
    state.outages.append(outage)
    if outage.device >= 0:
        apply(state, {int(state.network.devices.ids[outage.device]): True}, at)
    else:
        state.refresh()
    is_lost = before.copy()
    is_lost[state.behind(outage)] = True
    lose(state, outage, np.flatnonzero(state.unowned() & is_lost), at)


def lose(state: OperatingState, outage: Outage, transformers: Ints, at: dt.datetime) -> None:
    """Count transformers that are dark as interrupted in an outage."""
    if len(transformers):
        outage.groups.append(Interruption(at, state.customers(transformers), transformers))


def apply(state: OperatingState, moves: Mapping[int, bool], at: dt.datetime) -> Ints:
    """Open and close devices (id to is_open), and let those come back who have supply again.

    Returns:
        Rows of the transformers that lost supply by it; they are counted in no outage yet.
    """
    before = state.is_energized
    for device_id, is_open in moves.items():
        (state.open_devices.add if is_open else state.open_devices.discard)(device_id)
    state.refresh()
    for outage in state.outages:
        owned = outage.owned
        give_back(state, outage, owned[state.is_energized[owned]], at)
    return np.flatnonzero(state.unowned() & before)


def give_back(state: OperatingState, outage: Outage, back: Ints, at: dt.datetime) -> None:
    """These transformers of an outage have supply again: one step for each feeder that feeds them."""
    for group in [one for one in outage.groups if one.restored_at is None and one.transformers is not None]:
        assert group.transformers is not None
        mine = np.isin(group.transformers, back)
        if not mine.any():
            continue
        returned, left = group.transformers[mine], group.transformers[~mine]
        feeders = np.unique(state.fed_by[returned])
        parts = [returned[state.fed_by[returned] == feeder] for feeder in feeders]
        for part, feeder in zip(parts, feeders.tolist(), strict=True):
            kept = group if part is parts[-1] and not len(left) else _part_of(group)
            kept.transformers, kept.customers = part, state.customers(part)
            kept.restored_at, kept.fed_by, kept.is_changed = max(at, group.out_at), feeder, True
            if kept is not group:
                outage.groups.append(kept)
        if len(left):
            group.transformers, group.customers, group.is_changed = left, state.customers(left), True


def put_back(state: OperatingState, outage: Outage) -> dict[int, bool]:
    """The moves that put back as built what was moved in an outage: id to is_open."""
    moves = {device_id: not is_open for device_id, is_open in outage.switched.items()}
    if outage.device >= 0:
        device_id = int(state.network.devices.ids[outage.device])
        moves[device_id] = device_id in state.network.normally_open
    return {device_id: is_open for device_id, is_open in moves.items() if (device_id in state.open_devices) != is_open}


def restore_all(state: OperatingState, outage: Outage, at: dt.datetime) -> dict[int, bool]:
    """Put everything back as built; whoever is dark after that belongs to an outage above this one.

    Returns:
        The devices moved: id to is_open.
    """
    moves = put_back(state, outage)
    outage.switched, outage.is_repaired = {}, True
    apply(state, moves, at)
    if len(outage.owned):
        _hand_over(state, outage)
    for group in outage.groups:  # whom no network says anything of
        if group.restored_at is None:
            group.restored_at, group.is_changed = max(at, group.out_at), True
    if outage in state.outages:
        state.outages.remove(outage)
    return moves


def take_out(outage: Outage, transformers: Ints, customers: Ints) -> list[Interruption]:
    """Groups of an outage's that are out, of these transformers alone, taken off it.

    Args:
        outage: loses them.
        transformers: rows.
        customers: of every transformer of the network, shape (transformers,).
    """
    taken = []
    for group in [one for one in outage.groups if one.restored_at is None and one.transformers is not None]:
        assert group.transformers is not None
        mine = np.isin(group.transformers, transformers)
        if mine.all():
            outage.groups.remove(group)
            group.is_changed = True
            taken.append(group)
        elif mine.any():
            part, left = _part_of(group), group.transformers[~mine]
            part.transformers = group.transformers[mine]
            part.customers = int(customers[part.transformers].sum())
            group.transformers, group.customers, group.is_changed = left, int(customers[left].sum()), True
            taken.append(part)
    return taken


def _part_of(group: Interruption) -> Interruption:
    return Interruption(group.out_at, 0, None)


def _hand_over(state: OperatingState, outage: Outage) -> None:
    """Who stays dark goes on to the outage whose device lies above: it is still one interruption of theirs."""
    for other in state.outages:
        if other is outage or other.device < 0:
            continue
        below = np.intersect1d(outage.owned, state.behind(other))
        other.groups.extend(take_out(outage, below, state.network.transformer_customers))
