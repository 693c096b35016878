"""Who was interrupted: files of single customers beside a list of outages."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.lists.report import ListFileReport
from data_sources.importers.outages.customers import read_customers
from data_sources.importers.outages.options import OutageOptions
from data_sources.importers.outages.read import read_outages
from data_sources.studies.reliability.report import CustomerRecord

STEPS = (
    "outage_id,step_id,start,end,customers\n1,1,2024-01-01 00:00,2024-01-01 01:00,2\n"
    "1,2,2024-01-01 00:00,2024-01-01 03:00,1\n2,1,2024-01-02 00:00,2024-01-02 02:00,1\n"
)


def read(folder: Path, text: str, outages: str = STEPS) -> tuple[CustomerRecord, ListFileReport]:
    (folder / "list.csv").write_text(outages)
    (folder / "who.csv").write_text(text)
    options = OutageOptions(time_zone="UTC")
    return read_customers(folder / "who.csv", options, read_outages(folder / "list.csv", options)[0])


def test_customers_by_outage_and_step(tmp_path: Path) -> None:
    found, report = read(tmp_path, "outage_id,step_id,account\n1,1,a\n1,1,b\n1,2,c\n2,1,a\n9,1,a\n2,1,\n")
    assert found.customer.tolist() == ["a", "b", "c", "a"]
    assert found.minutes.tolist() == [60, 60, 180, 120]
    assert report.refused == {"its outage is not in the list, or was refused there": 1, "it names no customer": 1}
    assert report.kept_in == tmp_path / "who.csv.rejected.csv"


def test_customers_with_times_of_their_own(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "customer_id,start,duration_min\na,2024-01-01 00:00,90\n")
    assert (found.customer.tolist(), found.minutes.tolist()) == (["a"], [90])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("outage_id,account\n1,a\n", "outage '1' stands in several rows of the list; add a column STEP_ID"),
        ("start,end,customers\n2024-01-01 00:00,2024-01-01 01:00,2\n", "names no customers"),
    ],
)
def test_what_does_not_say_who(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ImportRefused, match=told):
        read(tmp_path, text)


def test_a_customer_stands_once_in_an_outage(tmp_path: Path) -> None:
    """CAIFI 1 and CTAIDI 60 of one customer, out for an hour, who stands in the file twice."""
    found, report = read(tmp_path, "outage_id,step_id,account\n1,1,a\n1,1,a\n1,2,a\n2,1,a\n")
    assert (found.customer.tolist(), found.minutes.tolist()) == (["a", "a"], [60, 120])
    assert report.refused == {"its customer is out already by another row": 2}
    assert report.taken == 2


def test_nobody_is_out_twice_at_once_by_times_of_their_own(tmp_path: Path) -> None:
    found, report = read(
        tmp_path,
        "customer_id,start,duration_min\na,2024-01-01 00:00,90\na,2024-01-01 01:00,90\na,2024-01-01 01:30,5\n"
        "b,2024-01-01 01:00,90\n",
    )
    assert found.minutes.tolist() == [90, 5, 90]
    assert report.refused == {"its customer is out already by another row": 1}
