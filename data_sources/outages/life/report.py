"""How an outage begins: predicted, confirmed at once, or planned; and confirmed later."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import CommandRefused
from data_sources.network.graph import Network
from data_sources.outages.causes import CauseCode
from data_sources.outages.life.base import (
    AssetId,
    Moment,
    OutageCommand,
    Text,
    moment,
    move,
    operating,
    outage_of,
    switched,
    write_changed,
    write_stepped,
)
from data_sources.outages.life.estimates import by_rule, worked_out
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage, OutageKind, OutageState
from data_sources.outages.steps import begin
from data_sources.outages.store import insert_outage
from data_sources.postgres.source import execute

SOON = dt.timedelta(minutes=1)  # clocks of two machines may be that far apart


class _NewOutage(Command):
    """What a new outage is about: a device that opened, a transformer that failed, or a segment with a fault."""

    utility_id: AssetId
    device_id: AssetId | None = Field(None, description="the device that opened (give one of the three)")
    transformer_id: AssetId | None = Field(None, description="the transformer that failed")
    segment_id: AssetId | None = Field(None, description="the faulted segment: the protective device above it opened")
    note: Text | None = Field(None, description="what was seen or said")

    @property
    def target(self) -> Target:
        """The utility; the outage is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> Self:
        if sum(one is not None for one in (self.device_id, self.transformer_id, self.segment_id)) != 1:
            raise ValueError("give one of device_id, transformer_id and segment_id")
        return self

    def place(self, work: CommandWork) -> Outage:
        """The outage at that place, with nobody counted in it yet."""
        state = operating(work)
        device, transformer = _located(state, self.device_id, self.transformer_id, self.segment_id)
        table = state.network.devices if device >= 0 else state.network.transformers
        row = device if device >= 0 else transformer
        return Outage(
            feeder=state.network.rows.feeders.index(int(table["feeder_id"][row])), device=device,
            transformer=transformer, started_at=work.now, cause="unknown", lon=float(table["lon"][row]),
            lat=float(table["lat"][row]),
        )  # fmt: skip


class ReportOutage(_NewOutage):
    """Report an outage: predicted, or confirmed at once; then its device opens and who is behind it is out."""

    name: ClassVar[str] = "report_outage"
    is_switching: ClassVar[bool] = True

    is_confirmed: bool = Field(True, description="customers are known to be out; false: it is only predicted")
    started_at: Moment | None = Field(None, description="when supply was lost; now where left out")
    kind: OutageKind = "unplanned"
    cause: CauseCode = "unknown"
    estimated_restoration_at: Moment | None = Field(
        None, description="a first estimate by rule; worked out where left out"
    )
    lon: Annotated[float, Field(ge=-180, le=360)] | None = Field(None, description="of the fault, where it is known")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="of the fault, where it is known")

    def apply(self, work: CommandWork) -> None:
        """Write the outage, and what it leaves without supply."""
        state, outage = operating(work), self.place(work)
        _refuse_second(state, outage)
        outage.started_at = _begun(self.started_at, work)
        outage.cause = self.cause
        if self.lon is not None and self.lat is not None:
            outage.lon, outage.lat = self.lon, self.lat
        more: dict[str, object] = {
            "kind": self.kind, "reported_at": work.now,
            "estimated_restoration_at": self.estimated_restoration_at or worked_out(work, outage),
        }  # fmt: skip
        was_open = set(state.open_devices)
        if self.is_confirmed:
            begin(state, outage, outage.started_at)
        else:
            outage.state, behind = "predicted", state.behind(outage)
            more["customers_predicted"] = state.customers(behind[state.is_energized[behind]])
        _insert(work, outage, more)
        move(work, dict.fromkeys(state.open_devices - was_open, True), outage.started_at)


class PlanOutage(_NewOutage):
    """Plan an outage: who will be out when. It begins when it is confirmed."""

    name: ClassVar[str] = "plan_outage"

    planned_start_at: Moment
    planned_end_at: Moment
    cause: CauseCode = "planned"

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        if self.planned_end_at <= self.planned_start_at:
            raise ValueError("give an end after the start")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write the plan; nobody is out yet."""
        state, outage = operating(work), self.place(work)
        outage.state, outage.started_at, outage.cause = "planned", self.planned_start_at, self.cause
        more: dict[str, object] = {
            "kind": "planned", "reported_at": work.now, "planned_start_at": self.planned_start_at,
            "planned_end_at": self.planned_end_at, "estimated_restoration_at": self.planned_end_at,
            "customers_predicted": state.customers(state.behind(outage)),
        }  # fmt: skip
        _insert(work, outage, more)


class ConfirmOutage(OutageCommand):
    """Confirm a predicted outage, or begin a planned one: its device opens, and who is behind it is out."""

    name: ClassVar[str] = "confirm_outage"
    slug: ClassVar[str] = "confirm"
    does: ClassVar[str] = "confirm"
    states: ClassVar[tuple[OutageState, ...]] = ("predicted", "planned", "crew_assigned", "en_route", "on_site")
    is_switching: ClassVar[bool] = True

    device_id: AssetId | None = Field(None, description="the device that opened, where it is another than predicted")
    started_at: Moment | None = Field(None, description="when supply was lost; as predicted, or now, where left out")

    def change(self, work: CommandWork) -> None:
        """Count who is out from its start."""
        if work.row["confirmed_at"] is not None:
            raise CommandRefused(f"Outage {self.outage_id} is confirmed already.")
        state, outage = operating(work), outage_of(work, self.outage_id)
        if self.device_id is not None:
            outage.device, outage.transformer = _located(state, self.device_id, None, None)
        _refuse_second(state, outage)
        planned = work.row["state"] == "planned"
        outage.started_at = _begun(self.started_at or (None if planned else moment(work.row["started_at"])), work)
        if work.row["state"] in ("predicted", "planned"):
            outage.state = "confirmed"
        was_open, network = set(state.open_devices), state.network
        begin(state, outage, outage.started_at)
        write_changed(
            work, outage, state=outage.state, confirmed_at=work.now, started_at=outage.started_at,
            device_id=int(network.devices.ids[outage.device]) if outage.device >= 0 else None,
            transformer_id=int(network.transformers.ids[outage.transformer]) if outage.transformer >= 0 else None,
            **by_rule(work, None, self._crew(work), is_on_site=outage.state == "on_site"),
        )  # fmt: skip
        move(work, dict.fromkeys(state.open_devices - was_open, True), outage.started_at)

    def _crew(self, work: CommandWork) -> Row | None:
        return None if work.row["crew_id"] is None else work.locked("crew", work.row["crew_id"])


def _begun(at: dt.datetime | None, work: CommandWork) -> dt.datetime:
    if at is not None and at > work.now + SOON:
        raise CommandRefused(
            f"{at:%Y-%m-%d %H:%M:%S} UTC is still to come: an outage that is not planned began before now."
        )
    return at or work.now


def _refuse_second(state: OperatingState, outage: Outage) -> None:
    for other in state.outages:
        if other is not outage and (other.device, other.transformer) == (outage.device, outage.transformer):
            raise CommandRefused(f"Outage {other.outage_id} is at the same place already.")


def _insert(work: CommandWork, outage: Outage, more: dict[str, object]) -> None:
    (is_demo,) = execute(work.connection, "is_demo", utility_id=work.utility_id).fetchone() or (False,)
    network = operating(work).network
    insert_outage(work.connection, network, outage, is_simulated=is_demo, more={**more, **switched(outage)})
    work.made = outage.outage_id
    work.outage_ids.add(outage.outage_id)
    write_stepped(work)


def _located(
    state: OperatingState, device_id: int | None, transformer_id: int | None, segment_id: int | None
) -> tuple[int, int]:
    """Rows of the device and the transformer (-1: none)."""
    network = state.network
    if device_id is not None:
        return _row(network, "device", device_id), -1
    if transformer_id is not None:
        return -1, _row(network, "transformer", transformer_id)
    assert segment_id is not None
    return _protecting(state, _row(network, "segment", segment_id)), -1


def _protecting(state: OperatingState, segment: int) -> int:
    """The device that opens on a fault at a segment, in the network as built."""
    node = int(state.normal.child[segment])
    device = int(state.network.protecting_device()[node]) if node >= 0 else -1
    if device < 0:
        raise CommandRefused("No protective device lies above that segment: name the device that opened.")
    return device


def _row(network: Network, kind: str, asset_id: int) -> int:
    table = {"device": network.devices, "transformer": network.transformers, "segment": network.segments}[kind]
    found = int(np.searchsorted(table.ids, asset_id))
    if found == len(table) or table.ids[found] != asset_id:
        raise CommandRefused(f"There is no {kind} {asset_id} in this utility.")
    return found
