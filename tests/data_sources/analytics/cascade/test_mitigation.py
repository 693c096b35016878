"""What would have helped, by hand: every gain is what a cascade without the change and one with it differ by."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.cascade.costs import SOURCES, CascadeDamage, CostParameters, cost, severity
from data_sources.analytics.cascade.investments import InvestmentParameters, investments
from data_sources.analytics.cascade.mitigation import actions
from data_sources.analytics.cascade.places import Places
from data_sources.analytics.cascade.play import happened
from data_sources.analytics.cascade.transfer import FAILED, LOST, TRANSFERRED, Cascade
from tests.data_sources.analytics.cascade.grids import CHECKED, PLAIN, two_feeders

HEAD = np.array([3])
NOWHERE = Places(np.full(7, np.nan), np.full(7, np.nan), np.full(7, np.nan), 0.95)


def test_actions_against_a_cascade_that_drowns_a_neighbour() -> None:
    """Feeder 5 bears 80 and gets 60 to its 30. Ten less of it, and nobody is lost; the tie held open loses 60."""
    cascade = Cascade(two_feeders(second_kw=80.0), PLAIN)
    found = actions(cascade, HEAD, cascade.fail(HEAD))
    assert [(one.kind, one.edge, one.reduce_kw, one.after.customers) for one in found] == [
        ("reduce_load", 4, 10.0, 0.0), ("check_transfers", -1, 0.0, 60.0), ("hold_tie_open", 6, 0.0, 60.0)
    ]  # fmt: skip


def test_nothing_to_check_where_ties_check_already() -> None:
    cascade = Cascade(two_feeders(second_kw=80.0), CHECKED)
    assert {one.kind for one in actions(cascade, HEAD, cascade.fail(HEAD))} == {"hold_tie_open"}


def test_investments_against_both_feeders_by_hand() -> None:
    """As it is 90 are lost when 3 fails, and 0 when 5 fails: 45 in the mean.

    A quarter more for feeder 5 (100 kW) saves all, as 3 or nothing at its neighbour does; checked ties lose 60 or 0.
    """
    cascade = Cascade(two_feeders(second_kw=80.0), PLAIN)
    now, found = investments(cascade, [HEAD, np.array([5])], InvestmentParameters(), 2, NOWHERE)
    assert now.customers == 45
    by_kind = {(one.kind, one.edge, *one.nodes): one for one in found}
    assert by_kind["uprate_feeder", 4].after.customers == 0
    assert by_kind["uprate_feeder", 4].cost_usd == pytest.approx(20 / 1000 * 90_000)
    assert by_kind["harden", -1, 3].after.customers == 0
    assert by_kind["harden", -1, 5].after.customers == 45
    assert by_kind["check_transfers", -1].after.customers == 30
    assert by_kind["reduce_load", -1].after.customers == 45  # a tenth less is 81 kW through 80: all are lost still
    assert [one.after.customers for one in found] == sorted(one.after.customers for one in found)


def test_a_new_tie_goes_from_what_is_dark_to_the_nearest_live_section_of_its_voltage() -> None:
    """Without their tie 60 are lost when 3 fails. 4 lies 1 km north of 6 (12.47 kV); 5 is nearer, but of 34.5 kV."""
    cascade = Cascade(two_feeders().without_ties(np.array([6])), PLAIN)
    lat = np.array([np.nan, np.nan, np.nan, 0.5, 1 / 111.2, 0.5 / 111.2, 0.0])
    kilovolts = np.array([np.nan, np.nan, np.nan, 12.47, 12.47, 34.5, 12.47])
    now, found = investments(cascade, [HEAD], InvestmentParameters(), 1, Places(np.zeros(7), lat, kilovolts, 0.95))
    (tie,) = (one for one in found if one.kind == "new_tie")
    assert now.customers == 60
    assert (tie.nodes, tie.after.customers) == ((4, 6), 0)
    assert tie.cost_usd == pytest.approx(60_000 + 250_000)


def test_costs_by_hand() -> None:
    """1,000 customers and 4 MW for 2 hours; 10 crew-hours, one bank and two feeders."""
    found = cost(CascadeDamage(1000, 4000.0, 2000.0, 8000.0, 10.0, 1, 2), CostParameters())
    assert found.interruption_usd == 100_000
    assert found.unserved_energy_usd == pytest.approx(960)
    assert found.regulatory_usd == 25_000 + 36_000
    assert found.crew_usd == 8_500
    assert found.equipment_usd == 15_000 + 5_000
    assert found.total_usd == pytest.approx(190_460)
    assert cost(CascadeDamage(0, 0.0, 0.0, 0.0, 0.0, 0, 0), CostParameters()).total_usd == 0


def test_every_price_says_where_it_comes_from() -> None:
    assert set(CostParameters.__slots__) < set(SOURCES)
    assert all(SOURCES.values())


def test_tiers_of_severity() -> None:
    assert [severity(count) for count in (0, 1, 9_999, 10_000, 50_000, 100_000)] == [
        "none", "moderate", "moderate", "major", "severe", "catastrophic"
    ]  # fmt: skip


def test_what_happened_in_order() -> None:
    cascade = Cascade(two_feeders(second_kw=80.0), PLAIN)
    found = happened(cascade.fail(HEAD))
    assert list(zip(found.wave.tolist(), found.node.tolist(), found.state.tolist(), strict=True)) == [
        (0, 3, FAILED), (0, 4, LOST), (1, 5, LOST), (1, 6, LOST)
    ]  # fmt: skip
    saved = happened(Cascade(two_feeders(), PLAIN).fail(HEAD))
    assert (int(saved.node[-1]), int(saved.state[-1])) == (4, TRANSFERRED)
