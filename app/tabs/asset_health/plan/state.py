"""What the view of the plan keeps in the address; substation and feeder are the scope that all tabs share."""

from __future__ import annotations

from typing import Any, Final

import param

PLAN_KINDS: Final = {"all": "All assets", "transformer": "Transformers", "pole": "Poles"}
GOALS: Final = {"cost": "Risk in US$", "customer_minutes": "Customer-minutes"}
HORIZONS: Final = (1, 3, 5, 10, 20)
MAX_BUDGET: Final = 1e12


class PlanState(param.Parameterized):
    """Its own choices; each has one writer, the control that shows it."""

    plan_budget = param.Number(default=1e6, bounds=(0, MAX_BUDGET), doc="What may be spent, US$.")
    plan_kind: Any = param.Selector(default="all", objects=list(PLAN_KINDS), doc="What may be replaced.")
    plan_goal: Any = param.Selector(default="cost", objects=list(GOALS), doc="What is to be gained.")
    plan_years: Any = param.Selector(default=1, objects=list(HORIZONS), doc="Years over which risk is reckoned.")
