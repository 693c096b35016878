"""Counts of customers: which column, how thousands are parted, and what is no count of a utility."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.outages.read import read_outages

HOUR = "2024-01-13 10:00{0}2024-01-13 11:00{0}"


def read(folder: Path, names: str, *values: str, separator: str = ",") -> tuple[ListedOutages, ListFileReport]:
    path = folder / "list.csv"
    head = separator.join(["start", "end", names])
    path.write_text("\n".join([head, *(HOUR.format(separator) + value for value in values)]) + "\n")
    return read_outages(path, OutageOptions(time_zone="UTC"))


def test_those_out_outweigh_a_total(tmp_path: Path) -> None:
    found, report = read(tmp_path, "Total Customers,Number Out", "5000,100")
    assert found.customers.tolist() == [100]
    assert "Columns that were passed over: 'Total Customers'." in report.notes
    alone, told = read(tmp_path, "Total Customers", "5000")
    assert alone.customers.tolist() == [5000]
    assert any(note.startswith("'Total Customers' is taken as the customers interrupted") for note in told.notes)


@pytest.mark.parametrize(
    ("separator", "values", "customers"),
    [
        (",", ['"2,000"', '"3,000"'], [2000, 3000]),
        (",", ["150", '"2,000"'], [150, 2000]),
        (";", ["150", "2.000"], [150, 2000]),
        (";", ["150", "2,000"], [150, 2000]),
        (";", ["1,234", "2,000"], [1234, 2000]),
        (",", ['"1,234,567"', '"2,000"'], [1234567, 2000]),
    ],
)
def test_thousands_are_told_by_the_whole_column(
    tmp_path: Path, separator: str, values: list[str], customers: list[float]
) -> None:
    found, report = read(tmp_path, "customers", *values, separator=separator)
    assert found.customers.tolist() == customers
    assert any("parts thousands" in note for note in report.notes)


def test_where_nothing_tells_thousands_from_decimals_it_is_asked(tmp_path: Path) -> None:
    found, report = read(tmp_path, "customers", "2,000", "3,000", separator=";")
    assert len(found) == 0 or found.customers.tolist() == [2, 3]
    assert any("--decimal" in text for text in [*report.refused, *report.notes])


def test_thousands_of_customer_minutes(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('start,CMI,customers\n2024-01-13 10:00,"1,200",20\n2024-01-13 10:00,600,20\n')
    assert read_outages(path, OutageOptions(time_zone="UTC"))[0].minutes.tolist() == [60, 30]


def test_more_than_any_utility_has_is_refused(tmp_path: Path) -> None:
    found, report = read(tmp_path, "customers,kva", "1e30,", "5,1e30", "5,50")
    assert found.customers.tolist() == [5]
    assert report.refused == {
        "its number of customers is more than 100,000,000": 1,
        "its kVA is more than 1,000,000,000": 1,
    }


def test_kva_of_another_unit_are_converted_and_what_is_no_kva_is_left_out_and_told(tmp_path: Path) -> None:
    found, report = read(tmp_path, "Customers,Load Interrupted (MVA)", "5,1.5")
    assert found.kva.tolist() == [1500.0]
    assert "'Load Interrupted (MVA)' is in MVA; it is kept in kVA." in report.notes
    found, report = read(tmp_path, "Customers,Load Interrupted (MW)", "5,1.5")
    assert np.isnan(found.kva).all()
    assert "'Load Interrupted (MW)' names 'MW' and not kVA: nothing was taken of it." in report.notes
