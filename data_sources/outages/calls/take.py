"""A call is taken: from a customer's account or meter, or from somebody who sees something at a place."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Final, NamedTuple, Self

from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.call_rows import Symptom, add_hazards
from data_sources.outages.calls.base import Note, Personal, said
from data_sources.outages.life.base import AssetId, Moment, refuse_off_network
from data_sources.postgres.source import execute

SOON: Final = dt.timedelta(minutes=1)  # clocks of two machines may be that far apart
OLDEST: Final = dt.timedelta(days=7)  # that somebody writes down what was said before


class _CalledFrom(NamedTuple):
    meter_id: int | None
    customer_id: int | None
    transformer_id: int | None
    lon: float
    lat: float


class TakeCall(Command):
    """Take a trouble call. Where the customer is known to be out, it is put to that outage at once.

    A second call from a meter whose first one is still open is a row of its own and is told of with the first.
    """

    name: ClassVar[str] = "take_call"
    makes: ClassVar[TargetKind] = "call"
    waits_for_switching: ClassVar[bool] = True  # an outage that is confirmed meanwhile would not see the call

    utility_id: AssetId
    account_number: Annotated[str, Field(min_length=1, max_length=100), NOT_BLANK] | None = Field(
        None, description="whose account (give this, or meter_id, or lon and lat)"
    )
    meter_id: AssetId | None = Field(None, description="whose meter")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = Field(
        None, description="where, without an account; degrees, WGS 84"
    )
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    symptom: Symptom = "no_supply"
    called_at: Moment | None = Field(None, description="when; now where left out")
    note: Note | None = Field(None, description="what else was said")
    caller_name: Personal | None = Field(None, description="who called, where it is somebody else")
    caller_phone: Personal | None = Field(None, description="the number to call back, where it is another one")
    wants_callback: bool = Field(False, description="wants to be called when supply is back")

    @property
    def target(self) -> Target:
        """The utility; the call is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _is_from_somewhere(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("give lon and lat, or neither")
        if sum(one is not None for one in (self.account_number, self.meter_id, self.lon)) != 1:
            raise ValueError("give one of account_number, meter_id, and lon with lat")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write the call, with the outage that it tells of where that is known."""
        place, called_at = self._place(work), self.called_at or work.now
        if called_at > work.now + SOON:
            raise CommandRefused(f"{work.clock(called_at)} is still to come: nobody has called then.")
        if work.by.is_person and called_at < work.now - OLDEST:
            raise CommandRefused(f"{work.clock(called_at)} is more than {OLDEST.days} days ago: look at its year.")
        outage_id = _outage(work, place)
        row = execute(
            work.connection, "insert_call", utility_id=self.utility_id, **place._asdict(), called_at=called_at,
            symptom=self.symptom, note=said(self.note), caller_name=said(self.caller_name),
            caller_phone=said(self.caller_phone), callback="wanted" if self.wants_callback else "none",
            outage_id=outage_id, taken_by=work.by.name,
        ).fetchone()  # fmt: skip
        assert row
        work.made = row[0]
        if outage_id is not None:
            add_hazards(work, outage_id, [self.symptom])

    def _place(self, work: CommandWork) -> _CalledFrom:
        if self.lon is not None and self.lat is not None:
            refuse_off_network(work, self.lon, self.lat)
            return _CalledFrom(None, None, None, self.lon, self.lat)
        if self.meter_id is not None:
            return self._found(work, "called_meter", f"meter {self.meter_id}", meter_id=self.meter_id)
        return self._found(work, "called_account", "account of that number", account_number=self.account_number)

    def _found(self, work: CommandWork, statement: str, what: str, **values: Any) -> _CalledFrom:
        row = execute(work.connection, statement, utility_id=self.utility_id, **values).fetchone()
        if row is None:
            raise CommandRefused(f"There is no {what} in this utility: take the call by its place (lon and lat).")
        return _CalledFrom(*row)


def _outage(work: CommandWork, place: _CalledFrom) -> int | None:
    """The outage in which the customer is out now, or that an earlier call of the same meter is put to."""
    for statement in ("outage_there", "open_call_of_meter") if place.meter_id is not None else ():
        row = execute(
            work.connection, statement, utility_id=work.utility_id, meter_id=place.meter_id,
            transformer_id=place.transformer_id,
        ).fetchone()  # fmt: skip
        if row is not None and row[0] is not None:
            return int(row[0])
    return None
