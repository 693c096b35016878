"""Plain tables: bad rows that are put aside are kept with their reason."""

from __future__ import annotations

import csv
from pathlib import Path

from data_sources.importers.tables.read import read_tables
from tests.data_sources.importers.opendss.models import names
from tests.data_sources.importers.tables.hamlet import HAMLET, changed, write


def test_bad_rows_can_be_put_aside(tmp_path: Path) -> None:
    folder = write(tmp_path, changed("meters", 0, monthly_kwh="much"))
    network = read_tables(folder, skip_bad_rows=True)
    assert names(network, "meters", "meter_name") == ["M2"]
    with (folder / "meters.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        (kept,) = csv.DictReader(file)
    assert kept["line"] == "2"
    assert kept["meter_id"] == "M1"
    assert "'much' is not a number" in kept["reason"]
    assert any(line.became == "rejected" and line.count == 1 for line in network.accounting)
    assert read_tables(folder, skip_bad_rows=True).tables["meters"].num_rows == 1  # the aside file is no table


def test_rows_put_aside_are_inert_in_a_spreadsheet(tmp_path: Path) -> None:
    """Fault M12, in the file of rejected rows."""
    folder = write(tmp_path, changed("meters", 0, monthly_kwh="much", meter_name='=cmd|"/c calc"!A1'))
    read_tables(folder, skip_bad_rows=True)
    content = (folder / "meters.csv.rejected.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (kept,) = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert kept["meter_name"] == '\'=cmd|"/c calc"!A1'


def test_what_hangs_on_a_rejected_row_goes_with_its_own_reason(tmp_path: Path) -> None:
    two = [*HAMLET["transformers"], {"transformer_id": "T-8", "rated_kva": "?", "node_id": "b"}]
    meters = [*HAMLET["meters"], {"meter_id": "M3", "transformer_id": "T-8"}]
    folder = write(tmp_path, {"transformers": two, "meters": meters})
    network = read_tables(folder, skip_bad_rows=True)
    assert names(network, "meters", "meter_name") == ["M1", "M2"]
    assert "'T-8' is not in transformers" in (folder / "meters.csv.rejected.csv").read_text(encoding="utf-8")
