"""What is to be done so that the presumed outages are those of the last look. Pure: values in, steps out.

An outage keeps its number where it goes up or down the tree; one that falls apart keeps it at its largest part. What
several turn out to be is merged into the oldest. What a person decided stands: neither moved, merged, cancelled nor
confirmed by rule, and its meters raise nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey, regrouped
from data_sources.prediction.presumed import PresumedOutage


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done.

    Attributes:
        do: report (a new one at `key`), move (to `key`), merge (into another), cancel, or keep.
        key: the place of its prediction; None for what is merged or cancelled.
        outage: which; None for a new one.
        into: what it is merged into.
    """

    do: Literal["report", "move", "merge", "cancel", "keep"]
    key: PredictionKey | None = None
    outage: PresumedOutage | None = None
    into: PresumedOutage | None = None


@dataclass(slots=True)
class _Board:
    """Outages by place, and which of them have found theirs."""

    at: dict[PredictionKey, PresumedOutage]
    taken: set[int] = field(default_factory=set)

    def take(self, outage: PresumedOutage) -> PresumedOutage:
        self.taken.add(outage.outage_id)
        return outage

    def free(self, keys: Sequence[PredictionKey], now: set[PredictionKey]) -> list[PresumedOutage]:
        """Outages at some places that are no longer predicted there, and that have not gone elsewhere; oldest first."""
        found = [self.at[key] for key in keys if key not in now and self.at[key].outage_id not in self.taken]
        return sorted(found, key=lambda one: one.outage_id)


def steps(predictions: Sequence[OutagePrediction], presumed: Sequence[PresumedOutage]) -> list[Step]:
    """The steps, merges and cancellations last.

    Args:
        predictions: of this look, without what lasting outages or persons explain.
        presumed: outages that nobody has confirmed.
    """
    at_held = {one.key: one for one in presumed if one.is_held}
    found = [Step("keep", one.key, at_held[one.key]) for one in predictions if one.key in at_held]
    after = [one for one in predictions if one.key not in at_held]
    return found + _of_rules(after, [one for one in presumed if not one.is_held])


def _of_rules(after: list[OutagePrediction], mine: list[PresumedOutage]) -> list[Step]:
    board = _Board({one.key: one for one in mine if one.key is not None})
    groups = regrouped([one.as_prediction for one in board.at.values()], after)
    now = {one.key for one in after}
    into: dict[PredictionKey, PresumedOutage] = {}
    found, merges = [], []
    for one in sorted(after, key=lambda one: (one.key not in board.at, -len(one.callers))):
        merged = groups.merged.get(one.key, ())
        of_split = [source for source, parts in groups.split.items() if one.key in parts]
        if one.key in board.at:
            found.append(Step("keep", one.key, board.take(board.at[one.key])))
            into[one.key] = board.at[one.key]
        elif free := board.free([*merged, *of_split], now):
            found.append(Step("move", one.key, board.take(free[0])))
            into[one.key] = free[0]
        else:
            found.append(Step("report", one.key))
        if one.key in into:
            merges += [Step("merge", None, board.take(rest), into[one.key]) for rest in board.free(merged, now)]
    gone = [Step("cancel", None, one) for one in mine if one.outage_id not in board.taken]
    return found + merges + gone
