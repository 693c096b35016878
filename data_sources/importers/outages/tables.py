"""Rows of a list put together: one outage a number, time and feeder, its groups of customers beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from data_sources.importers.outages.feeders import KnownFeeders
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.readings.arrays import Ints

US_A_MINUTE = 60_000_000
NO_CAUSE = "unknown"
KINDS = ("unplanned", "loss_of_supply", "planned")
KEY = ["feeder_id", "started_at", "restored_at", "customers_interrupted", "cause"]


@dataclass(frozen=True, slots=True)
class ListedTables:
    """What is to be written.

    Attributes:
        outages: one row an outage, by `place`; times are microseconds since 1970 in UTC.
        steps: one row a group of customers of an outage that has several, with the `place` of its outage.
    """

    outages: pd.DataFrame
    steps: pd.DataFrame

    def take(self, chosen: np.ndarray) -> ListedTables:
        """Some of the outages, numbered anew, with their steps."""
        outages = self.outages[chosen]
        place = pd.Series(np.arange(len(outages)), index=outages["place"].to_numpy())
        steps = self.steps[self.steps["place"].isin(place.index)]
        return ListedTables(
            outages.assign(place=place.to_numpy()), steps.assign(place=place.loc[steps["place"]].to_numpy())
        )


def put_together(found: ListedOutages, feeder: Ints, known: KnownFeeders) -> ListedTables:
    """Outages of rows, each of which has a feeder.

    Args:
        found: the rows.
        feeder: id of each row's feeder, shape (rows,).
        known: for the place of an outage that the list does not say.
    """
    began = found.started_at.astype("datetime64[us]").astype(np.int64)
    rows = pd.DataFrame({
        "outage": found.numbers(), "feeder_id": feeder,
        "out_at": began, "restored_at": began + np.round(found.minutes * US_A_MINUTE).astype(np.int64),
        "customers": np.round(found.customers).astype(np.int64), "lat": found.lat, "lon": found.lon,
        "cause": np.where(found.cause == "", NO_CAUSE, found.cause),
        "kind": np.where(found.is_planned, 2, np.where(found.is_loss_of_supply, 1, 0)),
    })  # fmt: skip
    rows["customer_minutes"] = rows["customers"] * (rows["restored_at"] - rows["out_at"]) / US_A_MINUTE
    rows["place"] = rows.groupby(["outage", "feeder_id"], sort=False).ngroup()
    outages = rows.groupby("place").agg(
        feeder_id=("feeder_id", "first"), started_at=("out_at", "min"), restored_at=("restored_at", "max"),
        cause=("cause", "first"), kind=("kind", "max"), customers_interrupted=("customers", "sum"),
        customer_minutes=("customer_minutes", "sum"), lon=("lon", "mean"), lat=("lat", "mean"),
    ).reset_index()  # fmt: skip
    steps = rows.groupby(["place", "out_at", "restored_at"], as_index=False).agg(customers=("customers", "sum"))
    return ListedTables(_placed(outages, known), steps[steps.duplicated("place", keep=False)])


def are_there(outages: pd.DataFrame, there: pa.Table) -> np.ndarray:
    """Which outages are in the database already, as often as they are there, shape (outages,)."""
    held = there.to_pandas().rename(columns={"started_us": "started_at", "restored_us": "restored_at"})
    counts = held.groupby(KEY).size().rename("count").reset_index()
    number = outages.groupby(KEY).cumcount()
    known = outages[KEY].merge(counts, how="left", on=KEY)["count"].fillna(0).to_numpy()
    return np.asarray(number.to_numpy() < known)


def _placed(outages: pd.DataFrame, known: KnownFeeders) -> pd.DataFrame:
    """Where a list says no place, the middle of the feeder."""
    missing = outages["lon"].isna() | outages["lat"].isna()
    centres = {feeder: known.centre(feeder) for feeder in outages.loc[missing, "feeder_id"].unique().tolist()}
    for axis, column in enumerate(("lon", "lat")):
        middle = outages["feeder_id"].map({feeder: centre[axis] for feeder, centre in centres.items()})
        outages[column] = outages[column].where(~missing, middle)
    return outages
