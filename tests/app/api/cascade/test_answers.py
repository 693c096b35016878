"""Cascade studies by REST over a hand-made town whose every customer can be counted (tests/data_sources/towns.py).

Two feeders hang on one substation; a tie joins their ends. Each has 14 transformers of three customers: 18, 12 and 12
customers behind breaker, recloser and switch, of 20 kW a transformer now, and 30 at the design peak.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from data_sources.studies.cascade.study import CHANGES
from tests.app.api.server import running
from tests.conftest import CopyOf
from tests.data_sources.towns import load_town


@pytest.fixture(scope="module")
def town(copy_of: CopyOf, empty_template: str) -> Iterator[httpx.Client]:
    with copy_of(empty_template) as source:
        load_town(source)
        with running(source) as (address, _), httpx.Client(base_url=f"{address}/api/cascade", timeout=120) as client:
            yield client


def ask(town: httpx.Client, path: str, **asked: Any) -> dict[str, Any]:
    answer = town.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_scenarios_say_method_limits_and_where_parameters_come_from(town: httpx.Client) -> None:
    told = ask(town, "/scenarios")
    assert [(one["scenario"], one["load_multiplier"]) for one in told["scenarios"]] == [
        ("winter_storm", 1.8), ("summer_peak", 1.6), ("hurricane", 1.2), ("normal", 1.0)
    ]  # fmt: skip
    prices = {one["parameter"]: one for one in told["parameters"]}
    assert prices["interruption_usd_per_customer_hour"]["value"] == 50
    assert all(one["source"] for one in told["parameters"])
    assert told["method"]
    assert any("C57.91" in sentence for sentence in told["sources"])
    assert told["limits"]


def test_every_answer_says_what_it_stands_on(town: httpx.Client) -> None:
    told = ask(town, "/simulate", scenario="hurricane", load_multiplier=2, load_basis="present")
    assert (told["scenario"], told["temperature_c"], told["load_multiplier"], told["failure_threshold"]) == (
        "hurricane", 28, 2, 0.1
    )  # fmt: skip
    assert told["load_mw"] == pytest.approx(28 * 20 * 2 / 1000)
    assert told["loads_newest_at"] == "2026-07-15T20:00:00Z"
    assert told["loads_age_s"] is not None
    assert told["is_simulated"] is True
    assert (told["customers_served"], told["customers_out_before"]) == (84, 0)
    assert ask(town, "/simulate")["loads_newest_at"] is None  # the mean of a year follows no clock


def test_the_ranking_shows_each_part_and_what_follows(town: httpx.Client) -> None:
    told = ask(town, "/patient-zero-candidates", load_basis="peak", limit=3)
    first = told["candidates"][0]
    assert told["ranked"] == 9
    assert first["node_id"] == "substation:1"
    assert (first["customers_downstream"], first["customers_lost"], first["waves"]) == (84, 84, 0)
    assert first["load_mw"] == pytest.approx(0.84)
    parts = first["parts"]
    assert first["score"] == pytest.approx(25 * sum(parts.values()))
    assert (parts["customers"], parts["ties"]) == (1, 1)
    by_loss = ask(town, "/patient-zero-candidates", rank_by="simulated", limit=9)["candidates"]
    losses = [one["customers_lost"] for one in by_loss]
    assert losses == sorted(losses, reverse=True)
    assert losses[:3] == [84, 18, 18]  # a feeder's head serves nobody itself, and the tie takes the rest


def test_only_weighted_parts_count(town: httpx.Client) -> None:
    asked = {"betweenness_weight": 0, "customers_weight": 0, "ties_weight": 0}
    told = ask(town, "/patient-zero-candidates", **asked)["candidates"]
    assert [one["score"] for one in told] == pytest.approx([100 * one["parts"]["loading"] for one in told])
    refused = town.get("/patient-zero-candidates", params={**asked, "loading_weight": 0})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "betweenness_weight")


def test_a_section_that_fails_takes_its_own_and_the_tie_takes_the_rest(town: httpx.Client) -> None:
    told = ask(town, "/simulate", patient_zero="section:2")
    assert [one["node_name"] for one in told["patient_zero"]] == ["F0001 behind RECLOSER-2"]
    assert (told["customers_lost"], told["customers_interrupted"], told["waves"]) == (12, 24, 0)
    assert told["severity"] == "moderate"
    assert [(row["wave"], row["node_id"], row["node_state"]) for row in told["rows"]] == [
        (0, "section:2", "failed"), (0, "section:3", "lost"), (0, "section:3", "transferred")
    ]  # fmt: skip
    assert set(told["rows"][0]) == set(CHANGES.names)


def test_a_cascade_wave_by_wave(town: httpx.Client) -> None:
    """At ten times the peak a feeder carries 4.2 MW; the other's first line, of 8.2 MW, trips under both."""
    asked = {"load_basis": "peak", "load_multiplier": 10, "temperature_c": 40, "failure_threshold": 0}
    told = ask(town, "/simulate", patient_zero="feeder:1", **asked)
    assert told["waves"] == 1
    assert [(one["node_id"], one["wave"]) for one in told["trips"]] == [("section:1001", 1)]
    assert told["trips"][0]["overload_mw"] == pytest.approx(8.4 - 8.2078, abs=1e-3)
    assert told["customers_lost"] == 84
    assert told["if_checked"]["customers_lost"] < 84
    assert told["by_conditions"] == {"customers_lost": 0, "lost_mw": 0, "waves": 0}


def test_the_same_failure_by_betweenness(town: httpx.Client) -> None:
    """A ring of bank, 1, b1, r1, s1, s2, r2, b2, 2: without the bank the row of eight has its middle overloaded.

    In a ring of nine every node has the load 6 + 8 (Motter and Lai count the ends); in the row the k-th of eight has
    (k - 1) (8 - k) + 7: 7, 13, 17, 19, 19, 17, 13, 7. A tolerance of 0.35 bears 18.9: the two in the middle go, then
    rows of three are left.
    """
    asked = {"patient_zero": "substation:1", "with_betweenness": True}
    told = ask(town, "/simulate", **asked, failure_threshold=0.35)["by_betweenness"]
    assert told == {"nodes": 9, "nodes_failed": 3, "waves": 1, "largest_component": 3, "customers_failed": 24}
    sturdy = ask(town, "/simulate", **asked, failure_threshold=0.4)["by_betweenness"]
    assert (sturdy["nodes_failed"], sturdy["largest_component"]) == (1, 8)
    assert ask(town, "/simulate")["by_betweenness"] is None


def test_what_it_costs_is_what_its_parts_come_to(town: httpx.Client) -> None:
    """12 customers for one repair of 2.5 h: 30 customer-hours; one feeder section to mend."""
    told = ask(town, "/economic-impact", patient_zero="section:2", load_basis="present", crews=1)
    assert (told["customer_hours"], told["crew_hours"], told["restored_h"]) == (30, 2.5, 2.5)
    assert told["unserved_mwh"] == pytest.approx(4 * 20 * 2.5 / 1000)
    assert told["interruption_usd"] == 1500
    assert told["unserved_energy_usd"] == pytest.approx(200 * 0.12)
    assert told["regulatory_usd"] == pytest.approx(25_000 + 9_000 * 0.08)
    assert (told["crew_usd"], told["equipment_usd"]) == (2125, 2500)
    parts = ("interruption_usd", "unserved_energy_usd", "regulatory_usd", "crew_usd", "equipment_usd")
    assert told["total_usd"] == pytest.approx(sum(told[part] for part in parts))
    dearer = ask(town, "/economic-impact", patient_zero="section:2", crews=1, interruption_usd_per_customer_hour=100)
    assert dearer["interruption_usd"] == 3000


def test_restoration_goes_from_the_substation_down(town: httpx.Client) -> None:
    told = ask(town, "/restoration-sequence", patient_zero="substation:1,section:1003", crews=1)
    steps = [
        (one["node_id"], one["work"], one["depends_on"], one["supplied_h"], one["customers"]) for one in told["steps"]
    ]
    assert steps == [
        ("substation:1", "repair", None, 7.5, 72), ("section:1003", "repair", "substation:1", 10, 12)
    ]  # fmt: skip
    assert [(one["customers_pct"], one["after_h"]) for one in told["milestones"]] == [
        (25, 7.5), (50, 7.5), (75, 7.5), (90, 10), (100, 10)
    ]  # fmt: skip
    assert told["crews"] == 1
    assert ask(town, "/restoration-sequence", patient_zero="feeder:1")["crews"] == 3  # all three of the town


def test_actions_are_ranked_by_whom_they_keep(town: httpx.Client) -> None:
    asked = {"load_basis": "peak", "load_multiplier": 10, "temperature_c": 40, "failure_threshold": 0}
    told = ask(town, "/mitigation-actions", patient_zero="feeder:1", **asked)
    kept = [one["customers_kept"] for one in told["actions"]]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > 0
    best = told["actions"][0]
    assert best["customers_kept"] + best["customers_lost"] == told["customers_lost"] == 84
    assert {one["action"] for one in told["actions"]} == {"hold_tie_open", "reduce_load", "check_transfers"}
    assert "Hold TIE-500 open." in {one["sentence"] for one in told["actions"]}


def test_investments_are_held_against_the_failures_ranked_first(town: httpx.Client) -> None:
    told = ask(town, "/compare-mitigations", failures=2, each=2)
    assert told["failures"][0]["node_id"] == "substation:1"
    hardened = {one["elements"][0]["node_id"]: one for one in told["options"] if one["option"] == "harden"}
    assert hardened["substation:1"]["mean_customers_kept"] == 42  # 84 in one failure of two
    assert hardened["substation:1"]["usd_per_customer_kept"] == pytest.approx(2_000_000 / 42)
    kept = [one["mean_customers_kept"] for one in told["options"]]
    assert kept == sorted(kept, reverse=True)


def test_the_risk_of_now(town: httpx.Client) -> None:
    """560 of 840 kW: 26.7 points; nothing is heavy, and either feeder takes the other's whole load."""
    told = ask(town, "/realtime-risk")
    assert told["parts"]["load"] == pytest.approx(40 * 560 / 840)
    assert (told["parts"]["equipment"], told["parts"]["network"], told["feeders_without_help"]) == (0, 0, 0)
    assert told["risk_points"] == pytest.approx(sum(told["parts"].values()))
    assert (told["elements"], told["feeders"], told["load_basis"]) == (3, 2, "present")


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"patient_zero": "section:99"}, 404, "patient_zero"),
        ({"patient_zero": "bank 1"}, 400, "patient_zero"),
        ({"load_multiplier": "nan"}, 400, "load_multiplier"),
        ({"scenario": "blizzard"}, 400, "scenario"),
        ({"utility_id": 9}, 404, "utility_id"),
    ],
)
def test_what_cannot_be_is_refused(town: httpx.Client, asked: dict[str, Any], status: int, field: str) -> None:
    answer = town.get("/simulate", params=asked)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_a_study_moves_nothing(town: httpx.Client) -> None:
    before = ask(town, "/simulate")["customers_out_before"]
    ask(town, "/simulate", patient_zero="substation:1")
    assert ask(town, "/simulate")["customers_out_before"] == before == 0
    assert town.post("/simulate").status_code == 405


def test_waves_come_as_places_on_a_map_too(town: httpx.Client) -> None:
    answer = town.get("/simulate", params={"patient_zero": "feeder:1"}, headers={"Accept": "application/geo+json"})
    features = answer.json()["features"]
    assert {one["geometry"]["type"] for one in features} == {"Point"}
    assert answer.json()["customers_interrupted"] == 42
