"""What is done with an outage that is only presumed: moved to where it more likely is, and asked about at meters."""

from __future__ import annotations

from typing import ClassVar, Final, Self

import numpy as np
from pydantic import Field, model_validator

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.network.rows import Ints
from data_sources.outages.life.base import AssetId, AssetIds, OutageCommand, Text, operating, outage_of
from data_sources.outages.life.report import located, place_ids, predicted_customers, refuse_second, where
from data_sources.outages.states import LASTING, Outage, OutageState
from data_sources.outages.store import change_outage
from data_sources.postgres.source import execute

UNCONFIRMED: Final[tuple[OutageState, ...]] = ("predicted", "crew_assigned", "en_route", "on_site")
ASKED: Final = 5
"""Meters that are asked where nobody says which."""


class MovePrediction(OutageCommand):
    """Say that a predicted outage is somewhere else: another device, a transformer, or one service."""

    name: ClassVar[str] = "move_prediction"
    slug: ClassVar[str] = "move"
    does: ClassVar[str] = "move"
    states: ClassVar[tuple[OutageState, ...]] = UNCONFIRMED
    is_switching: ClassVar[bool] = True

    device_id: AssetId | None = Field(None, description="the device that more likely opened (give one of the three)")
    transformer_id: AssetId | None = Field(None, description="the transformer that more likely failed")
    meter_id: AssetId | None = Field(None, description="the meter whose service alone is out")
    reason: Text | None = None

    @model_validator(mode="after")
    def _is_to_one_place(self) -> Self:
        if sum(one is not None for one in (self.device_id, self.transformer_id, self.meter_id)) != 1:
            raise ValueError("give one of device_id, transformer_id and meter_id")
        return self

    def change(self, work: CommandWork) -> None:
        """Write the new place, and who would be out in it."""
        if work.row["confirmed_at"] is not None:
            raise CommandRefused(f"Outage {self.outage_id} is confirmed: its place stands.")
        state, outage = operating(work), outage_of(work, self.outage_id)
        place = located(state, self.device_id, self.transformer_id, self.meter_id)
        if place == (outage.device, outage.transformer, outage.meter):
            raise CommandRefused(f"Outage {self.outage_id} is presumed there already.")
        outage.device, outage.transformer, outage.meter = place
        refuse_second(work, outage)
        feeder, lon, lat = where(state.network, place)
        change_outage(
            work.connection, self.outage_id, feeder_id=int(state.network.rows.feeders.ids[feeder]), lon=lon, lat=lat,
            customers_predicted=predicted_customers(state, outage), **place_ids(state.network, outage),
        )  # fmt: skip


class PingMeters(OutageCommand):
    """Ask meters whether they have supply: the head-end finds the questions, and answers by messages."""

    name: ClassVar[str] = "ping_meters"
    slug: ClassVar[str] = "ping"
    does: ClassVar[str] = "ping the meters of"
    states: ClassVar[tuple[OutageState, ...]] = ("predicted", *LASTING, "restored")

    meter_ids: AssetIds | None = Field(None, description="which; where left out, a few spread over who is behind it")

    def change(self, work: CommandWork) -> None:
        """Write the questions that are not open already."""
        meter_ids = self._chosen(work) if self.meter_ids is None else sorted(set(self.meter_ids))
        asked = execute(
            work.connection, "ask_meters", utility_id=work.utility_id, outage_id=self.outage_id, meter_ids=meter_ids,
            now=work.now, by=work.by.name,
        ).fetchone()  # fmt: skip
        assert asked
        if asked[0] < len(meter_ids):
            raise CommandRefused(
                f"{len(meter_ids) - asked[0]} of these meters are not in this utility; none was asked."
            )

    def _chosen(self, work: CommandWork) -> list[int]:
        state = operating(work)
        outage = outage_of(work, self.outage_id)
        rows = _spread(state.network.meter_transformer, outage, state.behind(outage))
        if not len(rows):
            raise CommandRefused(f"No meter is known behind outage {self.outage_id}: say which to ask.")
        return [int(one) for one in state.network.rows.meters.ids[rows]]


def _spread(meter_transformer: Ints, outage: Outage, transformers: Ints) -> Ints:
    """Rows of a few meters, of transformers as far apart in the order of the network as can be."""
    if outage.meter >= 0:
        return np.array([outage.meter])
    meters = np.flatnonzero(np.isin(meter_transformer, transformers))
    first = meters[np.unique(meter_transformer[meters], return_index=True)[1]]
    pool = first if len(first) >= ASKED else meters
    chosen: Ints = pool[np.unique(np.linspace(0, len(pool) - 1, ASKED).astype(np.int64))] if len(pool) else pool
    return chosen
