"""Outages that are presumed already, as their rows have them, and what meters say of a place. Values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import CALL, GASP, HAS_SUPPLY, PING_UNANSWERED
from data_sources.analytics.topology import Ints


class MeterCounts(NamedTuple):
    """What the meters of a place say now.

    Attributes:
        meters: how many there are.
        last_gasps: whose last gasp stands.
        calls: whose customer's call stands.
        unanswered: that did not answer a ping since.
        silent: that have said nothing.
        answering: that have supply by their newest word.
    """

    meters: int
    last_gasps: int
    calls: int
    unanswered: int
    silent: int
    answering: int


def counts(times: Ints) -> MeterCounts:
    """Of meters with these times, shape (meters, 4) as `Predictor.times`."""
    alive = times[:, HAS_SUPPLY]
    stands = times > alive[:, None]
    is_out = stands[:, (GASP, CALL, PING_UNANSWERED)].any(axis=1)
    answering = (alive > 0) & ~is_out
    return MeterCounts(
        len(times), int(stands[:, GASP].sum()), int(stands[:, CALL].sum()), int(stands[:, PING_UNANSWERED].sum()),
        int((~is_out & ~answering).sum()), int(answering.sum()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PresumedOutage:
    """An outage that nobody has confirmed.

    Attributes:
        outage_id: its number.
        version: of its row.
        key: its place, as predictions name it; None where it lies outside the tree.
        callers: rows of the meters at its place that ever reported.
        is_held: a person put it there, or decided about it: rules leave it alone.
        nested_in: the outage whose end left it without supply; None for others.
        written: probability, last gasps, calls, silent and answering meters, as they were written last; None: never.
        began_at: since when supply is presumed to be lost, as written last.
        found_at: when it was presumed at this place, likewise.
    """

    outage_id: int
    version: int
    key: PredictionKey | None
    callers: Ints
    is_held: bool
    nested_in: int | None
    written: tuple[float, int, int, int, int] | None
    began_at: dt.datetime | None
    found_at: dt.datetime | None

    @classmethod
    def of(cls, row: Mapping[str, Any], key: PredictionKey | None, callers: Ints) -> PresumedOutage:
        """From a row of unconfirmed_outages.sql."""
        names = ("probability", "last_gasps", "calls", "silent", "answering")
        written = None if row["probability"] is None else tuple(row[name] for name in names)
        return cls(
            row["outage_id"],
            row["version"],
            key,
            callers,
            row["is_held"],
            row["nested_in"],
            written,
            row["began_at"],
            row["found_at"],
        )

    @property
    def as_prediction(self) -> OutagePrediction:
        """As `regrouped` takes what was predicted before."""
        assert self.key is not None
        kind, row = self.key
        return OutagePrediction(kind, row, 1.0, False, self.callers, 0, 0, 0, (), ())


def left_over(
    predictions: Sequence[OutagePrediction], standing: Sequence[PresumedOutage], common: Callable[[Ints], PredictionKey]
) -> list[OutagePrediction]:
    """The predictions without what outages explain that stay where they are.

    What is left of one is presumed at the nearest place above its callers.

    Args:
        predictions: of a look.
        standing: those outages: put there by a person, or left dark by the end of another one.
        common: the nearest place above some meters, by their rows.
    """
    places = {outage.key for outage in standing if outage.is_held}
    explained = np.concatenate([outage.callers for outage in standing]) if standing else np.empty(0, np.int64)
    found = []
    for one in predictions:
        rest = one.callers if one.key in places else np.setdiff1d(one.callers, explained)
        if len(rest) == len(one.callers):
            found.append(one)
        elif len(rest):
            kind, row = common(rest)
            found.append(replace(one, kind=kind, row=row, callers=rest))
    return found
