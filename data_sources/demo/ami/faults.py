"""What is wrong with some meters of the demo, known because it is put there: the ground truth of every detector.

A meter has at most one kind of trouble in its life. Time is cut into epochs of a kind's own length; in each a meter of
that kind may have one episode, so that the trouble of any day follows from the seed alone. Rates are shares of all
meters on any one day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.demo.ami.random import Keys, child, keys, uniform, uniforms
from data_sources.network.rows import Bools, Floats, Ints

NONE, THEFT, STUCK, DEAD, SPIKING, WRONG_TRANSFORMER = range(6)
NAMES: Final = ("", "theft", "stuck", "dead", "spiking", "wrong_transformer")
WRONG_RATE: Final = 0.006
RECORDED_ON: Final = dt.date(2019, 6, 1)  # when the wrong transformers got into the records
NEVER: Final = 2**31 - 1
EPOCH_DAY: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble that comes and goes.

    Attributes:
        code: its number.
        rate: share of meters that have it on any one day.
        family: share of meters that may ever have it.
        epoch_days: in which a meter may have it once.
        shortest_days, longest_days: of an episode.
    """

    code: int
    rate: float
    family: float
    epoch_days: int
    shortest_days: int
    longest_days: int

    @property
    def chance(self) -> float:
        """That a meter of the family has an episode in an epoch."""
        return self.rate / self.family * self.epoch_days / (0.5 * (self.shortest_days + self.longest_days))


KINDS: Final = (
    Kind(THEFT, 0.0040, 0.40, 1024, 400, 1000),
    Kind(STUCK, 0.0015, 0.25, 64, 4, 24),
    Kind(DEAD, 0.0010, 0.15, 128, 10, 70),
    Kind(SPIKING, 0.0005, 0.10, 128, 7, 60),
)


def day_number(day: dt.date) -> int:
    """Days since 1970."""
    return (day - EPOCH_DAY).days


def faults_on(meter_ids: Ints, can_steal: Bools, day: dt.date, seed: int) -> NDArray[np.int8]:
    """The trouble of each meter on a day (`NONE` for most), shape (meters,)."""
    found = np.zeros(len(meter_ids), np.int8)
    number = day_number(day)
    for kind in KINDS:
        rows, first, end = _episodes(meter_ids, can_steal, kind, number, number + 1, seed)
        found[rows[(first <= number) & (number < end)]] = kind.code
    return found


def wrong_rows(meter_ids: Ints, seed: int) -> Ints:
    """Rows of the meters whose recorded transformer is not the one that feeds them."""
    family = uniforms(seed, "fault", meter_ids)
    chosen = uniforms(seed, "wrong_transformer", meter_ids) < WRONG_RATE / 0.10
    return np.flatnonzero((family >= 0.90) & chosen)


def ground_truth(
    meter_ids: Ints, can_steal: Bools, recorded: Ints, true: Ints, first_day: dt.date, end_day: dt.date, seed: int
) -> pa.Table:
    """Every trouble that lasts on a day of a span, as rows of demo_ground_truth; ended_on is its first good day.

    Args:
        meter_ids: shape (meters,).
        can_steal: has a customer who might, shape (meters,).
        recorded: transformer id in the records, shape (meters,).
        true: id of the transformer that feeds the meter, shape (meters,).
        first_day: first day of the span.
        end_day: day after its last; what ends later has no end yet.
        seed: of the demo.
    """
    wrong = np.flatnonzero(recorded != true)
    since, never = np.full(len(wrong), day_number(RECORDED_ON)), np.full(len(wrong), NEVER)
    parts: list[tuple[Ints, Ints, Ints, Ints]] = [(wrong, np.full(len(wrong), WRONG_TRANSFORMER), since, never)]
    span = day_number(first_day), day_number(end_day)
    for kind in KINDS:
        rows, first, end = _episodes(meter_ids, can_steal, kind, *span, seed)
        parts.append((rows, np.full(len(rows), kind.code), first, end))
    rows, code, started, ended = (np.concatenate([part[k] for part in parts]) for k in range(4))
    order = np.lexsort((started, meter_ids[rows]))
    rows, code, started, ended = rows[order], code[order], started[order], ended[order]
    is_wrong = code == WRONG_TRANSFORMER
    return pa.table(
        {
            "meter_id": pa.array(meter_ids[rows], pa.int32()),
            "kind": pa.array(np.array(NAMES)[code].tolist(), pa.string()),
            "started_on": pa.array(started.astype(np.int32), pa.int32()).cast(pa.date32()),
            "ended_on": pa.array(ended.astype(np.int32), pa.int32(), mask=ended >= span[1]).cast(pa.date32()),
            "true_transformer_id": pa.array(true[rows], pa.int32(), mask=~is_wrong),
            "recorded_transformer_id": pa.array(recorded[rows], pa.int32()),
        }
    )


def _episodes(
    meter_ids: Ints, can_steal: Bools, kind: Kind, first: int, end: int, seed: int
) -> tuple[Ints, Ints, Ints]:
    """Rows of meters, first day and day after the last of every episode that touches days first .. end - 1."""
    low = sum(other.family for other in KINDS if other.code < kind.code)
    family = uniforms(seed, "fault", meter_ids)
    member = (family >= low) & (family < low + kind.family)
    rows = np.flatnonzero(member & can_steal if kind.code == THEFT else member)
    drawn = keys(seed, "fault_when", meter_ids[rows])
    spans = []
    for epoch in range(first // kind.epoch_days - 1, (end - 1) // kind.epoch_days + 1):
        luck, place, length = _draw(drawn, epoch * 8 + kind.code)
        days = kind.shortest_days + (length * (kind.longest_days - kind.shortest_days + 1)).astype(np.int64)
        start = epoch * kind.epoch_days + (place * kind.epoch_days).astype(np.int64)
        hit = (luck < kind.chance) & (start < end) & (start + days > first)
        spans.append((rows[hit], start[hit], start[hit] + days[hit]))
    return tuple(np.concatenate([span[k] for span in spans]) for k in range(3))  # type: ignore[return-value]


@nb.njit(cache=True)
def _draw(of: Keys, number: int) -> tuple[Floats, Floats, Floats]:
    luck, place, length = np.empty(len(of)), np.empty(len(of)), np.empty(len(of))
    for k in range(len(of)):
        own = child(of[k], number)
        luck[k], place[k], length[k] = uniform(own), uniform(child(own, 1)), uniform(child(own, 2))
    return luck, place, length
