"""The fleet: rows of two answers as arrays, their orders, and who is who."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.assets import AssetRef
from data_sources.fleet import CONSEQUENCE, Fleet
from tests.fleets import assets_table, fleet_of, spans_table


def test_assets_and_spans_are_rows_of_one_fleet_and_what_a_kind_does_not_have_is_not_known() -> None:
    fleet = Fleet.of(assets_table(3, health_score=[90, 40, np.nan]), spans_table(2, vegetation_risk=[0.2, 0.9]))
    assert len(fleet) == 5
    assert [str(fleet.ref(row)) for row in range(5)] == [
        "transformer:0",
        "pole:1",
        "transformer:2",
        "segment:0",
        "segment:1",
    ]
    assert fleet.numbers["vegetation_risk"][3:].tolist() == pytest.approx([0.2, 0.9])
    assert np.isnan(fleet.numbers["vegetation_risk"][:3]).all()
    assert np.isnan(fleet.numbers["health_score"][2:]).all()
    assert fleet.names.to_pylist() == ["A-0000", "A-0001", "A-0002", "S-0000", "S-0001"]
    assert fleet.is_simulated


def test_the_consequence_of_a_failure_is_customers_times_the_minutes_until_they_are_back() -> None:
    fleet = fleet_of(2, customers=[12, 3], outage_hours=[4, np.nan])
    assert fleet.numbers[CONSEQUENCE][0] == 12 * 4 * 60
    assert np.isnan(fleet.numbers[CONSEQUENCE][1])


def test_an_asset_is_found_by_kind_and_id() -> None:
    fleet = fleet_of(4, spans=2)
    assert fleet.row_of(AssetRef("pole", 3)) == 3
    assert fleet.row_of(AssetRef("segment", 1)) == 5
    assert fleet.row_of(AssetRef("pole", 0)) is None  # 0 is a transformer
    assert fleet.row_of(AssetRef("feeder", 1)) is None
    assert fleet.row_of(None) is None


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 100, width=32)), max_size=40), st.booleans())
def test_rows_come_by_value_those_without_one_last_either_way(values: list[float], is_descending: bool) -> None:
    fleet = fleet_of(len(values), health_score=values)
    mask = np.arange(len(values)) % 3 != 0
    found = fleet.ordered("health_score", mask, is_descending=is_descending)
    assert sorted(found.tolist()) == np.flatnonzero(mask).tolist()
    shown = fleet.numbers["health_score"][found]
    known = shown[np.isfinite(shown)]
    assert np.isnan(shown[len(known) :]).all()
    assert known.tolist() == sorted(known.tolist(), reverse=is_descending)


def test_rows_come_by_name_too() -> None:
    fleet = Fleet.of(assets_table(3), spans_table(1))
    found = fleet.ordered("name", np.ones(4, bool), is_descending=True)
    assert fleet.names.take(found).to_pylist() == ["S-0000", "A-0002", "A-0001", "A-0000"]
