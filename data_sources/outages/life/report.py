"""How an outage begins: predicted, confirmed at once, or planned; and confirmed later."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import CommandRefused
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.outages.causes import CauseCode
from data_sources.outages.estimates import refuse_far
from data_sources.outages.life.base import (
    AssetId,
    Moment,
    OutageCommand,
    OutageId,
    Text,
    moment,
    move,
    operating,
    outage_of,
    refuse_off_network,
    switched,
    write_changed,
    write_stepped,
)
from data_sources.outages.life.by_rule import by_rule, worked_out
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage, OutageKind, OutageState
from data_sources.outages.steps import begin
from data_sources.outages.store import insert_outage
from data_sources.postgres.source import execute

SOON = dt.timedelta(minutes=1)  # clocks of two machines may be that far apart
OLDEST = dt.timedelta(days=7)  # that an outage is reported after it began; what is older is loaded
PLANNED_LATE = dt.timedelta(days=1)  # after it began
PLANNED_AHEAD = dt.timedelta(days=731)


class AffectedPlace(NamedTuple):
    """What an outage is about, as rows of the network's tables; -1 for none."""

    device: int = -1
    transformer: int = -1
    meter: int = -1


class _NewOutage(Command):
    """What a new outage is about: a device that opened, what failed by itself, or a segment with a fault."""

    utility_id: AssetId
    device_id: AssetId | None = Field(None, description="the device that opened (give one of the four)")
    transformer_id: AssetId | None = Field(None, description="the transformer that failed")
    meter_id: AssetId | None = Field(None, description="the meter whose service alone is out")
    segment_id: AssetId | None = Field(None, description="the faulted segment: the protective device above it opened")
    note: Text | None = Field(None, description="what was seen or said")

    @property
    def target(self) -> Target:
        """The utility; the outage is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> Self:
        given = (self.device_id, self.transformer_id, self.meter_id, self.segment_id)
        if sum(one is not None for one in given) != 1:
            raise ValueError("give one of device_id, transformer_id, meter_id and segment_id")
        return self

    def place(self, work: CommandWork) -> Outage:
        """The outage at that place, with nobody counted in it yet."""
        state = operating(work)
        place = located(state, self.device_id, self.transformer_id, self.meter_id, self.segment_id)
        feeder, lon, lat = where(state.network, place)
        return Outage(
            feeder=feeder, device=place.device, transformer=place.transformer, meter=place.meter,
            started_at=work.now, cause="unknown", lon=lon, lat=lat,
        )  # fmt: skip


class ReportOutage(_NewOutage):
    """Report an outage: predicted, or confirmed at once; then its device opens and who is behind it is out."""

    name: ClassVar[str] = "report_outage"
    is_switching: ClassVar[bool] = True

    is_confirmed: bool = Field(True, description="customers are known to be out; false: it is only predicted")
    started_at: Moment | None = Field(None, description="when supply was lost; now where left out")
    split_from: OutageId | None = Field(None, description="the restored outage that left it without supply")
    kind: OutageKind = "unplanned"
    cause: CauseCode = "unknown"
    estimated_restoration_at: Moment | None = Field(
        None, description="a first estimate by rule; worked out where left out"
    )
    lon: Annotated[float, Field(ge=-180, le=360)] | None = Field(None, description="of the fault, where it is known")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="of the fault, where it is known")

    @property
    def others(self) -> tuple[Target, ...]:
        """The outage that left it without supply, where there is one."""
        return () if self.split_from is None else (Target("outage", self.split_from),)

    def apply(self, work: CommandWork) -> None:
        """Write the outage, and what it leaves without supply."""
        if self.split_from is not None:
            work.locked("outage", self.split_from)
        state, outage = operating(work), self.place(work)
        refuse_second(work, outage)
        outage.started_at = _begun(work, outage, self.started_at, self.started_at)
        refuse_far(work, self.estimated_restoration_at)
        outage.cause = self.cause
        if self.lon is not None and self.lat is not None:
            refuse_off_network(work, self.lon, self.lat)
            outage.lon, outage.lat = self.lon, self.lat
        more: dict[str, object] = {
            "kind": self.kind, "split_from": self.split_from, "reported_at": work.now,
            "estimated_restoration_at": self.estimated_restoration_at or worked_out(work, outage),
        }  # fmt: skip
        was_open = set(state.open_devices)
        if self.is_confirmed:
            begin(state, outage, outage.started_at)
        else:
            outage.state = "predicted"
            more["customers_predicted"] = predicted_customers(state, outage)
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
        if self.planned_start_at < work.now - PLANNED_LATE:
            raise CommandRefused(f"{work.clock(self.planned_start_at)} is over: report what began then as an outage.")
        if self.planned_end_at > work.now + PLANNED_AHEAD:
            raise CommandRefused(f"{work.clock(self.planned_end_at)} is more than two years ahead: look at its year.")
        state, outage = operating(work), self.place(work)
        outage.state, outage.started_at, outage.cause = "planned", self.planned_start_at, self.cause
        more: dict[str, object] = {
            "kind": "planned", "reported_at": work.now, "planned_start_at": self.planned_start_at,
            "planned_end_at": self.planned_end_at, "estimated_restoration_at": self.planned_end_at,
            "customers_predicted": _served(state, outage, state.behind(outage)),
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
            outage.device, outage.transformer, outage.meter = located(state, self.device_id)
        refuse_second(work, outage)
        planned = work.row["state"] == "planned"
        presumed = None if planned else moment(work.row["started_at"])
        outage.started_at = _begun(work, outage, self.started_at or presumed, self.started_at)
        if work.row["state"] in ("predicted", "planned"):
            outage.state = "confirmed"
        was_open, network = set(state.open_devices), state.network
        begin(state, outage, outage.started_at)
        write_changed(
            work, outage, state=outage.state, confirmed_at=work.now, started_at=outage.started_at,
            **place_ids(network, outage),
            **by_rule(work, None, self._crew(work), is_on_site=outage.state == "on_site", started_at=outage.started_at),
        )  # fmt: skip
        move(work, dict.fromkeys(state.open_devices - was_open, True), outage.started_at)

    def _crew(self, work: CommandWork) -> Row | None:
        return None if work.row["crew_id"] is None else work.locked("crew", work.row["crew_id"])


def _begun(work: CommandWork, outage: Outage, at: dt.datetime | None, said: dt.datetime | None) -> dt.datetime:
    """When supply was lost: never before it last came back there, so that no customer is out twice at one time.

    Args:
        work: the command at work.
        outage: not begun yet.
        at: as it is said or presumed; now where None.
        said: what the command itself says: a person's word is refused where it cannot be, and never changed.
    """
    if at is None:
        return work.now
    if at > work.now + SOON:
        raise CommandRefused(f"{work.clock(at)} is still to come: an outage that is not planned began before now.")
    is_word = said is not None and work.by.is_person
    if is_word and at < work.now - OLDEST:
        raise CommandRefused(
            f"{work.clock(at)} is more than {OLDEST.days} days ago: what is older is loaded (fluxops import outages)."
        )
    back = _last_back(work, outage, at)
    if back is not None and is_word:
        raise CommandRefused(f"Customers there had supply back at {work.clock(back)}: it was not lost before that.")
    return back or at


def _last_back(work: CommandWork, outage: Outage, after: dt.datetime) -> dt.datetime | None:
    """When the last of those who would be out in an outage got supply back after a moment, where any of them did."""
    state, network = operating(work), operating(work).network
    rows = network.meter_transformer[[outage.meter]] if outage.meter >= 0 else state.behind(outage)
    free = rows[(state.is_energized | state.unowned())[rows]]
    found = execute(
        work.connection, "last_back", utility_id=work.utility_id, after=after,
        transformer_ids=network.transformers.ids[free].tolist(), **place_ids(network, outage),
    ).fetchone()  # fmt: skip
    return None if found is None else found[0]


def refuse_second(work: CommandWork, outage: Outage) -> None:
    """Refuse a second outage at a place, whether the first one lasts or is only predicted."""
    state, place = operating(work), (outage.device, outage.transformer, outage.meter)
    for other in state.outages:
        if other is not outage and (other.device, other.transformer, other.meter) == place:
            raise CommandRefused(f"Outage {other.outage_id} is at the same place already.")
    ids = place_ids(state.network, outage)
    row = execute(
        work.connection, "predicted_at", utility_id=work.utility_id, outage_id=outage.outage_id, **ids
    ).fetchone()
    if row is not None:
        raise CommandRefused(f"Outage {row[0]} is predicted at the same place already.")


def predicted_customers(state: OperatingState, outage: Outage) -> int:
    """Customers who would be out in it, those left out who are without supply already."""
    behind = state.behind(outage)
    return _served(state, outage, behind[state.is_energized[behind]])


def place_ids(network: Network, outage: Outage) -> dict[str, int | None]:
    """The columns that say what an outage is about."""
    tables = {
        "device_id": (network.devices, outage.device), "transformer_id": (network.transformers, outage.transformer),
        "meter_id": (network.rows.meters, outage.meter),
    }  # fmt: skip
    return {name: int(table.ids[row]) if row >= 0 else None for name, (table, row) in tables.items()}


def where(network: Network, place: AffectedPlace) -> tuple[int, float, float]:
    """(row of its feeder, longitude, latitude) of a place; a meter's are its transformer's."""
    table, row = network.transformers, place.transformer
    if place.device >= 0:
        table, row = network.devices, place.device
    elif place.meter >= 0:
        row = int(network.meter_transformer[place.meter])
    feeder = network.rows.feeders.index(int(table["feeder_id"][row]))
    return feeder, float(table["lon"][row]), float(table["lat"][row])


def _served(state: OperatingState, outage: Outage, transformers: Ints) -> int:
    if outage.meter >= 0:
        return int(state.network.rows.meters["is_active"][outage.meter])
    return state.customers(transformers)


def _insert(work: CommandWork, outage: Outage, more: dict[str, object]) -> None:
    (is_demo,) = execute(work.connection, "is_demo", utility_id=work.utility_id).fetchone() or (False,)
    network = operating(work).network
    more |= {"meter_id": place_ids(network, outage)["meter_id"], **switched(outage)}
    insert_outage(work.connection, network, outage, is_simulated=is_demo, more=more)
    work.made = outage.outage_id
    work.outage_ids.add(outage.outage_id)
    write_stepped(work)


def located(
    state: OperatingState, device_id: int | None = None, transformer_id: int | None = None,
    meter_id: int | None = None, segment_id: int | None = None,
) -> AffectedPlace:  # fmt: skip
    """The place that one of these ids names.

    Raises:
        CommandRefused: there is no such thing, or no device lies above the segment.
    """
    network = state.network
    if device_id is not None:
        return AffectedPlace(device=_row(network, "device", device_id))
    if transformer_id is not None:
        return AffectedPlace(transformer=_row(network, "transformer", transformer_id))
    if meter_id is not None:
        return AffectedPlace(meter=_row(network, "meter", meter_id))
    assert segment_id is not None
    return AffectedPlace(device=_protecting(state, _row(network, "segment", segment_id)))


def _protecting(state: OperatingState, segment: int) -> int:
    """The device that opens on a fault at a segment, in the network as built."""
    node = int(state.normal.child[segment])
    device = int(state.network.protecting_device()[node]) if node >= 0 else -1
    if device < 0:
        raise CommandRefused("No protective device lies above that segment: name the device that opened.")
    return device


def _row(network: Network, kind: str, asset_id: int) -> int:
    tables = {
        "device": network.devices, "transformer": network.transformers, "segment": network.segments,
        "meter": network.rows.meters,
    }  # fmt: skip
    table = tables[kind]
    found = int(np.searchsorted(table.ids, asset_id))
    if found == len(table) or table.ids[found] != asset_id:
        raise CommandRefused(f"There is no {kind} {asset_id} in this utility.")
    return found
