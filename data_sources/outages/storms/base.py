"""What the commands about a declared storm have in common."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar

from pydantic import Field

from data_sources.commands.command import Command, Target
from data_sources.commands.run import run_within
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life import EstimateByRule
from data_sources.postgres.source import execute

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class StormCommand(Command):
    """Base of the commands about a storm that is declared.

    Attributes:
        slug: its part of an address, e.g. "end".
    """

    slug: ClassVar[str]
    is_switching: ClassVar[bool] = True  # it changes estimates of many outages: none begins or ends meanwhile

    storm_id: RowId = Field(description="number of the storm")

    @property
    def target(self) -> Target:
        """The storm."""
        return Target("storm", self.storm_id)

    def apply(self, work: CommandWork) -> None:
        """Change it, while it lasts."""
        if work.row["ended_at"] is not None:
            raise CommandRefused(f"Storm {work.row['storm_name']} is over: nothing of it is changed any more.")
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """The change itself."""
        raise NotImplementedError


def change_storm(work: CommandWork, storm_id: int, **values: Any) -> None:
    """Write some columns of a storm; its version is one more."""
    changes = json.dumps(values, default=lambda one: one.isoformat())
    execute(work.connection, "change_storm", storm_id=storm_id, changes=changes)


def outages_to_estimate(work: CommandWork, substation_id: int | None = None) -> list[dict[str, Any]]:
    """Outages of an area, or of the utility, whose end is told, locked."""
    found = execute(
        work.connection, "outages_to_estimate", utility_id=work.utility_id, substation_id=substation_id
    ).fetchall()
    names = ("outage_id", "estimated_restoration_at", "estimated_by", "is_area_estimate", "started_at")
    return [dict(zip(names, row, strict=True)) for row in found]


def let_rules_estimate(work: CommandWork, outage_ids: list[int], reason: str) -> None:
    """Let rules say of some outages when they will be over, each with its audit row, which says why."""
    for outage_id in outage_ids:
        run_within(work, EstimateByRule(outage_id=outage_id, reason=reason))
