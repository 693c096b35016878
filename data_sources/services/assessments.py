"""Health and risk of every utility's assets, assessed where what they are made of has changed, and once a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from data_sources.pipeline.thermal.keeping import HeatStore
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.service import PartlyDone
from data_sources.studies.assets.stress import HistoryStress
from data_sources.studies.assets.writing import AssessmentWritten, assessment_inputs, write_assessment

LOOK_S: Final = 30.0
AGAIN: Final = dt.timedelta(seconds=15)
AGAIN_EACH: Final = dt.timedelta(milliseconds=1)
"""Between two assessments of a utility whose rows change, and more for each asset: inspections come one by one."""
DAILY: Final = dt.timedelta(days=1)
"""Assets age, and inspections with them."""


class Assessments:
    """Keeps flux.asset_health, and the scores that all screens show, in step with what is known.

    Args:
        source: the live database.
        heat: tells how hard transformers were used; None: nobody does.
    """

    name = "health of assets"
    lock = "asset health"
    every_s = LOOK_S

    def __init__(self, source: PostgresSource, heat: HeatStore | None) -> None:
        """Touches nothing."""
        self._source, self._heat = source, heat

    def run(self, now: dt.datetime) -> str:
        """Assess the utilities that are due; one whose rows do not fit together holds up no other.

        Raises:
            PartlyDone: what is wrong with the first that cannot be assessed, and what was done for the others.
        """
        told, wrong = [], []
        for utility in self._source.fetch(Query.of("utilities")).to_pylist():
            try:
                told += self._one(utility, now)
            except Exception as error:
                wrong.append(error)
        if wrong:
            raise PartlyDone("; ".join(told), wrong[0])
        return "; ".join(told)

    def _one(self, utility: dict[str, Any], now: dt.datetime) -> list[str]:
        utility_id = utility["utility_id"]
        stress = None if self._heat is None else HistoryStress(self._heat, utility_id)
        kept = self._source.fetch(Query.of("asset_assessment", utility_id=utility_id)).to_pylist()
        inputs = assessment_inputs(self._source, utility_id, stress)
        if kept and not _is_due(kept[0], inputs, now):
            return []
        return [_told(write_assessment(self._source, utility_id, now, stress), utility["utility_name"])]


def again(assets: int) -> dt.timedelta:
    """How long a utility of so many assets waits at least: 154,000 take seconds, a village none."""
    return AGAIN + AGAIN_EACH * assets


def _is_due(kept: dict[str, Any], inputs: str, now: dt.datetime) -> bool:
    age: dt.timedelta = now - kept["assessed_at"]
    return age >= DAILY or (age >= again(kept["assets"]) and inputs != str(kept["inputs"]))


def _told(found: AssessmentWritten, name: str) -> str:
    unknown = f", of {found.unknown:,} nothing is known" if found.unknown else ""
    return f"assessed {found.assets:,} assets of {name}{unknown}"
