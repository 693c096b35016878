"""Who is out in an outage and how long: a trunk's customers come back in steps (IEEE Std 1366, step restoration).

Method: a trunk fails between two of its switching devices. Who lies above the first comes back when it is opened and
the trunk is closed again; who lies below the second, when it is opened and a tie is closed; who lies between them waits
until the line is mended. On one trunk in eight the switching is done by motors within five minutes.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import devices as gear
from data_sources.demo.utility.exposed import Exposed

TRUNK: Final = (gear.BREAKER, gear.RECLOSER, gear.SECTIONALISER)
BY_MOTOR: Final = 0.12
MOTOR_MINUTES: Final = (0.7, 4.5)
LEAST_SWITCHING: Final = 12.0  # minutes, by hand


class Out(NamedTuple):
    """One row a transformer in an outage, grouped by outage.

    Attributes:
        outage: number of it, ascending, shape (rows,).
        transformer: by index, likewise.
        minutes: without supply, likewise.
    """

    outage: Ints
    transformer: Ints
    minutes: Floats

    @classmethod
    def nobody(cls) -> Self:
        """No rows."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def take(self, outages: Ints, count: int) -> Out:
        """Those of some outages of `count`, numbered anew in the order given."""
        number = np.full(count, -1)
        number[outages] = np.arange(len(outages))
        mine = number[self.outage]
        rows = np.flatnonzero(mine >= 0)
        rows = rows[np.argsort(mine[rows], kind="stable")]
        return Out(mine[rows], self.transformer[rows], self.minutes[rows])


def joined(lots: list[tuple[Out, int]]) -> Out:
    """Rows of several lots of outages as of one; each with how many outages it has."""
    offset = np.concatenate([[0], np.cumsum([count for _, count in lots])])
    return Out(
        np.concatenate([out.outage + k for (out, _), k in zip(lots, offset.tolist(), strict=False)]),
        np.concatenate([out.transformer for out, _ in lots]),
        np.concatenate([out.minutes for out, _ in lots]),
    )


def whole_out(exposed: Exposed, device: Ints, transformer: Ints, minutes: Floats) -> Out:
    """Everybody behind what opened, for the whole of it."""
    alone = transformer >= 0
    first = np.where(alone, exposed.place[transformer], exposed.first[device])
    end = np.where(alone, first + 1, exposed.end[device])
    return _spread(exposed, np.arange(len(device)), first, end, minutes)


def shared_out(exposed: Exposed, device: Ints, transformer: Ints, minutes: Floats, rng: np.random.Generator) -> Out:
    """Everybody behind what opened, trunks in steps.

    Args:
        exposed: the network.
        device: what opened, -1 for a transformer, shape (outages,).
        transformer: what failed, -1 for a device, likewise.
        minutes: until it was mended, likewise.
        rng: chance.
    """
    out = whole_out(exposed, device, transformer, minutes)
    drawn = rng.random((len(device), 5))
    is_trunk = (device >= 0) & np.isin(exposed.kind[device], TRUNK)
    earlier = [
        step
        for k in np.flatnonzero(is_trunk).tolist()
        for step in _switched(exposed, int(device[k]), minutes[k], drawn[k], k)
    ]
    lasted = out.minutes.copy()
    start = np.searchsorted(out.outage, np.arange(len(device)))
    for outage, first, end, at in earlier:
        begin = start[outage] - exposed.first[device[outage]]
        lasted[begin + first : begin + end] = at
    return out._replace(minutes=lasted)


def _switched(
    exposed: Exposed, device: int, minutes: float, drawn: Floats, outage: int
) -> list[tuple[int, int, int, float]]:
    """(outage, first, end, minutes) of the parts of a trunk that come back before it is mended; nothing overlaps."""
    above = exposed.switched_inside(device)
    if not len(above):
        return []
    upper = int(above[int(drawn[0] * len(above))])
    is_by_motor = drawn[1] < BY_MOTOR
    first_at = MOTOR_MINUTES[0] + drawn[2] * (MOTOR_MINUTES[1] - MOTOR_MINUTES[0])
    if not is_by_motor:
        first_at = min(max(LEAST_SWITCHING, (0.2 + 0.35 * drawn[2]) * minutes), minutes)
    parts = [
        (outage, int(exposed.first[device]), int(exposed.first[upper]), first_at),
        (outage, int(exposed.end[upper]), int(exposed.end[device]), first_at),
    ]
    below = exposed.switched_inside(upper)
    if len(below):
        lower = int(below[int(drawn[3] * len(below))])
        second_at = first_at if is_by_motor else min(first_at + 5.0 + 20.0 * drawn[4], minutes)
        parts.append((outage, int(exposed.first[lower]), int(exposed.end[lower]), second_at))
    return [part for part in parts if part[2] > part[1]]


def without_overlaps(begun: Floats, out: Out) -> NDArray[np.bool_]:
    """Which outages touch nobody who is out already; those begun below zero are none and shadow none.

    Args:
        begun: minutes, shape (outages,).
        out: who is out.
    """
    rows = np.flatnonzero(begun[out.outage] >= 0)
    start = begun[out.outage[rows]]
    order = np.lexsort((start, out.transformer[rows]))
    rows, start = rows[order], start[order]
    width = float(start.max() + out.minutes.max() + 2.0) if len(rows) else 1.0
    base = out.transformer[rows] * width
    ends = np.maximum.accumulate(base + start + out.minutes[rows])
    is_late = np.concatenate([[False], base[1:] + start[1:] <= ends[:-1]])[: len(rows)]
    keep = np.ones(len(begun), np.bool_)
    keep[out.outage[rows[is_late]]] = False
    return keep


def _spread(exposed: Exposed, outage: Ints, first: Ints, end: Ints, minutes: Floats) -> Out:
    """One row a unit between `first` and `end`."""
    length = end - first
    number = np.repeat(np.arange(len(outage)), length)
    before = np.concatenate([[0], np.cumsum(length)[:-1]]) if len(length) else np.zeros(0, np.int64)
    place = np.arange(len(number)) - before[number] + first[number]
    return Out(outage[number], exposed.units[place], minutes[number])
