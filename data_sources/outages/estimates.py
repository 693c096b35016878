"""What rules may say of when an outage will be over: the one rule, in fair weather and in a storm.

Without a storm rules tell a time of each outage (life/by_rule.py: a crew's drive and work).
While a storm is declared nobody knows when a crew will get to an outage, so that no rule tells a time of a single one:
an outage has the time that a person gave its area (the feeder's substation), or none. Whoever declares a storm takes
back the times of rules, whoever gives an area a time gives it to all of it, and an outage that begins later has it at
once. When the storm is over, rules go on from there.
What a person said of the outage itself stands, in a storm as ever; so does the planned end of planned work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.postgres.source import Connection, execute

LONGEST: Final = dt.timedelta(days=366)  # the longest restoration known, Puerto Rico after Maria (2017), took 11 months


BY_RULE: Final[Mapping[str, Any]] = {"estimated_by": "rule", "estimate_reason": None, "is_area_estimate": False}


class StormArea(NamedTuple):
    """An area while a storm is declared.

    Attributes:
        name: of its substation.
        estimated_at: the time that it was given; None where it was given none.
    """

    name: str
    estimated_at: dt.datetime | None


def refuse_far(work: CommandWork, at: dt.datetime | None) -> None:
    """Refuse an estimate that no outage has ever lasted to.

    Raises:
        CommandRefused: it is more than 366 days ahead.
    """
    if at is not None and at > work.now + LONGEST:
        raise CommandRefused(f"{work.clock(at)} is more than {LONGEST.days} days ahead: look at its year.")


def storm_area(connection: Connection, utility_id: int, feeder_id: int) -> StormArea | None:
    """The area of a feeder; None where no storm is declared."""
    row = execute(connection, "storm_area", utility_id=utility_id, feeder_id=feeder_id).fetchone()
    return None if row is None else StormArea(*row)


def area_reason(name: str) -> str:
    """Why an outage has the time of its area."""
    return f"storm, area {name}"


def is_own_word(row: Mapping[str, Any]) -> bool:
    """Whether a person said of this outage itself when it will be over.

    Args:
        row: with estimated_by and is_area_estimate.
    """
    return row["estimated_by"] == "manual" and not row["is_area_estimate"]


def storm_columns(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The columns of an outage that a storm decides, none of them where a person spoke; None where no storm decides.

    Args:
        connection: of the transaction, which has locked the outage, or makes it.
        row: of the outage: utility_id, feeder_id, kind, started_at, estimated_by, is_area_estimate.
    """
    area = None if row["kind"] == "planned" else storm_area(connection, row["utility_id"], row["feeder_id"])
    if area is None:
        return None
    return {} if is_own_word(row) else area_columns(area, _instant(row["started_at"]))


def area_columns(area: StormArea, started_at: dt.datetime) -> dict[str, Any]:
    """What an outage has from its area: nothing where it began only when the time of the area was over."""
    at = area.estimated_at
    if at is None or at <= started_at:
        return {**BY_RULE, "estimated_restoration_at": None}
    reason = area_reason(area.name)
    return {
        "estimated_restoration_at": at, "estimated_by": "manual", "estimate_reason": reason, "is_area_estimate": True,
    }  # fmt: skip


def _instant(at: dt.datetime | str) -> dt.datetime:
    """Of a locked row it is text."""
    return dt.datetime.fromisoformat(at) if isinstance(at, str) else at
