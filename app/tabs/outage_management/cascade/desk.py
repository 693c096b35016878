"""CascadeDesk: what the view has had worked out so far, kept in step with what is wanted; its parts watch it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import param

from app.follow import Follow, FollowStatus
from app.tabs.outage_management.cascade import asked
from app.tabs.outage_management.cascade.asked import Candidates, CascadeRun, Investments, Risk
from app.tabs.outage_management.cascade.parameters import filled, values_of
from app.tabs.outage_management.view import OutageView
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.costs import CostParameters
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.studies.cascade.study import CascadeStudy, WorkHours

RISK_LEAST_AGE_S = 10.0


def _answer(kind: type, doc: str) -> Any:
    return param.ClassSelector(class_=kind, default=None, allow_None=True, doc=doc)


class CascadeDesk(param.Parameterized):
    """Five answers and where each of them stands; every one is worked out in a worker.

    Args:
        view: gives the utility, the choices and the workers.
        conditions: answers those chosen now.
    """

    study = _answer(CascadeStudy, "What is studied, known before the ranking is: who has no supply as it is.")
    candidates = _answer(Candidates, "What may fail first, ranked; None before it is known.")
    run = _answer(CascadeRun, "The cascade that follows from what was chosen to fail; None while nothing was.")
    investments = _answer(Investments, "What could be built; asked for while that part is in front.")
    risk = _answer(Risk, "The risk of the present state.")
    study_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")
    candidates_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")
    run_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")
    investments_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")
    risk_status = param.ClassSelector(class_=FollowStatus, default=FollowStatus(), doc="Where it stands.")

    def __init__(self, view: OutageView, conditions: Callable[[], Conditions]) -> None:
        """Follows from now on."""
        super().__init__()
        self._view, self._own, self._conditions = view, view.own, conditions
        self._last: tuple[asked.RunWish, CascadeRun] | None = None
        self._follows: dict[str, Follow[Any, Any]] = {
            "study": Follow(view, self.study_wish, asked.study_of, self._take("study"), self._say("study"),
                            source="live"),
            "candidates": Follow(view, self.study_wish, asked.candidates, self._take("candidates"),
                                 self._say("candidates"), source="live"),
            "run": Follow(view, self._run_wish, asked.run, self._take_run, self._say("run"), source="live"),
            "investments": Follow(view, self._investment_wish, asked.investments, self._take("investments"),
                                  self._say("investments"), source="live",
                                  is_front=lambda: self._own.cascade_part == "investments"),
            "risk": Follow(view, self._risk_wish, asked.risk, self._take("risk"), self._say("risk"), source="live",
                           least_age_s=RISK_LEAST_AGE_S),
        }  # fmt: skip
        view.watch(self._on_start, view.own, "cascade_start")

    def retry(self, name: str) -> None:
        """Ask again what failed."""
        self._follows[name].retry()

    # What is wanted ------------------------------------------------------------------------------------------------

    @property
    def values(self) -> dict[str, float]:
        """Prices, hours and effects, with those that a person changed."""
        return values_of(self._own.cascade_changed)

    @property
    def terms(self) -> InvestmentParameters:
        """What investments do and cost."""
        return filled(InvestmentParameters, self.values)

    def study_wish(self) -> asked.StudyWish | None:
        """What is studied; None while no utility is known."""
        utility_id = self._view.state.utility_id
        return None if utility_id is None else asked.StudyWish(utility_id, self._conditions(), self._own.cascade_loads)

    def _run_wish(self) -> asked.RunWish | None:
        study, start, values = self.study_wish(), tuple(filter(None, self._own.cascade_start.split(","))), self.values
        if study is None or not start:
            return None
        prices = filled(CostParameters, values)
        return asked.RunWish(study, start, filled(WorkHours, values), prices, self._own.cascade_crews)

    def _investment_wish(self) -> asked.InvestmentWish | None:
        study = self.study_wish()
        return None if study is None else asked.InvestmentWish(study, self.terms)

    def _risk_wish(self) -> asked.RiskWish | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else asked.RiskWish(utility_id, self._view.state.time_zone)

    # What comes back -----------------------------------------------------------------------------------------------

    def _take(self, name: str) -> Callable[[Any, Any], None]:
        return lambda _wish, answer: self.param.update({name: answer})

    def _say(self, name: str) -> Callable[[FollowStatus], None]:
        return lambda status: self.param.update({f"{name}_status": status})

    def _take_run(self, wish: asked.RunWish, run: CascadeRun) -> None:
        self._last = wish, run
        self.run = run

    def _on_start(self) -> None:
        """Nothing is chosen any more; or what was shown last is chosen again, which nobody works out anew."""
        wish = self._run_wish()
        if wish is None:
            self.run = None
        elif self._last is not None and self._last[0] == wish:
            self.run = self._last[1]
