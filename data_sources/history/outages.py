"""Interruptions of a utility over years, from both sources at once: what reliability indices and a replay are made of.

PostgreSQL holds what is open and the years since; the warehouse's OUTAGE_EVENTS everything that is over. `divided` says
which of them answers for what: no outage is counted twice, and none is missing, whatever either of them holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.reliability.interruptions import (
    MOMENTARY_MINUTES,
    Bools,
    Floats,
    Instants,
    Interruptions,
    Ints,
)
from data_sources.history.divided import Divided, divided, parted_by
from data_sources.outages.interrupted import interrupted
from data_sources.query import Query
from data_sources.source import Source, Sources

NOBODY: Final = -1
LONG_AGO: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
CIRCUIT: Final = 1 << 32  # numbers of circuits where a device is asked for lie above those of devices
PLANNED, LOSS_OF_SUPPLY = "planned", "loss_of_supply"
COLUMNS: Final = (
    "outage_id", "step", "feeder_id", "device_id", "transformer_id", "started_at", "out_at", "restored_at",
    "is_restored", "kind", "cause", "customers", "customer_minutes", "kva", "is_simulated",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class OutageRows:
    """One row a transformer in one restoration step; where that is not known, and of momentary ones, a group.

    Attributes:
        outage: id, shape (rows,).
        step: of the outage, from 1.
        feeder: id.
        device: id of what interrupted them, -1 where none is named.
        transformer: id, -1 where none is named.
        started_at: when the outage began, UTC.
        out_at: when the row's customers lost supply, UTC.
        restored_at: when they had it again, UTC; NaT while they have not.
        minutes: of their interruption, up to the present where it lasts.
        customers: how many.
        kva: rating of the transformer, NaN where it is not known.
        causes: distinct causes.
        cause: place of each row's among them.
        is_planned: announced by the utility.
        is_loss_of_supply: began above the distribution system.
        is_simulated: of a demo.
    """

    outage: Ints
    step: Ints
    feeder: Ints
    device: Ints
    transformer: Ints
    started_at: Instants
    out_at: Instants
    restored_at: Instants
    minutes: Floats
    customers: Floats
    kva: Floats
    causes: tuple[str, ...]
    cause: Ints
    is_planned: Bools
    is_loss_of_supply: Bools
    is_simulated: Bools

    def __len__(self) -> int:
        """How many rows."""
        return len(self.outage)

    def take(self, rows: Bools) -> OutageRows:
        """Some of them."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        return OutageRows(**{name: value if name == "causes" else value[rows] for name, value in kept.items()})

    @property
    def is_undecided(self) -> Bools:
        """Which last for five minutes or less so far: nobody knows yet whether they will be momentary or sustained."""
        return np.isnat(self.restored_at) & (self.minutes <= MOMENTARY_MINUTES)

    def interruptions(self) -> Interruptions:
        """What the indices of IEEE Std 1366 are reckoned from, row by row."""
        return Interruptions(
            self.out_at, self.minutes, self.customers, self.kva,
            np.where(self.device >= 0, self.device, CIRCUIT + self.feeder), self.is_planned, self.is_loss_of_supply,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutageSpan:
    """Which outages of a utility are meant.

    Attributes:
        utility_id: whose.
        from_at: those that began at or after this, aware.
        to_at: and before this.
        ended_after: and lasted up to this or longer.
    """

    utility_id: int
    from_at: dt.datetime
    to_at: dt.datetime
    ended_after: dt.datetime

    @classmethod
    def begun(cls, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> OutageSpan:
        """Those that began in a span of time."""
        return cls(utility_id, from_at, to_at, from_at)

    @classmethod
    def lasting(cls, utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> OutageSpan:
        """Those that lasted at any time in it, whenever they began."""
        return cls(utility_id, LONG_AGO, to_at, from_at)

    @property
    def values(self) -> dict[str, Hashable]:
        """As the statements of both sources bind them."""
        return {name: getattr(self, name) for name in ("utility_id", "from_at", "to_at", "ended_after")}


def interruptions_of(sources: Sources, span: OutageSpan, as_of: dt.datetime) -> OutageRows:
    """The interruptions of all outages of a span; predicted, cancelled and merged ones are none.

    Args:
        sources: both, or the live one alone, which then answers for everything.
        span: which outages.
        as_of: up to when those count who are still out, aware. Cut it to the minute, so that answers are kept.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    tables = [interrupted(sources.live, span.utility_id, span.from_at, span.to_at, as_of, span.ended_after)]
    if sources.history:
        counted = tables[0]["outage_id"].to_numpy()
        border = divided(sources.live, sources.history, span.utility_id, counted)
        tables.append(_history_rows(sources.history, border, span))
    return _rows(pa.concat_tables([table.select(COLUMNS) for table in tables], promote_options="permissive"))


def asked_for(sources: Sources, span: OutageSpan, as_of: dt.datetime) -> tuple[Query, ...]:
    """The statements that `interruptions_of` asks."""
    asked = [
        Query.of("outage_groups", as_of=as_of, **span.values), Query.of("outage_group_transformers", **span.values)
    ]  # fmt: skip
    if sources.history is None:
        return tuple(asked)
    return (*asked, *parted_by(span.utility_id), Query.of("interruptions_between", **span.values))


def _history_rows(history: Source, border: Divided, span: OutageSpan) -> pa.Table:
    end_at = max(
        span.from_at, min(border.at or span.from_at, span.to_at)
    )  # an empty span answers no rows, and opens no file
    query = Query.of("interruptions_between", **replace(span, to_at=end_at).values)
    rows = border.without_kept(history.fetch(query))
    return rows.append_column("is_restored", pa.array(np.ones(len(rows), np.bool_)))


def _rows(found: pa.Table) -> OutageRows:
    def numbers(name: str) -> Ints:
        return np.asarray(found[name].to_numpy(), np.int64)

    out_at, restored_at, started_at = (_instants(found, name) for name in ("out_at", "restored_at", "started_at"))
    customers, is_restored = found["customers"].to_numpy().astype(np.float64), _flags(found, "is_restored")
    restored_at = np.where(is_restored, restored_at, np.datetime64("NaT"))
    causes, cause = _coded(found, "cause")
    kinds, kind = _coded(found, "kind")
    is_kind = {name: kind == kinds.index(name) if name in kinds else kind < 0 for name in (PLANNED, LOSS_OF_SUPPLY)}
    return OutageRows(
        numbers("outage_id"), numbers("step"), numbers("feeder_id"), numbers("device_id"), numbers("transformer_id"),
        started_at, out_at, restored_at, _minutes(found, customers, restored_at - out_at), customers,
        found["kva"].to_numpy(), causes, cause, is_kind[PLANNED], is_kind[LOSS_OF_SUPPLY],
        _flags(found, "is_simulated"),
    )  # fmt: skip


def _minutes(found: pa.Table, customers: Floats, lasted: NDArray[np.timedelta64]) -> Floats:
    """Minutes a customer; a record of an outage as a whole may say more of them than its beginning and end do.

    Whether it was momentary is told by beginning and end.
    """
    known = found["customer_minutes"].to_numpy()
    each = np.divide(known, customers, out=np.zeros(len(known)), where=customers > 0)
    whole = lasted / np.timedelta64(1, "m")
    is_plain = np.isnat(lasted) | ((each > MOMENTARY_MINUTES) == (whole > MOMENTARY_MINUTES))
    return np.where(is_plain & (customers > 0), each, np.nan_to_num(whole))


def _coded(found: pa.Table, name: str) -> tuple[tuple[str, ...], Ints]:
    coded = found[name].combine_chunks().dictionary_encode()
    return tuple(coded.dictionary.to_pylist()), coded.indices.to_numpy().astype(np.int64)


def _flags(found: pa.Table, name: str) -> Bools:
    return np.asarray(found[name].to_numpy(), np.bool_)


def _instants(found: pa.Table, name: str) -> Instants:
    return np.asarray(found[name].to_numpy(), "datetime64[ms]")
