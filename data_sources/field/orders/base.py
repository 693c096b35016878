"""What all commands about a work order have in common: its number, the states it may be in, its rows."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from data_sources.commands.command import Command, Target
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import CommandRefused
from data_sources.field.orders.states import UNDER_WAY, WorkState
from data_sources.postgres.source import execute

WorkOrderId = Annotated[int, Field(ge=1, le=2**63 - 1, description="number of the work order")]
Hours = Annotated[float, Field(gt=0, le=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=200), NOT_BLANK]


class Material(BaseModel):
    """Something that was used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    material: Line = Field(description="its name or number")
    quantity: float = Field(gt=0, le=1_000_000)
    unit: Annotated[str, Field(min_length=1, max_length=20), NOT_BLANK] = Field("ea", description="ea, m, kg …")


Materials = Annotated[tuple[Material, ...], Field(max_length=200)]


class WorkOrderCommand(Command):
    """Base of the commands about a work order that is there.

    Attributes:
        slug: its part of an address, e.g. "start".
        does: in words, after "to", e.g. "start".
        states: the states in which it can be done.
        outage_states: likewise, of an outage's order; None: the same.
        not_of_outage: why it is never done with an outage's order, after "It is the order of outage 5"; empty: it is.
    """

    slug: ClassVar[str]
    does: ClassVar[str]
    states: ClassVar[tuple[WorkState, ...]]
    outage_states: ClassVar[tuple[WorkState, ...] | None] = None
    not_of_outage: ClassVar[str] = ""

    work_order_id: WorkOrderId

    @property
    def target(self) -> Target:
        """The work order."""
        return Target("work_order", self.work_order_id)

    def apply(self, work: CommandWork) -> None:
        """Change the order, if it is in one of the states; an outage's order is changed by its outage."""
        now, outage_id = work.row["status"], work.row["outage_id"]
        if outage_id is not None and self.not_of_outage:
            raise CommandRefused(f"It is the order of outage {outage_id}{self.not_of_outage}.")
        states = self.states_of(is_of_outage=outage_id is not None)
        if now not in states:
            can = [one.does for one in can_be_done(now, is_of_outage=outage_id is not None)]
            raise CommandRefused(
                f"Work order {self.work_order_id} is {told(now)}: to {self.does} it, it must be {_either(states)}. "
                f"What can be done now: {', '.join(can) or 'nothing'}."
            )
        if outage_id is None:
            self.change(work)
        else:
            self.of_outage(work, outage_id)

    @classmethod
    def states_of(cls, *, is_of_outage: bool) -> tuple[WorkState, ...]:
        """The states in which it can be done with an order of that kind."""
        if not is_of_outage:
            return cls.states
        if cls.not_of_outage:
            return ()
        return cls.states if cls.outage_states is None else cls.outage_states

    def change(self, work: CommandWork) -> None:
        """The change itself, of an order that is no outage's."""
        raise NotImplementedError

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The same for an outage's order; by default it is changed as any other."""
        _ = outage_id
        self.change(work)


def can_be_done(state: WorkState, *, is_of_outage: bool) -> list[type[WorkOrderCommand]]:
    """The commands that an order in a state may be given."""
    known = WorkOrderCommand.__subclasses__()
    return [one for one in known if state in one.states_of(is_of_outage=is_of_outage)]


def told(state: str) -> str:
    """A state in words."""
    return state.replace("_", " ")


def change_order(work: CommandWork, work_order_id: int, **values: Any) -> None:
    """Write some columns of an order; its version is one more."""
    changes = json.dumps(values, default=lambda one: one.isoformat())
    execute(work.connection, "change_work_order", work_order_id=work_order_id, changes=changes, now=work.now)


def crew_of(work: CommandWork, crew_id: int | None = None) -> Row:
    """The crew of the order, or the one named, locked.

    Raises:
        CommandRefused: the order has none.
    """
    number = work.row["crew_id"] if crew_id is None else crew_id
    if number is None:
        raise CommandRefused(f"Work order {work.row['work_order_id']} has no crew: assign one first.")
    return work.locked("crew", number)


def refuse_unfit(crew: Row, order: Row) -> None:
    """Refuse a crew that cannot do it."""
    if order["skill"] not in crew["skills"]:
        raise CommandRefused(
            f"{crew['crew_name']} has not the skill {order['skill']}, which work order {order['work_order_id']} takes: "
            f"it has {', '.join(crew['skills']) or 'none'}."
        )


def go(work: CommandWork, crew: Row, status: str) -> None:
    """Bring the crew to the order: on its way, or at work.

    Raises:
        CommandRefused: it is somewhere else, or off shift.
    """
    number = work.row["work_order_id"]
    if crew["outage_id"] is not None:
        raise CommandRefused(f"{crew['crew_name']} is {told(crew['status'])} for outage {crew['outage_id']}.")
    if crew["work_order_id"] not in (None, number):
        raise CommandRefused(
            f"{crew['crew_name']} is {told(crew['status'])} on work order {crew['work_order_id']}: "
            "complete it or put it on hold first."
        )
    if crew["status"] == "off_shift":
        raise CommandRefused(f"{crew['crew_name']} is off shift: start its shift first.")
    if crew["work_order_id"] is None and crew["status"] != "available":
        raise CommandRefused(f"{crew['crew_name']} is {told(crew['status'])}: let it go first.")
    place_crew(work, crew["crew_id"], status, number)


def leave(work: CommandWork) -> None:
    """Let the order's crew go, where it is at the order."""
    if work.row["crew_id"] is not None and work.row["status"] in UNDER_WAY:
        crew = work.locked("crew", work.row["crew_id"])
        if crew["work_order_id"] == work.row["work_order_id"]:
            place_crew(work, crew["crew_id"], "available", None)


def place_crew(work: CommandWork, crew_id: int, status: str, work_order_id: int | None) -> None:
    """Say what a crew does for an order; one that arrives is where the order is."""
    execute(
        work.connection, "send_crew_to_order", crew_id=crew_id, status=status, work_order_id=work_order_id,
        now=work.now, utility_id=work.utility_id,
    )  # fmt: skip


def _either(states: tuple[WorkState, ...]) -> str:
    names = [told(state) for state in states]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
