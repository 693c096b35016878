"""A storm in a demo, so that storm mode can be seen and tried on a quiet day."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from pydantic import Field

from data_sources.commands.command import Command, Target
from data_sources.commands.principal import Role
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life.base import AssetId
from data_sources.postgres.source import execute

MINUTES: Final = 20.0
FAULTS: Final = 60


class StartSimulatedStorm(Command):
    """Start a simulated storm in a demo utility: a front moves over it, and faults strike along it.

    It writes one row of `flux.sim_storms`, which the demo's simulator takes up at its next step: so many faults, spread
    over so many minutes, beside those of any day; all else (what reports, who calls, crews) goes by the same rules. The
    storm is over when its row has `ended_at`. One at a time.
    """

    name: ClassVar[str] = "start_simulated_storm"
    role: ClassVar[Role] = "supervisor"

    utility_id: AssetId
    minutes: Annotated[float, Field(ge=1, le=1440, description="how long it lasts")] = MINUTES
    faults: Annotated[int, Field(ge=1, le=1000, description="faults that it brings")] = FAULTS
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, description="same seed, same way of the front")] = 1

    @property
    def target(self) -> Target:
        """The utility."""
        return Target("utility", self.utility_id)

    def apply(self, work: CommandWork) -> None:
        """Write what the simulator plays."""
        (is_demo,) = execute(work.connection, "is_demo", utility_id=work.utility_id).fetchone() or (False,)
        if not is_demo:
            raise CommandRefused("A storm is simulated in a demo only; this utility is a real one.")
        row = execute(
            work.connection, "start_simulated_storm", utility_id=work.utility_id, now=work.now, by=work.by.name,
            minutes=self.minutes, faults=self.faults, seed=self.seed,
        ).fetchone()  # fmt: skip
        if row is None:
            raise CommandRefused("A simulated storm is under way already: wait until it is over.")
