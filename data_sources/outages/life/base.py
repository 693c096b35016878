"""What all commands about an outage have in common: its number, the states it may be in, its rows."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, ClassVar, Final, get_args

from pydantic import AfterValidator, AwareDatetime, Field

from data_sources.commands.command import Command, Target
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import CommandRefused
from data_sources.network.graph import Network, load_network
from data_sources.outages.call_rows import put_calls_of_dark
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import LASTING, Outage, OutageState
from data_sources.outages.store import change_outage, fetch_outage, load_state, write_devices, write_groups
from data_sources.postgres.source import execute

OutageId = Annotated[int, Field(ge=1, le=2**63 - 1, description="number of the outage")]
AssetId = Annotated[int, Field(ge=0, le=2**31 - 1)]
AssetIds = Annotated[tuple[AssetId, ...], Field(min_length=1, max_length=100_000)]
Text = Annotated[str, Field(min_length=1, max_length=2000), NOT_BLANK]
EARLIEST: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LATEST: Final = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def _in_range(at: dt.datetime) -> dt.datetime:
    if not EARLIEST <= at < LATEST:
        raise ValueError(f"give a time of the years {EARLIEST.year} to {LATEST.year - 1}")
    return at


# Each command bounds its own further, by what it is and by the present.
Moment = Annotated[AwareDatetime, AfterValidator(_in_range), Field(description="ISO 8601 with its offset")]

ANY_STATE: Final[tuple[OutageState, ...]] = get_args(OutageState)
_STATE = "the operating state"


class OutageCommand(Command):
    """Base of the commands about an outage that is there.

    Attributes:
        slug: its part of an address, e.g. "confirm".
        does: in words, after "to", e.g. "confirm".
        states: the states in which it can be done.
    """

    slug: ClassVar[str]
    does: ClassVar[str]
    states: ClassVar[tuple[OutageState, ...]] = LASTING

    outage_id: OutageId

    @property
    def target(self) -> Target:
        """The outage."""
        return Target("outage", self.outage_id)

    def apply(self, work: CommandWork) -> None:
        """Change the outage, if it is in one of the states."""
        if work.row["state"] not in self.states:
            now = work.row["state"]
            raise CommandRefused(
                f"Outage {self.outage_id} is {told(now)}: to {self.does} it, it must be {_either(self.states)}. "
                f"What can be done now: {', '.join(what_can_be_done(now)) or 'nothing'}."
            )
        work.outage_ids.add(self.outage_id)
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """The change itself."""
        raise NotImplementedError


def what_can_be_done(state: OutageState) -> list[str]:
    """The commands that an outage in a state may be given, in words."""
    return [one.does for one in OutageCommand.__subclasses__() if state in one.states]


def told(state: str) -> str:
    """A state in words."""
    return state.replace("_", " ")


def moment(text: str | None) -> dt.datetime | None:
    """A time out of a locked row."""
    return None if text is None else dt.datetime.fromisoformat(text)


def network_of(work: CommandWork) -> Network:
    """The network of the utility."""
    return load_network(work.source, work.utility_id)


def operating(work: CommandWork) -> OperatingState:
    """The operating state; read once for all commands of a transaction."""
    if _STATE not in work.shared:
        work.shared[_STATE] = load_state(work.source, work.utility_id)
    state: OperatingState = work.shared[_STATE]
    return state


def forget(work: CommandWork) -> None:
    """The rows were changed past the operating state."""
    work.shared.pop(_STATE, None)


def outage_of(work: CommandWork, outage_id: int) -> Outage:
    """The outage as the operating state has it, or by its row where it does not last."""
    state = operating(work)
    for outage in state.outages:
        if outage.outage_id == outage_id:
            return outage
    return fetch_outage(work.source, state.network, outage_id)


def move(work: CommandWork, moves: dict[int, bool], at: dt.datetime) -> None:
    """Write where devices are since a moment; what a person holds is left to persons.

    The outage that names a device is written first, so that the feed tells the outage and not the device too.

    Raises:
        CommandRefused: a rule would move a device that a person holds.
    """
    for device_id in sorted(moves):
        row = work.locked("device", device_id)
        if row["held_by"] and not work.by.is_person:
            raise CommandRefused(f"{row['device_name']} is held by {row['held_by']} and is moved by hand only.")
    write_devices(work.connection, work.utility_id, moves, at)


def write_stepped(work: CommandWork) -> None:
    """Write the outages whose customers lost supply or got it back by what was done."""
    changed = [outage for outage in operating(work).outages if outage.is_changed]
    _write_groups(work, changed)
    for outage in changed:
        change_outage(work.connection, outage.outage_id, **_kept(outage))
    put_calls_of_dark(work, work.outage_ids)


def write_changed(work: CommandWork, outage: Outage, **values: Any) -> None:
    """Write who is out in an outage, and some of its columns; and the others whose customers that concerns.

    All interruptions first: one that goes from one outage to another is counted in the one where it stands.
    """
    others = [one for one in operating(work).outages if one.is_changed and one is not outage]
    _write_groups(work, [*others, outage])
    for other in others:
        change_outage(work.connection, other.outage_id, **_kept(other))
    change_outage(work.connection, outage.outage_id, **_kept(outage), **values)
    put_calls_of_dark(work, work.outage_ids)


def _write_groups(work: CommandWork, outages: list[Outage]) -> None:
    for outage in outages:
        work.outage_ids.add(outage.outage_id)
        write_groups(work.connection, operating(work).network, outage)


def _kept(outage: Outage) -> dict[str, Any]:
    return {"has_interruptions": bool(outage.groups), **switched(outage)}


def switched(outage: Outage) -> dict[str, list[int]]:
    """The columns that say which devices were moved for an outage."""
    return {
        "opened_devices": sorted(device_id for device_id, is_open in outage.switched.items() if is_open),
        "closed_devices": sorted(device_id for device_id, is_open in outage.switched.items() if not is_open),
    }


def refuse_off_network(work: CommandWork, lon: float, lat: float) -> None:
    """Refuse a place that is nowhere near the network: half a degree, some 50 km, off all of it."""
    (is_near,) = execute(
        work.connection, "is_near_network", utility_id=work.utility_id, lon=lon, lat=lat
    ).fetchone() or (None,)  # fmt: skip
    if is_near is False:
        raise CommandRefused(f"Longitude {lon:g}, latitude {lat:g} lies more than 50 km off the network: look at both.")


def free_crew(work: CommandWork, row: Row) -> None:
    """Let the crew of an outage go, where there is one."""
    if row["crew_id"] is not None:
        crew = work.locked("crew", row["crew_id"])
        if crew["outage_id"] == row["outage_id"]:
            send(work, row["crew_id"], "available", None)


def send(work: CommandWork, crew_id: int, status: str, outage_id: int | None) -> None:
    """Say what a crew does."""
    execute(
        work.connection, "send_crew", crew_id=crew_id, status=status, outage_id=outage_id, now=work.now,
        utility_id=work.utility_id,
    )  # fmt: skip


def _either(states: tuple[OutageState, ...]) -> str:
    names = [told(state) for state in states]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
