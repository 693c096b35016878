"""Outages that turn out to be one, and one that turns out to be two. Every customer stays counted once."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from data_sources.commands.command import Target
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.rows import NetworkError
from data_sources.outages.call_rows import move_calls
from data_sources.outages.life.base import (
    AssetId,
    AssetIds,
    OutageCommand,
    OutageId,
    forget,
    free_crew,
    operating,
    outage_of,
    told,
    write_changed,
)
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import LASTING, Outage, OutageState
from data_sources.outages.steps import take_out
from data_sources.outages.store import change_outage, insert_outage

MERGEABLE: tuple[OutageState, ...] = ("predicted", *LASTING)


class MergeOutage(OutageCommand):
    """Merge an outage into another one that it is a part of: its customers are counted there from then on."""

    name: ClassVar[str] = "merge_outage"
    slug: ClassVar[str] = "merge"
    does: ClassVar[str] = "merge"
    states: ClassVar[tuple[OutageState, ...]] = MERGEABLE
    is_switching: ClassVar[bool] = True

    into_id: OutageId = Field(description="the outage that it is a part of")

    @property
    def others(self) -> tuple[Target, ...]:
        """The outage that it is merged into."""
        return (Target("outage", self.into_id),)

    def change(self, work: CommandWork) -> None:
        """Everybody in it goes over, with the moment when they lost supply."""
        into = work.locked("outage", self.into_id)
        if self.into_id == self.outage_id:
            raise CommandRefused("An outage cannot be merged into itself.")
        if into["state"] not in MERGEABLE or (into["confirmed_at"] is None and work.row["confirmed_at"] is not None):
            raise CommandRefused(
                f"Outage {self.into_id} is {told(into['state'])}: a confirmed one is merged into one that lasts."
            )
        state = operating(work)
        here, there = outage_of(work, self.outage_id), outage_of(work, self.into_id)
        if work.row["confirmed_at"] is not None:  # what is only presumed to have failed by itself did not, then
            _refuse_failed(state, here)
        there.groups.extend(here.groups)
        for group in here.groups:
            group.is_changed = True
        here.groups = []
        there.switched |= here.switched | _own_switching(state, here)
        free_crew(work, work.row)
        if there.groups:
            write_changed(work, there)
        merged = {"state": "merged", "merged_into": self.into_id, "crew_id": None, "closed_at": work.now}
        change_outage(work.connection, self.outage_id, has_interruptions=bool(there.groups), **merged)
        work.outage_ids.add(self.into_id)
        move_calls(work, self.outage_id, self.into_id)
        forget(work)


class SplitOutage(OutageCommand):
    """Split some transformers off an outage: they are out for another reason, and become an outage of their own."""

    name: ClassVar[str] = "split_outage"
    slug: ClassVar[str] = "split"
    does: ClassVar[str] = "split"
    is_switching: ClassVar[bool] = True

    transformer_ids: AssetIds = Field(description="those that are out for another reason")
    device_id: AssetId | None = Field(None, description="the device that they are behind, where there is one")

    def change(self, work: CommandWork) -> None:
        """The new outage takes them over, with the moment when they lost supply."""
        state, outage = operating(work), outage_of(work, self.outage_id)
        new = self._part(state, outage)
        more: dict[str, Any] = {"split_from": self.outage_id, "reported_at": work.now}
        insert_outage(work.connection, state.network, new, is_simulated=work.row["is_simulated"], more=more)
        write_changed(work, outage)
        work.outage_ids.add(new.outage_id)
        move_calls(work, self.outage_id, new.outage_id, self.transformer_ids)
        forget(work)

    def _part(self, state: OperatingState, outage: Outage) -> Outage:
        network = state.network
        try:
            rows = network.transformers.indexes(np.unique(np.array(self.transformer_ids)))
            device = -1 if self.device_id is None else network.devices.index(self.device_id)
        except NetworkError as error:
            raise CommandRefused(str(error)) from None
        if len(strange := rows[~np.isin(rows, outage.owned)]):
            raise CommandRefused(
                f"Transformer {network.transformers.ids[strange[0]]} is not out in outage {outage.outage_id}."
            )
        if outage.transformer in rows:
            raise CommandRefused("That is the transformer that failed in it: split the others off.")
        if len(rows) == len(outage.owned):
            raise CommandRefused("That is everybody in it: nothing would be left of it.")
        groups = take_out(outage, rows, network.transformer_customers)
        lon, lat = (float(network.transformers[axis][rows[0]]) for axis in ("lon", "lat"))
        return Outage(
            feeder=outage.feeder, device=device, transformer=-1, started_at=min(one.out_at for one in groups),
            cause="unknown", lon=lon, lat=lat, groups=groups,
        )  # fmt: skip


def _refuse_failed(state: OperatingState, outage: Outage) -> None:
    """A transformer that failed while the network feeds its place is out for a reason of its own."""
    transformers = state.network.transformers
    if outage.transformer >= 0 and state.topology.is_reached[transformers["node"][outage.transformer]]:
        name = f"Transformer {transformers.ids[outage.transformer]}"
        raise CommandRefused(f"{name} failed by itself: its place has supply, so it is no part of another outage.")


def _own_switching(state: OperatingState, outage: Outage) -> dict[int, bool]:
    """The device that opened in an outage, as something to be put back at the end of another one."""
    if outage.device < 0:
        return {}
    device_id = int(state.network.devices.ids[outage.device])
    return {device_id: True} if device_id in state.open_devices - state.network.normally_open else {}
