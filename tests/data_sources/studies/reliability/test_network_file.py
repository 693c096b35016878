"""Network files: the Roy Billinton Test System's bus 2 and its published indices; what is refused, and why."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from data_sources.errors import ImportRefused
from data_sources.studies.reliability.network_file import read_network
from data_sources.studies.reliability.study import run_study
from tests.data_sources.studies.reliability import rbts

PUBLISHED = rbts.DATA["published"]


def test_the_network_file_is_the_published_data() -> None:
    assert rbts.NETWORK.read_text() == rbts.text()
    assert json.loads(rbts.text()) == rbts.network()


@pytest.mark.parametrize(
    ("case", "said"),
    [("base", {}), ("transformers_replaced_in_10_h", {"transformer_repair_h": rbts.DATA["transformer_replace_h"]})],
)
def test_rbts_bus_2_published_indices(case: str, said: dict[str, float]) -> None:
    """Allan et al. 1991: SAIFI 0.248, SAIDI 3.61 h, CAIDI 14.55 h, ENS 37.746 MWh; 0.248 / 0.77 / 3.08 / 8.844."""
    found = run_study(read_network(rbts.NETWORK, said)).whole.indices
    published = PUBLISHED[case]
    assert found.saifi == pytest.approx(published["saifi"], abs=5e-4)
    assert found.saidi_h == pytest.approx(published["saidi_h"], abs=5e-3)
    assert found.caidi_h == pytest.approx(published["caidi_h"], abs=5e-3)
    assert found.ens_mwh == pytest.approx(published["ens_mwh_year"], abs=5e-4)
    assert found.customers == 1908


def test_rbts_bus_2_load_points() -> None:
    """Load point 1: sections 1, 4, 7, 10 and lateral 2 at 0.065 a km and year, transformer 0.015 for 200 h."""
    points = {point.name: point for point in run_study(read_network(rbts.NETWORK)).load_points}
    assert points["LP1"].interruptions == pytest.approx(0.065 * (0.75 + 0.75 + 0.75 + 0.6 + 0.6) + 0.015)
    assert points["LP1"].hours == pytest.approx(0.065 * (5 * (0.75 + 0.6) + 1 * (0.75 + 0.75 + 0.6)) + 3)
    assert points["LP8"].interruptions == pytest.approx(0.065 * (0.75 + 0.6 + 0.8))  # no transformer on feeder 2
    assert points["LP8"].feeder == "F2"


def test_feeders_come_worst_first_and_add_up() -> None:
    found = run_study(read_network(rbts.NETWORK))
    hours = [one.indices.saidi_h for one in found.feeders]
    assert hours == sorted(hours, reverse=True)
    minutes = sum(one.indices.saidi_h * one.indices.customers for one in found.feeders)
    assert minutes == pytest.approx(found.whole.indices.saidi_h * found.whole.indices.customers)


def test_a_section_may_say_its_own_rates(tmp_path: Path) -> None:
    whole = _small()
    whole["feeders"][0]["sections"][0] |= {"failures_per_km_year": 0.5, "repair_h": 2, "switching_h": 0.5}
    found = run_study(read_network(_written(tmp_path, whole))).load_points[0]
    assert found.interruptions == pytest.approx(0.5 * 2 + 0.04)
    assert found.hours == pytest.approx(0.5 * 2 * 2 + 0.04 * 30)


def test_every_fault_is_a_line_with_its_place(tmp_path: Path) -> None:
    whole = _small()
    whole["feeders"][0]["sections"][0]["length_km"] = -2
    whole["feeders"][0]["sections"][1]["device"] = "magic"
    whole["feeders"][0]["load_points"][0]["costumers"] = 3
    lines = _refused(tmp_path, whole)
    assert lines[0] == "net.json is no network to study:"
    assert [line.split(":")[0] for line in lines[1:]] == [
        "feeders[0].sections[0].length_km",
        "feeders[0].sections[1].device",
        "feeders[0].load_points[0].costumers",
    ]
    assert "'breaker'" in lines[2]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda w: w["feeders"][0].update(source="nowhere"), "feeder 'F': source 'nowhere' is the end of no section."),
        (lambda w: w["feeders"][0]["load_points"][0].update(node="x"), "load point 'L': node 'x' is the end of no"),
        (lambda w: w.update(ties=[{"from": "b", "to": "y"}]), "ties[0]: node 'y' is the end of no section."),
        (lambda w: w["feeders"][0]["sections"][1].update(name="1"), "section '1': the name stands 2 times."),
        (lambda w: w["feeders"].append(copy.deepcopy(w["feeders"][0])), "feeder 'F': the name stands 2 times."),
        (lambda w: w["feeders"][0]["sections"].append(_line("3", "b", "s")), "section '2' closes a loop"),
        (lambda w: w["feeders"][0]["sections"].append(_line("3", "b", "a")), "section '3' runs beside another one"),
        (lambda w: w["feeders"][0]["sections"].append(_line("3", "p", "q")), "section '3' is fed by no source."),
        (lambda w: w.update(feeders=[]), "feeders: list should have at least 1 item"),
    ],
)
def test_what_does_not_fit_together_is_told(tmp_path: Path, change: Any, told: str) -> None:
    whole = _small()
    change(whole)
    assert any(line.startswith(told) for line in _refused(tmp_path, whole))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": NaN}', "\x00", '{"name": "x", "feeders": [1]}'])
def test_what_is_no_network_file_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "net.json"
    path.write_text(content)
    with pytest.raises(ImportRefused, match=r"net\.json is no network to study"):
        read_network(path)


def _line(name: str, begin: str, end: str) -> dict[str, Any]:
    return {"name": name, "from": begin, "to": end, "length_km": 1}


def _small() -> dict[str, Any]:
    """2 km overhead, then 1 km of cable behind a switch: 0.13 failures of 5 hours, 0.04 of 30."""
    sections = [_line("1", "s", "a") | {"length_km": 2}, _line("2", "a", "b") | {"underground": True}]
    point = {"name": "L", "node": "b", "customers": 3, "transformers": 0}
    return {"name": "small", "feeders": [{"name": "F", "source": "s", "sections": sections, "load_points": [point]}]}


def _written(folder: Path, whole: dict[str, Any]) -> Path:
    path = folder / "net.json"
    path.write_text(json.dumps(whole))
    return path


def _refused(folder: Path, whole: dict[str, Any]) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_network(_written(folder, whole))
    return str(refused.value).splitlines()
