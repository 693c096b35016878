"""Small OpenDSS circuits for the tests, and the way to the shared data that is not committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.importers.imported import ImportedNetwork

REPOSITORY = Path(__file__).parents[4]

# 115/12.47 kV substation, a regulator, two feeders with a normally open tie, a centre-tapped service, PV, a generator.
TOWN = """\
Clear
New Circuit.town basekv=115 pu=1.02 bus1=source
New LineCode.oh nphases=3 r1=0.2 x1=0.4 units=km normamps=300
New Transformer.sub phases=3 windings=2 buses=(source, lv) conns=(delta wye) kvs=(115, 12.47) kvas=(10000, 10000) xhl=7
New Transformer.rega phases=1 windings=2 buses=(lv.1, bus.1) kvs=(7.2, 7.2) kvas=(5000, 5000) xhl=0.1
New Transformer.regb phases=1 windings=2 buses=(lv.2, bus.2) kvs=(7.2, 7.2) kvas=(5000, 5000) xhl=0.1
New Transformer.regc phases=1 windings=2 buses=(lv.3, bus.3) kvs=(7.2, 7.2) kvas=(5000, 5000) xhl=0.1
New RegControl.rega transformer=rega winding=2 vreg=122 ptratio=60 band=2
New RegControl.regb transformer=regb winding=2 vreg=122 ptratio=60 band=2
New RegControl.regc transformer=regc winding=2 vreg=122 ptratio=60 band=2
New Line.east_head bus1=bus bus2=e1 linecode=oh length=1 units=km switch=y
New Line.east bus1=e1 bus2=e2 linecode=oh length=1 units=km
New Line.west bus1=w1 bus2=bus linecode=oh length=2 units=km
New Line.west_fuse bus1=w1.2 bus2=w2.2 phases=1 length=0.5 units=km
New Line.tie bus1=e2 bus2=w1 linecode=oh length=0.001 units=km switch=y enabled=no
New Fuse.f1 monitoredobj=line.west_fuse
New Transformer.house phases=1 windings=3 buses=(w2.2, s.1.0, s.0.2) kvs=(7.2 .12 .12) kvas=(25 25 25) xhl=2 xht=2 xlt=1
New LineCode.triplex nphases=2 r1=0.5 x1=0.1 units=km
New Line.drop bus1=s.1.2 bus2=h.1.2 phases=2 linecode=triplex length=50 units=ft
New Load.house_a phases=1 bus1=h.1 kv=.12 kw=2 pf=.97
New Load.house_b phases=1 bus1=h.2 kv=.12 kw=3 pf=.97
New Load.mill phases=3 bus1=e2 kv=12.47 kw=600 pf=.95 numcust=2
New PVSystem.roof phases=2 bus1=h.1.2 kv=.208 kva=5 pmpp=4
New Generator.plant bus1=e2 kv=12.47 kw=100 kva=125
New Capacitor.bank bus1=e2 kv=12.47 kvar=150
Set voltagebases=[115, 12.47, 0.208]
Calcvoltagebases
{coordinates}
Solve
"""
LON_LAT = {
    "source": (-119.00, 46.000), "lv": (-119.00, 46.001), "bus": (-119.00, 46.002), "e1": (-118.99, 46.002),
    "e2": (-118.98, 46.002), "w1": (-119.02, 46.002), "w2": (-119.02, 46.006), "s": (-119.02, 46.006),
    "h": (-119.0201, 46.0062),
}  # fmt: skip


def write_town(folder: Path, places: dict[str, tuple[float, float]] | None = None, text: str = TOWN) -> Path:
    """The town's model in a folder; buses without a place get none."""
    lines = [f"{bus}, {x}, {y}" for bus, (x, y) in (LON_LAT if places is None else places).items()]
    (folder / "places.csv").write_text("\n".join(lines), encoding="utf-8")
    master = folder / "town.dss"
    master.write_text(text.format(coordinates="BusCoords places.csv"), encoding="utf-8")
    return master


def shared(name: str) -> Path:
    """A file of the data that may lie beside the repository; the test is skipped where it does not."""
    path = REPOSITORY.parent / "shared" / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not there: its licence does not let it be committed; put it at {path}.")
    return path


def names(network: ImportedNetwork, table: str, column: str) -> list[str]:
    """One column as a list."""
    found: list[str] = network.tables[table][column].to_pylist()
    return found


def row(network: ImportedNetwork, table: str, name: str) -> dict[str, object]:
    """The row with that display name."""
    column = table.removesuffix("s") + "_name"
    (found,) = [row for row in network.tables[table].to_pylist() if row[column] == name]
    return dict(found)
