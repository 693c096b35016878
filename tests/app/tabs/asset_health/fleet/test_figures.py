"""The figures over the fleet: sums of what is known, in units that read well."""

from __future__ import annotations

import numpy as np

from app.tabs.asset_health.fleet.figures import figures
from tests.fleets import fleet_of


def test_sums_are_of_what_is_known_and_in_millions_from_a_million_on() -> None:
    fleet = fleet_of(4, risk_customer_minutes=[1.5e6, 5e5, np.nan, 0], risk_cost=[10, 20, np.nan, 0])
    everything = np.ones(4, bool)
    risk = figures(fleet, everything, everything)[-1]
    assert (risk.value, risk.unit) == ("2.0", "M customer-min/yr")
    assert risk.note == "100.0 % of the fleet's; US$ 30 a year"
    brushed = figures(fleet, everything, np.array([False, True, True, False]))[-1]
    assert (brushed.value, brushed.unit) == ("500,000", "customer-min/yr")
    assert brushed.note == "25.0 % of the fleet's; US$ 20 a year"


def test_nothing_known_is_said_and_no_sum_is_made_up() -> None:
    fleet = fleet_of(2)
    shown = figures(fleet, np.ones(2, bool), np.ones(2, bool))
    assert [figure.value for figure in shown[1:]] == ["–", "0", "2", "–", "–"]
    assert shown[-1].note == shown[-2].note == "not known of any"
