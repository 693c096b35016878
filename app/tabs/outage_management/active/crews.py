"""Crews for an outage, the nearest that is fit first; and what else a form has to name. Pure but for its network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from app import formats
from app.widgets.column import words
from data_sources.network.graph import Network
from data_sources.outages.crews import distance_m, misfit
from data_sources.outages.states import Crew, Outage

Row = Mapping[str, Any]
DRIVE_KMH: Final = 40.0  # as the crow flies, in a town; said beside the figure
SHOWN: Final = 12
FITNESS: Final = ("", "not their usual work", "only if nobody else is free")


def nearest(crews: Sequence[Row], row: Row) -> list[tuple[str, ...]]:
    """Free crews: key, name, and kind, distance and drive; those off shift are called in and come last.

    Args:
        crews: rows of crews_and_outages.sql.
        row: the outage.
    """
    outage = Outage(-1, -1, -1, row["started_at"], row["cause"], row["lon"], row["lat"])
    free = [_crew(one) for one in crews if one["status"] in ("available", "off_shift")]
    free.sort(key=lambda one: (one.status == "off_shift", misfit(one, outage), distance_m(one, outage)))
    return [(str(one.crew_id), one.name, _told(one, outage)) for one in free[:SHOWN]]


def _crew(row: Row) -> Crew:
    return Crew(row["crew_id"], row["crew_name"], row["kind"], row["status"], row["lon"], row["lat"])


def _told(crew: Crew, outage: Outage) -> str:
    km = distance_m(crew, outage) / 1000
    parts = [
        words(crew.kind), f"{km:,.1f} km", f"about {formats.duration(km / DRIVE_KMH * 60)} at {DRIVE_KMH:.0f} km/h",
        FITNESS[misfit(crew, outage)], "off shift, would be called in" if crew.status == "off_shift" else "",
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def named(network: Network, row: Row) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """Dark transformers of an outage by key and name with their customers, and every device by name."""
    ids = np.array([int(one) for one in str(row["dark_transformers"] or "").split(",") if one], dtype=np.int64)
    units = network.transformers.indexes(ids)
    names = network.transformers["transformer_name"][units].tolist()
    served = network.transformer_customers[units].tolist()
    units_named = zip(ids.tolist(), names, served, strict=True)
    found: list[tuple[str, ...]] = [
        (str(key), str(name), formats.count_of(count, "customer")) for key, name, count in units_named
    ]
    return found, dict(zip(map(str, network.devices["device_name"]), network.devices.ids.tolist(), strict=True))
