"""OpenDSS models as other people write them: what went wrong with one, and the right value."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.checks.integrity import check_utility, doubts
from data_sources.errors import ImportRefused
from data_sources.importers.imported import AccountLine, ImportedNetwork
from data_sources.importers.opendss.read import read_opendss
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.opendss.models import names, row

pytest.importorskip("opendssdirect", reason="the extra flux-ops-center[opendss] is not installed")

# A source, a kilometre of line, a 500 kVA transformer and 100 kW behind it.
SMALL = """\
Clear
New Circuit.small bus1=src basekv=12.47 pu=1.0 phases=3
New Linecode.lc nphases=3 r1=0.3 x1=0.4 units=km
New Line.l1 bus1=src bus2=a linecode=lc length=1 units=km
New Transformer.t1 phases=3 buses=(a d) kvs=(12.47 0.48) kvas=(500 500)
New Load.ld1 bus1=d kv=0.48 kw=100 pf=0.95
Set voltagebases=[12.47 0.48]
CalcVoltageBases
"""
PLACES = {"src": (-97.00, 30.0), "a": (-97.01, 30.0), "d": (-97.01, 30.0)}


def model(
    folder: Path, text: str = SMALL, places: dict[str, tuple[float, float]] | None = None, end: str = "Solve\n"
) -> Path:
    """A model in a folder of its own, its places set by commands."""
    lines = [f'SetBusXY bus="{bus}" x={x} y={y}\n' for bus, (x, y) in (PLACES if places is None else places).items()]
    (folder / "model").mkdir()
    master = folder / "model" / "master.dss"
    master.write_text(text + "".join(lines) + end, encoding="utf-8")
    return master


def load_kw(network: ImportedNetwork) -> float:
    return sum(map(float, names(network, "feeder_status", "load_kw")))


def warnings(network: ImportedNetwork) -> dict[str, int]:
    return {line.became: line.count for line in network.accounting if line.element == "(warning)"}


@pytest.mark.parametrize(
    "end", ["Solve\n", "", "Set mode=yearly\n", "Solve\nCalcVoltageBases\n", "Solve\nSet loadmult=1\n"]
)
def test_a_model_is_solved_whether_its_script_solves_or_not(tmp_path: Path, end: str) -> None:
    """dss_no_solve_zero_load: 100 kW at the transformer and the line's losses, not 0."""
    network = read_opendss(model(tmp_path, end=end))
    assert load_kw(network) == pytest.approx(100.11, abs=0.01)
    assert names(network, "transformer_status", "voltage_v") == [pytest.approx(119.3, abs=0.01)]


def test_a_day_that_ends_without_load_is_not_the_load_now(tmp_path: Path) -> None:
    """A script that runs a day leaves its last hour; the live values are of the loads as the model states them."""
    day = "New LoadShape.dark npts=24 interval=1 mult=(" + "0 " * 24 + ")\nLoad.ld1.daily=dark\n"
    network = read_opendss(model(tmp_path, end=f"{day}Solve\nSet mode=daily number=24\nSolve\n"))
    assert load_kw(network) == pytest.approx(100.11, abs=0.01)


def test_a_power_flow_without_solution_is_said(tmp_path: Path) -> None:
    """More than the line can carry has no solution: the model's kW, and the reason."""
    network = read_opendss(model(tmp_path, SMALL.replace("kw=100", "kw=6000 vminpu=0.01")))
    assert load_kw(network) == pytest.approx(6000)
    assert "no power flow" in warnings(network)
    assert "no solution" in network.source_note


def test_loads_that_draw_far_less_than_the_model_says_are_told(tmp_path: Path) -> None:
    """A solution at which the voltage has collapsed is one, but nobody's load."""
    network = read_opendss(model(tmp_path, SMALL.replace("kw=100", "kw=20000 vminpu=0.1")))
    assert any(what.startswith("loads draw 1,") and what.endswith("of 20,000 kW") for what in warnings(network))


def test_a_neutral_is_no_phase(tmp_path: Path) -> None:
    """dss_neutral_voltage: node 4 is the neutral of a service; its 0 V is not the voltage of a fourth phase."""
    text = SMALL.replace("buses=(a d) kvs", "buses=(a d.1.2.3.4) conns=(delta wye) kvs").replace(
        "bus1=d ", "bus1=d.1.2.3.4 "
    )
    network = read_opendss(model(tmp_path, f"{text}New Reactor.ground phases=1 bus1=d.4 bus2=d.0 r=0.01 x=0.01\n"))
    assert names(network, "transformer_status", "voltage_v") == [pytest.approx(119.3, abs=0.01)]


def test_a_neutral_at_node_two_is_no_phase_either(tmp_path: Path) -> None:
    """Single-phase service with its neutral at node 2, earthed: 120 V less the drop, not half of it."""
    text = SMALL.replace("phases=3 buses=(a d) kvs=(12.47 0.48)", "phases=1 buses=(a.1 d.1.2) kvs=(7.2 0.277)")
    text = text.replace("bus1=d kv=0.48 kw=100", "phases=1 bus1=d.1.2 kv=0.277 kw=50")
    network = read_opendss(model(tmp_path, f"{text}New Reactor.ground phases=1 bus1=d.2 bus2=d.0 r=0.01 x=0.01\n"))
    (voltage_v,) = map(float, names(network, "transformer_status", "voltage_v"))
    assert 117 < voltage_v < 121


def test_behind_a_delta_voltages_count_between_phases(tmp_path: Path) -> None:
    """Nothing holds the neutral of a delta: to ground its phases drift, between them they are what the load has."""
    text = SMALL.replace("buses=(a d) kvs", "buses=(a d) conns=(wye delta) kvs").replace(
        "bus1=d ", "bus1=d conn=delta "
    )
    skewed = "New Capacitor.skew phases=1 bus1=d.1 kv=0.277 kvar=5\n"
    network = read_opendss(model(tmp_path, text + skewed))
    (voltage_v,) = map(float, names(network, "transformer_status", "voltage_v"))
    assert voltage_v == pytest.approx(119.3, abs=0.5)
    assert not any("off nominal" in what for what in warnings(network))


def test_a_list_of_voltage_bases_that_lacks_one_is_completed(tmp_path: Path) -> None:
    """480 V on a list without it would take the base of 12.47 kV: 4.6 V instead of 119.3."""
    network = read_opendss(model(tmp_path, SMALL.replace("[12.47 0.48]", "[12.47]")))
    assert names(network, "transformer_status", "voltage_v") == [pytest.approx(119.3, abs=0.01)]
    assert warnings(network)["voltage base taken from ratings"] == 1


def test_phases_off_nominal_are_counted(tmp_path: Path) -> None:
    network = read_opendss(model(tmp_path, SMALL.replace("pu=1.0 phases=3", "pu=0.85 phases=3")))
    assert warnings(network)["bus with a phase more than 10% off nominal"] == 3


def test_a_load_of_another_voltage_than_its_bus_is_said(tmp_path: Path) -> None:
    network = read_opendss(model(tmp_path, SMALL.replace("bus1=d kv=0.48", "bus1=d kv=12.47")))
    assert warnings(network)["load of another voltage than its bus"] == 1


YARD = """\
Clear
New Circuit.yard bus1=src basekv=69 pu=1.0 phases=3
New Linecode.lc nphases=3 r1=0.3 x1=0.4 units=km
New Transformer.sub phases=3 buses=(src lv) kvs=(69 12.47) kvas=(10000 10000)
New Load.other_feeders bus1=lv kv=12.47 kw=5000 pf=0.95
New Line.head bus1=lv bus2=a linecode=lc length=1 units=km
New Transformer.t1 phases=3 buses=(a d) kvs=(12.47 0.48) kvas=(500 500)
New Load.ld1 bus1=d kv=0.48 kw=100 pf=0.95
New EnergyMeter.m element=Line.head terminal=1
Set voltagebases=[69 12.47 0.48]
CalcVoltageBases
"""


def test_load_between_the_transformer_and_the_first_metered_line_counts(tmp_path: Path) -> None:
    """dss_yard_load: 5,000 kW in the yard are in the load as they are in the peak."""
    network = read_opendss(model(tmp_path, YARD, PLACES | {"lv": (-97.0, 30.0)}))
    load = dict(zip(names(network, "feeders", "feeder_name"), names(network, "feeder_status", "load_kw"), strict=True))
    assert load == {"SUB BUS": pytest.approx(5011.7, abs=0.1), "HEAD": pytest.approx(100.1, abs=0.1)}
    peaks = map(float, names(network, "feeders", "peak_load_kw"))
    assert sum(peaks) == pytest.approx(load_kw(network)) == pytest.approx(5111.8, abs=0.1)
    # Current and rating of the bus circuit are of the same side of its transformer.
    assert names(network, "feeder_status", "current_a")[0] == pytest.approx(54.5 / 100 * 463 * 12.47 / 12.27, rel=0.02)


def test_transformers_side_by_side_carry_together(tmp_path: Path) -> None:
    """As in EPRI's circuit 7: three units on one bus; the head of the bus circuit is all of them, not the first."""
    one = "New Transformer.sub phases=3 buses=(src lv) kvs=(69 12.47) kvas=(10000 10000)\n"
    text = YARD.replace(one, "".join(one.replace(".sub", f".sub{unit}") for unit in (1, 2, 3)))
    network = read_opendss(model(tmp_path, text, PLACES | {"lv": (-97.0, 30.0)}))
    assert load_kw(network) == pytest.approx(5104.0, abs=0.1)
    bus, status = network.tables["feeders"].to_pylist()[0], network.tables["feeder_status"].to_pylist()[0]
    assert bus["rated_kva"] == pytest.approx(30_000)
    assert status["load_pct"] == pytest.approx(100 * 5110 / 0.94 / 30_000, abs=1)
    assert status["current_a"] == pytest.approx(252, abs=5)


def test_a_head_of_one_line_a_phase_is_all_three(tmp_path: Path) -> None:
    """Brother of the units: the first of three single-phase lines carries a third of the load."""
    line = "New Line.l1 bus1=src bus2=a linecode=lc length=1 units=km\n"
    one = "New Line.l{0} phases=1 bus1=src.{0} bus2=a.{0} r1=0.3 x1=0.4 r0=0.3 x0=0.4 length=1 units=km\n"
    network = read_opendss(model(tmp_path, SMALL.replace(line, "".join(one.format(phase) for phase in (1, 2, 3)))))
    assert load_kw(network) == pytest.approx(100.11, abs=0.01)


def test_below_a_substation_that_the_model_marks_there_is_no_other(tmp_path: Path) -> None:
    """As in EPRI's circuit 24: a 34.5/13.2 kV step on a feeder of 34.5 kV is no substation, and the meter counts."""
    text = YARD.replace("kvs=(69 12.47)", "kvs=(230 34.5) sub=yes").replace("basekv=69", "basekv=230")
    text = text.replace("bus1=lv kv=12.47", "bus1=lv kv=34.5").replace("[69 12.47", "[230 34.5 13.2")
    step = "New Transformer.step phases=3 buses=(a low) kvs=(34.5 13.2) kvas=(2500 2500)\nNew Line.l2 bus1=low bus2=b"
    text = text.replace("New Transformer.t1", f"{step} linecode=lc length=1 units=km\nNew Transformer.t1")
    text = text.replace("buses=(a d) kvs=(12.47", "buses=(b d) kvs=(13.2")
    network = read_opendss(model(tmp_path, text, PLACES | {"lv": (-97.0, 30.0), "b": (-97.02, 30.0)}))
    assert row(network, "transformers", "STEP")["kind"] == "step"
    assert names(network, "substations", "substation_name") == ["SUB"]
    assert names(network, "feeders", "feeder_name") == ["SUB BUS", "HEAD"]


def test_load_at_the_source_counts(tmp_path: Path) -> None:
    """Brother of the yard: a load on the source's own bus, before the first line, is no line's load."""
    network = read_opendss(model(tmp_path, f"{SMALL}New Load.here bus1=src kv=12.47 kw=700 pf=1\n"))
    assert load_kw(network) == pytest.approx(800.1, abs=0.1)
    assert names(network, "feeders", "feeder_name") == ["SRC SUPPLY", "L1"]


def test_losses_of_a_substation_without_a_circuit_above_count(tmp_path: Path) -> None:
    """Feeders add up to what the source gives, the losses of the substation's transformer included."""
    text = YARD.replace("New Load.other_feeders bus1=lv kv=12.47 kw=5000 pf=0.95\n", "").replace("kw=100 ", "kw=4000 ")
    network = read_opendss(
        model(tmp_path, text.replace("kvas=(500 500)", "kvas=(5000 5000)"), PLACES | {"lv": (-97, 30)})
    )
    assert names(network, "feeders", "feeder_name") == ["HEAD"]
    (sub_kw,) = [
        status["load_kw"]
        for name, status in zip(
            names(network, "transformers", "transformer_name"),
            network.tables["transformer_status"].to_pylist(),
            strict=True,
        )
        if name == "SUB"
    ]
    assert load_kw(network) == pytest.approx(sub_kw)


def test_buses_without_coordinates_lie_beside_their_neighbours(tmp_path: Path) -> None:
    """dss_missing_coords: the low side of a transformer, as in models whose GIS gives the primary only."""
    network = read_opendss(model(tmp_path, places={"src": PLACES["src"], "a": PLACES["a"]}))
    node = row(network, "nodes", "D")
    assert (node["lon"], node["lat"]) == (pytest.approx(-97.01), pytest.approx(30.0))
    assert (
        AccountLine("Bus", 1, "node", "no coordinates: placed beside or between its neighbours") in network.accounting
    )


def test_a_bus_between_two_others_lies_as_the_lengths_say(tmp_path: Path) -> None:
    text = SMALL.replace("New Transformer", "New Line.l2 bus1=a bus2=b linecode=lc length=300 units=m\nNew Transformer")
    text = text.replace("buses=(a d)", "buses=(b d)")
    network = read_opendss(model(tmp_path, text, {"src": (-97.0, 30.0), "b": (-97.013, 30.0)}))
    assert row(network, "nodes", "A")["lon"] == pytest.approx(-97.01, abs=1e-6)


def test_coordinates_in_another_unit_are_refused(tmp_path: Path) -> None:
    """dss_wrong_unit_crs: feet read as metres lie at 65 E, outside what the zone is made for."""
    feet = {"src": (1_580_000, 14_280_000), "a": (1_583_000, 14_280_000), "d": (1_583_000, 14_280_000)}
    master = model(tmp_path, places=feet)
    with pytest.raises(ImportRefused, match=r"around 65\.7.*far outside.*name a system in feet"):
        read_opendss(master, crs="EPSG:32614")
    network = read_opendss(master, crs="+proj=utm +zone=14 +units=ft")
    assert row(network, "nodes", "SRC")["lon"] == pytest.approx(-99.21, abs=0.01)


def test_lines_drawn_in_another_unit_than_stated_are_said(tmp_path: Path, empty_source: PostgresSource) -> None:
    """A system without an area of use cannot be held against one: the lines tell."""
    feet = {"src": (1_580_000, 14_280_000), "a": (1_583_000, 14_280_000), "d": (1_583_000, 14_280_000)}
    network = read_opendss(model(tmp_path, places=feet), crs="+proj=utm +zone=14", time_zone="America/Chicago")
    utility_id = write_network(empty_source, network, replace=False, actor="test").utility_id
    found = {finding.check: finding.sentence for finding in doubts(empty_source, utility_id)}
    assert set(found) == {"plausible: time zone", "plausible: line lengths"}
    assert "65.68" in found["plausible: time zone"]
    assert "times as long as they are stated" in found["plausible: line lengths"]


def test_a_load_on_the_primary_passes_the_check(tmp_path: Path, empty_source: PostgresSource) -> None:
    """dss_primary_load_check: it has a transformer at its own bus, loaded as its line is, and nothing is wrong."""
    text = SMALL + "New Load.ld2 bus1=a kv=12.47 kw=200 pf=0.95\n"
    network = read_opendss(model(tmp_path, text))
    stand_in = row(network, "transformers", "PRIMARY A")
    status = network.tables["transformer_status"].to_pylist()[int(str(stand_in["transformer_id"])) - 1]
    assert (stand_in["rated_kva"], stand_in["peak_load_kw"]) == (pytest.approx(8639, abs=1), pytest.approx(200))
    assert status["load_kw"] == pytest.approx(200, abs=0.1)
    assert status["load_pct"] == pytest.approx(100 * 200 / 0.95 / 8639, abs=0.01)
    utility_id = write_network(empty_source, network, replace=False, actor="test").utility_id
    assert [finding for finding in check_utility(empty_source, utility_id) if finding.severity != "ok"] == []


def test_names_in_windows_1252_are_read(tmp_path: Path) -> None:
    """dss_latin1: in the script, and in a file of coordinates beside it."""
    text = (
        SMALL.replace("bus2=a ", 'bus2="bús" ')
        .replace("Line.l1", '"Line.línea número 1"')
        .replace("(a d)", '["bús" d]')
    )
    master = model(tmp_path, text, {}, end="BusCoords plätze.csv\nSolve\n")
    master.write_bytes(master.read_text(encoding="utf-8").encode("cp1252"))
    places = "src,-97,30\nbús,-97.01,30\nd,-97.01,30\n"
    (master.parent / "plätze.csv").write_bytes(places.encode("cp1252"))
    network = read_opendss(master)
    assert names(network, "segments", "segment_name") == ["LÍNEA NÚMERO 1"]
    assert row(network, "nodes", "BÚS")["lon"] == pytest.approx(-97.01)


REPORTS = """\
Export voltages
Export powers kva elem powers.csv
show powers kva elements
sho voltages LN Nodes
Plot circuit power
Save circuit dir=saved
Dump
dump commands
Visualize what=powers element=line.l1
FileEdit notes.txt
Set datapath=elsewhere
CD elsewhere
Redirect lines.dss
Set trace=yes recorder=yes demandinterval=yes casename=mine
Set mode=daily number=3
Solve
CloseDI
Export monitors head
Rephase StartLine=line.l1 PhaseDesignation=.1.2.3
Distribute kw=10 how=random
AlignFile file=notes.txt
CvrtLoadshapes type=sng
NodeList line.l1
"""


def test_a_script_that_reports_writes_nothing_beside_the_model(tmp_path: Path) -> None:
    """dss_script_writes_files: what exports, shows, plots, saves or dumps is passed over, counted, and leaves no file."""
    end = (
        "New EnergyMeter.m element=Line.l1 terminal=1 action=save\nNew Monitor.head element=Line.l1 terminal=1 mode=1\n"
        "New LoadShape.ones npts=24 interval=1 mult=(" + "1 " * 24 + ") action=dblsave\nSolve\n"
    )
    master = model(tmp_path, end=end + REPORTS)
    elsewhere = master.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lines.dss").write_text("New Load.ld2 bus1=d kv=0.48 kw=11\nExport currents\n", encoding="utf-8")
    (master.parent / "notes.txt").write_text("1 2 3\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))}
    network = read_opendss(master)
    assert {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))} == before
    assert load_kw(network) == pytest.approx(111.13, abs=0.05)  # the file below the data path was read
    passed_over = {line.became: line.count for line in network.accounting if line.element == "(script)"}
    assert passed_over["export not run"] == 4
    assert passed_over["show not run"] == 2
    assert passed_over["save not run"] == 1


def test_a_file_is_found_as_windows_finds_it(tmp_path: Path) -> None:
    """Another case of letters, and backslashes."""
    master = model(tmp_path, end="Redirect PARTS\\Loads.DSS\nSolve\n")
    (master.parent / "parts").mkdir()
    (master.parent / "parts" / "loads.dss").write_text("New Load.ld2 bus1=d kv=0.48 kw=50 pf=0.95\n", encoding="utf-8")
    assert load_kw(read_opendss(master)) == pytest.approx(150.2, abs=0.2)


def test_a_file_that_redirects_to_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="redirects to itself"):
        read_opendss(model(tmp_path, end="Redirect master.dss\n"))


def test_a_length_without_a_unit_is_in_that_of_its_line_code(tmp_path: Path) -> None:
    """As in published feeders: `length=0.75` of a line code per mile is 1,207 m, not the distance on the drawing."""
    text = SMALL.replace("units=km\nNew Line", "units=mi\nNew Line").replace("length=1 units=km", "length=0.75")
    assert row(read_opendss(model(tmp_path, text)), "segments", "L1")["length_m"] == pytest.approx(1207.0, abs=0.1)


def test_a_length_without_any_unit_is_that_of_the_drawing_and_said(tmp_path: Path) -> None:
    """As in the IEEE 37-bus feeder, where neither line nor line code has a unit."""
    text = SMALL.replace("x1=0.4 units=km", "x1=0.4").replace("length=1 units=km", "length=0.96")
    network = read_opendss(model(tmp_path, text))
    assert row(network, "segments", "L1")["length_m"] == pytest.approx(963, abs=1)
    assert warnings(network)["line without a unit of length"] == 1


@pytest.mark.parametrize("crs", [None, "EPSG:32701"])
def test_a_network_across_the_antimeridian_lies_in_one_place(
    tmp_path: Path, crs: str | None, empty_source: PostgresSource
) -> None:
    """M10: Taveuni in Fiji, both sides of 180 degrees. Its longitudes run on, and its area is no belt round the world."""
    degrees = {"src": (179.995, -16.8), "a": (-179.996, -16.8), "d": (-179.996, -16.8)}
    planar = {"src": (179_900.0, 8_140_000.0), "a": (180_860.0, 8_140_000.0), "d": (180_860.0, 8_140_000.0)}
    network = read_opendss(
        model(tmp_path, places=degrees if crs is None else planar), crs=crs, time_zone="Pacific/Fiji"
    )
    lon = [float(x) for x in names(network, "nodes", "lon")]
    assert max(lon) - min(lon) == pytest.approx(0.009, abs=0.001)
    corners = network.service_area["coordinates"][0]
    assert max(x for x, _ in corners) - min(x for x, _ in corners) < 0.05
    utility_id = write_network(empty_source, network, replace=False, actor="test").utility_id
    assert [finding.sentence for finding in check_utility(empty_source, utility_id) if finding.severity != "ok"] == []


def test_a_load_on_the_primary_hangs_on_no_regulator_or_substation_transformer(tmp_path: Path) -> None:
    """Case M4, as in IEEE 37: 30 customers each were said to be served by two regulators."""
    network = read_opendss(model(tmp_path, YARD, PLACES | {"lv": (-97.0, 30.0)}))
    by_id = {row["transformer_id"]: row for row in network.tables["transformers"].to_pylist()}
    hangs = {row["meter_name"]: by_id[row["transformer_id"]] for row in network.tables["meters"].to_pylist()}
    assert {name: (row["transformer_name"], row["kind"]) for name, row in hangs.items()} == {
        "OTHER_FEEDERS": ("PRIMARY LV", "service"), "LD1": ("T1", "service"),
    }  # fmt: skip
    assert hangs["OTHER_FEEDERS"]["node_id"] == row(network, "nodes", "LV")["node_id"]


def test_a_load_behind_a_regulator_on_the_primary_has_its_own_service(tmp_path: Path) -> None:
    """Brother of M4: what stands behind a line regulator, and not at a substation."""
    regulated = (
        "New Transformer.reg phases=3 buses=(a r) kvs=(12.47 12.47) kvas=(5000 5000)\n"
        "New RegControl.reg transformer=reg winding=2 vreg=122 ptratio=60 band=2\n"
        "New Line.behind bus1=r bus2=p linecode=lc length=0.5 units=km\n"
        "New Load.mill bus1=p kv=12.47 kw=300 pf=0.95\n"
    )
    network = read_opendss(
        model(tmp_path, YARD.replace("New EnergyMeter", regulated + "New EnergyMeter"),
              PLACES | {"lv": (-97.0, 30.0), "r": (-97.01, 30.0), "p": (-97.015, 30.0)})
    )  # fmt: skip
    by_id = {row["transformer_id"]: row["transformer_name"] for row in network.tables["transformers"].to_pylist()}
    hangs = {row["meter_name"]: by_id[row["transformer_id"]] for row in network.tables["meters"].to_pylist()}
    assert hangs == {"OTHER_FEEDERS": "PRIMARY LV", "LD1": "T1", "MILL": "PRIMARY P"}


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"src": (-97.0, 30.0), "a": (-97.5, 30.2), "d": (-97.5, 30.2)}, "drawn longer than"),
        ({"src": (0.0, 0.02), "a": (0.001, 0.02), "d": (0.001, 0.02)}, "around 0, 0 degrees"),
    ],
)
def test_places_of_a_drawing_within_the_range_of_degrees_are_said(
    tmp_path: Path, empty_source: PostgresSource, places: dict[str, tuple[float, float]], said: str
) -> None:
    """Case M3, as IEEE 37: x and y of a drawing became 2,001 km of 4.8 kV lines in the Gulf of Guinea."""
    written = write_network(empty_source, read_opendss(model(tmp_path, places=places)), replace=False, actor="test")
    found = {one.check: one.sentence for one in doubts(empty_source, written.utility_id)}
    assert said in found["plausible: places"]
