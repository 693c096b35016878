"""Feeders are run radially: a device that closes must not join two parts that both have supply.

Rule: after a command's moves, its openings counted with its closings, no device that it closed may lie on a way between
two supplies, or on a ring of one. Through such a way flows what no rating was chosen for, a fault draws from both
sides, and opening one of them isolates nothing. What is built as a ring may be closed to a ring again.

Load is also moved without an interruption by closing the tie first and opening the other way after it (make before
break). That is done for minutes, by a person who answers for it: a command says so, and the audit keeps what it joined.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.analytics.topology import Topology
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.outages.operating import OperatingState

OPENERS: Final = ("switch", "tie", "sectionaliser", "recloser", "breaker")  # what a person opens under load


@dataclass(frozen=True, slots=True)
class Parallel:
    """A device that joins two parts which both have supply.

    Attributes:
        device: its name.
        feeders: names of the feeders on its two sides; one where it closes a ring of a feeder.
        openers: names of the nearest devices on either side that would keep it radial.
    """

    device: str
    feeders: tuple[str, ...]
    openers: tuple[str, ...]

    @property
    def joined(self) -> str:
        """What it joins, in words."""
        if len(self.feeders) == 2:
            return f"feeders {self.feeders[0]} and {self.feeders[1]}, both energized"
        return f"feeder {self.feeders[0]} to itself, both sides energized"


def parallels(network: Network, open_devices: Collection[int], moves: Mapping[int, bool]) -> list[Parallel]:
    """What some moves would join.

    Args:
        network: of the utility.
        open_devices: ids of what is open before them.
        moves: id to is_open.
    """
    closing = np.array(sorted(one for one, is_open in moves.items() if not is_open and one in open_devices), np.int64)
    if not len(closing):
        return []
    after = (set(open_devices) | {one for one, is_open in moves.items() if is_open}) - set(closing.tolist())
    edges = network.device_segment[network.devices.indexes(closing)]
    joins = _in_loop(network.topology(after), edges) & ~_in_loop(network.topology(), edges)
    return [_parallel(network, after, device_id) for device_id in closing[joins].tolist()]


def refuse_parallels(
    work: CommandWork, state: OperatingState, moves: Mapping[int, bool], is_meant: bool | None = None
) -> None:
    """Refuse moves that join two parts with supply; where they are meant to, keep what they join as a warning.

    Args:
        work: the command's.
        state: before the moves.
        moves: id to is_open.
        is_meant: whoever gave the command answers for it; None where the command cannot be meant so.

    Raises:
        CommandRefused: they do, and nobody answers for it.
    """
    found = parallels(state.network, state.open_devices, moves)
    if not found:
        return
    first = found[0]
    if not is_meant:
        what = f"open {' or '.join(first.openers)} first" if first.openers else "open a device between them first"
        confirm = "" if is_meant is None else ", or confirm make before break"
        raise CommandRefused(f"Closing {first.device} would connect {first.joined}: {what}{confirm}.")
    if not work.by.is_person:
        raise CommandRefused(f"Closing {first.device} would connect {first.joined}: only a person may mean that.")
    work.warning = " ".join(
        f"{one.device} connects {one.joined}, until one side is opened{_at(one.openers)}." for one in found
    )


def _at(openers: tuple[str, ...]) -> str:
    return f" at {' or '.join(openers)}" if openers else ""


def _in_loop(topology: Topology, edges: Ints) -> np.ndarray:
    conducts = topology.is_closed[edges] & topology.is_reached[topology.from_node[edges]]
    return np.asarray(conducts & ~topology.is_bridge[edges])


def _parallel(network: Network, after: Collection[int], device_id: int) -> Parallel:
    """Named by the state in which this one is still open: both its sides have supply then."""
    row = network.devices.index(device_id)
    edge = network.device_segment[row]
    topology = network.topology({*after, device_id})
    ends = (int(topology.from_node[edge]), int(topology.to_node[edge]))
    feeding = network.feeding(topology)
    own = network.edge_feeder[edge]  # of a feeder's head, which no feeder feeds
    ids = dict.fromkeys(int(own if feeding[end] < 0 else feeding[end]) for end in ends)
    feeders = network.rows.feeders
    names = tuple(str(feeders["feeder_name"][feeders.index(one)]) for one in ids)
    return Parallel(str(network.devices["device_name"][row]), names, _openers(network, topology, ends, after))


def _openers(
    network: Network, topology: Topology, ends: tuple[int, int], open_devices: Collection[int]
) -> tuple[str, ...]:
    """The nearest closed device on either way to a supply, off the part that both ways share."""
    ways = [topology.upstream(end) for end in ends]
    devices = network.devices
    can_open = np.isin(devices["kind"], OPENERS) & ~np.isin(devices.ids, list(open_devices))
    found = []
    for way, other in (ways, ways[::-1]):
        own = way[~np.isin(way, other)]
        at = [np.flatnonzero(can_open & (network.device_segment == edge)) for edge in own.tolist()]
        found += [str(devices["device_name"][rows[0]]) for rows in at if len(rows)][:1]
    return tuple(found)
