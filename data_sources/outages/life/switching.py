"""Opening and closing a device by hand: makes outages of those who lose supply, and steps those who get it back."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from data_sources.commands.command import Command, Target
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.rows import Ints
from data_sources.outages.life.base import AssetId, Text, operating, switched, write_stepped
from data_sources.outages.operating import OperatingState
from data_sources.outages.parallels import refuse_parallels
from data_sources.outages.states import Outage
from data_sources.outages.steps import apply, lose
from data_sources.outages.store import insert_outage, write_devices
from data_sources.postgres.source import execute


class OperateDevice(Command):
    """Open or close a device. Put by a person where it is not as built, it stays so until a person moves it."""

    name: ClassVar[str] = "operate_device"
    is_switching: ClassVar[bool] = True

    device_id: AssetId
    is_open: bool = Field(description="true: open it; false: close it")
    note: Text | None = Field(None, description="why")
    make_before_break: bool = Field(
        False, description="close although that connects two energized parts, to open the other way next; is audited"
    )

    @property
    def target(self) -> Target:
        """The device."""
        return Target("device", self.device_id)

    def apply(self, work: CommandWork) -> None:
        """Move it, and follow who has supply."""
        name, way = work.row["device_name"], "open" if self.is_open else "closed"
        if work.row["is_open"] == self.is_open:
            raise CommandRefused(f"{name} is {way} already.")
        if work.row["held_by"] and not work.by.is_person:
            raise CommandRefused(f"{name} is held by {work.row['held_by']} and is moved by hand only.")
        state, moves = operating(work), {self.device_id: self.is_open}
        refuse_parallels(work, state, moves, self.make_before_break)
        lost = apply(state, moves, work.now)
        if len(lost) and state.customers(lost):
            self._begin(work, state, lost)
        write_stepped(work)
        held_by = work.by.name if work.by.is_person else None
        write_devices(work.connection, work.utility_id, moves, work.now, held_by)

    def _begin(self, work: CommandWork, state: OperatingState, lost: Ints) -> None:
        network, row = state.network, state.network.devices.index(self.device_id)
        outage = Outage(
            feeder=network.rows.feeders.index(work.row["feeder_id"]), device=row, transformer=-1, started_at=work.now,
            cause="switching", lon=work.row["lon"], lat=work.row["lat"],
        )  # fmt: skip
        state.outages.append(outage)
        lose(state, outage, lost, work.now)
        (is_demo,) = execute(work.connection, "is_demo", utility_id=work.utility_id).fetchone() or (False,)
        insert_outage(
            work.connection, network, outage, is_simulated=is_demo,
            more={**switched(outage), "reported_at": work.now},
        )  # fmt: skip
        work.outage_ids.add(outage.outage_id)
