"""How an outage ends: closed, or cancelled since there was none; and how either is undone. Nothing is ever deleted."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from data_sources.commands.principal import Role
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.rows import NetworkError
from data_sources.outages.call_rows import close_calls, move_calls, put_back_calls
from data_sources.outages.life.base import (
    AssetIds,
    OutageCommand,
    Text,
    forget,
    free_crew,
    operating,
    outage_of,
    write_changed,
)
from data_sources.outages.life.report import refuse_second
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import LASTING, OutageState
from data_sources.outages.steps import lose
from data_sources.outages.store import change_outage, fetch_outage


class CloseOutage(OutageCommand):
    """Close an outage: everybody is back, and nothing is left to be done. Its crew is let go."""

    name: ClassVar[str] = "close_outage"
    slug: ClassVar[str] = "close"
    does: ClassVar[str] = "close"
    states: ClassVar[tuple[OutageState, ...]] = (*LASTING, "restored")

    note: Text | None = None

    def change(self, work: CommandWork) -> None:
        """Close it, if nobody is out."""
        row = work.row
        if row["customers_out"]:
            raise CommandRefused(f"{_customers(row['customers_out'], self.outage_id)} still out: restore them first.")
        if row["confirmed_at"] is None:
            raise CommandRefused(f"Outage {self.outage_id} was never confirmed: cancel it instead.")
        free_crew(work, row)
        over = {} if row["restored_at"] else {"restored_at": work.now}
        change_outage(work.connection, self.outage_id, state="closed", closed_at=work.now, **over)
        close_calls(work, self.outage_id)


class CancelOutage(OutageCommand):
    """Cancel an outage that was predicted or planned: there was or will be none. Its calls are put to no outage."""

    name: ClassVar[str] = "cancel_outage"
    slug: ClassVar[str] = "cancel"
    does: ClassVar[str] = "cancel"
    states: ClassVar[tuple[OutageState, ...]] = ("predicted", "planned", "crew_assigned", "en_route", "on_site")

    reason: Text

    def change(self, work: CommandWork) -> None:
        """Say so, and let its crew go."""
        if work.row["confirmed_at"] is not None:
            raise CommandRefused(f"Outage {self.outage_id} is confirmed: it can be restored and closed, not cancelled.")
        free_crew(work, work.row)
        change_outage(work.connection, self.outage_id, state="cancelled", closed_at=work.now, crew_id=None)
        move_calls(work, self.outage_id, None)


class ReopenOutage(OutageCommand):
    """Undo an end: open a closed or cancelled outage again, or say who of a restored one is out again."""

    name: ClassVar[str] = "reopen_outage"
    slug: ClassVar[str] = "reopen"
    does: ClassVar[str] = "reopen"
    role: ClassVar[Role] = "supervisor"
    states: ClassVar[tuple[OutageState, ...]] = ("restored", "closed", "cancelled")
    is_switching: ClassVar[bool] = True

    reason: Text
    transformer_ids: AssetIds | None = Field(None, description="those that are out again, from now on")

    def change(self, work: CommandWork) -> None:
        """The state before its end; who is out again is a new interruption."""
        if work.row["state"] == "cancelled":
            planned = work.row["planned_start_at"] is not None
            state: OutageState = "planned" if planned else "predicted"
            if not planned:
                refuse_second(work, outage_of(work, self.outage_id))
            change_outage(work.connection, self.outage_id, state=state, closed_at=None)
            put_back_calls(work, self.outage_id)
        elif self.transformer_ids is not None:
            self._out_again(work, self.transformer_ids)
        elif work.row["state"] == "restored":
            raise CommandRefused(f"Outage {self.outage_id} is not closed: say which transformers are out again.")
        else:
            change_outage(work.connection, self.outage_id, state="restored", closed_at=None, crew_id=None)

    def _out_again(self, work: CommandWork, transformer_ids: tuple[int, ...]) -> None:
        state = operating(work)
        outage = fetch_outage(work.source, state.network, self.outage_id)
        try:
            rows = state.network.transformers.indexes(np.unique(np.array(transformer_ids)))
        except NetworkError as error:
            raise CommandRefused(str(error)) from None
        free = state.unowned()
        free[outage.transformer] |= outage.transformer >= 0 and outage.transformer not in _out_elsewhere(state)
        if len(strange := rows[~free[rows]]):
            first = state.network.transformers.ids[strange[0]]
            raise CommandRefused(
                f"Transformer {first} has supply, or is out in another outage: report what opened instead."
            )
        free_crew(work, work.row)
        lose(state, outage, rows, work.now)
        write_changed(work, outage, state="confirmed", closed_at=None, crew_id=None)
        forget(work)


def _out_elsewhere(state: OperatingState) -> set[int]:
    """Rows of the transformers that failed, or are out, in an outage that lasts."""
    failed = {one.transformer for one in state.outages}
    return failed.union(*(one.owned.tolist() for one in state.outages))


def _customers(count: int, outage_id: int) -> str:
    return f"1 customer of outage {outage_id} is" if count == 1 else f"{count:,} customers of outage {outage_id} are"
