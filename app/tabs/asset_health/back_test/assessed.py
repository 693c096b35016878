"""Assessed: what the last assessment says of itself, read from its row. Pure."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from data_sources.analytics.health.classes import CLASSES
from data_sources.analytics.health.hazard import Hazard

Basis = Literal["fitted", "growth assumed", "assumed"]
KIND_OF = {one.name: one.kind for one in CLASSES}


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """The last assessment as a whole.

    Attributes:
        at: when.
        parameters: weights, lives, costs and durations, each with its source.
        hazards: by class, as `hazards_told` has them.
        back_test: by kind, as `back_test_told` has it; empty where it cannot be.
        is_simulated: of made-up rows.
    """

    at: dt.datetime
    parameters: dict[str, Any]
    hazards: dict[str, Any]
    back_test: dict[str, Any]
    is_simulated: bool

    @classmethod
    def of(cls, rows: pa.Table) -> Assessed | None:
        """That of a row of asset_assessment.sql; None where there was none yet."""
        if not rows.num_rows:
            return None
        (row,) = rows.to_pylist()
        parameters, hazards, judged = (json.loads(row[name] or "{}") for name in ("parameters", "hazards", "back_test"))
        return cls(row["assessed_at"], parameters, hazards, judged, row["is_simulated"])

    def classes(self, kind: str) -> list[str]:
        """Names of the classes of a kind ("all": of both), those with the longest record first."""
        found = [name for name in self.hazards if kind in ("all", KIND_OF.get(name, ""))]
        return sorted(found, key=lambda name: (-self.hazards[name]["unit_years"], name))

    def hazard(self, name: str) -> Hazard:
        """The hazard of a class as a curve."""
        told = self.hazards[name]
        estimate, covariance = np.array(told["estimate"]), np.array(told["covariance"])
        return Hazard(
            estimate, covariance, told["failures"], told["unit_years"], told["is_assumed"],
            is_shape_assumed=told.get("is_shape_assumed", told["is_assumed"]), usual_ratio=told.get("usual_ratio", 1.0),
        )  # fmt: skip

    def basis(self, name: str) -> Basis:
        """What the hazard of a class rests on."""
        found = self.hazard(name)
        return "assumed" if found.is_assumed else "growth assumed" if found.is_shape_assumed else "fitted"

    def why_no_test(self, kind: str) -> str:
        """Why a kind cannot be back-tested, a sentence; empty where it can."""
        if kind in self.back_test:
            return ""
        record = sum(self.hazards[name]["failures"] for name in self.classes(kind))
        whose = {"transformer": "transformer", "pole": "pole"}.get(kind, "asset")
        if not record:
            return f"It cannot be back-tested because no failure of any {whose} is on record."
        if not self.back_test:
            return "It cannot be back-tested because the record of failures does not reach back beyond the last year."
        return f"It cannot be back-tested because no {whose} that stood a year ago has failed since."
