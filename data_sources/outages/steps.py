"""Step restoration: devices move, customers come back, and every outage accrues its customer minutes (IEEE 1366)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from data_sources.outages.operating import AnOutage, OperatingState
from data_sources.outages.states import Changes, Outage, Restored


def begin(state: OperatingState[AnOutage], outage: AnOutage, now: dt.datetime, changes: Changes) -> None:
    """An outage begins: its device opens, or its transformer is out of service; what is downstream goes dark."""
    state.outages.append(outage)
    changes.touch(outage)
    if outage.transformer >= 0:
        state.refresh()
    else:
        apply(state, {int(state.network.devices.ids[outage.device]): True}, now, changes)


def apply(state: OperatingState[AnOutage], moves: Mapping[int, bool], now: dt.datetime, changes: Changes) -> None:
    """Open and close devices (id to is_open), then step every outage whose customers came back."""
    for device_id, is_open in moves.items():
        (state.open_devices.add if is_open else state.open_devices.discard)(device_id)
        changes.devices[device_id] = is_open
    state.refresh()
    for outage in state.outages:
        settle(state, outage, now, changes)


def settle(state: OperatingState[AnOutage], outage: Outage, now: dt.datetime, changes: Changes) -> None:
    """Take transformers that have supply again off an outage."""
    dark = outage.owned[~state.is_energized[outage.owned]]
    if len(dark) == len(outage.owned):
        return
    back = np.setdiff1d(outage.owned, dark)
    changes.restored.append(Restored(outage, back, state.fed_by[back], now))
    outage.owned = dark
    customers = state.customers(dark)
    if customers != outage.customers_out:
        outage.step(customers, now)
        changes.touch(outage)


def finish(state: OperatingState[AnOutage], outage: AnOutage, now: dt.datetime, changes: Changes) -> None:
    """Put everything back as built; whoever is dark after that belongs to an outage above this one."""
    moves = {device_id: not is_open for device_id, is_open in outage.switched.items()}
    if outage.device >= 0:
        moves[int(state.network.devices.ids[outage.device])] = False
    outage.switched, outage.is_repaired = {}, True
    apply(state, moves, now, changes)
    if len(outage.owned):
        _hand_over(state, outage, now, changes)
    if outage.customers_out:
        outage.step(0, now)
    state.outages.remove(outage)
    changes.touch(outage)


def _hand_over(state: OperatingState[AnOutage], outage: AnOutage, now: dt.datetime, changes: Changes) -> None:
    """Give what stays dark to the outage whose device lies above."""
    left = outage.owned
    outage.owned = left[:0]
    for other in state.outages:
        if other is outage or other.device < 0 or not len(left):
            continue
        taken = left[np.isin(left, state.behind(other))]
        if len(taken):
            other.owned = np.union1d(other.owned, taken)
            other.customers_interrupted += state.customers(taken)
            other.step(state.customers(other.owned), now)
            changes.touch(other)
            left = np.setdiff1d(left, taken)
