"""Measures in words."""

from __future__ import annotations

from collections.abc import Sequence

from data_sources.analytics.cascade.investments import CascadeInvestment, InvestmentParameters
from data_sources.analytics.cascade.mitigation import CascadeAction
from data_sources.studies.cascade.study import CascadeStudy


def of_action(study: CascadeStudy, action: CascadeAction) -> str:
    """What to do in the hour."""
    if action.kind == "check_transfers":
        return "Let no tie close without a look at the load on its way."
    name = study.element(action.edge)[1]
    if action.kind == "hold_tie_open":
        return f"Hold {name} open."
    return f"Take {action.reduce_kw / 1000:.2f} MW off what {name} feeds."


def of_option(one: CascadeInvestment, terms: InvestmentParameters, elements: Sequence[tuple[str, str, str]]) -> str:
    """What to build, at elements of some key, name and kind."""
    name = " and ".join(element[1] for element in elements)
    if one.kind == "harden":
        return f"Harden {name} so that it does not fail."
    if one.kind == "new_tie":
        return f"Build a tie between {name}."
    if one.kind == "reduce_load":
        return f"Demand response of {terms.load_reduction_share:.0%} of the load everywhere."
    if one.kind == "check_transfers":
        return "Switching on every tie that looks at the load before it closes."
    what = {"uprate_bank": "the substation transformers of ", "uprate_feeder": "the head of ", "uprate_line": ""}
    return f"Uprate {what[one.kind]}{name} by {terms.uprate_share:.0%}."
