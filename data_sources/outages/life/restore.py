"""How supply comes back: step by step by switching, for some by word, for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.rows import Ints, NetworkError
from data_sources.outages.call_rows import close_calls
from data_sources.outages.life.base import (
    AssetIds,
    Moment,
    OutageCommand,
    free_crew,
    moment,
    move,
    operating,
    outage_of,
    write_changed,
)
from data_sources.outages.operating import OperatingState
from data_sources.outages.parallels import refuse_parallels
from data_sources.outages.states import LASTING, Outage, OutageState
from data_sources.outages.steps import apply, give_back, lose, put_back, restore_all


class SwitchForOutage(OutageCommand):
    """Open and close devices for an outage, to isolate its fault and feed some from elsewhere; put back at its end."""

    name: ClassVar[str] = "switch_for_outage"
    slug: ClassVar[str] = "switch"
    does: ClassVar[str] = "switch for"
    is_switching: ClassVar[bool] = True

    open_device_ids: AssetIds | None = Field(None, description="devices to open")
    close_device_ids: AssetIds | None = Field(None, description="devices to close")
    make_before_break: bool = Field(
        False, description="close although that connects two energized parts, to open the other way next; is audited"
    )

    @model_validator(mode="after")
    def _moves_something(self) -> Self:
        if set(self.open_device_ids or ()) & set(self.close_device_ids or ()):
            raise ValueError("a device cannot be opened and closed in one step")
        if not (self.open_device_ids or self.close_device_ids):
            raise ValueError("give devices to open or to close")
        return self

    def change(self, work: CommandWork) -> None:
        """Move them; whoever has supply then is restored, whoever lost it is out in this outage too."""
        state, outage = operating(work), _active(work, self.outage_id)
        moves = dict.fromkeys(self.open_device_ids or (), True) | dict.fromkeys(self.close_device_ids or (), False)
        _refuse_unknown(state, moves)
        moves = {
            device_id: is_open for device_id, is_open in moves.items() if (device_id in state.open_devices) != is_open
        }
        work.done["moved_devices"] = _ways(moves)
        refuse_parallels(work, state, moves, self.make_before_break)
        own = int(state.network.devices.ids[outage.device]) if outage.device >= 0 else 0
        normal = state.network.normally_open
        outage.switched |= {device_id: is_open for device_id, is_open in moves.items() if device_id != own}
        outage.switched = {key: is_open for key, is_open in outage.switched.items() if is_open != (key in normal)}
        lose(state, outage, apply(state, moves, work.now), work.now)
        write_changed(work, outage)
        move(work, moves, work.now)


class RestoreOutage(OutageCommand):
    """Supply is back: for some transformers by word, or for all, and then everything is put back as built."""

    name: ClassVar[str] = "restore_outage"
    slug: ClassVar[str] = "restore"
    does: ClassVar[str] = "restore"
    states: ClassVar[tuple[OutageState, ...]] = (*LASTING, "restored")
    is_switching: ClassVar[bool] = True

    transformer_ids: AssetIds | None = Field(None, description="those that have supply again; all where left out")
    restored_at: Moment | None = Field(None, description="when; now where left out")
    is_closing: bool = Field(False, description="close the outage too, and let its crew go (for all only)")

    def change(self, work: CommandWork) -> None:
        """Give them back."""
        if work.row["confirmed_at"] is None:
            raise CommandRefused(f"Outage {self.outage_id} is not confirmed: confirm it first, or cancel it.")
        at = _when(work, self.restored_at)
        if self.transformer_ids is not None:
            self._some(work, self.transformer_ids, at)
        else:
            self._all(work, at)

    def _some(self, work: CommandWork, transformer_ids: tuple[int, ...], at: dt.datetime) -> None:
        state, outage = operating(work), _active(work, self.outage_id)
        rows = _rows(state, transformer_ids)
        if len(strange := rows[~np.isin(rows, outage.owned)]):
            first = state.network.transformers.ids[strange[0]]
            raise CommandRefused(f"Transformer {first} is not out in outage {self.outage_id}; nothing was restored.")
        give_back(state, outage, rows, at)
        state.refresh()
        write_changed(work, outage)

    def _all(self, work: CommandWork, at: dt.datetime) -> None:
        state, outage = operating(work), outage_of(work, self.outage_id)
        refuse_parallels(work, state, put_back(state, outage))
        was_out, moves = outage.customers_out or len(outage.owned), restore_all(state, outage, at)
        if not moves and not was_out and work.row["state"] == "restored":
            raise CommandRefused(f"Everybody in outage {self.outage_id} has supply already.")
        values: dict[str, object] = {"state": "restored"}
        if not outage.groups and work.row["restored_at"] is None:
            values["restored_at"] = at  # nobody was ever counted in it
        if self.is_closing:
            free_crew(work, work.row)
            values |= {"state": "closed", "closed_at": work.now}
        write_changed(work, outage, **values)
        move(work, moves, at)
        if self.is_closing:
            close_calls(work, self.outage_id)


def _refuse_unknown(state: OperatingState, device_ids: Iterable[int]) -> None:
    try:
        state.network.devices.indexes(np.unique(np.array(list(device_ids), np.int64)))
    except NetworkError as error:
        raise CommandRefused(f"{str(error).rstrip('.')} in this utility; nothing was switched.") from None


def _ways(moves: dict[int, bool]) -> dict[str, list[int]]:
    """The devices that really move, as the audit keeps them for whoever takes it back."""
    opened = sorted(device_id for device_id, is_open in moves.items() if is_open)
    return {"opened": opened, "closed": sorted(set(moves) - set(opened))}


def _active(work: CommandWork, outage_id: int) -> Outage:
    outage = outage_of(work, outage_id)
    if outage not in operating(work).outages:
        raise CommandRefused(f"Outage {outage_id} is not confirmed: confirm it first.")
    return outage


def _when(work: CommandWork, at: dt.datetime | None) -> dt.datetime:
    started = moment(work.row["started_at"])
    assert started is not None
    if at is not None and at < started:
        raise CommandRefused(f"The outage began at {work.clock(started)}; nobody can be back before.")
    if at is not None and at > work.now + dt.timedelta(minutes=1):
        raise CommandRefused(f"{work.clock(at)} is still to come; an estimate is set apart.")
    return max(at or work.now, started)


def _rows(state: OperatingState, transformer_ids: tuple[int, ...]) -> Ints:
    try:
        return state.network.transformers.indexes(np.unique(np.array(transformer_ids)))
    except NetworkError as error:
        raise CommandRefused(str(error)) from None
